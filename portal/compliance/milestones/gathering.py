"""Readiness as one reader may know it: the pure derivation over what this reader's queries give.

What the reader may not see is unknown. Nothing that the clinic records for a milestone counts as "not yet" when the
reader sees no such record: it may be there all the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.compliance.behaviors import queries as behaviors
from portal.compliance.drug_tests import queries as drug_tests
from portal.compliance.drug_tests.sobriety import SoberDays, sober_days
from portal.compliance.milestones import queries
from portal.compliance.milestones.facts import Count, ParticipantFacts, Record, Waiver, window
from portal.compliance.milestones.models import Attestation, MilestoneWaiver
from portal.compliance.milestones.readiness import Readiness, readiness
from portal.compliance.obligations import queries as obligations
from portal.compliance.obligations.queries import Owed
from portal.compliance.programs import InProgram, programs_of
from portal.compliance.sources import AttendanceView, attendance_of, other_contacts_of
from portal.compliance.supervision import queries as supervision
from portal.compliance.supervision.due import ContactFact, kept
from portal.gate.reader import Reader, reader_of
from portal.gate.source import RecordSource, source_of
from portal.gate.vocabulary import PART2_CATEGORIES, Category
from portal.participants.programs.vocabulary import Measure


@dataclass(frozen=True, slots=True)
class SoberTold:
    """Verified sober days for this reader, and the results they rest on."""

    days: SoberDays
    sources: tuple[RecordSource, ...]


@dataclass(frozen=True, slots=True)
class ReadinessTold:
    """Readiness for this reader, and for each milestone the records it rests on (empty: the calendar alone)."""

    readiness: Readiness
    sources: Mapping[str, tuple[RecordSource, ...]]


@dataclass(frozen=True, slots=True)
class Gathered:
    """What the queries gave for one participant."""

    program: InProgram
    sober: SoberTold | None
    attendance: AttendanceView | None
    contacts: Sequence[ContactFact]
    contact_sources: tuple[RecordSource, ...]
    attestations: Sequence[Attestation]
    waivers: Sequence[MilestoneWaiver]
    obligations: Sequence[Owed]


def sober_of(
    session: Session,
    participant_ids: Sequence[UUID],
    as_of: date,
    known_by: datetime | None = None,
    programs: Mapping[UUID, InProgram] | None = None,
) -> dict[UUID, SoberTold]:
    """Verified sober days of those whose program this reader knows; `days.known` says whether any test is known."""
    programs = programs if programs is not None else programs_of(session, participant_ids)
    results = drug_tests.results_of(session, participant_ids)
    questions = behaviors.questions_of(session, participant_ids)
    found = {}
    for person, program in programs.items():
        tests = results.get(person, [])
        findings = behaviors.findings(questions.get(person, []))
        days = sober_days(
            drug_tests.as_facts(tests), as_of, program.enrollment.started_on, program.rules, findings, known_by
        )
        held = [one for one in tests if one.superseded_at is None and one.collected_on <= as_of]
        found[person] = SoberTold(days, tuple(source_of(one) for one in held))
    return found


def readiness_of(session: Session, participant_ids: Sequence[UUID], as_of: date) -> dict[UUID, ReadinessTold]:
    """Readiness for the next phase of those whose enrollment this reader knows and that has not ended."""
    programs = {
        person: one for person, one in programs_of(session, participant_ids).items() if one.enrollment.ended_on is None
    }
    ids = list(programs)
    sober = sober_of(session, ids, as_of, programs=programs)
    attendance = attendance_of(session, ids, as_of)
    contacts = supervision.contacts_of(session, ids)
    others = other_contacts_of(session, ids)
    attestations = queries.attestations_of(session, ids)
    waivers = queries.waivers_of(session, ids)
    owed = obligations.obligations_of(session, ids)
    reader = reader_of(session)
    found = {}
    for person, program in programs.items():
        own = contacts.get(person, [])
        gathered = Gathered(
            program=program,
            sober=sober.get(person),
            attendance=attendance.get(person),
            contacts=[*supervision.as_facts(own), *others.get(person, [])],
            contact_sources=tuple(source_of(contact) for contact in own),
            attestations=[a for a in attestations.get(person, []) if a.enrollment_id == program.enrollment.id],
            waivers=[w for w in waivers.get(person, []) if w.enrollment_id == program.enrollment.id],
            obligations=owed.get(person, []),
        )
        found[person] = told(gathered, reader, as_of)
    return found


def told(gathered: Gathered, reader: Reader, as_of: date) -> ReadinessTold:
    enrollment, rules = gathered.program.enrollment, gathered.program.rules
    facts = participant_facts(gathered, reader, as_of)
    result = readiness(rules, enrollment.phase_key, enrollment.phase_started_on, facts, as_of)
    sources = {milestone.key: sources_of(gathered, milestone.key) for milestone in result.milestones}
    return ReadinessTold(result, sources)


def participant_facts(gathered: Gathered, reader: Reader, as_of: date) -> ParticipantFacts:
    """The facts in the shape of the derivation; what the reader's role may not hold at all is unknown."""
    started_on = gathered.program.enrollment.phase_started_on
    milestones = gathered.program.rules.milestones_of(gathered.program.enrollment.phase_key)
    seen = {row.milestone_key for row in gathered.attestations}
    shares = {}
    for milestone in milestones:
        if milestone.measure is Measure.ATTENDANCE and gathered.attendance is not None:
            share = gathered.attendance.share(milestone, *window(milestone, started_on, as_of))
            if share is not None:
                shares[milestone.key] = share
    contacts = kept(gathered.contacts, started_on, as_of)
    may = reader.held
    return ParticipantFacts(
        sober=gathered.sober.days if gathered.sober else None,
        attendance=shares,
        sessions_in_row=gathered.attendance.run(started_on, as_of) if gathered.attendance else None,
        contacts_kept=Count(len(contacts), contacts[-1].on if contacts else None)
        if may & Category.SUPERVISION_CONTACT.bit
        else None,
        records=tuple(Record(a.milestone_key, a.seen_on, a.words, a.amount) for a in gathered.attestations),
        unknown_keys=frozenset(
            milestone.key
            for milestone in milestones
            if milestone.key not in seen
            and (milestone.category in PART2_CATEGORIES or not may & milestone.category.bit)
        ),
        obligations=tuple(one.standing(as_of) for one in gathered.obligations)
        if may & Category.OBLIGATION.bit
        else None,
        waivers=tuple(Waiver(w.milestone_key, w.waived_on, w.reason) for w in gathered.waivers),
    )


def sources_of(gathered: Gathered, key: str) -> tuple[RecordSource, ...]:
    """The records behind one milestone."""
    waived = [source_of(waiver) for waiver in gathered.waivers if waiver.milestone_key == key]
    recorded = [source_of(row) for row in gathered.attestations if row.milestone_key == key]
    measure = next((m.measure for m in gathered.program.rules.milestones if m.key == key), None)
    if measure is Measure.SOBER_DAYS and gathered.sober is not None:
        recorded += gathered.sober.sources
    if measure in (Measure.ATTENDANCE, Measure.SESSIONS_IN_ROW) and gathered.attendance is not None:
        recorded += gathered.attendance.sources
    if measure is Measure.CONTACTS_KEPT:
        recorded += gathered.contact_sources
    if measure is Measure.OBLIGATION:
        recorded += [source_of(proof) for owed in gathered.obligations for proof in owed.proofs]
    return tuple(waived + recorded)
