"""Which facts open a question for a person to decide, and what becomes of a question when the fact is corrected.

An unexcused absence, a missed test, a confirmed positive never becomes a behavior by itself: it opens a question.
Questions are kept apart by origin, so a question is as protected as the one record that it comes from, and several
within few days are raised only within one origin. Keys depend on the source alone: asking again opens nothing twice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portal.compliance.responses.vocabulary import BehaviorState, QuestionSaid
from portal.participants.programs.definition import ProgramRules
from portal.participants.programs.sentences import Said, say
from portal.participants.programs.vocabulary import AttendanceMark, ResultCode


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A fact that may ask a question: what kind of record, which one (its lasting key), whose, and when."""

    source: str
    source_key: str
    origin: str
    behavior_code: str
    on: date
    known_at: datetime


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question for a person. `raised`: several of the same origin within the program's days."""

    key: str
    behavior_code: str
    on: date
    origin: str
    source: str
    source_key: str
    raised: bool
    said: Said


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What to do so that the stored questions agree with the facts.

    to_open: not stored yet. to_withdraw: keys of questions whose fact is gone. to_review: keys of behaviors that were
    found on a fact that is gone: a person looks again.
    """

    to_open: tuple[OpenQuestion, ...]
    to_withdraw: tuple[str, ...]
    to_review: tuple[str, ...]


def behavior_for_mark(rules: ProgramRules, mark: AttendanceMark) -> str | None:
    """The behavior that an attendance mark asks about, or None."""
    return rules.attendance.question_for.get(mark)


def behavior_for_result(rules: ProgramRules, code: ResultCode) -> str | None:
    """The behavior that a test result asks about, or None."""
    return rules.tests.rule(code).raises


def question_key(behavior_code: str, source: str, source_key: str) -> str:
    """The lasting key of a question: the same record and behavior give the same key every time."""
    return f"{behavior_code}:{source}:{source_key}"


def open_questions(
    rules: ProgramRules, occurrences: Iterable[Occurrence], as_of: date, known_by: datetime | None = None
) -> tuple[OpenQuestion, ...]:
    """One question for each occurrence up to a day, oldest first. Occurrences are those that hold now: a mark that was
    corrected to excused is no occurrence any more.
    """
    held = {
        question_key(o.behavior_code, o.source, o.source_key): o
        for o in sorted(occurrences, key=lambda o: (o.known_at, o.on, o.origin))
        if o.on <= as_of and (known_by is None or o.known_at <= known_by)
    }
    questions = (_question(rules, key, occurrence, held.values()) for key, occurrence in held.items())
    return tuple(sorted(questions, key=lambda question: (question.on, question.key)))


def reconcile(
    stored: Mapping[str, BehaviorState], wanted: Iterable[OpenQuestion], taken_back: Collection[str] = ()
) -> Reconciled:
    """Compare stored questions, by key and state, with those that the facts ask. Doing it twice changes nothing.

    `taken_back`: keys that were withdrawn because their fact was corrected; they open again when the fact returns.
    What a person withdrew stays withdrawn.
    """
    by_key = {question.key: question for question in wanted}
    gone = [key for key in stored if key not in by_key]
    to_open = [question for key, question in by_key.items() if key not in stored or key in taken_back]
    return Reconciled(
        to_open=tuple(to_open),
        to_withdraw=tuple(sorted(key for key in gone if stored[key] is BehaviorState.QUESTION)),
        to_review=tuple(sorted(key for key in gone if stored[key] is BehaviorState.FOUND)),
    )


def _question(rules: ProgramRules, key: str, own: Occurrence, held: Iterable[Occurrence]) -> OpenQuestion:
    within = rules.attendance.raise_within_days
    since = own.on - timedelta(days=within - 1)
    like = [o for o in held if (o.origin, o.behavior_code) == (own.origin, own.behavior_code)]
    count = sum(since <= other.on <= own.on for other in like)
    raised = count >= rules.attendance.raise_count
    label = rules.responses.behavior(own.behavior_code).label
    word = QuestionSaid.SEVERAL if raised else QuestionSaid.ONE
    return OpenQuestion(
        key=key,
        behavior_code=own.behavior_code,
        on=own.on,
        origin=own.origin,
        source=own.source,
        source_key=own.source_key,
        raised=raised,
        said=say(word, behavior=label, on=own.on, count=count, days=within),
    )
