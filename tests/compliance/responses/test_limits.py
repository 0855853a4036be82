"""Limits stop proposals, never recordings, and ask for reasons."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from portal.compliance.responses.history import ResponseFact
from portal.compliance.responses.limits import (
    Intent,
    closing_stops,
    delay_reason_needed,
    jump_reason_needed,
    notes,
    stopped,
)
from portal.compliance.responses.matrix import Situation, propose
from portal.compliance.responses.vocabulary import BehaviorState, Level, Limit, ResponseKind, ResponseState
from portal.participants.programs.loading import builtin_rules

RULES = builtin_rules("treatment_court")
ON = date(2026, 11, 19)
FOUND = Situation(state=BehaviorState.FOUND)


def intent(
    option: str, known_days: int = 3, amount: int | None = None, custody_days: int = 0, with_adjustment: bool = False
) -> Intent:
    known_on = ON - timedelta(days=known_days)
    return Intent(RULES.responses.option(option), known_on, ON, amount, custody_days, with_adjustment)


def earlier(level: Level | None, days_ago: int = 14, kind: ResponseKind = ResponseKind.SANCTION) -> ResponseFact:
    on = ON - timedelta(days=days_ago)
    return ResponseFact(f"r{days_ago}", kind, on, ResponseState.DONE, datetime(2026, 11, 1, tzinfo=UTC), level)


def limits(
    code: str, meant: Intent, situation: Situation = FOUND, past: tuple[ResponseFact, ...] = (), phase: str = "p4"
) -> dict[Limit, bool]:
    """The limits touched, and whether each stops a proposal."""
    proposal = propose(RULES, code, phase, ON, (), situation)
    return {note.limit: note.stops for note in notes(RULES, proposal, meant, situation, past)}


def test_a_sanction_as_expected_touches_nothing() -> None:
    assert limits("B2", intent("letter")) == {}


def test_a_sanction_where_sanctions_are_off_is_stopped_and_needs_an_adjustment() -> None:
    assert limits("B5", intent("letter"), phase="p1") == {Limit.SANCTIONS_OFF: True, Limit.ADJUSTMENT_NEEDED: True}
    assert Limit.ADJUSTMENT_NEEDED not in limits("B5", intent("letter", with_adjustment=True), phase="p1")


def test_a_service_adjustment_and_an_incentive_are_never_stopped() -> None:
    assert limits("B5", intent("reassessment"), phase="p1") == {}
    assert limits("B2", intent("praise"), Situation()) == {}


@pytest.mark.parametrize(
    ("days", "expected"),
    [(3, {}), (4, {Limit.JAIL_LONG: False}), (6, {Limit.JAIL_LONG: False}), (7, {Limit.JAIL_OVER: True})],
)
def test_days_in_jail(days: int, expected: dict[Limit, bool]) -> None:
    assert limits("B17", intent("jail_long", custody_days=days), past=(earlier(Level.MODERATE),)) == expected


def test_jail_comes_after_lesser_responses_unless_safety_is_at_risk() -> None:
    jail = intent("jail_short", custody_days=1)
    assert limits("B17", jail) == {Limit.LESSER_FIRST: True}
    assert limits("B17", jail, Situation(state=BehaviorState.FOUND, safety_risk=True)) == {}


def test_lesser_responses_are_sanctions_of_a_lower_level() -> None:
    jail = intent("jail_short", custody_days=1)
    for before in (earlier(Level.HIGH), earlier(Level.LOW, kind=ResponseKind.INCENTIVE)):
        assert limits("B17", jail, past=(before,)) == {Limit.LESSER_FIRST: True}
    assert limits("B17", jail, past=(earlier(Level.MODERATE, 0),)) == {}
    assert limits("B17", jail, past=(earlier(Level.MODERATE, -1),)) == {Limit.LESSER_FIRST: True}


def test_an_incentive_is_no_step_before_a_sanction() -> None:
    assert limits("B17", intent("monitoring"), past=(earlier(Level.LOW, kind=ResponseKind.INCENTIVE),)) == {}


def test_use_alone_is_no_ground_for_jail_before_stability() -> None:
    jail, past = intent("jail_short", custody_days=1), (earlier(Level.MODERATE),)
    assert limits("B6", jail, past=past)[Limit.JAIL_FOR_USE] is True
    stable = Situation(state=BehaviorState.FOUND, clinically_stable=True)
    assert Limit.JAIL_FOR_USE not in limits("B6", jail, stable, past)


def test_what_touches_freedom_waits_when_contested() -> None:
    contested = Situation(state=BehaviorState.FOUND, contested=True)
    assert limits("B3", intent("day_reporting"), contested)[Limit.CONTESTED] is True
    assert Limit.CONTESTED not in limits("B3", intent("more_contact"), contested)


def test_reasons_for_another_level_a_wide_step_a_delay_and_an_amount() -> None:
    assert limits("B2", intent("community_service", amount=8)) == {Limit.DRIFT: False}
    for amount, outside in ((3, True), (4, False), (16, False), (17, True)):
        assert (Limit.AMOUNT in limits("B2", intent("community_service", amount=amount))) is outside
    assert limits("B2", intent("community_service", amount=40)) == {Limit.DRIFT: False, Limit.AMOUNT: False}
    assert limits("B17", intent("monitoring"), past=(earlier(Level.LOW),)) == {Limit.JUMP: False}
    assert limits("B17", intent("monitoring"), past=(earlier(Level.LOW), earlier(Level.MODERATE, 7))) == {}
    assert limits("B2", intent("letter", known_days=15)) == {Limit.DELAY: False}
    assert limits("B2", intent("letter", known_days=14)) == {}


def test_a_taken_back_response_is_no_earlier_one() -> None:
    taken_back = replace(earlier(Level.LOW), state=ResponseState.WITHDRAWN)
    assert limits("B17", intent("monitoring"), past=(taken_back,)) == {}


def test_the_notes_speak_and_stop_only_proposals() -> None:
    proposal = propose(RULES, "B17", "p4", ON, (), FOUND)
    found = notes(RULES, proposal, intent("jail_long", custody_days=10), FOUND, [earlier(Level.LOW)])
    assert stopped(found) and all(note.needs_reason for note in found)
    assert [str(note.said) for note in found] == [
        "A step of 2 levels from the response before: say why.",
        "More than 6 days in jail are not proposed.",
    ]
    assert not stopped(())


def test_when_reasons_are_needed() -> None:
    assert delay_reason_needed(RULES, ON - timedelta(days=15), ON) and not delay_reason_needed(RULES, ON, ON)
    assert jump_reason_needed(RULES, Level.LOW, Level.HIGH)
    assert not jump_reason_needed(RULES, Level.LOW, Level.MODERATE) and not jump_reason_needed(RULES, None, Level.HIGH)


def test_a_positive_is_not_closed_without_an_answer_and_an_adjustment_alone_is_one() -> None:
    proposal = propose(RULES, "B6", "p1", ON, (), FOUND)
    assert [note.limit for note in closing_stops(proposal, [])] == [Limit.UNANSWERED]
    assert closing_stops(proposal, [earlier(None, kind=ResponseKind.SERVICE_ADJUSTMENT)]) == ()
    assert [note.limit for note in closing_stops(proposal, [earlier(Level.LOW)])] == [Limit.ADJUSTMENT_NEEDED]
    assert closing_stops(propose(RULES, "B1", "p1", ON, (), FOUND), []) == ()
