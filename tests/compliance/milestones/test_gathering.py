"""Readiness is what this reader may know: unknown where the role may not hold it, or where the clinic alone knows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from portal.compliance.facts import readiness_of
from portal.compliance.milestones.services import Attest, Waive, attest_milestone, waive_milestone
from portal.compliance.milestones.vocabulary import MilestoneState
from portal.gate.vocabulary import Category
from portal.participants.enrollments import queries as enrollments
from portal.web.refused import Refused
from tests.given.county import Acting, County

TODAY = date(2026, 11, 18)
Acts = Callable[..., Acting]


def states(acting: Acts, county: County, who: str) -> dict[str, MilestoneState]:
    with acting(who) as (session, _actor):
        told = readiness_of(session, [county.people["xio"]], TODAY)[county.people["xio"]]
        return {milestone.key: milestone.state for milestone in told.readiness.milestones}


def test_each_reader_has_an_own_readiness(acting: Acts, court_day: County) -> None:
    xio = court_day.people["xio"]
    with acting("casemanager") as (session, actor):
        enrollment = enrollments.current(session, xio)
        assert enrollment is not None
        row = attest_milestone(
            session, actor, enrollment, Attest("p1.medical", date(2026, 3, 20), "Slip of the clinic")
        )
        assert row.category == Category.NEED_GOAL.bit
        with pytest.raises(Refused):
            attest_milestone(session, actor, enrollment, Attest("p1.assessment", date(2026, 3, 20), "Not mine to say"))
    officer, prosecutor = states(acting, court_day, "officer"), states(acting, court_day, "prosecutor")
    assert officer["p1.medical"] is MilestoneState.MET
    assert officer["p1.papers"] is MilestoneState.NOT_YET
    assert prosecutor["p1.medical"] is prosecutor["p1.papers"] is MilestoneState.UNKNOWN
    assert officer["p1.assessment"] is MilestoneState.UNKNOWN
    assert officer["p1.sessions"] is MilestoneState.NOT_YET


def test_what_the_clinic_confirms_is_the_clinics_record(acting: Acts, court_day: County) -> None:
    with acting("counselor") as (session, actor):
        enrollment = enrollments.current(session, court_day.people["xio"])
        assert enrollment is not None
        row = attest_milestone(session, actor, enrollment, Attest("p1.assessment", date(2026, 3, 12), "Done"))
        assert (row.category, row.origin_id) == (Category.ENROLLMENT.bit, court_day.agencies["riverbend"])
    assert states(acting, court_day, "officer")["p1.assessment"] is MilestoneState.MET
    with acting("officer") as (session, _actor):
        told = readiness_of(session, [court_day.people["xio"]], TODAY)[court_day.people["xio"]]
        assert [source.origin_id for source in told.sources["p1.assessment"]] == [court_day.agencies["riverbend"]]
        assert told.sources["p1.sessions"]


def test_only_the_program_records_a_waiver(acting: Acts, court_day: County) -> None:
    command = Waive("p1.papers", TODAY, "The office that issues IDs is closed")
    with acting("officer") as (session, actor):
        enrollment = enrollments.current(session, court_day.people["xio"])
        assert enrollment is not None
        with pytest.raises(Refused):
            waive_milestone(session, actor, enrollment, command)
    with acting("coordinator") as (session, actor):
        enrollment = enrollments.current(session, court_day.people["xio"])
        assert enrollment is not None
        waive_milestone(session, actor, enrollment, command)
    assert states(acting, court_day, "officer")["p1.papers"] is MilestoneState.WAIVED


def test_amounts_add_up_and_are_checked(acting: Acts, court_day: County) -> None:
    with acting("casemanager") as (session, actor):
        enrollment = enrollments.current(session, court_day.people["marcus"])
        assert enrollment is not None
        for command in (
            Attest("p1.peer", date(2026, 11, 19), "Tomorrow"),
            Attest("p1.peer", TODAY, " "),
            Attest("p1.peer", TODAY, "None", Decimal(0)),
        ):
            with pytest.raises(Refused):
                attest_milestone(session, actor, enrollment, command)
