"""A disputed result, from screen to laboratory: nothing is held against the participant before it is confirmed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.compliance.drug_tests.results import ResultFact
from portal.compliance.drug_tests.sobriety import sober_days
from portal.compliance.drug_tests.vocabulary import ResultCode
from portal.compliance.responses.matrix import Situation, propose
from portal.compliance.responses.questions import (
    Occurrence,
    OpenQuestion,
    behavior_for_result,
    open_questions,
    reconcile,
)
from portal.compliance.responses.vocabulary import BehaviorState, ResponseKind
from portal.participants.programs.loading import builtin_rules

RULES = builtin_rules("treatment_court")
STARTED, TESTED, BENCH, REPORTED = date(2026, 11, 2), date(2026, 12, 1), date(2026, 12, 3), date(2026, 12, 7)


def at(on: date, hour: int = 17) -> datetime:
    return datetime(on.year, on.month, on.day, hour, tzinfo=UTC)


def history(confirmed: ResultCode) -> list[ResultFact]:
    earlier = [STARTED + timedelta(days=days) for days in (3, 9, 16, 23, 26)]
    facts = [ResultFact(f"t-{on}", on, ResultCode.NEG, at(on)) for on in earlier]
    facts.append(ResultFact("disputed", TESTED, ResultCode.PRESUMPT, at(TESTED)))
    return [*facts, ResultFact("disputed", TESTED, confirmed, at(REPORTED))]


def questions(code: ResultCode, on: date) -> tuple[OpenQuestion, ...]:
    behavior = behavior_for_result(RULES, code)
    if behavior is None:
        return ()
    occurrence = Occurrence("drug_test", "disputed", "Probation", behavior, TESTED, at(TESTED))
    return open_questions(RULES, [occurrence], on)


def test_at_the_bench_the_date_is_provisional_and_no_sanction_is_proposable() -> None:
    sober = sober_days(history(ResultCode.NEG), BENCH, STARTED, RULES, known_by=at(BENCH, 9))
    assert sober.provisional and sober.line_from_on == STARTED
    assert "awaits confirmation" in " ".join(str(reason) for reason in sober.reasons)
    assert [question.behavior_code for question in questions(ResultCode.PRESUMPT, BENCH)] == ["B6"]
    for state in (BehaviorState.QUESTION, BehaviorState.FOUND):
        situation = Situation(state=state, awaiting_confirmation=True, clinically_stable=True)
        proposal = propose(RULES, "B6", "p4", TESTED, (), situation)
        assert not proposal.sanctions_allowed and "awaits confirmation" in str(proposal.why)
        assert {option.kind for option in proposal.options} == {ResponseKind.SERVICE_ADJUSTMENT}


def test_confirmed_negative_the_date_stands_and_the_question_is_withdrawn() -> None:
    sober = sober_days(history(ResultCode.NEG), REPORTED, STARTED, RULES)
    assert not sober.provisional and sober.line_from_on == STARTED and sober.verified_days == 30
    stored = {question.key: BehaviorState.QUESTION for question in questions(ResultCode.PRESUMPT, BENCH)}
    assert reconcile(stored, questions(ResultCode.NEG, REPORTED)).to_withdraw == ("B6:drug_test:disputed",)


@pytest.mark.parametrize(("confirmed", "behavior"), [(ResultCode.POS_CONF, "B6"), (ResultCode.POS_ADMIT, "B5")])
def test_confirmed_positive_the_line_begins_after_the_day_of_collection(confirmed: ResultCode, behavior: str) -> None:
    sober = sober_days(history(confirmed), REPORTED, STARTED, RULES)
    assert not sober.provisional and sober.line_from_on == TESTED + timedelta(days=1)
    assert [question.behavior_code for question in questions(confirmed, REPORTED)] == [behavior]
    assert sober_days(history(confirmed), BENCH, STARTED, RULES, known_by=at(BENCH, 9)).verified_days == 27
