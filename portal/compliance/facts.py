"""The door of this room: what it tells about participants as of a moment, already gated, each fact with its source.

Set-wise: every function takes many participants and runs a fixed number of statements.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.compliance.behaviors import queries as behaviors
from portal.compliance.behaviors.vocabulary import SourceKind
from portal.compliance.drug_tests import queries as drug_tests
from portal.compliance.drug_tests.vocabulary import ResultCode
from portal.compliance.milestones import queries as milestones
from portal.compliance.milestones.gathering import ReadinessTold, SoberTold, readiness_of, sober_of
from portal.compliance.obligations import queries as obligations
from portal.compliance.programs import behavior_label, programs_of
from portal.compliance.report_sections import queries as sections
from portal.compliance.responses import queries as responses
from portal.compliance.responses.balance import balance
from portal.compliance.responses.history import BehaviorFact, ResponseFact
from portal.compliance.responses.vocabulary import Level, ResponseKind, ResponseState
from portal.compliance.supervision import queries as supervision
from portal.compliance.supervision.due import ContactDue, next_contact
from portal.compliance.supervision.vocabulary import ContactMode, ContactResult
from portal.compliance.told import (
    BalanceTold,
    ContactTold,
    DrugTestTold,
    ObligationTold,
    QuestionTold,
    RecoveryTold,
    ResponseTold,
    SectionTold,
)
from portal.gate.source import source_of

__all__ = [
    "BalanceTold",
    "ContactTold",
    "DrugTestTold",
    "ObligationTold",
    "QuestionTold",
    "ReadinessTold",
    "RecoveryTold",
    "ResponseTold",
    "SectionTold",
    "SoberTold",
    "balance_of",
    "contacts_of",
    "drug_tests_of",
    "history_of",
    "next_contact_of",
    "obligations_of",
    "questions_of",
    "readiness_of",
    "recovery_support_of",
    "responses_of",
    "sober_days_of",
    "submitted_sections",
]


def drug_tests_of(
    session: Session, participant_ids: Sequence[UUID], from_on: date = date.min, to_on: date = date.max
) -> dict[UUID, tuple[DrugTestTold, ...]]:
    """The results that hold of tests in a time, oldest first."""
    programs = programs_of(session, participant_ids)
    found = {}
    for person, rows in drug_tests.results_of(session, participant_ids).items():
        program = programs.get(person)
        found[person] = tuple(
            DrugTestTold(
                source=source_of(row),
                test_id=row.test_id,
                on=row.collected_on,
                collected_at=row.collected_at,
                selected_on=row.selected_on,
                code=ResultCode(row.code),
                counts_as=program.rules.tests.rule(ResultCode(row.code)).counts_as if program else None,
                panel=row.panel,
                confirmed=row.confirmed,
                provisional=row.pending_confirmation,
                recorded_at=row.recorded_at,
            )
            for row in rows
            if row.superseded_at is None and from_on <= row.collected_on <= to_on
        )
    return found


def sober_days_of(
    session: Session, participant_ids: Sequence[UUID], as_of: date, known_by: datetime | None = None
) -> dict[UUID, SoberTold]:
    """Verified sober days as of a day; `days.known` False means no information, never zero."""
    return sober_of(session, participant_ids, as_of, known_by)


def questions_of(session: Session, participant_ids: Sequence[UUID]) -> dict[UUID, tuple[QuestionTold, ...]]:
    """All questions, newest first, decided ones too."""
    programs = programs_of(session, participant_ids)
    return {
        person: tuple(
            QuestionTold(
                source=source_of(one.question),
                question_id=one.question.id,
                kind=SourceKind(one.question.source_kind),
                source_key=one.question.source_key,
                mark=one.question.mark,
                behavior_code=one.question.behavior_code,
                behavior=behavior_label(programs.get(person), one.question.behavior_code),
                on=one.question.occurred_on,
                standing=one.standing,
                reasons=tuple(answer.words for answer in one.answers),
                decision_reason=one.last.reason if one.last else "",
                decided_on=one.last.decided_on if one.last else None,
            )
            for one in asked
        )
        for person, asked in behaviors.questions_of(session, participant_ids).items()
    }


def responses_of(session: Session, participant_ids: Sequence[UUID]) -> dict[UUID, tuple[ResponseTold, ...]]:
    """The responses that hold, newest first."""
    return {
        person: tuple(response_told(one) for one in answered)
        for person, answered in responses.responses_of(session, participant_ids).items()
    }


def response_told(one: responses.Answered) -> ResponseTold:
    row = one.response
    return ResponseTold(
        source=source_of(row),
        response_id=row.id,
        kind=ResponseKind(row.kind),
        code=row.code,
        level=Level(row.level) if row.level else None,
        label=row.label,
        behavior_code=row.behavior_code,
        behavior=row.behavior,
        ordered_on=row.ordered_on,
        due_on=row.due_on,
        state=one.state,
        done_on=one.done_step.moved_on if one.done_step else None,
        contested=one.state is ResponseState.CONTESTED,
        hearing_id=row.hearing_id,
        flags=tuple(row.flags.split()),
    )


def balance_of(session: Session, participant_ids: Sequence[UUID], as_of: date) -> dict[UUID, BalanceTold]:
    """Incentives to sanctions over the program's days, for those whose program the reader knows."""
    programs = programs_of(session, participant_ids)
    answered = responses.responses_of(session, participant_ids)
    return {
        person: BalanceTold(
            balance(responses.as_facts(answered.get(person, [])), as_of, program.rules),
            tuple(source_of(one.response) for one in answered.get(person, [])),
        )
        for person, program in programs.items()
    }


def history_of(
    session: Session, participant_ids: Sequence[UUID]
) -> dict[UUID, tuple[list[BehaviorFact], list[ResponseFact]]]:
    """Behaviors and responses in the shape of the response matrix (`responses.matrix.propose`, `responses.limits`)."""
    asked = behaviors.questions_of(session, participant_ids)
    answered = responses.responses_of(session, participant_ids)
    return {
        person: (behaviors.behaviors(asked.get(person, [])), responses.as_facts(answered.get(person, [])))
        for person in participant_ids
    }


def obligations_of(
    session: Session, participant_ids: Sequence[UUID], as_of: date
) -> dict[UUID, tuple[ObligationTold, ...]]:
    """Obligations with their standing, those due first at the top."""
    return {
        person: tuple(
            ObligationTold(
                source=source_of(one.obligation),
                obligation_id=one.obligation.id,
                label=one.obligation.label,
                due_on=one.obligation.due_on,
                standing=one.standing(as_of),
                hearing_id=one.obligation.hearing_id,
                proofs=tuple(source_of(proof) for proof in one.proofs_now),
            )
            for one in owed
        )
        for person, owed in obligations.obligations_of(session, participant_ids).items()
    }


def contacts_of(
    session: Session, participant_ids: Sequence[UUID], from_on: date = date.min, to_on: date = date.max
) -> dict[UUID, tuple[ContactTold, ...]]:
    """Supervision contacts in a time, newest first."""
    return {
        person: tuple(
            ContactTold(
                source_of(row), row.id, row.met_on, ContactMode(row.mode), ContactResult(row.result), row.minutes
            )
            for row in rows
            if from_on <= row.met_on <= to_on
        )
        for person, rows in supervision.contacts_of(session, participant_ids).items()
    }


def next_contact_of(session: Session, participant_ids: Sequence[UUID], as_of: date) -> dict[UUID, ContactDue]:
    """When the next supervision contact is due, by the phase; absent where the phase asks for none."""
    programs = programs_of(session, participant_ids)
    contacts = supervision.contacts_of(session, participant_ids)
    found = {}
    for person, program in programs.items():
        facts = supervision.as_facts(contacts.get(person, []))
        due = next_contact(program.phase, program.enrollment.phase_started_on, facts, as_of)
        if due is not None:
            found[person] = due
    return found


def recovery_support_of(session: Session, participant_ids: Sequence[UUID]) -> dict[UUID, tuple[RecoveryTold, ...]]:
    """What was recorded for the milestones that the program counts as recovery support, any pathway; oldest first."""
    programs = programs_of(session, participant_ids)
    wanted = {
        person: {one.key: one for one in program.rules.milestones if one.recovery_support}
        for person, program in programs.items()
    }
    return {
        person: tuple(
            RecoveryTold(source_of(row), known.label, known.phase, row.seen_on, row.words)
            for row in rows
            if (known := wanted.get(person, {}).get(row.milestone_key)) is not None
        )
        for person, rows in milestones.attestations_of(session, participant_ids).items()
    }


def submitted_sections(
    session: Session, participant_ids: Sequence[UUID], hearing_id: UUID
) -> dict[UUID, tuple[SectionTold, ...]]:
    """The supervision sections that were submitted for a hearing or review."""
    return {
        person: tuple(
            SectionTold(source_of(row), row.hearing_id, row.line, row.author_name, row.submitted_at) for row in rows
        )
        for person, rows in sections.submitted_of(session, participant_ids, hearing_id).items()
    }
