"""Promises of a program to a patient: on file, made, ended (2.26; R120-R123)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, g, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from wtforms import SelectChoice

from portal.accounts.access import freshly, principal, requires
from portal.accounts.permissions import Permission
from portal.consent.instruments import queries as instruments
from portal.consent.instruments.models import Restriction
from portal.consent.restrictions import queries, showing
from portal.consent.restrictions.forms import BY_PATIENT, EndForm, RestrictionForm
from portal.consent.rules.terms import RestrictionReach
from portal.consent.turns.services import AgreeToRestriction, agree_to_restriction, end_restriction
from portal.participants.people.page import person_frame, visit
from portal.web.forms import Refused, submit

blueprint = Blueprint("restrictions", __name__)


@blueprint.get("/participants/<uuid:participant_id>/restrictions")
@requires(Permission.CONSENT_READ)
def shelf(participant_id: UUID) -> Any:
    here = visit(participant_id)
    found = queries.restrictions_of(g.read_session, participant_id)
    return render_template(
        "consent/restrictions/shelf.html",
        **person_frame(here),
        person=here.participant,
        restrictions=showing.shown(g.read_session, found, principal().agency_id),
        may_promise=principal().may(Permission.RESTRICTION_AGREE),
    )


def _new_page(participant_id: UUID, form: RestrictionForm) -> str:
    here = visit(participant_id)
    return render_template("consent/restrictions/new.html", **person_frame(here), person=here.participant, form=form)


def _form() -> RestrictionForm:
    form = RestrictionForm()
    form.recipients.choices = [SelectChoice(str(one.id), one.name) for one in instruments.agencies(g.read_session)]
    return form


@blueprint.get("/participants/<uuid:participant_id>/restrictions/new")
@requires(Permission.RESTRICTION_AGREE)
def new(participant_id: UUID) -> Any:
    return _new_page(participant_id, _form())


@blueprint.post("/participants/<uuid:participant_id>/restrictions/new")
@requires(Permission.RESTRICTION_AGREE)
def agree(participant_id: UUID) -> Any:
    visit(participant_id)
    form = _form()

    def act(session: Session) -> str:
        reach = RestrictionReach(form.reach.data)
        if reach == RestrictionReach.ALL and not form.stops_court.data:
            raise Refused("stops_court", _("Say that you know: what is promised is not told to the court either."))
        command = AgreeToRestriction(
            participant_id,
            reach,
            tuple(form.categories.data or ()),
            tuple({"type": "agency", "id": one} for one in form.recipients.data or ()),
            paid_in_full=bool(form.paid_in_full.data),
        )
        agree_to_restriction(session, principal(), command)
        return url_for("consent.restrictions.shelf", participant_id=participant_id, done="restriction-agreed")

    return submit(form, act, lambda: _new_page(participant_id, form))


def _restriction(session: Session, restriction_id: UUID) -> Restriction:
    found = queries.restriction(session, restriction_id)
    if found is None:
        abort(404)
    return found


def _end_page(restriction_id: UUID, form: EndForm) -> str:
    restriction = _restriction(g.read_session, restriction_id)
    here = visit(restriction.participant_id)
    (one,) = showing.shown(g.read_session, [restriction], principal().agency_id)
    return render_template(
        "consent/restrictions/end.html", **person_frame(here), person=here.participant, form=form, one=one
    )


@blueprint.get("/restrictions/<uuid:restriction_id>/end")
@requires(Permission.RESTRICTION_AGREE)
@freshly
def ending(restriction_id: UUID) -> Any:
    return _end_page(restriction_id, EndForm())


@blueprint.post("/restrictions/<uuid:restriction_id>/end")
@requires(Permission.RESTRICTION_AGREE)
@freshly
def end(restriction_id: UUID) -> Any:
    participant_id = _restriction(g.read_session, restriction_id).participant_id
    visit(participant_id)
    form = EndForm()

    def act(session: Session) -> str:
        by_patient = form.by.data == BY_PATIENT
        if not by_patient and not form.told.data:
            raise Refused("told", _("Tell the patient first; only what is written after that is open."))
        end_restriction(session, principal(), _restriction(session, restriction_id), by_patient=by_patient)
        return url_for("consent.restrictions.shelf", participant_id=participant_id, done="restriction-ended")

    return submit(form, act, lambda: _end_page(restriction_id, form))
