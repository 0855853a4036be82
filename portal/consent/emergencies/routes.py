"""Emergencies: documented first, open for some hours, ended by their author, reviewed by the program."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, g, render_template, url_for
from sqlalchemy.orm import Session

from portal.accounts.access import freshly, principal, requires
from portal.accounts.permissions import Permission
from portal.accounts.sign_in.services import claim_basis
from portal.consent.emergencies import queries, services, showing
from portal.consent.emergencies.forms import NATURE, WORDS, EmergencyForm, ReviewForm, StrangerForm
from portal.consent.emergencies.vocabulary import Finding, Why
from portal.consent.instruments.models import EmergencyAccess
from portal.db import unit_of_work
from portal.gate.vocabulary import Basis
from portal.ids import NIL
from portal.participants.people.page import person_frame, visit
from portal.web.forms import PortalForm, see_other, submit

blueprint = Blueprint("emergencies", __name__)


@blueprint.get("/emergencies")
@requires(Permission.EMERGENCY_REVIEW)
def overview() -> Any:
    """What a program's privacy officer has reviewed, and has yet to."""
    found = g.read_session.scalars(
        queries.of_others(principal().agency_id).order_by(EmergencyAccess.starts_at.desc())
    ).all()
    return render_template(
        "consent/emergencies/overview.html",
        emergencies=showing.shown(g.read_session, found, principal(), g.at),
        at=g.at,
    )


def _shelf_page(participant_id: UUID, form: PortalForm) -> str:
    here = visit(participant_id)
    actor = principal()
    found = queries.emergencies_of(g.read_session, participant_id)
    return render_template(
        "consent/emergencies/shelf.html",
        **person_frame(here),
        person=here.participant,
        emergencies=showing.shown(g.read_session, found, actor, g.at),
        may_open=actor.may(Permission.EMERGENCY_OPEN) and actor.medical_personnel,
        me=actor.user_id,
        form=form,
    )


@blueprint.get("/participants/<uuid:participant_id>/emergencies")
@requires(Permission.EMERGENCY_READ)
def shelf(participant_id: UUID) -> Any:
    return _shelf_page(participant_id, PortalForm())


def _document_page(participant_id: UUID, form: EmergencyForm) -> str:
    here = visit(participant_id)
    return render_template(
        "consent/emergencies/document.html",
        **person_frame(here),
        person=here.participant,
        form=form,
        limit=NATURE,
        medical=principal().medical_personnel,
    )


@blueprint.get("/participants/<uuid:participant_id>/emergency")
@requires(Permission.EMERGENCY_OPEN)
@freshly
def document(participant_id: UUID) -> Any:
    actor = principal()
    form = EmergencyForm(recipient_name=actor.display_name, facility=actor.agency_name)
    return _document_page(participant_id, form)


@blueprint.post("/participants/<uuid:participant_id>/emergency")
@requires(Permission.EMERGENCY_OPEN)
@freshly
def begin(participant_id: UUID) -> Any:
    visit(participant_id)
    form = EmergencyForm()

    def act(session: Session) -> str:
        services.open_emergency(session, principal(), command_of(form, participant_id))
        claim_basis(session, g.signed_in, principal(), Basis.EMERGENCY)
        return url_for("participants.people.overview", participant_id=participant_id, done="emergency-open")

    return submit(form, act, lambda: _document_page(participant_id, form))


def command_of(form: EmergencyForm, participant_id: UUID) -> services.DocumentEmergency:
    return services.DocumentEmergency(
        participant_id=participant_id,
        recipient_name=str(form.recipient_name.data or "").strip(),
        facility=str(form.facility.data or "").strip(),
        nature=str(form.nature.data or "").strip(),
        bona_fide=bool(form.bona_fide.data),
        consent_unobtainable=form.why.data in set(Why),
        program_closed=form.why.data == Why.PROGRAM_CLOSED,
        hours=int(form.hours.data),
    )


def _stranger_page(form: StrangerForm) -> str:
    return render_template(
        "consent/emergencies/stranger.html", form=form, limit=NATURE, medical=principal().medical_personnel
    )


@blueprint.get("/emergencies/new")
@requires(Permission.EMERGENCY_OPEN)
@freshly
def find() -> Any:
    actor = principal()
    return _stranger_page(StrangerForm(recipient_name=actor.display_name, facility=actor.agency_name))


@blueprint.post("/emergencies/new")
@requires(Permission.EMERGENCY_OPEN)
@freshly
def begin_by_name() -> Any:
    form = StrangerForm()

    def act(session: Session) -> str:
        found = services.open_by_name(
            session, principal(), str(form.full_name.data), form.born_on.data or g.today, command_of(form, NIL)
        )
        claim_basis(session, g.signed_in, principal(), Basis.EMERGENCY)
        if len(found) > 1:
            return url_for("participants.people.roll", done="emergency-open")
        person = found[0].participant_id
        return url_for("participants.people.overview", participant_id=person, done="emergency-open")

    return submit(form, act, lambda: _stranger_page(form))


@blueprint.post("/emergencies/end")
@requires(Permission.EMERGENCY_OPEN)
def end() -> Any:
    """From the note on every page: the emergency is over, and consents open again what they open."""
    with unit_of_work() as session:
        services.close_own(session, principal())
        claim_basis(session, g.signed_in, principal(), None)
    return see_other(url_for("accounts.home.today", done="emergency-ended"))


def _emergency(session: Session, emergency_id: UUID) -> EmergencyAccess:
    found = queries.emergency(session, emergency_id)
    if found is None:
        abort(404)
    return found


@blueprint.post("/emergencies/<uuid:emergency_id>/end")
@requires(Permission.EMERGENCY_READ)
def end_one(emergency_id: UUID) -> Any:
    participant_id = _emergency(g.read_session, emergency_id).participant_id
    form = PortalForm()

    def act(session: Session) -> str:
        services.close_emergency(session, principal(), _emergency(session, emergency_id))
        return url_for("consent.emergencies.shelf", participant_id=participant_id, done="emergency-ended")

    return submit(form, act, lambda: _shelf_page(participant_id, form))


def _review_page(emergency_id: UUID, form: ReviewForm) -> str:
    actor = principal()
    access = _emergency(g.read_session, emergency_id)
    if not services.reviews(g.read_session, actor, emergency_id):
        abort(404)
    here = visit(access.participant_id)
    (one,) = showing.shown(g.read_session, [access], actor, g.at)
    return render_template(
        "consent/emergencies/review.html",
        **person_frame(here),
        person=here.participant,
        form=form,
        one=one,
        looked=showing.looked(g.read_session, access, actor.agency_id),
        limit=WORDS,
        at=g.at,
    )


@blueprint.get("/emergencies/<uuid:emergency_id>/review")
@requires(Permission.EMERGENCY_REVIEW)
def review(emergency_id: UUID) -> Any:
    return _review_page(emergency_id, ReviewForm())


@blueprint.post("/emergencies/<uuid:emergency_id>/review")
@requires(Permission.EMERGENCY_REVIEW)
def decide(emergency_id: UUID) -> Any:
    form = ReviewForm()
    if not services.reviews(g.read_session, principal(), emergency_id):
        abort(404)

    def act(session: Session) -> str:
        found = services.Review(emergency_id, Finding(form.finding.data), str(form.words.data or ""))
        services.review_emergency(session, principal(), found)
        return url_for("consent.emergencies.overview", done="emergency-reviewed")

    return submit(form, act, lambda: _review_page(emergency_id, form))
