"""What the matrix proposes: levels by occurrence, what is not expected yet, questions, jail, incentives."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.compliance.responses.history import BehaviorFact, LikeCase, like_cases, prior_occurrences
from portal.compliance.responses.matrix import Proposal, Situation, equivalents, propose
from portal.compliance.responses.vocabulary import (
    BehaviorClass,
    BehaviorKind,
    BehaviorState,
    Level,
    ResponseKind,
)
from portal.participants.programs.definition import ProgramRules
from portal.participants.programs.loading import builtin_rules

COURT, DIVERSION = builtin_rules("treatment_court"), builtin_rules("diversion")
ON = date(2026, 11, 10)
FOUND = Situation(state=BehaviorState.FOUND)


def past(code: str, days_ago: int, state: BehaviorState = BehaviorState.FOUND) -> BehaviorFact:
    on = ON - timedelta(days=days_ago)
    return BehaviorFact(f"{code}-{days_ago}", code, on, state, datetime(on.year, on.month, on.day, 20, tzinfo=UTC))


def look(code: str, phase: str, situation: Situation = FOUND, history: tuple[BehaviorFact, ...] = ()) -> Proposal:
    return propose(COURT, code, phase, ON, history, situation)


@pytest.mark.parametrize(
    ("code", "times_before", "level"),
    [
        ("B1", 0, Level.LOW), ("B1", 5, Level.LOW),
        ("B2", 1, Level.LOW), ("B2", 2, Level.MODERATE), ("B2", 7, Level.MODERATE),
        ("B3", 0, Level.MODERATE), ("B3", 2, Level.HIGH), ("B17", 0, Level.HIGH),
    ],
)  # fmt: skip
def test_the_level_follows_severity_and_occurrence(code: str, times_before: int, level: Level) -> None:
    history = tuple(past(code, days) for days in range(1, times_before + 1))
    proposal = look(code, "p2", history=history)
    assert (proposal.nth, proposal.levels, proposal.expected) == (times_before + 1, (level,), level)
    assert {o.level for o in proposal.options if o.kind is ResponseKind.SANCTION} == {level}


def test_the_reason_says_which_occurrence_it_is() -> None:
    assert str(look("B2", "p2").why) == (
        "Unexcused treatment absence: first in 60 days. Can do now. Sanction level low."
    )
    assert str(look("B2", "p2", history=(past("B2", 9),)).why) == (
        "Unexcused treatment absence: number 2 in 60 days. Can do now. Sanction level low."
    )


def test_only_found_behaviors_of_the_window_are_counted() -> None:
    history = [
        past("B2", 60),
        past("B2", 61),
        past("B4", 5),
        past("B2", 4, BehaviorState.QUESTION),
        past("B2", 3, BehaviorState.NOT_FOUND),
        past("B2", 0),
    ]
    assert prior_occurrences(history, "B2", ON, 60, key="B2-0") == 1
    withdrawn = replace(history[0], state=BehaviorState.WITHDRAWN, known_at=datetime(2026, 11, 9, tzinfo=UTC))
    assert prior_occurrences([*history, withdrawn], "B2", ON, 60, key="B2-0") == 0
    assert prior_occurrences([*history, withdrawn], "B2", ON, 60, "B2-0", datetime(2026, 11, 1, tzinfo=UTC)) == 1


def test_a_behavior_known_at_the_very_moment_counts_and_a_tie_has_one_answer() -> None:
    found = past("B2", 4)
    assert prior_occurrences([found], "B2", ON, 60, known_by=found.known_at) == 1
    withdrawn = replace(found, state=BehaviorState.WITHDRAWN)
    for both in ([found, withdrawn], [withdrawn, found]):
        assert prior_occurrences(both, "B2", ON, 60) == 0


def test_what_is_not_expected_yet_gets_an_adjustment_and_no_sanction() -> None:
    proposal = look("B5", "p2")
    assert not proposal.sanctions_allowed and proposal.adjustment_required and proposal.must_be_answered
    assert proposal.levels == () and {option.kind for option in proposal.options} == {ResponseKind.SERVICE_ADJUSTMENT}
    assert str(proposal.why) == (
        "Positive test, participant agrees: not expected yet in this phase. "
        "Sanctions are off; a service adjustment is needed."
    )


@pytest.mark.parametrize(("stable", "allowed"), [(None, False), (False, False), (True, True)])
def test_use_in_the_third_phase_counts_only_when_a_clinician_says_stable(stable: bool | None, allowed: bool) -> None:
    proposal = look("B5", "p3", Situation(state=BehaviorState.FOUND, clinically_stable=stable))
    assert proposal.sanctions_allowed is allowed and proposal.adjustment_required is not allowed
    assert ("clinically stable" in str(proposal.why)) is not allowed


def test_a_clinician_may_set_another_class_for_one_participant() -> None:
    distal = Situation(state=BehaviorState.FOUND, class_override=BehaviorClass.DISTAL)
    assert not look("B2", "p4", distal).sanctions_allowed
    managed = Situation(state=BehaviorState.FOUND, class_override=BehaviorClass.MANAGED)
    assert look("B5", "p1", managed).sanctions_allowed


@pytest.mark.parametrize(
    "situation",
    [
        Situation(),
        Situation(state=BehaviorState.FOUND, contested=True),
        Situation(state=BehaviorState.FOUND, awaiting_confirmation=True),
        Situation(state=BehaviorState.FOUND, report_missing=True),
        Situation(state=BehaviorState.NOT_FOUND),
        Situation(state=BehaviorState.WITHDRAWN),
    ],
)
def test_no_sanction_before_a_person_has_found_it_and_none_while_it_is_open_otherwise(situation: Situation) -> None:
    proposal = look("B2", "p4", situation)
    assert not proposal.sanctions_allowed and proposal.levels == ()
    assert not any(option.kind is ResponseKind.SANCTION for option in proposal.options)


def test_what_was_not_found_has_nothing_to_answer() -> None:
    proposal = look("B6", "p4", Situation(state=BehaviorState.WITHDRAWN))
    assert proposal.options == () and not proposal.must_be_answered and not proposal.adjustment_required


def test_medication_is_never_sanctioned_in_any_phase() -> None:
    for phase in COURT.phases:
        override = Situation(state=BehaviorState.FOUND, class_override=BehaviorClass.PROXIMAL, clinically_stable=True)
        assert not look("B14", phase.key, override).sanctions_allowed


def test_use_alone_offers_no_jail_before_stability() -> None:
    three_times = tuple(past("B6", days) for days in (3, 6, 9))
    assert not any(o.custody_days_most for o in look("B6", "p4", history=three_times).options)
    assert any(option.custody_days_most for option in look("B17", "p4").options)


@pytest.mark.parametrize(
    ("code", "situation", "levels"),
    [
        ("A1", FOUND, (Level.LOW,)),
        ("A3", FOUND, ()),
        ("A3", Situation(state=BehaviorState.FOUND, days_reached=6), ()),
        ("A3", Situation(state=BehaviorState.FOUND, days_reached=7), (Level.LOW,)),
        ("A1", Situation(state=BehaviorState.NOT_FOUND), ()),
        ("A3", Situation(state=BehaviorState.FOUND, days_reached=14), (Level.LOW,)),
        ("A3", Situation(state=BehaviorState.FOUND, days_reached=31), (Level.MODERATE,)),
        ("A3", Situation(state=BehaviorState.FOUND, days_reached=200), (Level.HIGH,)),
        ("A4", FOUND, (Level.MODERATE,)),
        ("A4", Situation(state=BehaviorState.FOUND, phase_critical=True), (Level.HIGH,)),
        ("A5", FOUND, (Level.LOW, Level.MODERATE)),
    ],
)
def test_achievements_prompt_incentives(code: str, situation: Situation, levels: tuple[Level, ...]) -> None:
    proposal = look(code, "p2", situation)
    assert (proposal.levels, proposal.incentive_prompted, proposal.sanctions_allowed) == (levels, bool(levels), False)
    assert {option.level for option in proposal.options} == set(levels)


def test_equivalents_are_of_the_same_kind_and_level() -> None:
    letter = COURT.responses.option("letter")
    assert [option.key for option in equivalents(COURT, letter)] == ["warning", "observation", "curfew_short"]


def test_like_cases_are_counted_by_the_kind_of_answer() -> None:
    adjusted = LikeCase("B5", BehaviorClass.DISTAL, 1, ON, ResponseKind.SERVICE_ADJUSTMENT)
    sanctioned = replace(adjusted, kind=ResponseKind.SANCTION)
    old = LikeCase("B5", BehaviorClass.DISTAL, 1, ON - timedelta(days=365), ResponseKind.SANCTION)
    other = LikeCase("B5", BehaviorClass.PROXIMAL, 1, ON, ResponseKind.SANCTION)
    counts = like_cases([adjusted, adjusted, sanctioned, old, other], "B5", BehaviorClass.DISTAL, 1, ON)
    assert counts == {ResponseKind.SERVICE_ADJUSTMENT: 2, ResponseKind.SANCTION: 1}


def test_unknown_behaviors_and_phases_are_refused() -> None:
    for code, phase in (("B99", "p1"), ("B2", "p9")):
        with pytest.raises(KeyError):
            look(code, phase)


situations = st.builds(
    Situation,
    state=st.sampled_from(list(BehaviorState)),
    clinically_stable=st.sampled_from([None, False, True]),
    class_override=st.none() | st.sampled_from(list(BehaviorClass)),
    contested=st.booleans(),
    awaiting_confirmation=st.booleans(),
    report_missing=st.booleans(),
    days_reached=st.integers(0, 120),
)


programs = st.sampled_from([COURT, DIVERSION])


@given(programs, st.data(), situations, st.integers(0, 6))
def test_laws_of_every_proposal(program: ProgramRules, data: st.DataObject, situation: Situation, times: int) -> None:
    behavior = data.draw(st.sampled_from(program.responses.behaviors))
    phase = data.draw(st.sampled_from(program.phases))
    history = [past(behavior.code, days) for days in range(1, times + 1)]
    proposal = propose(program, behavior.code, phase.key, ON, history, situation)
    if proposal.sanctions_allowed:
        assert situation.state is BehaviorState.FOUND and proposal.behavior_class is not BehaviorClass.DISTAL
        assert not behavior.never_sanctioned and not situation.contested and behavior.kind is BehaviorKind.CONCERN
    if behavior.kind is BehaviorKind.CONCERN and proposal.options:
        assert any(option.kind is ResponseKind.SERVICE_ADJUSTMENT for option in proposal.options)
    assert not (proposal.incentive_prompted and proposal.sanctions_allowed)
    assert "{" not in str(proposal.why) and behavior.label in str(proposal.why)
    again = propose(program, behavior.code, phase.key, ON, [*history, past(behavior.code, 7)], situation)
    if proposal.expected and again.expected:
        assert again.expected.step >= proposal.expected.step
