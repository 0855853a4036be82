"""Opening questions, attaching reasons, deciding. An absence or a test asks; only a person finds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.audit.services import record_act
from portal.accounts.principal import Principal
from portal.accounts.recording import derived_columns
from portal.compliance.behaviors.models import MEANWHILE, Question, QuestionAnswer, QuestionDecision
from portal.compliance.behaviors.queries import Asked, asked, with_steps
from portal.compliance.behaviors.vocabulary import DECISIONS, Outcome, SourceKind, Standing
from portal.compliance.drug_tests.models import DrugTest
from portal.compliance.drug_tests.vocabulary import FindingOutcome, ResultCode
from portal.compliance.responses.questions import behavior_for_mark, behavior_for_result
from portal.participants.enrollments import queries as enrollments
from portal.participants.programs.definition import ProgramRules
from portal.participants.programs.loading import builtin_rules
from portal.participants.programs.services import rules_of
from portal.participants.programs.vocabulary import AttendanceMark
from portal.web.models import StoredFile
from portal.web.refused import Refused

WORDS = 280
NEVER_ASK = frozenset({AttendanceMark.PRESENT, AttendanceMark.TELEHEALTH, ResultCode.NEG, ResultCode.PRES})
"""Whoever was there, and a negative test, raise nothing in any program: most records are these."""


@dataclass(frozen=True, slots=True)
class AnswerQuestion:
    """A reason, in one line, and whether a paper was seen that proves it."""

    question_id: UUID
    words: str
    document_seen: bool = False


@dataclass(frozen=True, slots=True)
class DecideQuestion:
    """A decision. `step` is the number of steps that the decider saw, so that two deciders meet.

    `finding` is for a question about a test: whether use was found, or not found; empty says nothing about it.
    """

    question_id: UUID
    outcome: str
    reason: str
    step: int
    finding: str = ""
    used_on: date | None = None


def hear_attendance(
    session: Session, *, attendance: Any, actor: Principal, corrected: bool = False, **_more: Any
) -> None:
    """A mark opens its question, or a corrected one takes it back. `attendance` is the row that holds now."""
    if attendance.mark in NEVER_ASK and not corrected:
        return
    rules = rules_for(session, attendance.participant_id)
    code = behavior_for_mark(rules, AttendanceMark(attendance.mark))
    source = Source(SourceKind.ATTENDANCE, attendance, attendance.session_id, attendance.mark, attendance.service_on)
    settle(session, actor, source, code, known_before=corrected)


def hear_drug_test(session: Session, *, drug_test: DrugTest, actor: Principal, **_more: Any) -> None:
    """A result opens its question, or a confirmed or corrected one changes what is asked."""
    changed = drug_test.supersedes_id is not None
    if drug_test.code in NEVER_ASK and not changed:
        return
    rules = rules_for(session, drug_test.participant_id)
    code = behavior_for_result(rules, ResultCode(drug_test.code))
    source = Source(SourceKind.DRUG_TEST, drug_test, drug_test.test_id, drug_test.code, drug_test.collected_on)
    settle(session, actor, source, code, known_before=changed)


@dataclass(frozen=True, slots=True)
class Source:
    """The record that asks: its row, its lasting key, the mark on it, the day it is about."""

    kind: SourceKind
    row: Any
    key: UUID
    mark: str
    on: date


def rules_for(session: Session, participant_id: UUID) -> ProgramRules:
    """The participant's program as far as the writer may know it, else the field's usual rules."""
    enrollment = enrollments.current(session, participant_id)
    return rules_of(enrollment.program_version) if enrollment is not None else builtin_rules("treatment_court")


def settle(session: Session, actor: Principal, source: Source, code: str | None, known_before: bool) -> None:
    """Make the stored questions of one record agree with what it asks now; a new record that asks nothing has none."""
    if code is None and not known_before:
        return
    wanted = select(Question).where(
        Question.participant_id == source.row.participant_id,
        Question.source_kind == source.kind,
        Question.source_key == source.key,
    )
    stored = {one.question.behavior_code: one for one in with_steps(session, session.scalars(wanted).all())}
    for behavior_code, known in stored.items():
        if behavior_code == code:
            if known.standing is Standing.WITHDRAWN:
                step(session, actor, known, Outcome.REOPENED)
        elif known.standing is Standing.OPEN:
            step(session, actor, known, Outcome.WITHDRAWN)
        elif known.standing is Standing.FOUND:
            step(session, actor, known, Outcome.REOPENED)
    if code is not None and code not in stored:
        open_question(session, actor, source, code)


def open_question(session: Session, actor: Principal, source: Source, code: str) -> Question:
    question = Question(
        **derived_columns(actor, source.row),
        source_kind=source.kind,
        source_id=source.row.id,
        source_key=source.key,
        mark=source.mark,
        behavior_code=code,
        occurred_on=source.on,
        recorded_at=clock.now(),
    )
    question.made_from = source.row
    session.add(question)
    record_act(session, actor, "question_opened", question)
    session.flush()
    return question


def answer_question(
    session: Session, actor: Principal, command: AnswerQuestion, paper: StoredFile | None = None
) -> QuestionAnswer:
    """Attach a reason, and the paper that proves it, which with that was seen; whoever may see the question sees them.

    Refused when the reason is empty or longer than one line.
    """
    found = required(session, command.question_id)
    words = command.words.strip()
    if not words:
        raise Refused("words", _("Enter the reason, in a few words."))
    if len(words) > WORDS:
        raise Refused("words", _("Shorten the reason to 280 characters."))
    answer = QuestionAnswer(
        **derived_columns(actor, found.question),
        question=found.question,
        words=words,
        document_seen=command.document_seen or paper is not None,
        file_id=paper.id if paper is not None else None,
        recorded_at=clock.now(),
    )
    session.add(answer)
    record_act(session, actor, "question_answered", found.question)
    session.flush()
    return answer


def decide_question(session: Session, actor: Principal, command: DecideQuestion) -> QuestionDecision:
    """Record what a person decided, with the reason. Refused when somebody else has decided meanwhile."""
    found = required(session, command.question_id)
    if len(found.steps) != command.step:
        raise Refused("outcome", MEANWHILE)
    if command.outcome not in DECISIONS:
        raise Refused("outcome", _("Choose what you decide."))
    reason = command.reason.strip()
    if not reason:
        raise Refused("reason", _("Enter the reason; it stands beside the decision."))
    if len(reason) > WORDS:
        raise Refused("reason", _("Shorten the reason to 280 characters."))
    if command.finding and found.question.source_kind != SourceKind.DRUG_TEST:
        raise Refused("finding", _("Use can be found only about a test."))
    if command.used_on is not None and command.used_on > clock.local_date(clock.now(), actor.zone):
        raise Refused("used_on", _("Enter a day that has come."))
    finding = FindingOutcome(command.finding) if command.finding else ""
    return step(session, actor, found, Outcome(command.outcome), reason, finding, command.used_on)


def step(
    session: Session,
    actor: Principal,
    found: Asked,
    outcome: Outcome,
    reason: str = "",
    finding: str = "",
    used_on: date | None = None,
) -> QuestionDecision:
    now = clock.now()
    decision = QuestionDecision(
        **derived_columns(actor, found.question),
        question=found.question,
        step=len(found.steps) + 1,
        outcome=outcome,
        reason=reason,
        finding=finding,
        used_on=used_on,
        decided_on=clock.local_date(now, actor.zone),
        recorded_at=now,
    )
    session.add(decision)
    record_act(session, actor, f"question_{outcome}", found.question)
    session.flush()
    return decision


def required(session: Session, question_id: UUID) -> Asked:
    found = asked(session, question_id)
    if found is None:
        raise Refused("", _("This question is not open to you."))
    return found
