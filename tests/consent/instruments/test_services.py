"""What is refused when a paper is entered or taken back, so that nobody believes in what would change nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from portal import clock
from portal.accounts.audit.models import AuditEvent
from portal.consent.grants.models import AccessGrant
from portal.consent.instruments.entitled import may_enter_criminal_justice
from portal.consent.instruments.models import Consent, Revocation
from portal.consent.instruments.services import Revoke, keep_consent, record_consent, revoke_consent
from portal.consent.instruments.treating import end_treating
from portal.consent.instruments.vocabulary import RevocationScope
from portal.consent.rules.codes import Defect
from portal.participants.enrollments.models import TeamMember
from portal.participants.enrollments.services import end_assignment
from portal.web.refused import Refused
from tests.given.county import FORM, NOW, Acting, County
from tests.given.papers import a_court_paper, a_paper

Act = Callable[..., Acting]
CATEGORY, RECIPIENT = RevocationScope.CATEGORY, RevocationScope.RECIPIENT

NOTHING = [
    (Revoke(CATEGORY), "categories"),
    (Revoke(CATEGORY, categories=("attendence",)), "categories"),
    (Revoke(CATEGORY, categories=("attendance", "attendence")), "categories"),
    (Revoke(CATEGORY, categories=("diagnosis",)), "categories"),
    (Revoke(RECIPIENT), "recipient"),
    (Revoke(RECIPIENT, {}), "recipient"),
    (Revoke(RECIPIENT, {"type": "agency"}), "recipient"),
    (Revoke(RECIPIENT, {"type": "class", "class": "the helpers"}), "recipient"),
    (Revoke(RECIPIENT, {"type": "intermediary"}), "recipient"),
]


@pytest.mark.parametrize(("command", "field"), NOTHING, ids=str)
def test_taking_back_nothing_is_refused(acting: Act, county: County, command: Revoke, field: str) -> None:
    """R26, R181: a part that is not named, or that the consent does not have, would end nothing."""
    with acting("counselor") as (session, actor):
        consent = session.get_one(Consent, county.consents["xio-others"])
        with pytest.raises(Refused) as no:
            revoke_consent(session, actor, consent, command)
        assert no.value.field == field
        assert session.scalars(select(Revocation).where(Revocation.consent_id == consent.id)).all() == []


@pytest.mark.parametrize(
    "categories", [("attendence",), ("attendance", "attendence"), ("attendance", "")], ids=lambda given: "+".join(given)
)
def test_a_kind_of_information_that_nobody_knows_is_refused(
    acting: Act, county: County, categories: tuple[str, ...]
) -> None:
    """R181: also beside others that are known."""
    with acting("counselor") as (session, actor):
        paper: Any = replace(a_paper(session, county, "marcus", "defense"), categories=categories)
        with pytest.raises(Refused) as no:
            record_consent(session, actor, paper)
        assert no.value.field == "categories"
        session.rollback()


MAY_NOT = [
    ("casemanager", "riverbend"),
    ("defender", "riverbend"),
    ("stranger", "riverbend"),
    ("stranger", "southgate"),
    ("counselor", "southgate"),
    ("diverter", "riverbend"),
    ("deputy", "riverbend"),
]


@pytest.mark.parametrize(("who", "holder"), MAY_NOT)
def test_a_court_paper_is_not_taken_from_whoever_has_neither_case_nor_treatment(
    acting: Act, county: County, who: str, holder: str
) -> None:
    """R60: a case manager, the defense, another clinic (also one that the paper names), and strangers to the person."""
    with acting("coordinator") as (session, _):
        paper = a_court_paper(session, county, "marcus", holder)
    with acting(who) as (session, actor):
        with pytest.raises(Refused) as no:
            record_consent(session, actor, paper)
        assert no.value.field == "discloser"
        session.rollback()


@pytest.mark.parametrize("who", ["coordinator", "officer", "prosecutor"])
def test_a_court_paper_is_taken_by_who_has_the_case(acting: Act, county: County, who: str) -> None:
    with acting("coordinator") as (session, _):
        paper = a_court_paper(session, county, "marcus")
    with acting(who) as (session, actor):
        assert record_consent(session, actor, paper).defects == []
        session.rollback()


def test_a_court_paper_is_taken_by_a_program_that_tells_while_it_treats(acting: Act, county: County) -> None:
    """Where it knows of the case: which one it is, no clinic is told without a consent."""
    with acting("coordinator") as (session, _):
        paper = a_court_paper(session, county, "marcus")
    with acting("counselor") as (session, actor):
        with pytest.raises(Refused) as no:
            record_consent(session, actor, paper)
        assert no.value.field == "legal_case"
        every = replace(paper, disclosers=({"type": "class", "class": "treatment_programs"},))
        for one in (paper, every):
            assert may_enter_criminal_justice(session, actor, one.participant_id, one.disclosers)
        end_treating(session, actor, county.people["marcus"], clock.now())
        for one in (paper, every):
            assert not may_enter_criminal_justice(session, actor, one.participant_id, one.disclosers)
        session.rollback()


def test_a_court_paper_is_not_taken_by_an_agency_that_left_the_team(acting: Act, county: County) -> None:
    with acting("coordinator") as (session, actor):
        paper = a_court_paper(session, county, "marcus")
        seats = select(TeamMember).where(
            TeamMember.participant_id == county.people["marcus"], TeamMember.agency_id == county.agencies["prosecution"]
        )
        for seat in session.scalars(seats):
            end_assignment(session, actor, seat)
        prosecutor = county.principal(session, "prosecutor")
        with pytest.raises(Refused):
            record_consent(session, prosecutor, paper)
        session.rollback()


def signed_as(name: str) -> dict[str, Any]:
    return {"form": FORM | {"patient_name": name}, "participant_name": name}


def test_another_name_than_the_one_on_file_needs_somebody_who_makes_sure(acting: Act, county: County) -> None:
    """F19: the name is compared with the one on file, not with itself; what was confirmed is recorded."""
    with acting("counselor") as (session, actor):
        paper: Any = replace(a_paper(session, county, "marcus", "defense"), **signed_as("Marc Bell"))
        with pytest.raises(Refused, match="On file the name is Marcus Bell") as no:
            record_consent(session, actor, paper)
        assert no.value.field == "patient_name"
        consent = record_consent(session, actor, replace(paper, alias_confirmed=True))
        assert consent.defects == []
        assert (consent.participant_name, consent.form["patient_name"]) == ("Marcus Bell", "Marc Bell")
        assert (consent.alias_confirmed_by_id, consent.alias_confirmed_at) == (actor.user_id, NOW)
        opened = select(AccessGrant.id).where(AccessGrant.instrument_id == consent.id, AccessGrant.categories != 0)
        assert session.scalars(opened).all()
        acts = select(AuditEvent.act).where(AuditEvent.subject_id == consent.id)
        assert "consent_alias_confirmed" in session.scalars(acts).all()
        session.rollback()


def test_a_name_that_nobody_confirmed_stays_a_defect(acting: Act, county: County) -> None:
    """R15: however it came into the database."""
    with acting("counselor") as (session, actor):
        paper: Any = replace(a_paper(session, county, "marcus", "defense"), **signed_as("Marc Bell"))
        consent = keep_consent(session, actor, replace(paper, participant_name="Marcus Bell"), None)
        assert consent.defects == [Defect.D19]
        session.rollback()


def test_the_same_name_confirms_nothing(acting: Act, county: County) -> None:
    with acting("counselor") as (session, actor):
        paper: Any = replace(a_paper(session, county, "marcus", "defense"), **signed_as(" Marcus  Bell "))
        consent = record_consent(session, actor, replace(paper, alias_confirmed=True))
        assert (consent.defects, consent.alias_confirmed_at) == ([], None)
        blank = record_consent(session, actor, replace(paper, **signed_as(" "), alias_confirmed=True))
        assert (blank.defects, blank.alias_confirmed_at) == ([Defect.D01], None)
        session.rollback()


def test_nobody_enters_a_paper_of_somebody_who_is_not_known_there(acting: Act, county: County) -> None:
    with acting("counselor") as (session, actor):
        paper: Any = replace(a_paper(session, county, "marcus", "defense"), participant_id=county.people["maya"])
        with pytest.raises(Refused, match="Not found"):
            record_consent(session, actor, paper)
