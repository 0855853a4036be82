"""Fills a scratch database with one case: agencies and agreements, the one who asks, the participant, the records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal.accounts.agencies.models import Agency, AgencyControl, UserAccount
from portal.clock import BEGINNING
from portal.consent.checking.naming import Names, known_categories
from portal.consent.checking.papers import claims_of, consents_of, restrictions_of
from portal.consent.checking.tables import CaseRecord
from portal.consent.copies.models import DeliveredCopy
from portal.consent.grants.keys import agency_key
from portal.consent.instruments.models import Agreement, TreatingRelationship
from portal.consent.rules import facts as rules
from portal.consent.rules.facts import Case, Facts, HeldCopy, Reader, Record
from portal.consent.rules.intervals import Interval
from portal.gate.vocabulary import Category, Label, Regime
from portal.ids import NIL
from portal.participants.enrollments.models import Enrollment, LegalCase, TeamMember
from portal.participants.people.models import Participant, ParticipantIdentity, PersonalStanding
from portal.participants.programs.models import Program, ProgramVersion


def fill(session: Session, names: Names, facts: Facts, records: Sequence[tuple[int, Record]], at: datetime) -> UUID:
    """Everything of one case, but the grants; the participant's id. `records` come with their places in the list.

    The session is the owner's, before any wall. `facts` are those of the case; its own record is not looked at. Of a
    record its own program holds no copy, but the record (S9).
    """
    participant_id = names.id("participant", facts.participant.id)
    session.add_all(agencies(names, facts.participant))
    session.flush()
    session.add_all(people(names, facts, records))
    session.flush()
    session.add_all(agreements(names, facts))
    origin = records[0][1].origin if records else min(names.agencies)
    session.add_all(participants(names, facts, origin))
    session.flush()
    for case in facts.participant.cases:
        add_case(session, names, facts, case, origin)
    paper = paper_columns(names, facts, origin)
    for word in sorted(facts.participant.treating_agencies & set(names.agencies)):
        session.add(TreatingRelationship(**paper, agency_id=names.agency(word), starts_at=BEGINNING))
    session.add_all(consents_of(names, facts, paper))
    session.add_all(restrictions_of(names, facts, paper))
    session.add_all(claims_of(names, facts, paper, at))
    session.flush()
    for place, record in records:
        session.add(case_record(names, participant_id, place, record))
        session.flush()
        held = record.held_copy
        if held is not None and held.received_at <= at and held.agency in names.agencies.keys() - {record.origin}:
            session.add(case_copy(names, facts, place, record, held))
    return participant_id


def agencies(names: Names, whose: rules.Participant) -> Iterator[Agency | AgencyControl]:
    """All of the file's agencies, in the state whose law on minors the participant lives under (R50)."""
    for word, one in names.agencies.items():
        yield Agency(
            id=names.agency(word),
            name=f"{names.case} {word}",
            short_name=f"{names.case} {word}",
            kind=one.type,
            cj_system=one.cj_system,
            part2_program=one.part2_program,
            hipaa=one.hipaa,
            age_of_majority=whose.age_of_majority,
            minor_rule=whose.minor_rule,
        )
    for word, one in names.agencies.items():
        for program in sorted(one.controls & set(names.agencies)):
            yield AgencyControl(entity_id=names.agency(word), program_id=names.agency(program))


def agreements(names: Names, facts: Facts) -> Iterator[Agreement]:
    """Those in force for some time, of agencies that are registered; the operator of the portal is none."""
    for (kind, party), found in facts.site.agreements.items():
        for one in found:
            if party not in names.agencies or empty(one.term):
                continue
            other = one.counterparty
            yield Agreement(
                kind=str(kind),
                agency_id=names.agency(party),
                party_id=names.agency(other) if other is not None and other in names.agencies else None,
                categories=known_categories(one.services),
                starts_at=one.term.start,
                ends_at=one.term.end,
            )


def empty(term: Interval) -> bool:
    return term.end is not None and term.end <= term.start


def people(names: Names, facts: Facts, records: Sequence[tuple[int, Record]]) -> Iterator[UserAccount]:
    """The one who asks, to whom it would go, and the authors of the records."""
    actor = facts.actor
    for word in sorted({*(one.user for one in asking(facts)), *(record.author for _, record in records)}):
        asks = word == actor.user
        yield UserAccount(
            id=names.user(word),
            username=f"{names.case} {word}",
            full_name=word,
            status=actor.status if asks else "active",
            ended_at=actor.ended_at if asks else None,
            cjis_cleared=asks and actor.cjis_cleared,
        )


def participants(
    names: Names, facts: Facts, origin: str
) -> Iterator[Participant | ParticipantIdentity | PersonalStanding]:
    """The participant; and whoever else one of the papers is about (R11)."""
    whose, order = facts.participant, facts.request.court_order
    others = {consent.participant for consent in facts.consents} | ({order.participant} if order else set())
    for word in sorted({whose.id} | others):
        participant_id = names.id("participant", word)
        gate = gate_columns(names, facts, participant_id, origin)
        yield Participant(
            **gate | {"id": participant_id, "category": Category.PRESENCE.bit}, full_name=word, sort_key=word
        )
        if word == whose.id:
            identity = gate | {"category": Category.IDENTITY.bit}
            yield ParticipantIdentity(**identity, born_on=whose.born_on)
            yield PersonalStanding(**identity, capacity=whose.capacity, deceased_at=whose.deceased_at)


def add_case(session: Session, names: Names, facts: Facts, case: Case, origin: str) -> None:
    """A case with its program, and the stints of those who matter: others' open nothing to this reader."""
    gate = gate_columns(names, facts, names.id("participant", facts.participant.id), origin)
    program = Program(
        id=names.id("program", case.id),
        agency_id=names.agency(origin),
        name=f"{names.case} {case.id}",
        kind="court",
        number_prefix="C",
    )
    session.add(program)
    session.flush()
    version = ProgramVersion(
        id=names.id("version", case.id), program_id=program.id, number=1, content_hash="", content=""
    )
    session.add_all([version, legal_case(names, case, gate)])
    session.flush()
    enrollment = Enrollment(
        **gate | {"id": names.id("enrollment", case.id), "category": Category.PHASE_STATUS.bit},
        program_id=program.id,
        program_version_id=version.id,
        legal_case_id=names.id("case", case.id),
        number=case.id,
        legal_track="",
        started_on=facts.record.service_on,
        phase_key="",
        phase_started_on=facts.record.service_on,
    )
    session.add(enrollment)
    session.flush()
    for one in asking(facts):
        if one.agency in names.agencies:
            session.add_all(stints(names, one, case, gate | {"enrollment_id": enrollment.id}))


def asking(facts: Facts) -> tuple[Reader, ...]:
    """The one who asks, and to whom it would be passed on."""
    return (facts.actor,) if facts.request.redisclosure is None else (facts.actor, facts.target)


def legal_case(names: Names, case: Case, gate: Mapping[str, Any]) -> LegalCase:
    return LegalCase(
        **{**gate, "id": names.id("case", case.id), "category": Category.LEGAL_FILE.bit},
        number=case.id,
        court_id=gate["origin_id"],
        condition_of_disposition=case.condition_of_disposition,
        final_disposition_at=case.final_disposition_at,
        latest_possible_disposition_at=case.latest_possible_disposition_at,
    )


def stints(names: Names, one: Reader, case: Case, columns: Mapping[str, Any]) -> Iterator[TeamMember]:
    for stint in case.team.get(one.user, ()):
        if not empty(stint):
            yield TeamMember(
                **{**columns, "category": Category.TEAM.bit},
                user_id=names.user(one.user),
                agency_id=names.agency(one.agency),
                role=one.role,
                starts_at=stint.start,
                ends_at=stint.end,
            )


def gate_columns(names: Names, facts: Facts, participant_id: UUID, origin: str) -> dict[str, Any]:
    """For what only the compiler reads: of the agency whose records the case is about."""
    return {
        "participant_id": participant_id,
        "origin_id": names.agency(origin),
        "author_id": names.user(facts.actor.user),
        "regime": Regime.CJ.bit,
        "service_on": facts.record.service_on,
        "created_at": facts.record.created_at,
    }


def paper_columns(names: Names, facts: Facts, origin: str) -> dict[str, Any]:
    return {
        "participant_id": names.id("participant", facts.participant.id),
        "held_by_id": names.agency(origin),
        "recorded_by_id": names.user(facts.actor.user),
    }


def case_record(names: Names, participant_id: UUID, place: int, record: Record) -> CaseRecord:
    return CaseRecord(
        id=names.id("record", str(place)),
        participant_id=participant_id,
        origin_id=names.agency(record.origin),
        author_id=names.user(record.author),
        regime=record.regime.bit,
        category=record.category.bit,
        labels=Label.mask(record.labels),
        withheld=record.withheld,
        service_on=record.service_on,
        created_at=record.created_at,
        place=place,
    )


def case_copy(names: Names, facts: Facts, place: int, record: Record, copy: HeldCopy) -> DeliveredCopy:
    return DeliveredCopy(
        participant_id=names.id("participant", facts.participant.id),
        holder_id=names.agency(copy.agency),
        recipient=agency_key(names.agency(copy.agency)),
        recipient_user_id=names.user(facts.actor.user),
        recipient_role=facts.actor.role,
        filed_by_id=names.user(record.author),
        received_kind=copy.received_under,
        created_at=copy.received_at,
        document_id=names.id("document", str(place)),
        instrument_id=NIL,
        purpose="",
        permitted_by="",
        obligations=[],
        record_id=names.id("record", str(place)),
        record_origin_id=names.agency(record.origin),
        record_author_id=names.user(record.author),
        record_created_at=record.created_at,
        regime=record.regime.bit,
        categories=record.category.bit,
        labels=Label.mask(record.labels),
        withheld=record.withheld,
        service_on=record.service_on,
        source_table=CaseRecord.__tablename__,
        content={},
    )
