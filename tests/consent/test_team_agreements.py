"""A team agreement widens what a role may see when every agency has signed it, and not before (R40, R43)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.consent.compile import difference, difference_of_agreements
from portal.consent.grants.models import AccessGrant
from portal.consent.instruments.models import Agreement, AgreementSignature
from portal.consent.readers import agreed_mask, held_mask, reader_for
from portal.consent.register import register
from portal.consent.team_agreements.services import ProposeVersion, end_version, propose_version, sign_version
from portal.gate.vocabulary import Category, RoleName
from portal.participants.enrollments.models import TeamMember
from portal.participants.enrollments.services import end_assignment
from portal.treatment.sessions.models import Attendance
from portal.web.refused import Refused
from tests.given.county import NOW, Acting, County

Act = Callable[..., Acting]


TEAM = ("court", "prosecution", "defense", "probation", "bridgeway", "riverbend")
"""Who works in the teams of the court's programs."""

SPEAK = ("coordinator", "prosecutor", "defender", "officer", "casemanager", "supervisor")
"""Who signs for them."""


def narrower(county: County, **roles: tuple[Category, ...]) -> ProposeVersion:
    """What the product has, but for some roles."""
    given = {role: Category.from_mask(mask) for role, mask in register().cross_agency.items()}
    return ProposeVersion(
        court_id=county.agencies["court"],
        starts_at=NOW - timedelta(days=1),
        parties=tuple(county.agencies[one] for one in TEAM),
        lines={"cross_agency": {**given, **roles}},
    )


def marks(acting: Act, county: County, who: str) -> int:
    with acting(who) as (session, _):
        wanted = select(Attendance).where(Attendance.participant_id == county.people["xio"])
        return len(session.scalars(wanted).all())


def sign(acting: Act, who: str, version_id: Any) -> None:
    with acting(who) as (session, actor):
        sign_version(session, actor, session.get_one(Agreement, version_id))


def sign_all(acting: Act, version_id: Any) -> None:
    for who in SPEAK:
        sign(acting, who, version_id)


def propose(acting: Act, command: ProposeVersion, who: str = "coordinator") -> UUID:
    with acting(who) as (session, actor):
        return propose_version(session, actor, command).id


def holds(session: Session, county: County) -> bool:
    return difference_of_agreements(session) == [] and difference(session, county.people["xio"]) == []


def test_a_version_holds_with_the_last_signature_and_compiles_nobody(court_day: County, acting: Act) -> None:
    county = court_day
    assert marks(acting, county, "prosecutor") > 0
    with acting("coordinator") as (session, actor):
        first = propose_version(session, actor, narrower(county, prosecutor=(Category.DRUG_TEST,)))
        version_id = first.id
        assert holds(session, county)
    assert marks(acting, county, "prosecutor") > 0, "nobody has signed"
    for who in SPEAK[:-1]:
        sign(acting, who, version_id)
        assert marks(acting, county, "prosecutor") > 0, "not all have signed"
    with acting("coordinator") as (session, _):
        before = sorted(session.scalars(select(AccessGrant.id)))
    sign(acting, "supervisor", version_id)
    assert marks(acting, county, "prosecutor") == 0
    assert marks(acting, county, "officer") > 0
    with acting("coordinator") as (session, actor):
        assert sorted(session.scalars(select(AccessGrant.id))) == before
        assert holds(session, county)
        with pytest.raises(Refused):
            sign_version(session, actor, session.get_one(Agreement, version_id))
    with acting("coordinator") as (session, actor):
        end_version(session, actor, session.get_one(Agreement, version_id), clock.now())
        assert holds(session, county)
    assert marks(acting, county, "prosecutor") > 0


def test_another_courts_agreement_changes_nothing(county: County, acting: Act) -> None:
    with acting("diverter") as (session, actor):
        command = ProposeVersion(
            county.agencies["diversion"],
            NOW - timedelta(days=1),
            (county.agencies["diversion"], county.agencies["southgate"]),
            {"cross_agency": {}},
        )
        version_id = propose_version(session, actor, command).id
    sign(acting, "diverter", version_id)
    with acting("stranger") as (session, actor):
        version = session.get_one(Agreement, version_id)
        with pytest.raises(Refused, match="speaks for your agency"):
            sign_version(session, actor, version)
        sign_version(session, replace(actor, role=RoleName.TREATMENT_SUPERVISOR), version)
    with acting("coordinator") as (session, _):
        named = select(AccessGrant.matrix).where(AccessGrant.instrument_kind == "part2_cj").distinct()
        assert session.scalars(named).all() != []
        assert holds(session, county)


def test_counseling_notes_are_never_shared_by_agreement(county: County, acting: Act) -> None:
    with acting("coordinator") as (session, actor):
        for wrong in (
            narrower(county, judge=(Category.COUNSELING_NOTE,)),
            ProposeVersion(county.agencies["court"], NOW, (county.agencies["court"],), {"team": {}}),
            ProposeVersion(county.agencies["court"], NOW, tuple(county.agencies.values()), {"other": {}}),
            ProposeVersion(county.agencies["court"], NOW, tuple(county.agencies.values()), {"team": {"jugde": ()}}),
        ):
            with pytest.raises(Refused):
                propose_version(session, actor, wrong)
        session.rollback()


def test_a_widened_role_opens_the_documents_that_tell_so(court_day: County, acting: Act) -> None:
    """R28: what was delivered under the agreement stays open to the role while the agreement holds."""
    with acting("coordinator") as (session, actor):
        seen = (*Category.from_mask(register().cross_agency["judge"]), Category.TREATMENT_PLAN)
        version_id = propose_version(session, actor, narrower(court_day, judge=seen)).id
    with acting("judge") as (session, actor):
        assert not reader_for(session, actor, NOW).held & Category.TREATMENT_PLAN.bit
    sign_all(acting, version_id)
    with acting("judge") as (session, actor):
        assert reader_for(session, actor, NOW).held & Category.TREATMENT_PLAN.bit
    with acting("counselor") as (session, actor):
        assert not reader_for(session, actor, NOW).held & Category.COUNSELING_NOTE.bit


@pytest.mark.parametrize("missing", TEAM)
def test_whoever_works_in_the_teams_is_asked(county: County, acting: Act, missing: str) -> None:
    """R43: signed by every agency, the clinics and the case managers among them."""
    command = narrower(county)
    parties = tuple(one for one in command.parties if one != county.agencies[missing])
    with acting("coordinator") as (session, actor):
        with pytest.raises(Refused) as no:
            propose_version(session, actor, replace(command, parties=parties))
        assert no.value.field == "parties"
        session.rollback()


def test_who_left_the_teams_need_not_be_asked(county: County, acting: Act) -> None:
    command = narrower(county)
    parties = tuple(one for one in command.parties if one != county.agencies["bridgeway"])
    with acting("coordinator") as (session, actor):
        wanted = select(TeamMember).where(TeamMember.agency_id == county.agencies["bridgeway"])
        for seat in session.scalars(wanted):
            end_assignment(session, actor, seat)
    with acting("coordinator", NOW + timedelta(minutes=1)) as (session, actor):
        assert propose_version(session, actor, replace(command, parties=parties))
        session.rollback()


@pytest.mark.parametrize("who", ["prosecutor", "diverter", "clerk", "staff", "evaluator", "programadmin", "counselor"])
def test_only_who_speaks_for_the_court_proposes_and_ends(county: County, acting: Act, who: str) -> None:
    with acting("coordinator") as (session, actor):
        version = propose_version(session, actor, narrower(county))
        other = county.principal(session, who)
        with pytest.raises(Refused, match="speak for the court"):
            propose_version(session, other, narrower(county))
        with pytest.raises(Refused, match="speak for the court"):
            end_version(session, other, version, NOW)
        assert version.ends_at is None
        session.rollback()


@pytest.mark.parametrize(
    "who", ["clerk", "staff", "evaluator", "sysadmin", "counselor", "collector", "stranger", "deputy"]
)
def test_only_who_speaks_for_an_agency_that_is_asked_signs(county: County, acting: Act, who: str) -> None:
    with acting("coordinator") as (session, actor):
        version = propose_version(session, actor, narrower(county))
        with pytest.raises(Refused):
            sign_version(session, county.principal(session, who), version)
        signed = select(AgreementSignature.id).where(AgreementSignature.signed_at.is_not(None))
        signed = signed.where(AgreementSignature.agreement_id == version.id)
        assert session.scalars(signed).all() == []
        session.rollback()


def test_what_has_ended_or_was_replaced_is_signed_no_more(county: County, acting: Act) -> None:
    """A signature that comes late does not bring an older version back."""
    with acting("coordinator") as (session, actor):
        people = [county.principal(session, one) for one in SPEAK]
        old, new = (propose_version(session, actor, narrower(county)) for _ in range(2))
        for one in people[:-1]:
            sign_version(session, one, old)
        for one in people:
            sign_version(session, one, new)
        with pytest.raises(Refused, match="later version"):
            sign_version(session, people[-1], old)
        ended = propose_version(session, actor, narrower(county))
        end_version(session, actor, ended, clock.now())
        with pytest.raises(Refused, match="has ended"):
            sign_version(session, people[0], ended)
        session.rollback()


def test_who_was_only_asked_gains_nothing(county: County, acting: Act) -> None:
    """R28: what a delivered report may tell is widened by a version in force that the agency itself has signed."""
    seen = (*Category.from_mask(register().cross_agency.get("clinician", 0)), Category.CASE_NOTE)
    at, sheriff = NOW, county.agencies["sheriff"]
    with acting("coordinator") as (session, actor):
        asked = narrower(county, clinician=seen)
        first = propose_version(session, actor, asked)
        for one in SPEAK:
            sign_version(session, county.principal(session, one), first)
        deputy, counselor = (county.principal(session, one) for one in ("deputy", "counselor"))
        opened = Category.CASE_NOTE.bit & ~held_mask("clinician")
        assert agreed_mask(session, counselor.agency_id, "clinician", at) & Category.CASE_NOTE.bit
        propose_version(session, actor, replace(asked, parties=(*asked.parties, sheriff)))
        assert agreed_mask(session, deputy.agency_id, "clinician", at) == 0
        assert agreed_mask(session, counselor.agency_id, "clinician", at) & Category.CASE_NOTE.bit, (
            "the first one holds"
        )
        assert opened
        after = NOW + timedelta(minutes=1)
        end_version(session, actor, first, after)
        assert agreed_mask(session, counselor.agency_id, "clinician", after) == 0, "nobody gains by what has ended"
        session.rollback()
