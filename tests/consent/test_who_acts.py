"""Who opens or ends something may know of the person, speaks for the right agency and has the role (R10, R83)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.principal import Principal
from portal.consent.agreements.services import agree, end_agreement
from portal.consent.compile import difference_of_agreements
from portal.consent.instruments.models import Agreement, Consent
from portal.consent.instruments.treating import begin_treating, end_treating
from portal.consent.instruments.vocabulary import AgreementKind
from portal.consent.orders.services import record_order, vacate_order
from portal.consent.team_agreements.services import ProposeVersion, propose_version, sign_version
from portal.consent.turns.services import mark_false
from portal.gate.vocabulary import Category, RoleName
from portal.ids import new_id
from portal.participants.enrollments.models import Enrollment
from portal.participants.enrollments.services import Enroll, enroll
from portal.participants.enrollments.vocabulary import LegalTrack
from portal.web.refused import Refused
from tests.consent.test_changes import kept
from tests.consent.test_exceptions import an_order
from tests.given.county import NOW, Acting, County, onto_team

Act = Callable[..., Acting]
Service = Callable[[Session, Principal, County, UUID], Any]
UNKNOWN = "Not found or not available to you."


def order(session: Session, actor: Principal, county: County, whom: UUID) -> Any:
    return record_order(session, actor, replace(an_order(county), participant_id=whom))


def treating(session: Session, actor: Principal, county: County, whom: UUID) -> None:
    begin_treating(session, actor, whom, clock.now())


def treating_no_more(session: Session, actor: Principal, county: County, whom: UUID) -> None:
    end_treating(session, actor, whom, clock.now())


def enrolling(program: str) -> Service:
    def act(session: Session, actor: Principal, county: County, whom: UUID) -> Enrollment:
        command = Enroll(whom, county.versions[program], LegalTrack.PRE_CHARGE, date(2026, 11, 2), "d1")
        return enroll(session, actor, command)

    return act


def false(session: Session, actor: Principal, county: County, whom: UUID) -> None:
    """The consent to which the actor's agency is party."""
    word = "xio-court" if actor.agency_id == county.agencies["court"] else "xio-others"
    mark_false(session, actor, session.get_one(Consent, county.consents[word]), "signed by somebody else")


def refused(session: Session, county: County, act: Callable[[], Any]) -> Refused:
    """What is said; nothing was written, and nothing waits to be."""
    before = kept(session, county.people["xio"])
    with pytest.raises(Refused) as said:
        act()
    assert not session.new and not session.dirty
    assert kept(session, county.people["xio"]) == before
    return said.value


HIDDEN: dict[str, tuple[str, Service]] = {
    "an order": ("clerk", order),
    "an order, by a stranger": ("diverter", order),
    "treating": ("stranger", treating),
    "treating no more": ("stranger", treating_no_more),
    "enrolling": ("diverter", enrolling("diversion")),
}


@pytest.mark.parametrize("name", HIDDEN)
def test_who_is_hidden_and_who_is_not_there_get_the_same_words(name: str, acting: Act, county: County) -> None:
    who, act = HIDDEN[name]
    hidden = county.people["maya" if who == "clerk" else "xio"]
    with acting(who) as (session, actor):
        for whom in (hidden, new_id()):
            said = refused(session, county, lambda whom=whom: act(session, actor, county, whom))
            assert (said.field, str(said)) == ("", UNKNOWN)
        session.rollback()


NOT_THEIRS: dict[str, tuple[str, Service, str]] = {
    "an order by a clinician of the program": ("counselor", order, ""),
    "an order by the defense": ("defender", order, ""),
    "an order by supervision": ("officer", order, ""),
    "an order by who collects for the court": ("collector", order, ""),
    "treating, by the court": ("coordinator", treating, ""),
    "treating, by the case manager": ("casemanager", treating, ""),
    "treating no more, by the court": ("coordinator", treating_no_more, ""),
    "enrolling by the clerk": ("clerk", enrolling("court"), "program_version_id"),
    "enrolling by the clinic": ("counselor", enrolling("court"), "program_version_id"),
    "enrolling in another agency's program": ("coordinator", enrolling("diversion"), "program_version_id"),
    "a false consent, by a clinician": ("counselor", false, ""),
    "a false consent, by the case manager": ("casemanager", false, ""),
    "a false consent, by the court": ("coordinator", false, ""),
}


@pytest.mark.parametrize("name", NOT_THEIRS)
def test_who_knows_the_person_and_has_not_the_role_is_refused(name: str, acting: Act, county: County) -> None:
    who, act, field = NOT_THEIRS[name]
    with acting(who) as (session, actor):
        said = refused(session, county, lambda: act(session, actor, county, county.people["xio"]))
        assert said.field == field and str(said) != UNKNOWN
        session.rollback()


@pytest.mark.parametrize("act", [order, false])
def test_a_privacy_officer_of_an_agency_that_does_not_tell(act: Service, acting: Act, county: County) -> None:
    """The role alone does not do: it must be a program that treats the person, or that the consent names."""
    with acting("casemanager") as (session, actor):
        officer = replace(actor, role=RoleName.PRIVACY_OFFICER)
        said = refused(session, county, lambda: act(session, officer, county, county.people["xio"]))
        assert str(said) != UNKNOWN
        session.rollback()


@pytest.mark.parametrize("who", ["judge", "staff", "coordinator", "clerk", "privacy"])
def test_the_court_and_the_program_keep_orders(who: str, acting: Act, county: County) -> None:
    with acting(who) as (session, actor):
        before = kept(session, county.people["xio"])
        vacated = order(session, actor, county, county.people["xio"])
        assert kept(session, county.people["xio"]) != before
        vacate_order(session, actor, vacated, clock.now())
        assert vacated.vacated_at == clock.now()
        session.rollback()


@pytest.mark.parametrize(
    ("who", "words"),
    [("diverter", UNKNOWN), ("prosecutor", "Give the order to the court"), ("privacy", "Ask the agency that recorded")],
)
def test_an_order_is_vacated_where_it_was_recorded(who: str, words: str, acting: Act, county: County) -> None:
    with acting("clerk") as (session, actor):
        recorded = order(session, actor, county, county.people["xio"])
    with acting(who) as (session, actor):
        said = refused(session, county, lambda: vacate_order(session, actor, recorded, clock.now()))
        assert str(said).startswith(words)
        session.rollback()
    assert recorded.vacated_at is None


def test_the_privacy_officer_of_the_program_marks_a_consent_false(acting: Act, county: County) -> None:
    with acting("privacy") as (session, actor):
        false(session, actor, county, county.people["xio"])
        assert session.get_one(Consent, county.consents["xio-others"]).known_false
        session.rollback()


def test_a_consent_about_a_hidden_person_is_marked_by_nobody_else(acting: Act, county: County) -> None:
    with acting("privacy") as (session, _):
        paper = session.get_one(Consent, county.consents["xio-others"])
    with acting("diverter") as (session, actor):
        officer = replace(actor, role=RoleName.PRIVACY_OFFICER)
        said = refused(session, county, lambda: mark_false(session, officer, paper, "signed by somebody else"))
        assert str(said) == UNKNOWN
        session.rollback()


def service_of(
    session: Session, actor: Principal | None, county: County, party: str = "bridgeway", agency: str = "riverbend"
) -> Agreement:
    agencies, mask = county.agencies, Category.DRUG_TEST.bit
    return agree(session, actor, AgreementKind.QSO, agencies[agency], NOW, party_id=agencies[party], categories=mask)


@pytest.mark.parametrize(
    ("who", "agency"),
    [
        ("counselor", "riverbend"),
        ("office", "riverbend"),
        ("coordinator", "riverbend"),
        ("programadmin", "riverbend"),
        ("privacy", "southgate"),
        ("sysadmin", "court"),
    ],
)
def test_who_does_not_speak_for_the_agency_agrees_to_nothing(
    who: str, agency: str, acting: Act, county: County
) -> None:
    with acting(who) as (session, actor):
        said = refused(session, county, lambda: service_of(session, actor, county, agency=agency))
        assert said.field == ""
        assert difference_of_agreements(session) == []
        session.rollback()


@pytest.mark.parametrize("kind", [AgreementKind.PARTICIPATION, AgreementKind.HOSTING])
def test_nobody_lets_an_agency_in_from_inside(kind: AgreementKind, acting: Act, county: County) -> None:
    """R2, R3: an agency whose agreement ended does not begin anew by itself."""
    with acting("privacy") as (session, actor):
        said = refused(session, county, lambda: agree(session, actor, kind, actor.agency_id, NOW))
        assert said.field == "kind"
        session.rollback()


@pytest.mark.parametrize("operator", [True, False])
def test_a_team_agreement_is_not_made_past_its_signatures(operator: bool, acting: Act, county: County) -> None:
    with acting("programadmin") as (session, actor):
        by = None if operator else actor
        said = refused(session, county, lambda: agree(session, by, AgreementKind.TEAM, county.agencies["court"], NOW))
        assert said.field == "kind"
        session.rollback()


def test_either_side_ends_what_they_agreed_and_nobody_else(acting: Act, county: County) -> None:
    with acting("privacy") as (session, actor):
        by_program = service_of(session, actor, county, "court")
        by_party = service_of(session, actor, county, "court")
    later = NOW + timedelta(days=1)
    for who in ("counselor", "coordinator", "deputy"):
        with acting(who) as (session, actor):
            mine = session.get_one(Agreement, by_program.id)
            refused(session, county, lambda: end_agreement(session, actor, mine, later))  # noqa: B023
            assert mine.ends_at is None
    for who, agreement in (("privacy", by_program), ("programadmin", by_party)):
        with acting(who) as (session, actor):
            mine = session.get_one(Agreement, agreement.id)
            end_agreement(session, actor, mine, later)
            assert mine.ends_at == later
            assert difference_of_agreements(session) == []


def test_the_end_of_a_team_agreement_closes_its_ceilings(acting: Act, county: County) -> None:
    """R43: in the same transaction, by who speaks for the court."""
    parties = ("court", "prosecution", "defense", "probation", "bridgeway", "riverbend")
    lines: dict[str, dict[str, tuple[Category, ...]]] = {"team": {"prosecutor": (Category.DRUG_TEST,)}}
    command = ProposeVersion(county.agencies["court"], NOW, tuple(county.agencies[one] for one in parties), lines)
    with acting("coordinator") as (session, actor):
        version_id = propose_version(session, actor, command).id
    for who in ("coordinator", "prosecutor", "defender", "officer", "casemanager", "privacy"):
        with acting(who) as (session, actor):
            sign_version(session, actor, session.get_one(Agreement, version_id))
    later = NOW + timedelta(days=1)
    for who in ("privacy", "programadmin", "diverter"):
        with acting(who) as (session, actor):
            version = session.get_one(Agreement, version_id)
            said = refused(session, county, lambda: end_agreement(session, actor, version, later))  # noqa: B023
            assert said.field == ""
    with acting("coordinator", later) as (session, actor):
        end_agreement(session, actor, session.get_one(Agreement, version_id), clock.now())
        assert difference_of_agreements(session) == []


def test_who_joined_the_team_takes_the_person_into_treatment(app: Flask, acting: Act, county: County) -> None:
    onto_team(app, county, "xio", "stranger")
    with acting("stranger") as (session, actor):
        before = kept(session, county.people["xio"])
        treating(session, actor, county, county.people["xio"])
        assert kept(session, county.people["xio"]) != before
        session.rollback()
