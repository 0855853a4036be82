"""Emergencies: found by exact name only when documented, told to the program, ended and reviewed by the right ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.accounts.notices.models import Notice
from portal.accounts.principal import Principal
from portal.consent.emergencies.bedside import key_of_person
from portal.consent.emergencies.due import review_due_at
from portal.consent.emergencies.models import EmergencyReview
from portal.consent.emergencies.queries import emergency, people_of_key, to_review
from portal.consent.emergencies.services import (
    DocumentEmergency,
    Review,
    close_emergency,
    close_own,
    open_by_name,
    open_emergency,
    review_emergency,
)
from portal.consent.emergencies.vocabulary import Finding
from portal.consent.instruments.models import EmergencyAccess
from portal.ids import NIL
from portal.web.refusals import refused_by
from portal.web.refused import Refused
from tests.consent.at_once import at_once
from tests.given.county import NOW, Acting, County

Act = Callable[..., Acting]
BORN = date(1990, 4, 2)
WORDS = DocumentEmergency(NIL, "Dr. Example", "Mercy Hospital", "Found without breath", True, True)


def medical(actor: Principal) -> Principal:
    return replace(actor, medical_personnel=True)


@pytest.fixture
def opened(acting: Act, county: County) -> Iterator[EmergencyAccess]:
    """Of Xio, whom Riverbend treats, by a clinician of another program who does not know her."""
    with acting("stranger") as (session, actor):
        (access,) = open_by_name(session, medical(actor), "xiomara  delgado-PRUITT", BORN, WORDS)
    yield access
    with acting("stranger", NOW + timedelta(minutes=1)) as (session, actor):
        close_own(session, actor)


def test_a_person_is_found_by_the_exact_name_and_day(acting: Act, county: County) -> None:
    """However it is spaced, accented or capitalized; never by a part, and never without the documentation."""
    assert key_of_person(" José  Núñez ", BORN) == key_of_person("jose nunez", BORN)
    with acting("stranger") as (session, actor):
        assert people_of_key(session, key_of_person("Xiomara Delgado-Pruitt", BORN)) == [county.people["xio"]]
        for name, born in (("Xiomara", BORN), ("Xiomara Delgado-Pruitt", date(1990, 4, 3)), ("", BORN)):
            with pytest.raises(Refused) as said:
                open_by_name(session, medical(actor), name, born, WORDS)
            assert said.value.field == "full_name"
        with pytest.raises(Refused) as said:
            open_by_name(session, medical(actor), "Xiomara Delgado-Pruitt", BORN, replace(WORDS, nature=" "))
        assert said.value.field == "nature"
        session.rollback()


def test_who_is_not_medical_personnel_learns_nothing(acting: Act) -> None:
    """R101, R140: the same words whoever is here."""
    with acting("stranger") as (session, actor):
        said = set()
        for name in ("Xiomara Delgado-Pruitt", "Nobody Atall"):
            with pytest.raises(Refused) as refused:
                open_by_name(session, actor, name, BORN, WORDS)
            said.add((refused.value.field, str(refused.value)))
        assert len(said) == 1
        session.rollback()


def test_the_program_is_told_and_nobody_else(acting: Act, county: County, opened: EmergencyAccess) -> None:
    with acting("privacy") as (session, actor):
        told = select(Notice.appointment_id).where(Notice.subject_id == opened.id)
        assert session.scalars(told).all() == [actor.appointment_id]
        assert [one.id for one in to_review(session, actor.agency_id)].count(opened.id) == 1
    for who in ("judge", "defender", "casemanager"):
        with acting(who) as (session, _):
            assert emergency(session, opened.id) is None


def test_only_its_author_and_the_privacy_officer_end_it(acting: Act, opened: EmergencyAccess) -> None:
    with acting("counselor", NOW + timedelta(minutes=5)) as (session, actor):
        mine = emergency(session, opened.id)
        assert mine is not None, "Riverbend's staff know of it"
        with pytest.raises(Refused, match="Ask whoever documented"):
            close_emergency(session, actor, mine)
        session.rollback()
    with acting("privacy", NOW + timedelta(minutes=5)) as (session, actor):
        mine = emergency(session, opened.id)
        assert mine is not None
        close_emergency(session, actor, mine)
        assert mine.closed_at == NOW + timedelta(minutes=5)
        session.rollback()


def a_review(access: EmergencyAccess, words: str = "The hospital confirmed it.") -> Review:
    return Review(access.id, Finding.JUSTIFIED, words)


def kept(session: Session) -> int:
    return len(session.scalars(select(EmergencyReview)).all())


@pytest.mark.parametrize("who", ["counselor", "supervisor", "stranger", "coordinator"])
def test_nobody_else_reviews(acting: Act, opened: EmergencyAccess, who: str) -> None:
    with acting(who) as (session, actor):
        with pytest.raises(Refused, match="Not found or not available"):
            review_emergency(session, actor, a_review(opened))
        session.rollback()


AFTER = NOW + WORDS.hours * timedelta(hours=1)


def test_what_is_still_open_is_not_reviewed(acting: Act, opened: EmergencyAccess) -> None:
    """R102: what is looked at after a review would be reviewed by nobody."""
    with acting("privacy", AFTER - timedelta(minutes=1)) as (session, actor):
        before = kept(session)
        with pytest.raises(Refused, match="still open"):
            review_emergency(session, actor, a_review(opened))
        assert kept(session) == before


def test_two_officers_of_a_program_review_at_once(acting: Act, opened: EmergencyAccess) -> None:
    def reviewing(session: Session, actor: Principal) -> None:
        review_emergency(session, actor, a_review(opened))

    with pytest.raises((Refused, IntegrityError)) as said:
        at_once(acting, ("privacy", reviewing), ("privacy", reviewing), AFTER)
    refused = said.value if isinstance(said.value, Refused) else refused_by(said.value)
    assert "already" in str(refused)


def test_a_program_reviews_once_and_in_words(acting: Act, opened: EmergencyAccess) -> None:
    with acting("privacy", AFTER) as (session, actor):
        before = kept(session)
        with pytest.raises(Refused) as said:
            review_emergency(session, actor, a_review(opened, " "))
        assert said.value.field == "words"
        review_emergency(session, actor, a_review(opened))
        assert opened.id not in {one.id for one in to_review(session, actor.agency_id)}
        with pytest.raises(Refused, match="already"):
            review_emergency(session, actor, a_review(opened))
        assert kept(session) == before + 1
    with acting("stranger") as (session, _):
        assert kept(session) == 0, "what a program found stays there"


def test_one_s_own_emergency_is_reviewed_by_others(acting: Act, county: County) -> None:
    """Whose records were not opened by it has nothing to review."""
    with acting("counselor") as (session, actor):
        own = open_emergency(session, medical(actor), replace(WORDS, participant_id=county.people["xio"]))
        session.flush()
        told = select(Notice.id).where(Notice.subject_id == own.id)
        assert session.scalars(told).all() == []
        session.rollback()


@pytest.mark.parametrize(
    ("opened_at", "due_at"),
    [
        (datetime(2026, 11, 18, 15, tzinfo=UTC), datetime(2026, 11, 20, 6, tzinfo=UTC)),
        (datetime(2026, 11, 20, 23, tzinfo=UTC), datetime(2026, 11, 24, 6, tzinfo=UTC)),
        (datetime(2026, 11, 25, 18, tzinfo=UTC), datetime(2026, 11, 28, 6, tzinfo=UTC)),
        (datetime(2026, 12, 31, 18, tzinfo=UTC), datetime(2027, 1, 5, 6, tzinfo=UTC)),
    ],
    ids=["a weekday", "over a weekend", "over Thanksgiving", "over New Year"],
)
def test_a_review_is_due_within_one_working_day(opened_at: datetime, due_at: datetime) -> None:
    assert review_due_at(opened_at, "America/Chicago") == due_at


def test_a_key_is_kept_of_everybody(app: Flask, county: County, acting: Act) -> None:
    with acting("coordinator") as (session, _):
        assert people_of_key(session, key_of_person("Maya Brandt", date(2001, 9, 14))) == [county.people["maya"]]
