"""List cases: filled into the scratch database, compiled, and read by the session and through the wall."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import cast
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
from portal.consent.readers import STANDING, reader_for
from portal.consent.rules import decide
from portal.consent.rules.facts import Facts, Record
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
    if facts.request.action == Action.REDISCLOSE or facts.request.basis in BY_A_SERVICE:
        return passed_on(facts, records, at)
    origins = [one for one in records if one[1].origin in facts.site.agencies]
    if not origins:
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
                return read(db.session(), names, facts, [place for place, _ in origins], at, participant_id)
        finally:
            db.session.remove()


def passed_on(facts: Facts, records: Sequence[tuple[int, Record]], at: datetime) -> tuple[list[int], int]:
    """Nobody reads these: a service makes one document and asks the rules line by line, and so does this."""
    lines = [place for place, record in records if decide(replace(facts, record=record), at).permits]
    return lines, len(lines)


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
