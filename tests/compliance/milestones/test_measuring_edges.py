"""The edges of milestones: exactly at the target, one session short, several obligations of a kind."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from portal.compliance.drug_tests.results import ResultFact
from portal.compliance.drug_tests.sobriety import sober_days
from portal.compliance.drug_tests.vocabulary import ResultCode
from portal.compliance.milestones.facts import Count, ParticipantFacts, Record, RunOfSessions, Share, Waiver
from portal.compliance.milestones.readiness import MilestoneResult, readiness
from portal.compliance.milestones.vocabulary import MilestoneState
from portal.compliance.obligations.standing import ObligationFact, ProofFact, Standing, standing
from portal.compliance.obligations.vocabulary import ObligationKind, ProofState, Unit
from portal.participants.programs.loading import builtin_rules

COURT, DIVERSION = builtin_rules("treatment_court"), builtin_rules("diversion")
STARTED, AS_OF = date(2026, 10, 3), date(2026, 11, 19)
MOMENT = datetime(2026, 11, 18, tzinfo=UTC)


def look(key: str, facts: ParticipantFacts) -> MilestoneResult:
    rules = DIVERSION if key.startswith("d") else COURT
    found = readiness(rules, key.split(".", maxsplit=1)[0], STARTED, facts, AS_OF)
    return next(result for result in found.milestones if result.key == key)


@pytest.mark.parametrize(
    ("done", "of", "state", "have"),
    [
        (8, 10, MilestoneState.MET, 80),
        (1, 1, MilestoneState.MET, 100),
        (7, 9, MilestoneState.CLOSE, 78),
        (18, 25, MilestoneState.CLOSE, 72),
        (71, 100, MilestoneState.UNDER_WAY, 71),
        (0, 4, MilestoneState.NOT_YET, 0),
    ],
)
def test_a_share_at_and_around_its_target(done: int, of: int, state: MilestoneState, have: int) -> None:
    result = look("p2.attendance", ParticipantFacts(attendance={"p2.attendance": Share(done, of)}))
    assert (result.state, result.have) == (state, have)
    assert (result.what_is_needed is None) == (state is MilestoneState.MET)


@pytest.mark.parametrize(
    ("done", "of", "sessions", "reached"),
    [(7, 9, 1, 1), (14, 18, 2, 2), (14, 18, 1, None), (0, 1, 4, 4), (0, 1, 3, None)],
)
def test_the_session_that_would_reach_it(done: int, of: int, sessions: int, reached: int | None) -> None:
    upcoming = tuple(AS_OF + timedelta(days=number) for number in range(1, sessions + 1))
    share = Share(done, of, upcoming_on=upcoming)
    result = look("p2.attendance", ParticipantFacts(attendance={"p2.attendance": share}))
    assert result.earliest_on == (None if reached is None else upcoming[reached - 1])


def test_since_when_a_share_has_been_enough_is_passed_on_only_while_it_is() -> None:
    enough, short = Share(8, 10, date(2026, 11, 2)), Share(7, 10, date(2026, 11, 2))
    assert look("p2.attendance", ParticipantFacts(attendance={"p2.attendance": enough})).met_on == date(2026, 11, 2)
    assert look("p2.attendance", ParticipantFacts(attendance={"p2.attendance": short})).met_on is None


@pytest.mark.parametrize(
    ("days", "state", "percent"),
    [
        (33, MilestoneState.MET, 100),
        (30, MilestoneState.MET, 100),
        (29, MilestoneState.CLOSE, 96),
        (27, MilestoneState.CLOSE, 90),
        (26, MilestoneState.UNDER_WAY, 86),
    ],
)
def test_sober_days_at_and_below_the_target(days: int, state: MilestoneState, percent: int) -> None:
    first = AS_OF - timedelta(days=days - 1)
    tests = [
        ResultFact(f"t{day}", first + timedelta(days=day), ResultCode.NEG, MOMENT) for day in (0, 14, 28, days - 1)
    ]
    result = look("p2.sober", ParticipantFacts(sober=sober_days(tests, AS_OF, first, COURT)))
    assert (result.state, result.have, result.percent) == (state, days, percent)
    assert result.earliest_on == (None if days >= 30 else AS_OF + timedelta(days=30 - days))


def test_a_run_one_short_and_complete() -> None:
    days = tuple(STARTED + timedelta(days=number) for number in range(4))
    short = look("p1.sessions", ParticipantFacts(sessions_in_row=RunOfSessions(3, days[:3], (AS_OF,))))
    assert (short.state, short.have, short.earliest_on) == (MilestoneState.UNDER_WAY, 3, AS_OF)
    assert str(short.what_is_needed) == "Reached Thu Nov 19 if the next session is attended."
    unscheduled = look("p1.sessions", ParticipantFacts(sessions_in_row=RunOfSessions(3, days[:3])))
    assert unscheduled.earliest_on is None and "Attend 4 sessions" in str(unscheduled.what_is_needed)
    assert look("p1.sessions", ParticipantFacts(sessions_in_row=RunOfSessions(4, days))).have == 4


def test_contacts_are_counted_and_asked_for() -> None:
    none = look("d1.contact", ParticipantFacts(contacts_kept=Count(0)))
    assert none.state is MilestoneState.NOT_YET and str(none.what_is_needed) == "Keep the next contact."
    one = look("d2.contact", ParticipantFacts(contacts_kept=Count(1, AS_OF)))
    assert (one.state, one.percent, one.met_on) == (MilestoneState.UNDER_WAY, 50, None)
    assert str(one.what_is_needed) == "Keep the next contact. Still needed: 1 of 2 visits."
    assert look("d2.contact", ParticipantFacts(contacts_kept=Count(2, AS_OF))).met_on == AS_OF


def service(key: str, hours: int, done: int) -> Standing:
    owed = ObligationFact(key, ObligationKind.COMMUNITY_SERVICE, "Service", Decimal(hours), Unit.HOURS, STARTED)
    on = date(2026, 11, 10) + timedelta(days=done)
    proof = ProofFact(f"{key}-proof", key, on, Decimal(done), ProofState.ACCEPTED, MOMENT)
    return standing(owed, [proof] if done else [], AS_OF)


def test_one_obligation_shows_its_own_figures_and_several_are_counted() -> None:
    one = look("d2.service", ParticipantFacts(obligations=(service("a", 16, 4),)))
    assert (one.have, one.target, one.unit, one.percent) == (4, 16, Unit.HOURS, 25)
    both = look("d2.service", ParticipantFacts(obligations=(service("a", 4, 4), service("b", 8, 0))))
    assert (both.have, both.target, both.unit, both.state) == (1, 2, Unit.ITEMS, MilestoneState.UNDER_WAY)
    assert both.met_on is None and str(both.what_is_needed) == "Still needed: 8 of 8 hours."
    done = look("d2.service", ParticipantFacts(obligations=(service("a", 4, 4), service("b", 2, 2))))
    assert (done.state, done.have, done.target) == (MilestoneState.MET, 2, 2)
    assert done.met_on == date(2026, 11, 14)


def test_a_waiver_does_not_hide_that_a_milestone_was_met() -> None:
    facts = ParticipantFacts(
        records=(Record("p2.housing", date(2026, 11, 1), "Lease seen"),),
        waivers=(Waiver("p2.housing", AS_OF, "Moved"),),
    )
    assert look("p2.housing", facts).state is MilestoneState.MET
    other = ParticipantFacts(records=(), waivers=(Waiver("p2.network", AS_OF, "Lives far out"),))
    assert look("p2.housing", other).state is MilestoneState.NOT_YET
    waived = look("p2.network", other)
    assert (waived.state, waived.met_on, waived.earliest_on) == (MilestoneState.WAIVED, AS_OF, None)
    assert str(waived.evidence) == "Waived Thu Nov 19: Lives far out"


def test_the_earliest_day_is_the_latest_of_the_open_ones() -> None:
    found = readiness(COURT, "p2", STARTED, ParticipantFacts(records=()), AS_OF)
    assert found.earliest_on == date(2027, 1, 1)
    assert [str(said) for said in found.still_needed] == [
        "Day 90 is Thu Dec 31.",
        "Show the lease, or let the case manager confirm where you live.",
        "Introduce two people who support you. Still needed: 2 of 2 people.",
    ]
