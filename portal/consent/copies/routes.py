"""Giving copies of the own agency's records: of one record from its page, or of a participant's records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, g, render_template, url_for
from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session
from wtforms import SelectChoice

from portal.accounts.access import freshly, principal, requires
from portal.accounts.agencies.vocabulary import PURPOSE_LABELS
from portal.accounts.permissions import Permission
from portal.accounts.principal import principal_by_id
from portal.consent.copies import queries
from portal.consent.copies.forms import GiveForm
from portal.consent.copies.giving import Going, would_go
from portal.consent.copies.services import WHY, PassOn, disclose
from portal.consent.withholding.kinds import Kind, kind_of, kinds
from portal.consent.withholding.queries import own_record
from portal.consent.words import categories_sentence
from portal.gate.protected import Gated
from portal.gate.vocabulary import Purpose
from portal.participants.people.page import person_frame, visit
from portal.web.forms import submit
from portal.web.refused import Refused

blueprint = Blueprint("copies", __name__)

Chosen = list[tuple[str, Sequence[Gated]]]
"""Kinds of records, with those that are asked for."""


def _form(participant_id: UUID) -> GiveForm:
    form = GiveForm()
    form.offer(g.read_session, principal().agency_id, g.at)
    there = [(one, len(_own(g.read_session, one, participant_id))) for one in kinds()]
    form.kinds.choices = [SelectChoice(one.code, f"{one.label} ({number})") for one, number in there if number]
    return form


def _own(session: Session, kind: Kind, participant_id: UUID, form: GiveForm | None = None) -> list[Gated]:
    first, last = (form.first_on.data, form.last_on.data) if form else (None, None)
    return queries.own_records(session, kind.record, participant_id, principal().agency_id, first, last)


def _of_kinds(session: Session, participant_id: UUID, form: GiveForm) -> Chosen:
    """Refused when no kind is chosen, or the days end before they begin."""
    if not form.kinds.data:
        raise Refused("kinds", _("Choose which records."))
    if form.first_on.data and form.last_on.data and form.last_on.data < form.first_on.data:
        raise Refused("last_on", _("Enter a last day that is not before the first day."))
    chosen = [one for one in kinds() if one.code in form.kinds.data]
    return [(str(one.label), _own(session, one, participant_id, form)) for one in chosen]


def _record(session: Session, code: str, record_id: UUID) -> tuple[Kind, Gated]:
    kind = kind_of(code)
    found = own_record(session, kind.record, record_id, principal().agency_id) if kind else None
    if kind is None or found is None:
        abort(404)
    return kind, found


def _command(session: Session, form: GiveForm) -> PassOn:
    target = principal_by_id(session, UUID(form.target.data))
    return PassOn(target, Purpose(form.purpose.data), str(form.why.data or ""))


def _looked(form: GiveForm, chosen: Any) -> list[Going] | None:
    """What may go, where that is to be shown first: asked for, or not what the page has shown. None otherwise."""
    if not form.validate_on_submit() or not (form.look.data or form.chosen() != form.shown.data):
        return None
    try:
        asked = chosen(g.read_session)
    except Refused:
        return None
    command, zone = _command(g.read_session, form), principal().zone
    return [would_go(g.read_session, label, records, command, zone) for label, records in asked]


def _page(
    participant_id: UUID, form: GiveForm, going: list[Going] | None = None, one: tuple[Kind, Gated] | None = None
) -> str:
    here, actor = visit(participant_id), principal()
    form.shown.data = form.chosen() if going is not None else ""
    return render_template(
        "consent/copies/give.html",
        **person_frame(here),
        person=here.participant,
        form=form,
        going=going,
        some=any(line.going for line in going or ()),
        whom=dict(choice_pairs(form)).get(form.target.data, ""),
        told=one[0].told(one[1]) if one else "",
        back=one[0].back(one[1]) if one else url_for("consent.instruments.shelf", participant_id=participant_id),
        action=url_for("consent.copies.give_one", record_kind=one[0].code, record_id=one[1].id)
        if one
        else url_for("consent.copies.give", participant_id=participant_id),
        given=[
            (row, agency, user, categories_sentence(row.categories))
            for row, agency, user in queries.given(g.read_session, participant_id, actor.agency_id)
        ],
        purposes=PURPOSE_LABELS,
        limit=WHY,
    )


def choice_pairs(form: GiveForm) -> list[tuple[str, str]]:
    return [(str(one.value), str(one.label)) for one in form.target.choices]


def _done(participant_id: UUID) -> str:
    return url_for("consent.copies.choose", participant_id=participant_id, done="copies-given")


@blueprint.get("/participants/<uuid:participant_id>/copies/new")
@requires(Permission.RECORDS_REDISCLOSE)
@freshly
def choose(participant_id: UUID) -> Any:
    visit(participant_id)
    return _page(participant_id, _form(participant_id))


@blueprint.post("/participants/<uuid:participant_id>/copies/new")
@requires(Permission.RECORDS_REDISCLOSE)
@freshly
def give(participant_id: UUID) -> Any:
    visit(participant_id)
    form = _form(participant_id)

    def chosen(session: Session) -> Chosen:
        return _of_kinds(session, participant_id, form)

    going = _looked(form, chosen)
    if going is not None:
        return _page(participant_id, form, going)

    def act(session: Session) -> str:
        records = [one for _label, found in chosen(session) for one in found]
        disclose(session, principal(), records, _command(session, form))
        return _done(participant_id)

    return submit(form, act, lambda: _page(participant_id, form))


@blueprint.get("/records/<string:record_kind>/<uuid:record_id>/copy")
@requires(Permission.RECORDS_REDISCLOSE)
@freshly
def choose_one(record_kind: str, record_id: UUID) -> Any:
    one = _record(g.read_session, record_kind, record_id)
    return _page(one[1].participant_id, _form(one[1].participant_id), one=one)


@blueprint.post("/records/<string:record_kind>/<uuid:record_id>/copy")
@requires(Permission.RECORDS_REDISCLOSE)
@freshly
def give_one(record_kind: str, record_id: UUID) -> Any:
    one = _record(g.read_session, record_kind, record_id)
    participant_id = one[1].participant_id
    form = _form(participant_id)

    def chosen(session: Session) -> Chosen:
        kind, record = _record(session, record_kind, record_id)
        return [(kind.told(record), [record])]

    going = _looked(form, chosen)
    if going is not None:
        return _page(participant_id, form, going, one)

    def act(session: Session) -> str:
        disclose(session, principal(), chosen(session)[0][1], _command(session, form))
        return _done(participant_id)

    return submit(form, act, lambda: _page(participant_id, form, one=_record(g.read_session, record_kind, record_id)))
