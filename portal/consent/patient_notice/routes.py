"""The notice to patients: its versions on the desk, and to whom it was given on each person's page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, g, render_template, url_for
from wtforms import SelectChoice

from portal.accounts.access import principal, requires
from portal.accounts.permissions import Permission
from portal.consent.patient_notice import queries
from portal.consent.patient_notice.forms import GivenForm, NoticeForm
from portal.consent.patient_notice.services import GiveNotice, IssueNotice, give_notice, issue_notice
from portal.consent.patient_notice.vocabulary import ACKNOWLEDGED_LABELS, METHOD_LABELS, Acknowledged, NoticeMethod
from portal.consent.patient_notice.wording import notice_paper, shown, text_of
from portal.participants.people.page import person_frame, visit
from portal.web.delivering import pdf_response
from portal.web.forms import submit

blueprint = Blueprint("patient_notice", __name__)


def _versions_page(form: NoticeForm | None = None) -> str:
    found = queries.versions(g.read_session, principal().agency_id)
    last = found[0] if found else None
    form = form or NoticeForm(
        effective_on=g.today,
        contact=last.contact if last else "",
        phone=last.phone if last else "",
        email=last.email if last else "",
        version=last.number if last else 0,
    )
    now = queries.current(g.read_session, principal().agency_id, g.today)
    text = shown(now.text) if now else ""
    return render_template("consent/patient_notice/versions.html", versions=found, current=now, text=text, form=form)


@blueprint.get("/privacy/notice")
@requires(Permission.PRIVACY_DESK)
def versions() -> Any:
    return _versions_page()


@blueprint.post("/privacy/notice")
@requires(Permission.PRIVACY_DESK)
def issue() -> Any:
    form = NoticeForm()

    def act(session: Any) -> str:
        contact, phone, email = form.contact.data or "", form.phone.data or "", form.email.data or ""
        text = text_of(principal().agency_name, contact, phone, email, form.effective_on.data)
        command = IssueNotice(form.effective_on.data, contact, phone, email, text, form.version.data or 0)
        issue_notice(session, principal(), command)
        return url_for("consent.patient_notice.versions", done="notice-issued")

    return submit(form, act, lambda: _versions_page(form))


@blueprint.get("/privacy/notice/<int:number>")
@requires(Permission.NOTICE_GIVE)
def paper(number: int) -> Any:
    found = queries.version(g.read_session, principal().agency_id, number)
    return pdf_response(notice_paper(principal(), found, g.at), "notice.pdf") if found is not None else abort(404)


def _given_page(participant_id: UUID, form: GivenForm) -> str:
    here = visit(participant_id)
    return render_template(
        "consent/patient_notice/given.html",
        **person_frame(here),
        person=here.participant,
        given=queries.given_to(g.read_session, participant_id),
        methods={str(one): METHOD_LABELS[one] for one in NoticeMethod},
        acknowledged={str(one): ACKNOWLEDGED_LABELS[one] for one in Acknowledged},
        current=queries.current(g.read_session, principal().agency_id, g.today),
        form=form,
    )


def _given_form() -> GivenForm:
    now = queries.current(g.read_session, principal().agency_id, g.today)
    form = GivenForm(given_on=g.today, number=str(now.number) if now else "")
    found = queries.versions(g.read_session, principal().agency_id)
    form.number.choices = [SelectChoice(str(one.number), str(one.number)) for one in found]
    return form


@blueprint.get("/participants/<uuid:participant_id>/patient-notice")
@requires(Permission.NOTICE_GIVE)
def given(participant_id: UUID) -> Any:
    visit(participant_id)
    return _given_page(participant_id, _given_form())


@blueprint.post("/participants/<uuid:participant_id>/patient-notice")
@requires(Permission.NOTICE_GIVE)
def give(participant_id: UUID) -> Any:
    visit(participant_id)
    form = _given_form()

    def act(session: Any) -> str:
        command = GiveNotice(
            participant_id=participant_id,
            number=int(form.number.data),
            given_on=form.given_on.day,
            method=NoticeMethod(form.method.data),
            language=form.language.data or "",
            acknowledged=Acknowledged(form.acknowledged.data),
            words=form.words.data or "",
        )
        give_notice(session, principal(), command)
        return url_for("consent.patient_notice.given", participant_id=participant_id, done="notice-given")

    return submit(form, act, lambda: _given_page(participant_id, form))
