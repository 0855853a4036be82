"""Who records what became of a paper (R13, R23, R25, R63)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.principal import Principal
from portal.consent.instruments.models import Consent
from portal.consent.instruments.services import Revoke, record_consent, revoke_consent
from portal.consent.turns.services import (
    record_expiry_event,
    record_revocable_point,
    replace_consent,
)
from tests.consent.test_who_acts import UNKNOWN, refused
from tests.given.county import Acting, County
from tests.given.papers import a_court_paper

Act = Callable[..., Acting]
Papers = dict[str, Consent]
Turn = Callable[[Session, Principal, Papers], Any]


def taken_back(word: str) -> Turn:
    return lambda session, actor, papers: revoke_consent(session, actor, papers[word], Revoke())


def ended_by_event(word: str) -> Turn:
    return lambda session, actor, papers: record_expiry_event(session, actor, papers[word], clock.now())


def revocable(word: str) -> Turn:
    return lambda session, actor, papers: record_revocable_point(session, actor, papers[word], clock.now())


def replaced(old: str, new: str) -> Turn:
    return lambda session, actor, papers: replace_consent(session, actor, papers[old], papers[new])


@pytest.fixture
def papers(acting: Act, county: County) -> Papers:
    """As somebody sees them who may, for those who get hold of one in another way."""
    with acting("privacy") as (session, _):
        return {word: session.get_one(Consent, found) for word, found in county.consents.items()}


@pytest.fixture(scope="module", autouse=True)
def _one_that_waits(app: Flask, county: County) -> None:
    """A court's paper that ends when Xio completes the program."""
    with Acting(app, county, "coordinator") as (session, actor):
        waiting = replace(
            a_court_paper(session, county, "xio"), expiry_kind="event", expiry_event="She completes the program"
        )
        county.consents["xio-event"] = record_consent(session, actor, waiting).id


def of_session(session: Session, papers: Papers) -> Papers:
    """The papers as rows of this session, as far as it may see them; else as they came."""
    seen = {one.id: one for one in session.scalars(select(Consent))}
    return {word: seen.get(one.id, one) for word, one in papers.items()}


TURNS: dict[str, Turn] = {
    "taken back": taken_back("xio-others"),
    "an event that ends it": ended_by_event("xio-others"),
    "a revocable point": revocable("xio-court"),
    "replaced": replaced("xio-others", "xio-court"),
}


@pytest.mark.parametrize("name", TURNS)
def test_of_a_hidden_person_no_paper_is_turned(name: str, acting: Act, county: County, papers: Papers) -> None:
    with acting("diverter") as (session, actor):
        said = refused(session, county, lambda: TURNS[name](session, actor, papers))
        assert (said.field, str(said)) == ("", UNKNOWN)
        session.rollback()


NOT_THEIRS: dict[str, tuple[str, Turn]] = {
    "a recipient takes it back": ("casemanager", taken_back("xio-others")),
    "the defense takes it back": ("defender", taken_back("xio-others")),
    "the court takes back what it is not told by": ("coordinator", taken_back("xio-others")),
    "the judge takes back the court's own": ("judge", taken_back("xio-court")),
    "supervision takes back the court's": ("officer", taken_back("xio-court")),
    "a recipient records an event": ("casemanager", ended_by_event("xio-others")),
    "the clerk records an event": ("clerk", ended_by_event("xio-court")),
    "the prosecutor records the point": ("prosecutor", revocable("xio-court")),
    "the defense records the point": ("defender", revocable("xio-court")),
    "a recipient replaces it": ("casemanager", replaced("xio-others", "xio-court")),
    "the court replaces the clinic's": ("coordinator", replaced("xio-others", "xio-court")),
    "the court replaces its own by the clinic's": ("coordinator", replaced("xio-court", "xio-others")),
}


@pytest.mark.parametrize("name", NOT_THEIRS)
def test_who_neither_keeps_nor_tells_turns_no_paper(name: str, acting: Act, county: County, papers: Papers) -> None:
    who, turn = NOT_THEIRS[name]
    with acting(who) as (session, actor):
        said = refused(session, county, lambda: turn(session, actor, of_session(session, papers)))
        assert str(said).startswith("Tell the program that the consent names")
        session.rollback()


@pytest.mark.parametrize(
    "turn",
    [taken_back("xio-court"), ended_by_event("xio-event"), revocable("xio-court")],
    ids=["taken back", "ended", "revocable"],
)
@pytest.mark.parametrize("who", ["coordinator", "counselor", "privacy"])
def test_where_it_lies_and_where_it_tells_it_is_turned(turn: Turn, who: str, acting: Act, papers: Papers) -> None:
    with acting(who) as (session, actor):
        turn(session, actor, of_session(session, papers))
        assert not session.dirty
        session.rollback()


def test_what_was_recorded_is_not_opened_again_by_a_later_moment(acting: Act, county: County, papers: Papers) -> None:
    with acting("coordinator") as (session, actor):
        mine = of_session(session, papers)
        for turn in (ended_by_event("xio-event"), revocable("xio-court")):
            turn(session, actor, mine)
            assert refused(session, county, lambda: turn(session, actor, mine)).field == "occurred_on"  # noqa: B023
        session.rollback()


def test_a_paper_that_names_no_event_is_ended_by_none(acting: Act, county: County, papers: Papers) -> None:
    """Else an event would take back what can't be taken back yet (R63, R66)."""
    with acting("coordinator") as (session, actor):
        mine = of_session(session, papers)
        said = refused(session, county, lambda: ended_by_event("xio-court")(session, actor, mine))
        assert str(said).startswith("This consent names no event.")
        session.rollback()


def test_only_a_court_s_paper_has_such_a_point(acting: Act, county: County, papers: Papers) -> None:
    with acting("counselor") as (session, actor):
        mine = of_session(session, papers)
        said = refused(session, county, lambda: revocable("xio-others")(session, actor, mine))
        assert str(said).startswith("Only a criminal-justice consent")
        session.rollback()


def test_replacing_is_no_way_around_the_point(acting: Act, county: County, papers: Papers) -> None:
    """R63, R66: before its point, a court's consent gives way to one for the same case only; from then on to any."""
    with acting("counselor") as (session, actor):
        mine = of_session(session, papers)
        said = refused(session, county, lambda: replaced("xio-court", "xio-others")(session, actor, mine))
        assert str(said).startswith("This consent goes on until the point")
        session.rollback()
    with acting("coordinator") as (session, actor):
        mine = of_session(session, papers)
        lacking = record_consent(session, actor, replace(a_court_paper(session, county, "xio"), duration_text=""))
        refused(session, county, lambda: replace_consent(session, actor, mine["xio-court"], lacking))
        again = record_consent(session, actor, a_court_paper(session, county, "xio"))
        replace_consent(session, actor, mine["xio-court"], again)
        refused(session, county, lambda: replace_consent(session, actor, mine["xio-court"], again))
        assert mine["xio-court"].superseded_at == clock.now()
        session.rollback()
    with acting("coordinator") as (session, actor):
        revocable("xio-court")(session, actor, of_session(session, papers))
    with acting("counselor") as (session, actor):
        mine = of_session(session, papers)
        replaced("xio-court", "xio-others")(session, actor, mine)
        assert mine["xio-court"].superseded_at == clock.now()
        session.rollback()
