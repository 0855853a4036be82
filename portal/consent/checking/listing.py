"""List cases: filled into the scratch database, compiled, and read by the session and through the wall."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Uuid, bindparam, select, text
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.agencies.models import UserAccount
from portal.accounts.principal import Principal, regime_of_agency
from portal.accounts.sign_in.sessions import is_active
from portal.consent.checking.filling import fill
from portal.consent.checking.naming import Names, stand_ins
from portal.consent.checking.scratch import Scratch
from portal.consent.checking.tables import CaseRecord
from portal.consent.compile import compile_agreements, compile_participant
from portal.consent.copies.models import DeliveredCopy
from portal.consent.deciding import OnFile, decide_under_any, reader_of_target
from portal.consent.readers import STANDING, reader_for
from portal.consent.rules.facts import Facts, Record, Redisclosure, Request
from portal.consent.rules.terms import CONSENT_BASIS, LEGAL, PARTICIPANT, Action
from portal.db import read_intent, unit_of_work
from portal.extensions import db
from portal.gate.reader import Reader, bind_reader
from portal.gate.vocabulary import CLAIMABLE, Purpose, Regime, RoleName
from portal.ids import NIL

BY_A_SERVICE = frozenset({"child_abuse_report", "crime_on_premises", "vital_statistics"})
"""Bases on which one document is made, and no table is read (R58, R112, R113)."""
KNOWN_BASES = {CONSENT_BASIS, *CLAIMABLE}
"""Whoever claims another basis stands on no consent, and on nothing else either (R114)."""
COUNT_BY_TEXT = text(
    "SELECT count(*) FROM (SELECT id FROM case_record WHERE participant_id = :whose "
    "UNION SELECT record_id FROM delivered_copy WHERE participant_id = :whose) AS seen"
).bindparams(bindparam("whose", type_=Uuid()))
"""The same question without the portal's session: the wall alone answers. A record and its copy are one."""


class WallsDisagree(RuntimeError):
    """The session and the database's own wall gave different records; nothing is shown."""


def visible_through_database(
    scratch: Scratch, case: str, facts: Facts, records: Sequence[tuple[int, Record]], at: datetime
) -> tuple[list[int], int]:
    """The places of the records that the one who asks is shown, in their order, and their count.

    The first come from the portal's session, the second from the wall.
    """
    passes_on = facts.request.action == Action.REDISCLOSE or facts.request.basis in BY_A_SERVICE
    origins = [one for one in records if one[1].origin in facts.site.agencies]
    if not origins and not passes_on:
        return [], 0
    names = Names(case, facts.site.agencies, stand_ins(facts))
    with Session(scratch.owner) as session, session.begin():
        participant_id = fill(session, names, facts, origins, at)
    with clock.set_to(at):
        try:
            with unit_of_work() as walled:
                compile_agreements(walled)
                compile_participant(walled, participant_id)
            db.session.remove()
            with read_intent():
                if passes_on:
                    return passed_on(db.session(), names, facts, records, at, participant_id)
                return read(db.session(), names, facts, [place for place, _ in origins], at, participant_id)
        finally:
            db.session.remove()


def passed_on(
    session: Session, names: Names, facts: Facts, records: Sequence[tuple[int, Record]], at: datetime, whose: UUID
) -> tuple[list[int], int]:
    """Nobody reads these: a service makes one document of lines, and decides each on what it loads, as here."""
    if not is_active(session.get_one(UserAccount, names.user(facts.actor.user))):
        return [], 0
    on_file = OnFile(session, whose, at)
    on_file.site = replace(on_file.site, official_duty_only_to_named=facts.site.official_duty_only_to_named)
    actor = principal(names, facts)
    others = (replace(actor, **target_of(names, facts)),) if facts.redisclosing else ()
    asked = request_by_id(names, facts, *others)
    lines = []
    for place, record in records:
        of_line = on_file.facts(record_by_id(names, place, record), asked, actor, *others)
        if decide_under_any(on_file.world.orders, of_line, at).permits:
            lines.append(place)
    return lines, len(lines)


def target_of(names: Names, facts: Facts) -> dict[str, Any]:
    target = facts.target
    return {
        "user_id": names.user(target.user),
        "agency_id": names.agency(target.agency),
        "role": target.role,
        "cjis_cleared": target.cjis_cleared,
    }


def request_by_id(names: Names, facts: Facts, target: Principal | None = None) -> Request:
    """The request in the portal's ids. The order that it brings is on file."""
    asked = facts.request
    passing = asked.redisclosure
    if passing is not None and target is not None:
        passing = Redisclosure(passing.received_under, reader_of_target(target))
    return replace(
        asked,
        purpose=names.purpose(asked.purpose),
        proceeding_id=asked.proceeding_id and str(names.id("proceeding", asked.proceeding_id)),
        redisclosure=passing,
        court_order=None,
    )


def record_by_id(names: Names, place: int, record: Record) -> Record:
    held = record.held_copy
    return replace(
        record,
        id=str(names.id("record", str(place))),
        origin=str(names.agency(record.origin)),
        author=str(names.user(record.author)),
        held_copy=held and replace(held, agency=str(names.agency(held.agency))),
    )


def read(
    session: Session, names: Names, facts: Facts, given: Iterable[int], at: datetime, whose: UUID
) -> tuple[list[int], int]:
    reader = reader_of_case(session, names, facts, at)
    if reader is None:
        return [], 0
    bind_reader(session, reader)
    records = session.scalars(select(CaseRecord).where(CaseRecord.participant_id == whose))
    copies = session.scalars(select(DeliveredCopy).where(DeliveredCopy.participant_id == whose))
    seen = {one.id for one in records} | {one.record_id for one in copies}
    places = {place for place in given if names.id("record", str(place)) in seen}
    count = session.connection().execute(COUNT_BY_TEXT, {"whose": whose}).scalar_one()
    if count != len(places):
        raise WallsDisagree(f"{len(places)} by the session, {count} by the wall")
    return sorted(places), int(count)


def reader_of_case(session: Session, names: Names, facts: Facts, at: datetime) -> Reader | None:
    """The reader that the portal makes of the one who asks; None when that account or agency reads nothing at all."""
    actor = facts.actor
    if not is_active(session.get_one(UserAccount, names.user(actor.user))):
        return None
    if actor.role == PARTICIPANT:
        whose = NIL if actor.participant_id is None else names.id("participant", actor.participant_id)
        return reader_for(session, principal(names, facts), at, self_participant=whose)
    if actor.agency not in names.agencies:
        return None
    reader = reader_for(session, principal(names, facts), at)
    proceeding = facts.request.proceeding_id
    if facts.request.basis not in KNOWN_BASES and facts.request.purpose not in LEGAL:
        reader = replace(reader, bases=STANDING)
    return replace(reader, proceeding=NIL if proceeding is None else names.id("proceeding", proceeding))


def principal(names: Names, facts: Facts) -> Principal:
    """An appointment as the portal would have it; a role that the portal does not know is a word of the file's own."""
    actor = facts.actor
    agency = names.agencies.get(actor.agency)
    regime = Regime.CJ if agency is None else regime_of_agency(agency.part2_program, agency.hipaa)
    return Principal(
        user_id=names.user(actor.user),
        appointment_id=NIL,
        agency_id=names.agency(actor.agency),
        role=cast(RoleName, actor.role),
        purpose=Purpose(names.purpose(facts.request.purpose)),
        display_name=actor.user,
        agency_name=actor.agency,
        agency_kind="" if agency is None else agency.type,
        regime=regime,
        zone="UTC",
        cjis_cleared=actor.cjis_cleared,
        medical_personnel=actor.medical_personnel,
        claimed=next((one for one in CLAIMABLE if one == facts.request.basis), None),
    )
