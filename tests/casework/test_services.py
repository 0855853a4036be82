"""Contacts, needs, goals and the case-management section."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from portal.casework.contacts import queries as contacts
from portal.casework.contacts.services import LogContact, log_contact
from portal.casework.facts import needs_of, submitted_sections
from portal.casework.needs.services import MoveNeed, SetGoal, move_goal, move_need, set_goal
from portal.casework.needs.vocabulary import Area, NeedState
from portal.casework.report_sections.queries import casework_facts, draft_of
from portal.casework.report_sections.services import WriteCasework, save_draft, submit_section
from portal.casework.report_sections.vocabulary import Change
from portal.web.refused import EditedMeanwhile, Refused
from tests.given.county import Acting, County

TODAY = date(2026, 11, 18)
Acts = Callable[..., Acting]


def test_a_contact_that_can_not_be_is_refused_at_its_field(acting: Acts, court_day: County) -> None:
    xio = court_day.people["xio"]
    with acting("casemanager") as (session, actor):
        for field, wrong in (
            ("met_on", LogContact(xio, TODAY + timedelta(days=1), "phone", "kept")),
            ("minutes", LogContact(xio, TODAY, "phone", "kept", 0)),
            ("mode", LogContact(xio, TODAY, "pigeon", "kept")),
            ("outcome", LogContact(xio, TODAY, "phone", "great")),
            ("", LogContact(court_day.people["maya"], TODAY, "phone", "kept")),
        ):
            with pytest.raises(Refused) as refused:
                log_contact(session, actor, wrong)
            assert refused.value.field == field


def test_the_words_are_apart_from_the_contact(acting: Acts, court_day: County) -> None:
    xio = court_day.people["xio"]
    for who, notes in (("coordinator", 1), ("judge", 1), ("prosecutor", 0)):
        with acting(who) as (session, _actor):
            made = contacts.contacts_of(session, [xio])[xio]
            assert len(made) == 1 and len(contacts.notes_of(session, made)) == notes
    with acting("counselor") as (session, _actor):
        assert contacts.contacts_of(session, [xio]) == {}


def test_a_need_moves_by_events_and_two_people_meet(acting: Acts, court_day: County) -> None:
    xio, need = court_day.people["xio"], court_day.things["need"]
    with acting("casemanager") as (session, actor):
        for wrong in (
            MoveNeed(need, "met", TODAY + timedelta(days=1), 0),
            MoveNeed(need, "met", date(2026, 10, 1), 0),
            MoveNeed(need, "gone", TODAY, 0),
        ):
            with pytest.raises(Refused):
                move_need(session, actor, wrong)
        move_need(session, actor, MoveNeed(need, "in_work", TODAY, 0, "Two viewings on Friday"))
        with pytest.raises(Refused):
            move_need(session, actor, MoveNeed(need, "met", TODAY, 0))
    with acting("judge") as (session, _actor):
        told = needs_of(session, [xio])[xio][0]
        assert (told.area, told.state, told.words) == (Area.HOUSING, NeedState.IN_WORK, "Two viewings on Friday")
    with acting("prosecutor") as (session, _actor):
        assert needs_of(session, [xio]) == {}


def test_goals_belong_to_the_agency_of_the_need(acting: Acts, court_day: County) -> None:
    with acting("officer") as (session, actor), pytest.raises(Refused):
        set_goal(session, actor, SetGoal(court_day.things["need"], "Mine", TODAY))
    with acting("casemanager") as (session, actor):
        with pytest.raises(Refused):
            set_goal(session, actor, SetGoal(court_day.things["need"], "Too late", TODAY - timedelta(days=1)))
        moved = move_goal(session, actor, court_day.things["goal"], NeedState.MET, 1)
        assert moved.state == "met"
        with pytest.raises(EditedMeanwhile):
            move_goal(session, actor, court_day.things["goal"], NeedState.OPEN, 1)


def test_the_section_is_drafted_at_home_and_submitted_to_the_team(acting: Acts, court_day: County) -> None:
    xio, hearing = court_day.people["xio"], court_day.things["hearing"]
    command = WriteCasework(xio, hearing, date(2026, 11, 19), "Two viewings on Friday.", {Area.HOUSING: Change.BETTER})
    with acting("casemanager") as (session, actor):
        save_draft(session, actor, command)
        facts = casework_facts(session, [xio], date(2026, 11, 5), TODAY)[xio]
        assert facts.kept == 1 and len(facts.needs) == 1
        with pytest.raises(Refused):
            submit_section(session, actor, WriteCasework(xio, hearing, TODAY, "x" * 281))
    with acting("judge") as (session, _actor):
        assert submitted_sections(session, [xio], hearing) == {} and draft_of(session, xio, hearing) is None
    with acting("casemanager") as (session, actor):
        submit_section(session, actor, command)
    with acting("judge") as (session, _actor):
        told = submitted_sections(session, [xio], hearing)[xio]
        assert [one.line for one in told] == ["Two viewings on Friday."]
        assert told[0].changes[Area.HOUSING] is Change.BETTER and told[0].changes[Area.WORK] is Change.NOT_SAID
        assert draft_of(session, xio, hearing) is None
    with acting("prosecutor") as (session, _actor):
        assert submitted_sections(session, [xio], hearing) == {}
