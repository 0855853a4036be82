"""Incentives to sanctions over the last days."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.compliance.responses.balance import balance
from portal.compliance.responses.history import ResponseFact
from portal.compliance.responses.vocabulary import BalanceState, ResponseKind, ResponseState
from portal.participants.programs.loading import builtin_rules

RULES = builtin_rules("treatment_court")
AS_OF = date(2026, 11, 18)


def response(kind: ResponseKind, days_ago: int, number: int = 0) -> ResponseFact:
    known_at = datetime(2026, 11, 18, tzinfo=UTC) - timedelta(days=days_ago)
    return ResponseFact(
        f"{kind}-{days_ago}-{number}", kind, AS_OF - timedelta(days=days_ago), ResponseState.DONE, known_at
    )


def several(incentives: int, sanctions: int) -> list[ResponseFact]:
    given_ = [response(ResponseKind.INCENTIVE, 5, number) for number in range(incentives)]
    return given_ + [response(ResponseKind.SANCTION, 5, number) for number in range(sanctions)]


@pytest.mark.parametrize(
    ("incentives", "sanctions", "state"),
    [
        (5, 1, BalanceState.FINE),
        (4, 1, BalanceState.FINE),
        (7, 2, BalanceState.HINT),
        (1, 1, BalanceState.HINT),
        (1, 2, BalanceState.ALARM),
        (0, 1, BalanceState.ALARM),
        (3, 0, BalanceState.FINE),
        (0, 0, BalanceState.NONE),
    ],
)
def test_hints_and_alarms(incentives: int, sanctions: int, state: BalanceState) -> None:
    found = balance(several(incentives, sanctions), AS_OF, RULES)
    assert (found.incentives, found.sanctions, found.state) == (incentives, sanctions, state)
    assert found.ratio == (Fraction(incentives, sanctions) if sanctions else None)
    assert found.warning == (state in (BalanceState.HINT, BalanceState.ALARM))


def test_adjustments_are_apart_and_old_or_taken_back_responses_do_not_count() -> None:
    taken_back = replace(response(ResponseKind.SANCTION, 3), state=ResponseState.WITHDRAWN)
    facts = [
        response(ResponseKind.SERVICE_ADJUSTMENT, 2),
        response(ResponseKind.INCENTIVE, 89),
        response(ResponseKind.INCENTIVE, 90),
        taken_back,
    ]
    found = balance(facts, AS_OF, RULES)
    assert (found.incentives, found.sanctions, found.adjustments, found.days) == (1, 0, 1, 90)


def test_the_state_that_was_known_then_holds() -> None:
    ordered = response(ResponseKind.SANCTION, 3)
    taken_back = replace(ordered, state=ResponseState.WITHDRAWN, known_at=ordered.known_at + timedelta(days=2))
    assert balance([taken_back, ordered], AS_OF, RULES).sanctions == 0
    assert balance([taken_back, ordered], AS_OF, RULES, known_by=ordered.known_at).sanctions == 1


def test_today_and_the_very_moment_belong_to_it_and_a_tie_has_one_answer() -> None:
    today = response(ResponseKind.INCENTIVE, 0)
    assert balance([today], AS_OF, RULES, known_by=today.known_at).incentives == 1
    assert balance([response(ResponseKind.INCENTIVE, -1)], AS_OF, RULES).incentives == 0
    taken_back = replace(today, state=ResponseState.WITHDRAWN)
    for both in ([today, taken_back], [taken_back, today]):
        assert balance(both, AS_OF, RULES).incentives == 0


@given(st.lists(st.builds(response, st.sampled_from(list(ResponseKind)), st.integers(0, 120), st.integers(0, 3))))
def test_one_more_incentive_never_worsens_the_balance(facts: list[ResponseFact]) -> None:
    order = [BalanceState.ALARM, BalanceState.HINT, BalanceState.NONE, BalanceState.FINE]
    before = balance(facts, AS_OF, RULES).state
    after = balance([*facts, response(ResponseKind.INCENTIVE, 1, number=9)], AS_OF, RULES).state
    assert order.index(after) >= order.index(before)
