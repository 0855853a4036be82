"""Whom a named recipient resolves to: the keys, and for how long (C10, R31, R32, R61)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from portal.consent.grants.keys import agency_key, class_key, person_key, role_key, seat_key
from portal.consent.grants.spans import ALWAYS, Span
from portal.consent.grants.world import Member, Reach, World, barred_reaches, reaches, team_reaches
from portal.consent.rules.instruments import Recipient
from portal.consent.rules.site import Agency
from portal.consent.rules.terms import PartyType
from portal.ids import NIL, key_of
from tests.consent.rules.builders import a_participant

COURT, CLINIC, USER, OTHER = (key_of(word) for word in ("court", "clinic", "user", "other"))
FROM, TO = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)
TREATED, SERVED = Span(FROM, TO), Span(FROM)
JUDGE = Member(USER, COURT, "judge", SERVED, "CR-1")
WORLD = World(
    participant_id=key_of("P1"),
    participant=a_participant(),
    members=(JUDGE, Member(OTHER, COURT, "clerk", TREATED, "CR-2"), Member(OTHER, COURT, "mentor", SERVED, None)),
    treating=((CLINIC, TREATED),),
    agencies={
        str(COURT): Agency(str(COURT), "court", True, False, "none"),
        str(CLINIC): Agency(str(CLINIC), "treatment", False, True, "none"),
    },
)


def person(user: UUID, agency: UUID | str | None) -> Recipient:
    return Recipient(PartyType.PERSON, str(user), agency=None if agency is None else str(agency))


def role(name: str, agency: UUID) -> Recipient:
    return Recipient(PartyType.ROLE, name, agency=str(agency))


def a_class(name: str) -> Recipient:
    return Recipient(PartyType.CLASS, name)


def between(*members: UUID, treating: bool = False) -> Recipient:
    named = frozenset(str(one) for one in members)
    return Recipient(PartyType.INTERMEDIARY, "exchange", participants=named, treating_class=treating)


AN_AGENCY = Recipient(PartyType.AGENCY, str(COURT))
TREATING = Reach(agency_key(CLINIC), TREATED)


@pytest.mark.parametrize(
    ("recipient", "found"),
    [
        (person(USER, COURT), [Reach(person_key(USER, COURT), ALWAYS)]),
        (person(USER, None), [Reach(person_key(USER, NIL), ALWAYS)]),
        (AN_AGENCY, [Reach(agency_key(COURT), ALWAYS)]),
        (role("judge", COURT), [Reach(role_key("judge", COURT), ALWAYS)]),
        (a_class("treating_providers"), [TREATING]),
        (a_class("tpo_standard"), [TREATING, Reach(class_key("health_plan"), ALWAYS)]),
        (a_class("friends"), []),
        (between(COURT), [Reach(agency_key(COURT), ALWAYS)]),
        (between(treating=True), [TREATING]),
        (between(COURT, treating=True), [Reach(agency_key(COURT), ALWAYS), TREATING]),
    ],
)
def test_the_keys_of_a_recipient(recipient: Recipient, found: list[Reach]) -> None:
    assert list(reaches(recipient, WORLD, None)) == found
    if recipient.name != "friends":
        assert list(barred_reaches(recipient, WORLD, None)) == found


def test_the_court_team_is_that_of_the_case_or_of_every_case() -> None:
    """R61: nobody who serves a program without a case."""
    first, second = Reach(person_key(USER, COURT), SERVED), Reach(person_key(OTHER, COURT), TREATED)
    team = a_class("court_team")
    for resolve in (reaches, barred_reaches):
        assert list(resolve(team, WORLD, None)) == [first, second]
        assert list(resolve(team, WORLD, "CR-1")) == [first]
        assert list(resolve(team, WORLD, "CR-2")) == [second]


@pytest.mark.parametrize(
    ("recipient", "named"),
    [
        (person(USER, COURT), True),
        (person(USER, None), True),
        (person(USER, ""), True),
        (person(USER, CLINIC), False),
        (person(OTHER, COURT), False),
        (AN_AGENCY, True),
        (Recipient(PartyType.AGENCY, str(CLINIC)), False),
        (a_class("court_team"), True),
        (a_class("treating_providers"), False),
        (a_class("tpo_standard"), False),
        (between(treating=True), False),
        (between(COURT, CLINIC), True),
        (between(CLINIC), False),
    ],
)
def test_a_criminal_justice_consent_reaches_those_on_its_team_that_it_names(recipient: Recipient, named: bool) -> None:
    """R61: for as long as they serve, at an agency of the justice system, in this very case."""
    found = [Reach(person_key(USER, COURT), SERVED)] if named else []
    assert list(team_reaches(recipient, WORLD, "CR-1")) == found
    assert list(team_reaches(recipient, WORLD, None)) == []
    at_the_clinic = Member(USER, CLINIC, "judge", SERVED, "CR-1")
    elsewhere = World(WORLD.participant_id, WORLD.participant, members=(at_the_clinic,), agencies=WORLD.agencies)
    assert list(team_reaches(recipient, elsewhere, "CR-1")) == []


@pytest.mark.parametrize(
    ("recipient", "found"),
    [
        (role("judge", COURT), [Reach(seat_key(USER, "judge", COURT), SERVED)]),
        (role("clerk", COURT), [Reach(seat_key(USER, "clerk", COURT), SERVED)]),
        (role("judge", CLINIC), []),
    ],
)
def test_a_role_on_the_team_is_whoever_acts_in_it(recipient: Recipient, found: list[Reach]) -> None:
    """R31, R61: not what the seat was given for, and nobody who does not sit there."""
    assert list(team_reaches(recipient, WORLD, "CR-1")) == found


@pytest.mark.parametrize(
    "recipient", [a_class("treating_providers"), a_class("tpo_standard"), between(treating=True)], ids=str
)
def test_a_class_of_those_who_treat_reaches_a_team_at_such_an_agency(recipient: Recipient) -> None:
    """R61: for as long as it treats and they serve."""
    from_then = Span(SERVED.start + timedelta(days=3))
    treated = replace(WORLD, treating=((COURT, from_then),))
    assert list(team_reaches(recipient, treated, "CR-1")) == [Reach(person_key(USER, COURT), from_then)]


def test_the_standard_class_reaches_a_team_at_a_health_plan() -> None:
    plan = replace(WORLD.agencies[str(COURT)], type="health_plan")
    world = replace(WORLD, agencies={str(COURT): plan})
    assert list(team_reaches(a_class("tpo_standard"), world, "CR-1")) == [Reach(person_key(USER, COURT), SERVED)]
    assert list(team_reaches(a_class("treating_providers"), world, "CR-1")) == []


def test_an_agency_that_is_not_known_is_none_of_the_justice_system() -> None:
    assert WORLD.is_cj(COURT) and not WORLD.is_cj(CLINIC) and not WORLD.is_cj(key_of("nowhere"))
