"""A court's team agreement: its versions, the roles' matrix, two versions side by side, signatures, the end."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, g, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from sqlalchemy.orm import Session
from wtforms import SelectChoice

from portal import clock
from portal.accounts.access import freshly, principal, requires
from portal.accounts.agencies.vocabulary import ROLE_LABELS
from portal.accounts.permissions import Permission
from portal.consent.agreements.queries import agency_names
from portal.consent.instruments.history import history_of
from portal.consent.instruments.models import Agreement
from portal.consent.team_agreements import reading, services
from portal.consent.team_agreements.forms import EndForm, VersionForm, chosen_in, field_name, form_of
from portal.consent.team_agreements.matrices import MATRIX_WORDS, ROLES, changed, compared
from portal.consent.team_agreements.queries import agencies_on_teams
from portal.web.forms import PortalForm, Refused, submit

blueprint = Blueprint("team_agreements", __name__)

ACTS = {
    "team_agreement_proposed": lazy_gettext("Put before the agencies"),
    "team_agreement_signed": lazy_gettext("Signed"),
    "team_agreement_ended": lazy_gettext("End recorded"),
}


@blueprint.get("/team-agreements")
@requires(Permission.TEAM_AGREEMENT_SIGN)
def shelf() -> Any:
    session, actor = g.read_session, principal()
    courts = {
        court: reading.versions_of(session, court, actor.agency_id, g.at)
        for court in sorted(reading.courts_of(session, actor.agency_id), key=str)
    }
    return render_template(
        "consent/team_agreements/shelf.html",
        courts=courts,
        names=agency_names(session),
        mine=actor.agency_id,
        may_propose=actor.may(Permission.TEAM_AGREEMENT_PROPOSE),
    )


def _version(session: Session, version_id: UUID) -> Agreement:
    found = reading.version_row(session, principal().agency_id, version_id)
    if found is None:
        abort(404)
    return found


def _page(version_id: UUID, signing: PortalForm, ending: EndForm) -> str:
    session, actor = g.read_session, principal()
    row = _version(session, version_id)
    versions = reading.versions_of(session, row.agency_id, actor.agency_id, g.at)
    one = next(version for version in versions if version.id == version_id)
    other = with_which(versions, one)
    before = reading.lines_of(session, other.id) if other else {}
    return render_template(
        "consent/team_agreements/show.html",
        one=one,
        other=other,
        versions=versions,
        differences=compared(before, reading.lines_of(session, version_id)),
        matrices=MATRIX_WORDS,
        roles=ROLE_LABELS,
        names=agency_names(session),
        history=history_of(session, [version_id], ACTS).get(version_id, []),
        signing=signing,
        ending=ending,
        may_sign=one.state == reading.VersionState.WAITING and one.paper.signed.get(actor.agency_id, g.at) is None,
        may_end=actor.may(Permission.TEAM_AGREEMENT_PROPOSE)
        and row.agency_id == actor.agency_id
        and row.ends_at is None,
    )


def with_which(versions: list[reading.Version], one: reading.Version) -> reading.Version | None:
    """The version that was asked for, else the one before; None stands for what the portal has without any."""
    asked = request.args.get("with", "")
    if asked == "none":
        return None
    found = next((other for other in versions if other.id.hex == asked and other.id != one.id), None)
    return found or next((other for other in versions if other.number < one.number), None)


@blueprint.get("/team-agreements/<uuid:version_id>")
@requires(Permission.TEAM_AGREEMENT_SIGN)
def show(version_id: UUID) -> Any:
    return _page(version_id, PortalForm(), EndForm(ends_at=g.today))


@blueprint.post("/team-agreements/<uuid:version_id>/sign")
@requires(Permission.TEAM_AGREEMENT_SIGN)
@freshly
def sign(version_id: UUID) -> Any:
    _version(g.read_session, version_id)
    form = PortalForm()

    def act(session: Session) -> str:
        services.sign_version(session, principal(), _version(session, version_id))
        return url_for("consent.team_agreements.show", version_id=version_id, done="version-signed")

    return submit(form, act, lambda: _page(version_id, form, EndForm(ends_at=g.today)))


@blueprint.post("/team-agreements/<uuid:version_id>/end")
@requires(Permission.TEAM_AGREEMENT_PROPOSE)
@freshly
def end(version_id: UUID) -> Any:
    _version(g.read_session, version_id)
    form = EndForm()

    def act(session: Session) -> str:
        if (form.ends_at.data or g.today) < g.today:
            raise Refused("ends_at", gettext("Enter a day from today on; what was told until now was told."))
        ends_at = clock.day_ends_at(form.ends_at.data or g.today, principal().zone)
        services.end_version(session, principal(), _version(session, version_id), ends_at)
        return url_for("consent.team_agreements.show", version_id=version_id, done="version-ended")

    return submit(form, act, lambda: _page(version_id, PortalForm(), form))


def _form() -> VersionForm:
    session, court_id = g.read_session, principal().agency_id
    versions = reading.versions_of(session, court_id, court_id, g.at)
    asked = {court_id, *agencies_on_teams(session, court_id, g.at)}
    form = form_of(
        reading.lines_in_force(session, versions), starts_on=g.today, parties=[str(one) for one in sorted(asked)]
    )
    names = sorted(agency_names(session).items(), key=lambda one: one[1])
    form.parties.choices = [SelectChoice(str(number), name) for number, name in names]
    return form


def _new_page(form: VersionForm) -> str:
    return render_template(
        "consent/team_agreements/new.html",
        form=form,
        parts=[
            (words, [form[field_name(matrix, role)] for role in ROLES[matrix]])
            for matrix, words in MATRIX_WORDS.items()
        ],
    )


@blueprint.get("/team-agreements/new")
@requires(Permission.TEAM_AGREEMENT_PROPOSE)
def new() -> Any:
    return _new_page(_form())


@blueprint.post("/team-agreements/new")
@requires(Permission.TEAM_AGREEMENT_PROPOSE)
@freshly
def propose() -> Any:
    form = _form()

    def act(session: Session) -> str:
        actor = principal()
        versions = reading.versions_of(session, actor.agency_id, actor.agency_id, g.at)
        day = form.starts_on.data or g.today
        command = services.ProposeVersion(
            court_id=actor.agency_id,
            starts_at=g.at if day == g.today else clock.local_moment(day, clock.midnight(), actor.zone),
            parties=tuple(UUID(one) for one in form.parties.data or ()),
            lines=changed(reading.lines_in_force(session, versions), chosen_in(form)),
        )
        version = services.propose_version(session, actor, command)
        return url_for("consent.team_agreements.show", version_id=version.id, done="version-proposed")

    return submit(form, act, lambda: _new_page(form))
