"""Reading questions with their reasons and decisions; gated, set-wise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.compliance.behaviors.models import Question, QuestionAnswer, QuestionDecision
from portal.compliance.behaviors.vocabulary import STANDING_AFTER, Outcome, SourceKind, Standing
from portal.compliance.drug_tests.results import FindingFact
from portal.compliance.drug_tests.vocabulary import FindingOutcome
from portal.compliance.responses.history import BehaviorFact
from portal.compliance.responses.vocabulary import BehaviorState
from portal.web.models import StoredFile


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with all that this reader may see of what followed, oldest first."""

    question: Question
    answers: tuple[QuestionAnswer, ...]
    steps: tuple[QuestionDecision, ...]

    @property
    def last(self) -> QuestionDecision | None:
        return self.steps[-1] if self.steps else None

    @property
    def standing(self) -> Standing:
        return STANDING_AFTER[Outcome(self.last.outcome)] if self.last else Standing.OPEN


def questions_of(session: Session, participant_ids: Iterable[UUID]) -> dict[UUID, list[Asked]]:
    """All questions about participants, newest first."""
    wanted = select(Question).where(Question.participant_id.in_(list(participant_ids)))
    found: dict[UUID, list[Asked]] = {}
    for asked in with_steps(session, session.scalars(wanted.order_by(Question.occurred_on.desc(), Question.id)).all()):
        found.setdefault(asked.question.participant_id, []).append(asked)
    return found


def asked(session: Session, question_id: UUID) -> Asked | None:
    question = session.scalar(select(Question).where(Question.id == question_id))
    return with_steps(session, [question])[0] if question is not None else None


def paper_of(session: Session, answer_id: UUID) -> StoredFile | None:
    """The paper of a reason that this reader may see; None for a reason without one."""
    answer = session.scalar(select(QuestionAnswer).where(QuestionAnswer.id == answer_id))
    if answer is None or answer.file_id is None:
        return None
    return session.get_one(StoredFile, answer.file_id)


def open_of(session: Session, participant_ids: Iterable[UUID]) -> dict[UUID, list[Asked]]:
    """The questions that nobody has decided yet."""
    every = questions_of(session, participant_ids)
    still = {person: [one for one in all_ if one.standing is Standing.OPEN] for person, all_ in every.items()}
    return {person: found for person, found in still.items() if found}


def with_steps(session: Session, questions: Sequence[Question]) -> list[Asked]:
    """The questions with reasons and decisions, in two statements."""
    ids = [question.id for question in questions]
    if not ids:
        return []
    answers: dict[UUID, list[QuestionAnswer]] = {}
    for answer in session.scalars(
        select(QuestionAnswer)
        .where(QuestionAnswer.question_id.in_(ids))
        .order_by(QuestionAnswer.recorded_at, QuestionAnswer.id)
    ):
        answers.setdefault(answer.question_id, []).append(answer)
    steps: dict[UUID, list[QuestionDecision]] = {}
    for step in session.scalars(
        select(QuestionDecision).where(QuestionDecision.question_id.in_(ids)).order_by(QuestionDecision.step)
    ):
        steps.setdefault(step.question_id, []).append(step)
    return [Asked(one, tuple(answers.get(one.id, ())), tuple(steps.get(one.id, ()))) for one in questions]


def findings(asked: Iterable[Asked]) -> list[FindingFact]:
    """What people found about tests, in the shape of the derivation of sober days."""
    return [
        FindingFact(
            on=one.question.occurred_on,
            outcome=FindingOutcome(step.finding),
            known_at=step.recorded_at,
            test_key=str(one.question.source_key),
            used_on=step.used_on,
        )
        for one in asked
        if one.question.source_kind == SourceKind.DRUG_TEST
        for step in one.steps
        if step.finding
    ]


_STATES = {
    Outcome.FOUND: BehaviorState.FOUND,
    Outcome.NOT_FOUND: BehaviorState.NOT_FOUND,
    Outcome.EXCUSED: BehaviorState.NOT_FOUND,
    Outcome.WITHDRAWN: BehaviorState.WITHDRAWN,
    Outcome.REOPENED: BehaviorState.QUESTION,
}


def behaviors(asked: Iterable[Asked]) -> list[BehaviorFact]:
    """Questions and decisions in the shape of the response matrix."""
    found = []
    for one in asked:
        question = one.question
        key, code, on = str(question.id), question.behavior_code, question.occurred_on
        found.append(BehaviorFact(key, code, on, BehaviorState.QUESTION, question.recorded_at))
        found += [BehaviorFact(key, code, on, _STATES[Outcome(s.outcome)], s.recorded_at) for s in one.steps]
    return found
