"""What the program's matrix says to one person's behaviors, and whether a response may be proposed; no database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from portal.compliance.behaviors.vocabulary import Standing as QuestionStanding
from portal.compliance.facts import QuestionTold
from portal.compliance.responses.history import BehaviorFact, ResponseFact
from portal.compliance.responses.limits import Intent, Note, notes, stopped
from portal.compliance.responses.matrix import Proposal, Situation, propose
from portal.compliance.responses.vocabulary import BehaviorState
from portal.participants.programs.definition import ProgramRules
from portal.participants.programs.responding import ResponseOption
from portal.participants.programs.sentences import Said

ANSWERABLE = (QuestionStanding.OPEN, QuestionStanding.FOUND)


@dataclass(frozen=True, slots=True)
class Advice:
    """One behavior that may be answered, and what the matrix says to it."""

    question: QuestionTold
    situation: Situation
    proposal: Proposal

    @property
    def sanctions_off(self) -> Said | None:
        """Why no sanction can be proposed, None when one can."""
        return None if self.proposal.sanctions_allowed else self.proposal.why


@dataclass(frozen=True, slots=True)
class Judged:
    """What stands against proposing a response, or asks for a reason."""

    notes: tuple[Note, ...]

    @property
    def stops(self) -> bool:
        return stopped(self.notes)

    @property
    def needs_reason(self) -> bool:
        return any(note.needs_reason for note in self.notes)


def advice_for(
    rules: ProgramRules,
    phase_key: str,
    questions: Iterable[QuestionTold],
    history: Sequence[BehaviorFact],
    first: date,
    pending: bool,
    owed: bool,
) -> list[Advice]:
    """What the matrix says to each question since a day that is open or found, newest first.

    `pending`: a test result awaits confirmation. `owed`: a report is missing, which never supports a sanction.
    """
    found = []
    for one in questions:
        if one.standing not in ANSWERABLE or one.on < first:
            continue
        found_by_person = one.standing is QuestionStanding.FOUND
        situation = Situation(
            state=BehaviorState.FOUND if found_by_person else BehaviorState.QUESTION,
            awaiting_confirmation=pending and one.kind == "drug_test",
            report_missing=owed and not found_by_person,
        )
        key = str(one.question_id)
        try:
            proposal = propose(rules, one.behavior_code, phase_key, one.on, history, situation, key)
        except KeyError:
            continue
        found.append(Advice(one, situation, proposal))
    return found


def judge(
    rules: ProgramRules,
    advice: Advice | None,
    option: ResponseOption,
    amount: int | None,
    answered_on: date,
    earlier: Iterable[ResponseFact],
    with_adjustment: bool,
) -> Judged:
    """What the limits say to a response as it is meant. Without a behavior there is nothing to hold against it."""
    if advice is None:
        return Judged(())
    custody = (amount or option.custody_days_most) if option.custody_days_most else 0
    intent = Intent(
        option=option,
        known_on=advice.question.decided_on or advice.question.on,
        answered_on=answered_on,
        amount=amount,
        custody_days=custody,
        with_adjustment=with_adjustment,
    )
    return Judged(notes(rules, advice.proposal, intent, advice.situation, earlier))
