"""Each change of an instrument, or of a fact on which grants rest, leaves what a fresh compile would make."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.agencies.models import Agency
from portal.accounts.audit.models import AuditEvent
from portal.consent.compile import compile_participant, difference
from portal.consent.emergencies.services import close_emergency, open_emergency
from portal.consent.grants.models import AccessBar, AccessGrant
from portal.consent.instruments.models import Consent
from portal.consent.instruments.services import Revoke, record_consent, revoke_consent
from portal.consent.instruments.treating import begin_treating, end_treating
from portal.consent.instruments.vocabulary import RevocationScope
from portal.consent.orders.services import record_order, vacate_order
from portal.consent.signing.services import record_death, state_minor_rule
from portal.consent.turns.services import (
    AgreeToRestriction,
    agree_to_restriction,
    end_restriction,
    mark_false,
    record_expiry_event,
    record_revocable_point,
    replace_consent,
)
from portal.gate.vocabulary import Capacity, MinorRule
from portal.ids import new_id
from portal.participants.enrollments.models import LegalCase, TeamMember
from portal.participants.enrollments.services import end_assignment, record_disposition
from portal.participants.people.services import StateStanding, state_standing
from portal.web.refused import Refused
from tests.consent.test_exceptions import an_emergency, an_order
from tests.given.county import Acting, County, onto_team
from tests.given.papers import a_paper

Act = Callable[[Session, Any, County], Any]


def paper(session: Session, county: County, word: str) -> Consent:
    return session.get_one(Consent, county.consents[word])


def one_member(session: Session, county: County) -> TeamMember:
    wanted = select(TeamMember).where(
        TeamMember.participant_id == county.people["xio"], TeamMember.user_id == county.users["prosecutor"]
    )
    return session.scalars(wanted).one()


def an_order_vacated(session: Session, actor: Any, county: County) -> None:
    order = record_order(session, actor, an_order(county))
    before = kept(session, county.people["xio"])
    vacate_order(session, actor, order, clock.now())
    assert kept(session, county.people["xio"]) != before


def an_emergency_closed(session: Session, actor: Any, county: County) -> None:
    access = open_emergency(session, replace(actor, medical_personnel=True), an_emergency(county))
    before = kept(session, county.people["xio"])
    close_emergency(session, actor, access)
    assert kept(session, county.people["xio"]) != before


def an_event(session: Session, actor: Any, county: County) -> None:
    waiting = replace(a_paper(session, county, "xio", "sheriff"), expiry_kind="event", expiry_event="She moves out")
    consent = record_consent(session, actor, waiting)
    before = kept(session, county.people["xio"])
    record_expiry_event(session, actor, consent, clock.now())
    assert kept(session, county.people["xio"]) != before


def a_promise_ended_by_the_program(session: Session, actor: Any, county: County) -> None:
    promise = agree_to_restriction(session, actor, AgreeToRestriction(county.people["xio"]))
    end_restriction(session, actor, promise, by_patient=False)


CHANGES: dict[str, tuple[str, Act]] = {
    "a consent taken back": (
        "counselor",
        lambda session, actor, county: revoke_consent(session, actor, paper(session, county, "xio-others"), Revoke()),
    ),
    "a kind of information taken back": (
        "counselor",
        lambda session, actor, county: revoke_consent(
            session,
            actor,
            paper(session, county, "xio-others"),
            Revoke(RevocationScope.CATEGORY, categories=("attendance",)),
        ),
    ),
    "a recipient taken back": (
        "counselor",
        lambda session, actor, county: revoke_consent(
            session,
            actor,
            paper(session, county, "xio-others"),
            Revoke(RevocationScope.RECIPIENT, {"type": "agency", "id": str(county.agencies["defense"])}),
        ),
    ),
    "an event that ends a consent": ("counselor", an_event),
    "a consent replaced": (
        "counselor",
        lambda session, actor, county: replace_consent(
            session, actor, paper(session, county, "xio-others"), paper(session, county, "xio-court")
        ),
    ),
    "a consent known to be false": (
        "privacy",
        lambda session, actor, county: mark_false(
            session, actor, paper(session, county, "xio-others"), "signed by somebody else"
        ),
    ),
    "a promise": (
        "counselor",
        lambda session, actor, county: agree_to_restriction(session, actor, AgreeToRestriction(county.people["xio"])),
    ),
    "a promise ended by the program": ("counselor", a_promise_ended_by_the_program),
    "an agency treats no more": (
        "counselor",
        lambda session, actor, county: end_treating(session, actor, county.people["xio"], clock.now()),
    ),
    "a member leaves the team": (
        "coordinator",
        lambda session, actor, county: end_assignment(session, actor, one_member(session, county)),
    ),
    "the case is disposed of": (
        "coordinator",
        lambda session, actor, county: record_disposition(
            session,
            actor,
            session.scalars(select(LegalCase).where(LegalCase.participant_id == county.people["xio"])).one(),
            clock.now(),
        ),
    ),
    "a court found that the person can't sign": (
        "coordinator",
        lambda session, actor, county: state_standing(
            session, actor, StateStanding(county.people["xio"], Capacity.ADJUDICATED_LACKING)
        ),
    ),
    "an order": ("coordinator", lambda session, actor, county: record_order(session, actor, an_order(county))),
    "an order vacated": ("coordinator", an_order_vacated),
    "an emergency": (
        "stranger",
        lambda session, actor, county: open_emergency(
            session, replace(actor, medical_personnel=True), an_emergency(county)
        ),
    ),
    "an emergency closed": ("stranger", an_emergency_closed),
    "the person died": (
        "coordinator",
        lambda session, actor, county: record_death(session, actor, county.people["xio"], clock.now()),
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_leaves_what_a_fresh_compile_makes(name: str, acting: Callable[..., Acting], county: County) -> None:
    who, change = CHANGES[name]
    with acting(who) as (session, actor):
        before = kept(session, county.people["xio"])
        change(session, actor, county)
        assert kept(session, county.people["xio"]) != before, "nothing changed"
        assert difference(session, county.people["xio"]) == []
        session.rollback()


def kept(session: Session, participant_id: UUID) -> list[str]:
    """The rows of grants and bars, without their ids."""
    rows: list[str] = []
    for table in (AccessGrant, AccessBar):
        names = [column.name for column in table.__table__.columns if column.name != "id"]
        found = session.scalars(select(table).where(table.participant_id == participant_id))
        rows += [repr([getattr(one, name) for name in names]) for one in found]
    return sorted(rows)


def test_a_revocation_waits_for_the_revocable_point(acting: Callable[..., Acting], county: County) -> None:
    """R63: recorded before the point, it takes effect when the point is recorded."""
    with acting("coordinator") as (session, actor):
        consent = paper(session, county, "xio-court")
        before = kept(session, county.people["xio"])
        revoke_consent(session, actor, consent, Revoke())
        assert kept(session, county.people["xio"]) == before
        record_revocable_point(session, actor, consent, clock.now())
        assert kept(session, county.people["xio"]) != before
        assert difference(session, county.people["xio"]) == []
        session.rollback()


def test_a_rule_for_minors_compiles_whom_the_agency_enrolled(acting: Callable[..., Acting], county: County) -> None:
    """Everybody is of age at eighteen; where majority comes later, a parent's signature is missed (R52)."""
    with acting("coordinator") as (session, coordinator):
        actor = county.principal(session, "programadmin")
        court = session.get_one(Agency, county.agencies["court"])
        grown_up = clock.local_date(clock.now() - timedelta(days=19 * 366), coordinator.zone)
        identity = one_identity(session, county)
        identity.born_on = grown_up
        state_minor_rule(session, actor, court, 18, MinorRule.ALONE)
        before = kept(session, county.people["xio"])
        state_minor_rule(session, actor, court, 21, MinorRule.ALONE)
        assert kept(session, county.people["xio"]) == before, "a minor who may sign alone"
        state_minor_rule(session, actor, court, 21, MinorRule.PARENT_TOO)
        assert len(kept(session, county.people["xio"])) < len(before)
        assert difference(session, county.people["xio"]) == []
        with pytest.raises(Refused):
            state_minor_rule(session, actor, court, 40, MinorRule.ALONE)
        session.rollback()


def one_identity(session: Session, county: County) -> Any:
    from portal.participants.people.models import ParticipantIdentity

    wanted = select(ParticipantIdentity).where(ParticipantIdentity.participant_id == county.people["xio"])
    return session.scalars(wanted).one()


def test_a_death_suspends_what_was_signed_in_life(acting: Callable[..., Acting], county: County) -> None:
    """R57: also the consents that lie at another agency; what is recorded is no word of the patient."""
    with acting("counselor") as (session, actor):
        record_death(session, actor, county.people["marcus"], clock.now())
        grants = select(AccessGrant).where(
            AccessGrant.participant_id == county.people["marcus"],
            AccessGrant.instrument_kind == "part2_general",
            AccessGrant.ends_at > clock.now(),
        )
        assert session.scalars(grants).all() == []
        acts = select(AuditEvent.act).where(AuditEvent.participant_id == county.people["marcus"])
        assert "consent_suspended" in session.scalars(acts).all()
        session.rollback()


def test_a_parent_takes_nothing_back_from_a_grown_up(acting: Callable[..., Acting], county: County) -> None:
    """R54."""
    from portal.consent.rules.terms import Signer

    with acting("coordinator") as (session, actor):
        with pytest.raises(Refused):
            revoke_consent(session, actor, paper(session, county, "xio-court"), Revoke(by=Signer.PARENT))
        session.rollback()


def test_a_compile_writes_only_what_differs(acting: Callable[..., Acting], county: County) -> None:
    """Rows that stay as they were keep their ids; one that is missing, too much or different is mended."""
    person = county.people["xio"]
    wanted = select(AccessGrant.id).where(AccessGrant.participant_id == person)
    with acting("coordinator") as (session, _):
        before = set(session.scalars(wanted))
        compile_participant(session, person)
        assert set(session.scalars(wanted)) == before and len(before) > 40
        gone, other = sorted(before)[:2]
        session.execute(delete(AccessGrant).where(AccessGrant.id == gone))
        session.execute(update(AccessGrant).where(AccessGrant.id == other).values(purposes=0))
        twice = dict(session.execute(select(AccessGrant.__table__).where(wanted.whereclause).limit(1)).mappings().one())
        session.execute(insert(AccessGrant), [twice | {"id": new_id()}])
        compile_participant(session, person)
        after = set(session.scalars(wanted))
        assert len(after) == len(before) and not after & {gone, other}
        assert difference(session, person) == []


def test_another_agency_treats(app: Flask, acting: Callable[..., Acting], county: County) -> None:
    onto_team(app, county, "xio", "stranger")
    with acting("stranger") as (session, actor):
        before = kept(session, county.people["xio"])
        begin_treating(session, actor, county.people["xio"], clock.now())
        assert kept(session, county.people["xio"]) != before
        assert difference(session, county.people["xio"]) == []
        session.rollback()
