"""Readiness for the next phase: states, earliest days, what is still needed, and what stays unknown."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.compliance.drug_tests.results import ResultFact
from portal.compliance.drug_tests.sobriety import SoberDays, sober_days
from portal.compliance.drug_tests.vocabulary import ResultCode
from portal.compliance.milestones.facts import (
    Count,
    ParticipantFacts,
    Record,
    RunOfSessions,
    Share,
    Waiver,
    window,
)
from portal.compliance.milestones.readiness import MilestoneResult, day_number, readiness
from portal.compliance.milestones.vocabulary import MilestoneState
from portal.compliance.obligations.standing import ObligationFact, ProofFact, standing
from portal.compliance.obligations.vocabulary import ObligationKind, ProofState, Unit
from portal.gate.vocabulary import Category
from portal.participants.programs.definition import UnknownKey
from portal.participants.programs.loading import builtin_rules

COURT, DIVERSION = builtin_rules("treatment_court"), builtin_rules("diversion")
STARTED, AS_OF = date(2026, 10, 3), date(2026, 11, 19)


def sober(first: date, *days_between: int, code: ResultCode = ResultCode.NEG, as_of: date = AS_OF) -> SoberDays:
    """Tests at these distances from the first; the last one has the code given."""
    days = [first + timedelta(days=sum(days_between[:number])) for number in range(len(days_between) + 1)]
    facts = [ResultFact(str(on), on, ResultCode.NEG, datetime.combine(on, time(20), tzinfo=UTC)) for on in days]
    facts[-1] = replace(facts[-1], code=code)
    return sober_days(facts, as_of, first, COURT)


def look(key: str, facts: ParticipantFacts, as_of: date = AS_OF, started_on: date = STARTED) -> MilestoneResult:
    found = readiness(COURT, key.split(".", maxsplit=1)[0], started_on, facts, as_of)
    return next(result for result in found.milestones if result.key == key)


def state(key: str, facts: ParticipantFacts) -> MilestoneState:
    return look(key, facts).state


def test_days_in_the_phase_agree_with_the_day_shown_at_the_top() -> None:
    result = look("p2.days", ParticipantFacts())
    assert (result.state, result.have, result.target) == (MilestoneState.UNDER_WAY, 48, 90)
    assert day_number(STARTED, AS_OF) == 48
    assert str(result.what_is_needed) == "Day 90 is Thu Dec 31." and result.earliest_on == date(2027, 1, 1)
    last_day = look("p2.days", ParticipantFacts(), date(2026, 12, 31))
    assert (last_day.state, last_day.have) == (MilestoneState.CLOSE, 90)
    assert look("p2.days", ParticipantFacts(), date(2027, 1, 1)).met_on == date(2027, 1, 1)


def test_nothing_known_is_unknown_and_never_not_met() -> None:
    found = readiness(COURT, "p2", STARTED, ParticipantFacts(), AS_OF)
    assert {result.state for result in found.milestones if result.key != "p2.days"} == {MilestoneState.UNKNOWN}
    assert found.unknown == ("p2.sober", "p2.attendance", "p2.housing", "p2.network")
    assert not found.ready and len(found.still_needed) == 1
    neutral = {str(result.evidence) for result in found.milestones if result.state is MilestoneState.UNKNOWN}
    assert neutral == {"No information in this report. This is not a finding."}


def test_sober_days_are_met_on_the_day_that_was_the_thirtieth() -> None:
    result = look("p2.sober", ParticipantFacts(sober=sober(date(2026, 10, 18), 4, 9, 13, 4)))
    assert (result.state, result.have, result.met_on) == (MilestoneState.MET, 31, date(2026, 11, 16))
    assert str(result.evidence) == "Verified from Sun Oct 18 to Tue Nov 17; tests: 5, longest gap in days: 13."


def test_sober_days_still_needed_count_from_what_a_test_today_would_verify() -> None:
    result = look("p2.sober", ParticipantFacts(sober=sober(date(2026, 11, 1), 7, 7)))
    assert (result.state, result.have, result.percent) == (MilestoneState.UNDER_WAY, 15, 50)
    assert result.earliest_on == AS_OF + timedelta(days=11)
    assert str(result.what_is_needed) == "15 more verified days; Mon Nov 30 at the earliest."


def test_a_pending_result_keeps_a_reached_target_from_being_met() -> None:
    pending = sober(date(2026, 10, 1), 14, 14, 14, 6, code=ResultCode.PRESUMPT)
    result = look("p2.sober", ParticipantFacts(sober=pending))
    assert pending.verified_days == 43 and result.state is MilestoneState.CLOSE and result.met_on is None
    assert str(result.what_is_needed) == "A test result awaits confirmation."


def test_no_known_test_is_unknown_even_when_an_empty_list_was_read() -> None:
    assert (
        look("p2.sober", ParticipantFacts(sober=sober_days([], AS_OF, STARTED, COURT))).state is MilestoneState.UNKNOWN
    )


def test_attendance_says_when_the_next_sessions_would_reach_it() -> None:
    upcoming = (date(2026, 11, 23), date(2026, 11, 20), date(2026, 11, 30))
    result = look("p2.attendance", ParticipantFacts(attendance={"p2.attendance": Share(14, 18, None, upcoming)}))
    assert (result.state, result.have, result.percent) == (MilestoneState.CLOSE, 78, 97)
    assert str(result.evidence) == "14 of 18 sessions, excused left out."
    assert str(result.what_is_needed) == "Reached Mon Nov 23 if the next 2 are attended."
    assert result.earliest_on == date(2026, 11, 23)


def test_a_share_just_below_its_target_is_not_rounded_up_to_it() -> None:
    result = look("p2.attendance", ParticipantFacts(attendance={"p2.attendance": Share(199, 250)}))
    assert (result.state, result.have) == (MilestoneState.CLOSE, 79)
    assert str(result.what_is_needed) == "Attend the next sessions; 5 in a row would reach it."


def test_attendance_without_a_denominator_is_unknown() -> None:
    assert (
        look("p2.attendance", ParticipantFacts(attendance={"p2.attendance": Share(0, 0)})).state
        is MilestoneState.UNKNOWN
    )
    assert (
        look("p2.attendance", ParticipantFacts(attendance={"p2.attendance": Share(0, 3)})).state
        is MilestoneState.NOT_YET
    )


def test_a_run_once_reached_stays_reached() -> None:
    days = tuple(STARTED + timedelta(days=number) for number in range(4))
    met = look("p1.sessions", ParticipantFacts(sessions_in_row=RunOfSessions(1, days)))
    assert (met.state, met.met_on) == (MilestoneState.MET, days[3])
    ahead = RunOfSessions(2, days[:2], (date(2026, 11, 23), date(2026, 11, 25)))
    assert look("p1.sessions", ParticipantFacts(sessions_in_row=ahead)).earliest_on == date(2026, 11, 25)


def test_documents_and_attestations_are_met_by_their_record_and_otherwise_asked_for_by_a_day() -> None:
    lease = Record("p2.housing", date(2026, 10, 23), "Lease seen by T. Ibarra")
    met = look("p2.housing", ParticipantFacts(records=(lease,)))
    assert (met.state, met.met_on, str(met.evidence)) == (MilestoneState.MET, lease.on, lease.evidence)
    asked = look("p1.assessment", ParticipantFacts(records=()))
    assert asked.state is MilestoneState.NOT_YET and asked.due_on == date(2026, 10, 17)
    assert str(asked.what_is_needed) == "Finish the assessment, by Sat Oct 17."
    assert str(asked.evidence) == "No evidence yet."
    assert (
        look("p2.housing", ParticipantFacts(records=(replace(lease, on=date(2026, 11, 20)),))).state.value == "not_yet"
    )


def test_a_reader_who_may_not_see_one_kind_of_record_gets_unknown_for_it_alone() -> None:
    facts = ParticipantFacts(records=(), unknown_keys=frozenset({"p1.plan"}))
    assert look("p1.plan", facts).state is MilestoneState.UNKNOWN
    assert look("p1.medical", facts).state is MilestoneState.NOT_YET


def test_counts_add_up_and_weeks_are_counted_once() -> None:
    met_one = Record("p2.network", date(2026, 11, 2), "Met her sister")
    one = look("p2.network", ParticipantFacts(records=(met_one,)))
    assert (one.state, one.percent) == (MilestoneState.UNDER_WAY, 50)
    assert str(one.what_is_needed) == "Introduce two people who support you. Still needed: 1 of 2 people."
    weekly = tuple(Record("p3.activity", AS_OF - timedelta(days=day), "Slip") for day in (0, 6, 7, 13, 83, 84))
    result = look("p3.activity", ParticipantFacts(records=weekly), started_on=date(2026, 8, 1))
    assert result.have == 3


def test_a_gain_in_score_is_the_last_one() -> None:
    gains = (Record("p5.capital", date(2026, 11, 1), "", Decimal(3)), Record("p5.capital", AS_OF, "", Decimal(0)))
    assert look("p5.capital", ParticipantFacts(records=gains)).state is MilestoneState.NOT_YET
    assert look("p5.capital", ParticipantFacts(records=gains[:1])).state is MilestoneState.MET
    assert look("p5.capital", ParticipantFacts(records=())).state is MilestoneState.NOT_YET


def test_what_was_never_ordered_is_left_out_and_what_was_is_measured() -> None:
    assert "p4.restitution" not in [
        m.key for m in readiness(COURT, "p4", STARTED, ParticipantFacts(obligations=()), AS_OF).milestones
    ]
    owed = ObligationFact("o", ObligationKind.RESTITUTION, "Restitution", Decimal(240), Unit.DOLLARS, STARTED)
    paid = ProofFact("a", "o", AS_OF, Decimal(100), ProofState.ACCEPTED, datetime.combine(AS_OF, time(9), tzinfo=UTC))
    partly = look("p4.restitution", ParticipantFacts(obligations=(standing(owed, [paid], AS_OF),)))
    assert (partly.state, partly.have, partly.target, partly.unit) == (MilestoneState.UNDER_WAY, 100, 240, Unit.DOLLARS)
    assert str(partly.what_is_needed) == "Still needed: 140 of 240 dollars."
    hidden = look("p4.restitution", ParticipantFacts(obligations=(standing(owed, None, AS_OF),)))
    assert hidden.state is MilestoneState.UNKNOWN
    done = replace(paid, amount=Decimal(240))
    assert look("p4.restitution", ParticipantFacts(obligations=(standing(owed, [done], AS_OF),))).met_on == AS_OF


def test_a_waiver_settles_a_milestone_with_its_reason() -> None:
    waived = Waiver("p2.housing", date(2026, 11, 5), "Lives with family while on the list")
    result = look("p2.housing", ParticipantFacts(waivers=(waived,)))
    assert (result.state, result.waived_reason, result.what_is_needed) == (MilestoneState.WAIVED, waived.reason, None)
    assert (
        look("p2.housing", ParticipantFacts(waivers=(replace(waived, on=date(2026, 11, 20)),))).state
        is MilestoneState.UNKNOWN
    )


def test_diversion_is_ready_when_all_is_met_and_says_since_when() -> None:
    facts = ParticipantFacts(
        contacts_kept=Count(1, date(2026, 10, 20)),
        records=tuple(Record(f"d1.{name}", date(2026, 10, 10), "Seen") for name in ("agreement", "screen", "plan")),
    )
    found = readiness(DIVERSION, "d1", STARTED, facts, AS_OF)
    assert found.ready and found.settled == 5 and found.ready_since_on == date(2026, 11, 2)
    assert found.earliest_on == AS_OF and found.still_needed == () and found.unknown == ()


def test_results_carry_the_category_of_their_sources() -> None:
    found = {r.key: r.category for r in readiness(COURT, "p2", STARTED, ParticipantFacts(), AS_OF).milestones}
    assert found["p2.sober"] is Category.DRUG_TEST and found["p2.attendance"] is Category.ATTENDANCE
    assert found["p2.days"] is Category.PHASE_STATUS and found["p2.housing"] is Category.NEED_GOAL


def test_windows_are_the_phase_or_trailing_days() -> None:
    assert window(COURT.milestone("p2.attendance"), STARTED, AS_OF) == (STARTED, AS_OF)
    assert window(COURT.milestone("p3.activity"), date(2026, 1, 1), AS_OF) == (AS_OF - timedelta(days=83), AS_OF)


def test_an_unknown_phase_is_named() -> None:
    with pytest.raises(UnknownKey, match="p9"):
        readiness(COURT, "p9", STARTED, ParticipantFacts(), AS_OF)


records = st.lists(
    st.builds(
        Record,
        st.sampled_from([milestone.key for milestone in COURT.milestones]),
        st.dates(STARTED, AS_OF),
        st.just("Seen"),
        st.sampled_from([Decimal(1), Decimal(2)]),
    ),
    max_size=8,
).map(tuple)
shares = st.integers(1, 40).flatmap(lambda of: st.builds(Share, st.integers(0, of), st.just(of)))


@given(
    st.sampled_from([phase.key for phase in COURT.phases]), st.none() | records, st.none() | shares, st.integers(0, 200)
)
def test_the_parts_of_readiness_fit_together(
    phase: str, known: tuple[Record, ...] | None, share: Share | None, day: int
) -> None:
    keys = [milestone.key for milestone in COURT.milestones]
    attendance = None if share is None else dict.fromkeys(keys, share)
    as_of = STARTED + timedelta(days=day)
    found = readiness(COURT, phase, STARTED, ParticipantFacts(attendance=attendance, records=known), as_of)
    assert found.earliest_on >= as_of and found.ready == (found.settled == len(found.milestones))
    for result in found.milestones:
        assert (result.state is MilestoneState.UNKNOWN) == (result.have is None) == (result.percent is None)
        assert result.state.settled == (result.what_is_needed is None) or result.state is MilestoneState.UNKNOWN
        assert str(result.evidence) and "{" not in str(result.evidence) + str(result.what_is_needed)
        if known is None and result.key not in {f"{phase}.days", "p2.attendance"}:
            assert result.state is MilestoneState.UNKNOWN
