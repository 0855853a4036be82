"""Who records what became of a paper, who promises less, who states a rule and who ends an emergency (R13-R122)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.agencies.models import Agency
from portal.accounts.principal import Principal
from portal.consent.emergencies.services import close_emergency, open_emergency
from portal.consent.instruments.models import Consent, EmergencyAccess, Restriction
from portal.consent.instruments.services import Revoke, record_consent, revoke_consent
from portal.consent.signing.services import state_minor_rule
from portal.consent.turns.services import (
    AgreeToRestriction,
    agree_to_restriction,
    end_restriction,
    record_expiry_event,
    record_revocable_point,
    replace_consent,
)
from portal.gate.vocabulary import MinorRule, RoleName
from portal.ids import new_id
from tests.consent.test_exceptions import an_emergency
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


def promise(county: County, **changes: Any) -> AgreeToRestriction:
    return replace(AgreeToRestriction(county.people["xio"]), **changes)


@pytest.mark.parametrize("who", ["coordinator", "casemanager", "officer", "office", "stranger"])
def test_only_a_program_that_treats_promises_less(who: str, acting: Act, county: County) -> None:
    """R120: the treatment office there has the agency and not the role; a clinic that treats others has neither."""
    with acting(who) as (session, actor):
        said = refused(session, county, lambda: agree_to_restriction(session, actor, promise(county)))
        assert said.field == "" and (str(said) == UNKNOWN) == (who == "stranger")
        session.rollback()


UNKNOWN_PARTS = [
    ({"categories": ("attendence",)}, "categories"),
    ({"categories": ("attendance", "")}, "categories"),
    ({"recipients": ({"type": "agency"},)}, "recipients"),
    ({"recipients": ({"type": "class", "class": "the helpers"},)}, "recipients"),
]


@pytest.mark.parametrize(("changes", "field"), UNKNOWN_PARTS, ids=str)
def test_a_promise_about_what_nobody_knows_is_refused(
    changes: dict[str, Any], field: str, acting: Act, county: County
) -> None:
    """R181: it would promise the patient what nothing keeps."""
    with acting("counselor") as (session, actor):
        said = refused(session, county, lambda: agree_to_restriction(session, actor, promise(county, **changes)))
        assert said.field == field
        session.rollback()


@pytest.mark.parametrize("categories", [(), ("all",), ("attendance", "drug_test")], ids=str)
def test_a_promise_is_ended_where_it_was_made(categories: tuple[str, ...], acting: Act, county: County) -> None:
    with acting("counselor") as (session, actor):
        made = agree_to_restriction(session, actor, promise(county, categories=categories)).id
    with acting("privacy") as (session, _):
        held = session.get_one(Restriction, made)
    for who, words in (
        ("coordinator", "Ask the program that treats"),
        ("office", "Ask the program that treats"),
        ("diverter", UNKNOWN),
    ):
        with acting(who) as (session, actor):
            said = refused(session, county, lambda: end_restriction(session, actor, held, by_patient=True))
            assert str(said).startswith(words)
            session.rollback()
    assert held.terminated_at is None
    with acting("privacy") as (session, actor):
        mine = session.get_one(Restriction, made)
        end_restriction(session, actor, mine, by_patient=True)
        assert mine.terminated_at == clock.now()


def test_another_program_that_treats_ends_no_promise(acting: Act, county: County) -> None:
    with acting("counselor") as (session, actor):
        held = agree_to_restriction(session, actor, promise(county))
        elsewhere = Restriction(
            participant_id=held.participant_id, agency_id=county.agencies["southgate"], agreed_at=clock.now()
        )
        said = refused(session, county, lambda: end_restriction(session, actor, elsewhere, by_patient=True))
        assert str(said).startswith("Ask the program that promised")
        session.rollback()


@pytest.mark.parametrize(
    ("who", "agency"),
    [("coordinator", "court"), ("judge", "court"), ("privacy", "riverbend"), ("programadmin", "diversion")],
)
def test_a_rule_for_minors_is_stated_by_the_administrator(who: str, agency: str, acting: Act, county: County) -> None:
    """R50."""
    with acting(who) as (session, actor):
        mine = session.get_one(Agency, county.agencies[agency])
        said = refused(session, county, lambda: state_minor_rule(session, actor, mine, 19, MinorRule.ALONE))
        assert said.field == "" and mine.age_of_majority == 18
        session.rollback()


@pytest.mark.parametrize("who", ["programadmin", "sysadmin", None])
def test_who_sets_up_the_agency_states_its_rule(who: str | None, acting: Act, county: County) -> None:
    """The site's administrator, and its operator by a command, for any agency."""
    with acting("coordinator") as (session, _):
        actor = county.principal(session, who) if who else None
        agency = session.get_one(Agency, county.agencies["court" if who == "programadmin" else "diversion"])
        state_minor_rule(session, actor, agency, 19, MinorRule.ALONE)
        assert agency.age_of_majority == 19
        session.rollback()


@pytest.fixture
def emergency(acting: Act, county: County) -> EmergencyAccess:
    """Documented by medical personnel of a program that doesn't treat the person."""
    with acting("stranger") as (session, actor):
        return open_emergency(session, replace(actor, medical_personnel=True), an_emergency(county))


@pytest.mark.parametrize("who", ["counselor", "coordinator", "officer", "diverter", "deputy"])
def test_an_emergency_is_ended_by_nobody_else(
    who: str, acting: Act, county: County, emergency: EmergencyAccess
) -> None:
    with acting(who) as (session, actor):
        for role in (actor.role, RoleName.PRIVACY_OFFICER) if who in ("coordinator", "officer") else (actor.role,):
            acts = replace(actor, role=role)
            said = refused(session, county, lambda: close_emergency(session, acts, emergency))  # noqa: B023
            assert str(said).startswith("Ask whoever documented this emergency")
        session.rollback()


def test_a_colleague_ends_no_emergency(acting: Act, county: County, emergency: EmergencyAccess) -> None:
    """Nor does the same person, in a role at another agency."""
    with acting("stranger") as (session, actor):
        for one in (replace(actor, user_id=new_id()), replace(actor, agency_id=county.agencies["bridgeway"])):
            refused(session, county, lambda: close_emergency(session, one, emergency))  # noqa: B023
        session.rollback()


@pytest.mark.parametrize("who", ["stranger", "privacy"])
def test_its_author_and_the_program_end_an_emergency(who: str, acting: Act, emergency: EmergencyAccess) -> None:
    with acting(who) as (session, actor):
        mine = session.get_one(EmergencyAccess, emergency.id)
        close_emergency(session, actor, mine)
        assert mine.closed_at is not None
        session.rollback()


def test_the_privacy_officer_of_the_author_s_agency_ends_it(
    acting: Act, county: County, emergency: EmergencyAccess
) -> None:
    with acting("stranger") as (session, actor):
        officer = replace(actor, user_id=county.users["counselor"], role=RoleName.PRIVACY_OFFICER)
        mine = session.get_one(EmergencyAccess, emergency.id)
        close_emergency(session, officer, mine)
        assert mine.closed_at is not None
        session.rollback()
