"""Who promises less, who states a rule for minors and who ends an emergency (R54, R101, R120-R122)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from portal import clock
from portal.accounts.agencies.models import Agency
from portal.consent.emergencies.services import close_emergency, open_emergency
from portal.consent.instruments.models import EmergencyAccess, Restriction
from portal.consent.signing.services import state_minor_rule
from portal.consent.turns.services import (
    AgreeToRestriction,
    agree_to_restriction,
    end_restriction,
)
from portal.gate.vocabulary import MinorRule, RoleName
from portal.ids import new_id
from tests.consent.test_exceptions import an_emergency
from tests.consent.test_who_acts import UNKNOWN, refused
from tests.given.county import Acting, County

Act = Callable[..., Acting]


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
