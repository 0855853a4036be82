"""Absences open questions for a person; they never become behaviors by themselves."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from portal.compliance.responses.questions import (
    Occurrence,
    behavior_for_mark,
    behavior_for_result,
    open_questions,
    question_key,
    reconcile,
)
from portal.compliance.responses.vocabulary import BehaviorState
from portal.participants.programs.loading import builtin_rules
from portal.participants.programs.vocabulary import AttendanceMark, ResultCode

RULES = builtin_rules("treatment_court")
AS_OF = date(2026, 11, 18)


def absence(days_ago: int, origin: str = "Harbor", key: str = "") -> Occurrence:
    on = AS_OF - timedelta(days=days_ago)
    known_at = datetime(on.year, on.month, on.day, 21, tzinfo=UTC)
    return Occurrence("session", key or f"s{days_ago}", origin, "B2", on, known_at)


def test_every_unexcused_absence_opens_one_question() -> None:
    questions = open_questions(RULES, [absence(8), absence(40)], AS_OF)
    assert [(q.key, q.raised) for q in questions] == [("B2:session:s40", False), ("B2:session:s8", False)]
    assert str(questions[1].said) == "Unexcused treatment absence on Tue Nov 10. Add a reason, or let a person decide."


def test_two_within_the_days_are_raised() -> None:
    questions = open_questions(RULES, [absence(8), absence(15), absence(21)], AS_OF)
    assert [question.raised for question in questions] == [False, True, True]
    assert "3 within 14 days" in str(questions[2].said)


def test_fourteen_days_apart_are_not_within_fourteen_days() -> None:
    assert [question.raised for question in open_questions(RULES, [absence(8), absence(22)], AS_OF)] == [False, False]
    assert [question.raised for question in open_questions(RULES, [absence(8), absence(21)], AS_OF)] == [False, True]


def test_today_and_the_very_moment_belong_to_it() -> None:
    assert len(open_questions(RULES, [absence(0)], AS_OF, known_by=absence(0).known_at)) == 1


def test_questions_of_different_origins_never_raise_each_other() -> None:
    questions = open_questions(RULES, [absence(8), absence(9, origin="Southgate")], AS_OF)
    assert [question.raised for question in questions] == [False, False]
    assert {question.origin for question in questions} == {"Harbor", "Southgate"}


def test_what_the_rules_ask_about() -> None:
    assert behavior_for_mark(RULES, AttendanceMark.UNEXCUSED) == "B2"
    assert {behavior_for_mark(RULES, mark) for mark in AttendanceMark} == {"B2", None}
    assert behavior_for_result(RULES, ResultCode.NOSHOW) == "B4"
    assert behavior_for_result(RULES, ResultCode.NEG) is None
    assert behavior_for_result(RULES, ResultCode.PRESUMPT) == "B6"


def test_later_knowledge_and_later_days_are_left_out() -> None:
    assert open_questions(RULES, [absence(-1)], AS_OF) == ()
    assert open_questions(RULES, [absence(3)], AS_OF, known_by=datetime(2026, 11, 15, tzinfo=UTC)) == ()


def test_a_corrected_absence_withdraws_its_question_and_asks_to_look_again_at_what_was_found() -> None:
    stored = {
        question_key("B2", "session", "s8"): BehaviorState.QUESTION,
        question_key("B2", "session", "s9"): BehaviorState.FOUND,
        question_key("B2", "session", "s10"): BehaviorState.NOT_FOUND,
    }
    result = reconcile(stored, [])
    assert (result.to_withdraw, result.to_review, result.to_open) == (("B2:session:s8",), ("B2:session:s9",), ())


def test_what_a_person_withdrew_stays_so_and_what_a_correction_withdrew_comes_back_with_its_fact() -> None:
    wanted = open_questions(RULES, [absence(8)], AS_OF)
    stored = {"B2:session:s8": BehaviorState.WITHDRAWN}
    assert reconcile(stored, wanted).to_open == ()
    assert reconcile(stored, wanted, taken_back={"B2:session:s8"}).to_open == wanted


occurrences = st.lists(st.builds(absence, st.integers(-2, 60), st.sampled_from(["Harbor", "Southgate"])), max_size=12)


@given(occurrences, st.randoms())
def test_asking_twice_or_in_another_order_opens_nothing_new(facts: list[Occurrence], chance: Random) -> None:
    questions = open_questions(RULES, facts, AS_OF)
    shuffled = [*facts, *facts]
    chance.shuffle(shuffled)
    assert [q.key for q in open_questions(RULES, shuffled, AS_OF)] == [q.key for q in questions]
    stored = {question.key: BehaviorState.QUESTION for question in questions}
    assert reconcile({}, questions).to_open == questions
    settled = reconcile(stored, questions)
    assert (settled.to_open, settled.to_withdraw, settled.to_review) == ((), (), ())
