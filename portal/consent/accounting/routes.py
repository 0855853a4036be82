"""Who was told about one participant: the accounting on screen, on paper, and silence for a time."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, g, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from wtforms import SelectChoice

from portal.accounts.access import freshly, principal, requires, sends_file
from portal.accounts.permissions import Permission
from portal.consent.accounting import presenting, queries
from portal.consent.accounting.forms import DaysForm, SuspensionForm
from portal.consent.accounting.papers import accounting_paper
from portal.consent.accounting.requesting import OVERSEERS, Suspend, suspend_accounting
from portal.consent.accounting.summary import Period, period
from portal.consent.accounting.vocabulary import RequestKind
from portal.consent.instruments.queries import agencies
from portal.participants.people.page import person_frame, visit
from portal.web.delivering import pdf_response
from portal.web.forms import submit

blueprint = Blueprint("accounting", __name__)


def _days() -> DaysForm:
    """The days that the address asks for, checked."""
    form = DaysForm(request.args)
    form.validate()
    return form


def _period(days: DaysForm) -> Period:
    return period(g.today, days.from_on.data, days.to_on.data)


@blueprint.get("/participants/<uuid:participant_id>/disclosures")
@requires(Permission.PRIVACY_DESK)
def show(participant_id: UUID) -> Any:
    """Days that can't be are named at their field; then the list is that of all days."""
    here, form = visit(participant_id), _days()
    asked = form if not form.errors else DaysForm(MultiDict())
    account = queries.account_of(g.read_session, participant_id, _period(asked), principal().zone, g.at)
    through = queries.through_intermediaries(g.read_session, account.lines)
    page = render_template(
        "consent/accounting/show.html",
        **person_frame(here),
        person=here.participant,
        account=account,
        lines=presenting.told(g.read_session, account.lines, principal().zone),
        left_out=presenting.told(g.read_session, account.left_out, principal().zone),
        through=presenting.told(g.read_session, through, principal().zone),
        suspensions=queries.all_suspensions(g.read_session, participant_id),
        agencies={one.id: one.name for one in agencies(g.read_session)},
        form=form,
        days={name: on.isoformat() for name, on in asked.data.items() if on},
    )
    return page, 422 if form.errors else 200


@blueprint.get("/participants/<uuid:participant_id>/disclosures/paper")
@requires(Permission.PRIVACY_DESK)
@freshly
@sends_file("consent.accounting.show")
def paper(participant_id: UUID) -> Any:
    visit(participant_id)
    days = _days()
    if days.errors:
        abort(404)
    account = queries.account_of(g.read_session, participant_id, _period(days), principal().zone, g.at)
    kind = RequestKind.INTERMEDIARY if request.args.get("kind") == RequestKind.INTERMEDIARY else RequestKind.ACCOUNTING
    content = accounting_paper(g.read_session, principal(), participant_id, account, kind, g.at)
    return pdf_response(content, "accounting.pdf")


def _suspension_form() -> SuspensionForm:
    form = SuspensionForm(stated_on=g.today)
    form.agency.choices = [
        SelectChoice("", ""),
        *(SelectChoice(str(one.id), one.name) for one in agencies(g.read_session) if one.kind in OVERSEERS),
    ]
    return form


def _suspension_page(participant_id: UUID, form: SuspensionForm) -> str:
    here = visit(participant_id)
    return render_template("consent/accounting/suspend.html", **person_frame(here), person=here.participant, form=form)


@blueprint.get("/participants/<uuid:participant_id>/disclosures/silence")
@requires(Permission.PRIVACY_DESK)
def to_suspend(participant_id: UUID) -> Any:
    return _suspension_page(participant_id, _suspension_form())


@blueprint.post("/participants/<uuid:participant_id>/disclosures/silence")
@requires(Permission.PRIVACY_DESK)
def suspend(participant_id: UUID) -> Any:
    visit(participant_id)
    form = _suspension_form()

    def act(session: Any) -> str:
        command = Suspend(
            participant_id=participant_id,
            agency_id=UUID(form.agency.data),
            official=form.official.data or "",
            written=form.form.data == "written",
            stated_on=form.stated_on.day,
            through_on=form.through_on.data,
            words=form.words.data or "",
        )
        suspend_accounting(session, principal(), command)
        return url_for("consent.accounting.show", participant_id=participant_id, done="accounting-suspended")

    return submit(form, act, lambda: _suspension_page(participant_id, form))
