"""The register of agreements: who takes part, who is hosted, who serves, audits or studies a program."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, g, render_template, url_for
from flask_babel import gettext, lazy_gettext
from sqlalchemy.orm import Session
from wtforms import SelectChoice

from portal import clock
from portal.accounts.access import freshly, principal, requires
from portal.accounts.permissions import Permission
from portal.consent.agreements import queries, services
from portal.consent.agreements.forms import AgreementForm, EndForm
from portal.consent.agreements.vocabulary import KIND_LABELS, KIND_TELLS, OF_AGENCIES, OF_THE_SITE, state_of
from portal.consent.instruments.history import history_of
from portal.consent.instruments.models import Agreement
from portal.consent.instruments.vocabulary import AgreementKind
from portal.consent.words import categories_sentence
from portal.gate.vocabulary import Category
from portal.web.forms import Refused, submit

blueprint = Blueprint("agreements", __name__)

ACTS = {"agreement_recorded": lazy_gettext("Recorded"), "agreement_ended": lazy_gettext("End recorded")}


@blueprint.get("/agreements")
@requires(Permission.AGREEMENT_READ)
def register() -> Any:
    actor = principal()
    found = queries.agreements_of(g.read_session, actor)
    return render_template(
        "consent/agreements/register.html",
        agreements=[(one, state_of(one, g.at)) for one in found],
        names=queries.agency_names(g.read_session),
        kinds=KIND_LABELS,
        may_record=actor.may(Permission.AGREEMENT_RECORD) or actor.may(Permission.SITE_AGREEMENT_RECORD),
        may_see_teams=actor.may(Permission.TEAM_AGREEMENT_SIGN),
    )


def _agreement(session: Session, agreement_id: UUID) -> Agreement:
    found = queries.agreement(session, principal(), agreement_id)
    if found is None:
        abort(404)
    return found


def _page(agreement_id: UUID, form: EndForm) -> str:
    actor, one = principal(), _agreement(g.read_session, agreement_id)
    return render_template(
        "consent/agreements/show.html",
        one=one,
        form=form,
        state=state_of(one, g.at),
        kind=KIND_LABELS[AgreementKind(one.kind)],
        tells=KIND_TELLS[AgreementKind(one.kind)],
        names=queries.agency_names(g.read_session),
        what=categories_sentence(one.categories) if one.categories else "",
        history=history_of(g.read_session, [one.id], ACTS).get(one.id, []),
        may_end=services.speaks_for(actor, one) and (one.ends_at is None or one.ends_at > g.at),
    )


@blueprint.get("/agreements/<uuid:agreement_id>")
@requires(Permission.AGREEMENT_READ)
def show(agreement_id: UUID) -> Any:
    return _page(agreement_id, EndForm(ends_at=g.today))


@blueprint.post("/agreements/<uuid:agreement_id>/end")
@requires(Permission.AGREEMENT_READ)
@freshly
def end(agreement_id: UUID) -> Any:
    _agreement(g.read_session, agreement_id)
    form = EndForm()

    def act(session: Session) -> str:
        ends_at = clock.day_ends_at(form.ends_at.data or g.today, principal().zone)
        if (form.ends_at.data or g.today) < g.today:
            raise Refused("ends_at", gettext("Enter a day from today on; what was told until now was told."))
        services.end_agreement(session, principal(), _agreement(session, agreement_id), ends_at)
        return url_for("consent.agreements.show", agreement_id=agreement_id, done="agreement-ended")

    return submit(form, act, lambda: _page(agreement_id, form))


def _form() -> AgreementForm:
    actor, form = principal(), AgreementForm()
    kinds = OF_THE_SITE if actor.may(Permission.SITE_AGREEMENT_RECORD) else OF_AGENCIES
    agencies = sorted(queries.agency_names(g.read_session).items(), key=lambda one: one[1])
    choices = [SelectChoice(str(number), name) for number, name in agencies]
    form.kind.choices = [SelectChoice(str(one), KIND_LABELS[one]) for one in kinds]
    form.agency.choices = [SelectChoice("", gettext("Choose an agency")), *choices]
    form.party.choices = [
        SelectChoice("", gettext("Choose an agency")),
        *(one for one in choices if one.value != str(actor.agency_id)),
    ]
    return form


def _new_page(form: AgreementForm) -> str:
    of_site = principal().may(Permission.SITE_AGREEMENT_RECORD)
    return render_template(
        "consent/agreements/new.html",
        form=form,
        of_site=of_site,
        tells={str(kind): words for kind, words in KIND_TELLS.items()},
    )


@blueprint.get("/agreements/new")
@requires(Permission.AGREEMENT_READ)
@freshly
def new() -> Any:
    _require_recording()
    return _new_page(_form())


@blueprint.post("/agreements/new")
@requires(Permission.AGREEMENT_READ)
@freshly
def record() -> Any:
    _require_recording()
    form = _form()

    def act(session: Session) -> str:
        actor = principal()
        of_site = actor.may(Permission.SITE_AGREEMENT_RECORD)
        if of_site and not form.agency.data:
            raise Refused("agency", gettext("Choose an agency."))
        agreement = services.agree(
            session,
            actor,
            AgreementKind(form.kind.data),
            UUID(form.agency.data) if of_site else actor.agency_id,
            starts_at(form.starts_on.data or g.today),
            party_id=UUID(form.party.data) if form.party.data and not of_site else None,
            ends_at=clock.day_ends_at(form.ends_on.data, actor.zone) if form.ends_on.data else None,
            categories=Category.mask(form.categories.data or ()) if form.kind.data == AgreementKind.QSO else 0,
        )
        return url_for("consent.agreements.show", agreement_id=agreement.id, done="agreement-recorded")

    return submit(form, act, lambda: _new_page(form))


def _require_recording() -> None:
    may = principal().may
    if not (may(Permission.AGREEMENT_RECORD) or may(Permission.SITE_AGREEMENT_RECORD)):
        abort(403)


def starts_at(day: date) -> datetime:
    """From the beginning of the day; today from now on, so that nothing is opened for the hours before."""
    return g.at if day == g.today else clock.local_moment(day, clock.midnight(), principal().zone)
