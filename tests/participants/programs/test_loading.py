"""The programs that come with the portal, and what a faulty rule file is told."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

import pytest

from portal.gate.vocabulary import RoleName
from portal.participants.programs.definition import UnknownKey
from portal.participants.programs.loading import builtin_keys, builtin_rules, rules_from_text
from portal.participants.programs.vocabulary import (
    AttendanceMark,
    BehaviorClass,
    BehaviorKind,
    ClockEffect,
    Level,
    ProgramKind,
    ResponseKind,
    ResultCode,
)

COURT, DIVERSION = builtin_rules("treatment_court"), builtin_rules("diversion")


def test_the_treatment_court_has_the_five_phases_of_the_field() -> None:
    assert builtin_keys() == ("diversion", "treatment_court")
    assert [phase.name for phase in COURT.phases] == [
        "Acute stabilization",
        "Clinical stabilization",
        "Prosocial habilitation",
        "Adaptive habilitation",
        "Recovery management",
    ]
    assert [phase.min_days for phase in COURT.phases] == [60, 90, 90, 90, 90]
    assert [phase.sober_days for phase in COURT.phases] == [14, 30, 45, 60, 90]
    assert [phase.hearing_every_days for phase in COURT.phases] == [14, 14, 28, 28, 28]
    assert [phase.tests_weekly for phase in COURT.phases] == [2, 2, 2, 2, 1]
    assert [phase.contact_every_days for phase in COURT.phases] == [7, 7, 14, 14, 30]
    assert [phase.home_visit_every_days for phase in COURT.phases] == [30, 30, 30, 42, None]
    assert [phase.curfew_at for phase in COURT.phases] == [time(21), time(22), time(23), None, None]
    assert (COURT.phases[0].hearing_every_days_unstable, COURT.phases[4].hearing_every_days_most) == (7, 42)
    assert {phase.sanction_free_days for phase in COURT.phases} == {0}


def test_diversion_has_three_phases_without_hearings_judge_case_or_tests() -> None:
    assert DIVERSION.kind is ProgramKind.DIVERSION and not DIVERSION.tests.tested
    assert not (DIVERSION.has_hearings or DIVERSION.has_judge or DIVERSION.needs_case_number)
    assert [(p.name, p.min_days, p.max_days) for p in DIVERSION.phases] == [
        ("Engage", 30, None),
        ("Comply", 60, 120),
        ("Maintain", 30, 60),
    ]
    assert all(phase.hearing_every_days is None and phase.review_every_days for phase in DIVERSION.phases)
    assert not any(option.custody_days_most or option.liberty for option in DIVERSION.responses.options)


def test_phases_follow_each_other_and_carry_their_own_days_as_milestones() -> None:
    after = COURT.phase_after("p1")
    assert after is not None and after.key == "p2" and COURT.phase_after("p5") is None
    days, sober = COURT.milestones_of("p2")[:2]
    assert (days.key, days.target, sober.key, sober.target) == ("p2.days", Decimal(90), "p2.sober", Decimal(30))
    assert "d1.sober" not in [milestone.key for milestone in DIVERSION.milestones]
    for unknown in (COURT.phase, COURT.milestone, COURT.milestones_of):
        with pytest.raises(UnknownKey):
            unknown("p9")


def test_every_behavior_of_the_field_with_its_class_by_phase() -> None:
    classes = {b.code: "".join(c.name[0] for c in b.classes.values()) for b in COURT.responses.behaviors}
    assert classes["A3"] == classes["B5"] == classes["B6"] == classes["B13"] == "DDPPP"
    assert classes["A4"] == classes["A5"] == "DDDPP" and classes["B14"] == "DDDDD"
    others = {code for code, letters in classes.items() if letters == "PPPPP"}
    assert others == {
        *["A1", "A2", "B1", "B2", "B3", "B4", "B7", "B8", "B9", "B10", "B11", "B12", "B15", "B16a", "B16b", "B17"]
    }
    severities = {b.code: b.severity for b in COURT.responses.behaviors if b.kind is BehaviorKind.CONCERN}
    assert [severities[code] for code in ("B1", "B2", "B3", "B5", "B6", "B8", "B14", "B16a", "B16b")] == [
        1, 2, 3, 1, 2, 4, None, 3, 4,
    ]  # fmt: skip
    assert {b.code: b.stable_only for b in COURT.responses.behaviors if b.stable_only} == {
        "B5": frozenset({"p3"}),
        "B6": frozenset({"p3"}),
    }


def test_the_lookup_repeats_its_last_level() -> None:
    ladder = [COURT.lookup.level(3, nth) for nth in (1, 2, 3, 9)]
    assert ladder == [Level.MODERATE, Level.MODERATE, Level.HIGH, Level.HIGH]
    assert (COURT.lookup.window_days, COURT.limits.jail_warn_days, COURT.limits.jail_stop_days) == (60, 3, 6)


def test_treatment_is_neither_reward_nor_punishment() -> None:
    for rules in (COURT, DIVERSION):
        clinical = {option.kind for option in rules.responses.options if option.clinical}
        assert clinical == {ResponseKind.SERVICE_ADJUSTMENT}
        assert all(option.level is None for option in rules.responses.of(ResponseKind.SERVICE_ADJUSTMENT))


def test_every_code_and_mark_has_its_rule() -> None:
    for rules in (COURT, DIVERSION):
        assert set(rules.tests.codes) == set(ResultCode) and set(rules.attendance.counts) == set(AttendanceMark)
    restarting = {code.value for code, rule in COURT.tests.codes.items() if rule.effect is ClockEffect.RESTARTS}
    assert restarting == {"POS_CONF", "POS_ADMIT", "SUBST", "ADULT", "REFUSED"}


def test_who_owes_a_section_and_by_when() -> None:
    owed = {section.key: section.roles for section in COURT.sections}
    assert list(owed) == ["treatment", "case_management", "supervision"]
    assert owed["supervision"] == (RoleName.PROBATION_OFFICER,)
    assert {section.when for section in DIVERSION.sections} == {"review"}
    assert COURT.deadlines.sections_due_on(date(2026, 11, 19)) == date(2026, 11, 18)
    assert COURT.deadlines.sections_due_on(date(2026, 11, 23)) == date(2026, 11, 20)
    assert COURT.deadlines.sections_due_at == time(12)


@pytest.mark.parametrize("key", builtin_keys())
def test_the_stored_text_gives_equal_rules_and_the_same_hash(key: str) -> None:
    rules = builtin_rules(key)
    again = rules_from_text(rules.text)
    assert again == rules and again.content_hash == rules.content_hash and len(rules.content_hash) == 64


def test_no_label_uses_a_word_that_the_portal_avoids() -> None:
    avoided = {
        "relapse",
        "offender",
        "addict",
        "clean",
        "dirty",
        "failed",
        "refused",
        "violation",
        "absconded",
        "incarcerated",
    }
    for rules in (COURT, DIVERSION):
        labels = [f"{m.label} {m.ask}" for m in rules.milestones] + [b.label for b in rules.responses.behaviors]
        labels += [option.label for option in rules.responses.options] + [code.label for code in ResultCode]
        assert not [label for label in labels if avoided & set(label.lower().split())]
    assert BehaviorClass.DISTAL.label == "Not expected yet" and ResultCode.UNABLE.label == "Could not give a sample"
