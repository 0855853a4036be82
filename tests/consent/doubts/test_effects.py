"""What the second readings do to decisions and to services."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from flask import Flask
from sqlalchemy import select

from portal.consent.doubts.services import DecideDoubt, decide_doubt
from portal.consent.doubts.vocabulary import Doubt, Reading
from portal.consent.instruments.models import Revocation
from portal.consent.rules import decide
from portal.consent.rules.cases import facts_from_case
from portal.consent.rules.codes import Reason
from portal.consent.signing.services import record_death
from tests.consent.checking.own.paper import FIXTURES, Json, actor, agency, criminal_justice, decision, record, request
from tests.consent.checking.own.paper import redisclosure as passing
from tests.given.county import NOW, Acting, County

AT = datetime(2026, 3, 10, 15, tzinfo=UTC)
HOW = request(action="redisclose", redisclosure=passing("part2_cj", "prosecutor"))


def reasons(*consents: Json, strictly: bool) -> tuple[Reason, ...]:
    """A judge passes a report on to the prosecutor of the same team (D5: Doubt.D5)."""
    case = decision("D5", "R71", "X", actor("judge"), record(), HOW, consents=list(consents))
    facts = facts_from_case(FIXTURES, case)
    return decide(replace(facts, site=replace(facts.site, official_duty_only_to_named=strictly)), AT).reasons


def test_official_duty_reaches_only_those_whom_a_consent_names() -> None:
    unnamed = criminal_justice(recipients=[agency("court_d1")])
    taken_back = criminal_justice(superseded_at="2026-03-01T00:00:00Z")
    assert reasons(criminal_justice(), strictly=True) == (Reason.REDISCLOSURE_OFFICIAL_DUTY,)
    assert reasons(criminal_justice(categories=["enrollment"]), strictly=True) == (Reason.REDISCLOSURE_OFFICIAL_DUTY,)
    for others in ((), (unnamed,), (taken_back,), (criminal_justice(participant="P2"),)):
        assert reasons(*others, strictly=True) == (Reason.REDISCLOSURE_CJ_LIMIT,)
        assert reasons(*others, strictly=False) == (Reason.REDISCLOSURE_OFFICIAL_DUTY,)


def suspended(app: Flask, county: County, word: str, at: datetime) -> int:
    with Acting(app, county, "coordinator", at) as (session, who):
        record_death(session, who, county.people[word], at - timedelta(hours=1))
        wanted = select(Revocation).where(Revocation.participant_id == county.people[word])
        return sum(one.taken_back_by == "review" for one in session.scalars(wanted))


def test_consents_outlive_their_signer_only_where_the_site_says_so(app: Flask, county: County) -> None:
    assert suspended(app, county, "marcus", NOW) > 0
    with Acting(app, county, "sysadmin", NOW + timedelta(hours=1)) as (session, who):
        decide_doubt(session, who, DecideDoubt(Doubt.D9, Reading.OTHER, "Counsel advised it on Nov 17.", 0))
    assert suspended(app, county, "xio", NOW + timedelta(hours=2)) == 0
