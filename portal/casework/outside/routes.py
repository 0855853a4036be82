"""Pages of those who ask: whom one may ask, what was asked about a person, and writing down what was told."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, current_app, g, render_template, url_for
from sqlalchemy.orm import Session

from portal.accounts.access import principal, requires
from portal.accounts.permissions import Permission
from portal.accounts.sign_in.cookies import secret_key
from portal.casework.outside import gathering, queries
from portal.casework.outside.edge import public_address, submit_for
from portal.casework.outside.forms import AgencyForm, AskForm, ContactForm, EndForm, ToldForm
from portal.casework.outside.links import withdraw_link
from portal.casework.outside.mailing import ask_for_mail
from portal.casework.outside.models import OutsideContact, OutsideLink, OutsideRequest
from portal.casework.outside.registering import change_contact, register_outside
from portal.casework.outside.services import AskAgency, LinkClosed, ask_agency, key_in_answer
from portal.casework.outside.standing import Standing, standing_as
from portal.casework.outside.tokens import code_of, token_of
from portal.casework.outside.vocabulary import KIND_LABELS, Channel
from portal.extensions import db
from portal.ids import NIL
from portal.participants.people.page import person_frame, visit
from portal.web.files import FileStore, takes_files
from portal.web.forms import submit

blueprint = Blueprint("outside", __name__)
ASK = Permission.OUTSIDE_ASK


def store() -> FileStore:
    return FileStore.of(current_app.config)


@blueprint.get("/outside-agencies")
@requires(ASK)
def roll() -> Any:
    found = queries.contacts(g.read_session, principal().county)
    return render_template("casework/outside/roll.html", contacts=found, kinds=KIND_LABELS, own=principal().agency_id)


@blueprint.get("/outside-agencies/new")
@requires(ASK)
def new_agency() -> Any:
    return agency_page(AgencyForm())


def agency_page(form: AgencyForm) -> str:
    return render_template("casework/outside/agency.html", form=form)


@blueprint.post("/outside-agencies/new")
@requires(ASK)
def register() -> Any:
    form = AgencyForm()

    def act(session: Session) -> str:
        register_outside(session, principal(), form.command())
        return url_for("casework.outside.roll", done="outside-registered")

    return submit(form, act, lambda: agency_page(form))


def contact_or_404(session: Session, agency_id: UUID) -> OutsideContact:
    found = queries.contact(session, agency_id)
    if found is None or found.kept_by_id != principal().agency_id:
        abort(404)
    return found


@blueprint.get("/outside-agencies/<uuid:agency_id>/contact")
@requires(ASK)
def contact(agency_id: UUID) -> Any:
    found = contact_or_404(g.read_session, agency_id)
    form = ContactForm()
    form.fill(found)
    return contact_page(found, form)


def contact_page(found: OutsideContact, form: ContactForm) -> str:
    return render_template("casework/outside/contact.html", form=form, agency=found.agency)


@blueprint.post("/outside-agencies/<uuid:agency_id>/contact")
@requires(ASK)
def save_contact(agency_id: UUID) -> Any:
    form = ContactForm()
    here = contact_or_404(g.read_session, agency_id)

    def act(session: Session) -> str:
        change_contact(session, principal(), contact_or_404(session, agency_id), form.person(), form.version.data)
        return url_for("casework.outside.roll", done="outside-contact")

    return submit(form, act, lambda: contact_page(here, form))


@blueprint.get("/participants/<uuid:participant_id>/outside")
@requires(ASK)
def shelf(participant_id: UUID) -> Any:
    here = visit(participant_id)
    told = gathering.told_about(g.read_session, [participant_id]).get(participant_id, [])
    return render_template(
        "casework/outside/shelf.html",
        **person_frame(here),
        person=here.participant,
        asked=gathering.asked_about(g.read_session, [participant_id], told).get(participant_id, []),
        told=told,
    )


@blueprint.get("/participants/<uuid:participant_id>/outside/new")
@requires(ASK)
def new(participant_id: UUID) -> Any:
    return ask_page(participant_id, AskForm())


def ask_page(participant_id: UUID, form: AskForm) -> str:
    here = visit(participant_id)
    offer(form)
    return render_template(
        "casework/outside/ask.html", **person_frame(here), person=here.participant, form=form, any_there=any_there(form)
    )


def offer(form: AskForm) -> None:
    found = queries.contacts(g.read_session, principal().county)
    form.agency_id.choices = [("", ""), *((str(one.agency_id), one.agency.name) for one in found)]


def any_there(form: AskForm) -> bool:
    return len(form.agency_id.choices) > 1


@blueprint.post("/participants/<uuid:participant_id>/outside/new")
@requires(ASK)
def ask(participant_id: UUID) -> Any:
    form = AskForm()
    visit(participant_id)
    offer(form)

    def act(session: Session) -> str:
        chosen = UUID(form.agency_id.data) if form.agency_id.data else NIL
        assert form.answer_by.data is not None
        command = AskAgency(participant_id, chosen, form.answer_by.data, form.mail.data)
        asked, link = ask_agency(session, principal(), command, secret_key())
        if command.mail:
            ask_for_mail(session, link.id)
        return url_for("casework.outside.show", request_id=asked.id, done="outside-asked")

    return submit(form, act, lambda: ask_page(participant_id, form))


def request_or_404(request_id: UUID) -> tuple[OutsideRequest, OutsideLink]:
    """A request of one's own agency, with its link."""
    asked = queries.request(g.read_session, request_id)
    link = queries.links_of(g.read_session, [asked]).get(request_id) if asked is not None else None
    if asked is None or link is None or asked.origin_id != principal().agency_id:
        abort(404)
    return asked, link


@blueprint.get("/outside-requests/<uuid:request_id>")
@requires(ASK)
def show(request_id: UUID) -> Any:
    return request_page(request_id, EndForm())


def request_page(request_id: UUID, form: EndForm) -> str:
    asked, link = request_or_404(request_id)
    here = visit(asked.participant_id)
    told = gathering.told_about(g.read_session, [asked.participant_id]).get(asked.participant_id, [])
    lines = gathering.asked_about(g.read_session, [asked.participant_id], told)[asked.participant_id]
    key = secret_key()
    return render_template(
        "casework/outside/show.html",
        **person_frame(here),
        person=here.participant,
        line=next(one for one in lines if one.asked.id == request_id),
        link=link,
        contact=queries.contact(g.read_session, asked.agency_id),
        form=form,
        address=public_address() + url_for("casework.one_time.show", token=token_of(key, link.nonce)),
        code=code_of(key, link.nonce),
    )


@blueprint.post("/outside-requests/<uuid:request_id>/withdrawn")
@requires(ASK)
def withdraw(request_id: UUID) -> Any:
    form = EndForm()
    request_or_404(request_id)

    def act(session: Session) -> str:
        asked = queries.request(session, request_id)
        link = queries.links_of(session, [asked])[request_id] if asked is not None else None
        if asked is None or link is None:
            abort(404)
        withdraw_link(session, principal(), asked, link)
        return url_for("casework.outside.show", request_id=request_id, done="outside-withdrawn")

    return submit(form, act, lambda: request_page(request_id, form))


@blueprint.get("/outside-requests/<uuid:request_id>/told")
@requires(ASK)
def new_told(request_id: UUID) -> Any:
    standing = standing_or_404(request_id)
    form = ToldForm()
    form.told_by.data = standing.contact_name
    return told_page(standing, form)


def standing_or_404(request_id: UUID) -> Standing:
    """A request that may still be answered."""
    asked, link = request_or_404(request_id)
    standing = standing_as(db.session.session_factory, principal(), asked.id, g.at)
    if standing is None or link.ended_at is not None:
        abort(404)
    return standing


def told_page(standing: Standing, form: ToldForm) -> str:
    here = visit(standing.participant_id)
    form.put(standing.section, standing.name)
    return render_template(
        "casework/outside/told.html", **person_frame(here), person=here.participant, standing=standing, form=form
    )


@blueprint.post("/outside-requests/<uuid:request_id>/told")
@requires(ASK)
@takes_files
def save_told(request_id: UUID) -> Any:
    standing = standing_or_404(request_id)
    form = ToldForm()
    actor = principal()

    def act(session: Session) -> str:
        told = form.told(Channel(form.channel.data), form.told_on.data)
        content = form.scan.data.read() if form.scan.data else b""
        paper = store().keep(session, content, "scan") if content else None
        try:
            key_in_answer(session, db.session.session_factory, actor, request_id, told, paper)
        except LinkClosed:
            abort(404)
        return url_for("casework.outside.show", request_id=request_id, done="outside-told")

    return submit_for(standing, actor.user_id, form, act, lambda: told_page(standing, form))


@blueprint.get("/outside-papers/<uuid:answer_id>")
@requires(ASK)
def paper(answer_id: UUID) -> Any:
    """What an agency sent, byte for byte as it was kept; for the agency that asked it."""
    found = queries.paper_of(g.read_session, answer_id, principal().agency_id)
    if found is None:
        abort(404)
    return store().response(found, "told")
