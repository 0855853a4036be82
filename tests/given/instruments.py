"""The other instruments, the morning before Xio's hearing: an emergency, an order, a promise, a copy, agreements."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from flask import Flask
from sqlalchemy import select

from portal.consent.agreements.services import agree
from portal.consent.copies.services import PassOn, disclose
from portal.consent.emergencies.services import DocumentEmergency, close_own, open_emergency
from portal.consent.instruments.vocabulary import AgreementKind
from portal.consent.orders.findings import CourtFinding
from portal.consent.orders.services import RecordOrder, record_order
from portal.consent.team_agreements.services import ProposeVersion, propose_version
from portal.consent.turns.services import AgreeToRestriction, agree_to_restriction
from portal.gate.vocabulary import Category, Purpose, RoleName
from portal.treatment.sessions.models import Attendance

if TYPE_CHECKING:
    from tests.given.county import Acting, County

EMERGENCY_AT = datetime(2026, 11, 16, 23, tzinfo=UTC)
AT = datetime(2026, 11, 17, 20, tzinfo=UTC)


def build(app: Flask, county: County, acting: type[Acting]) -> None:
    be_opened_in_an_emergency(app, county, acting)
    enter_papers(app, county, acting)
    agree_between_agencies(app, county, acting)


def be_opened_in_an_emergency(app: Flask, county: County, acting: type[Acting]) -> None:
    """A clinician of another program documented one on Monday evening and ended it; Riverbend has not reviewed it."""
    with acting(app, county, "stranger", EMERGENCY_AT) as (session, actor):
        words = DocumentEmergency(
            county.people["xio"], "Dr. Example", "Mercy Hospital", "Found without breath", True, True
        )
        access = open_emergency(session, replace(actor, medical_personnel=True), words)
        county.things["emergency"] = access.id
    with acting(app, county, "stranger", EMERGENCY_AT + timedelta(hours=1)) as (session, actor):
        close_own(session, actor)


def enter_papers(app: Flask, county: County, acting: type[Acting]) -> None:
    """About Xio: an order of a court, which lets the prosecutor be told; and a promise that bills are not told. About
    Marcus: a copy of his marks for the case manager."""
    with acting(app, county, "coordinator", AT) as (session, actor):
        order = RecordOrder(
            county.people["xio"],
            "2.64",
            "Marlow District Court",
            AT - timedelta(days=1),
            (county.agencies["prosecution"],),
            (Category.ATTENDANCE,),
            tuple(CourtFinding),
            notice=True,
        )
        county.things["disclosure-order"] = record_order(session, actor, order).id
    with acting(app, county, "counselor", AT) as (session, actor):
        promise = AgreeToRestriction(county.people["xio"], categories=("billing",))
        county.things["restriction"] = agree_to_restriction(session, actor, promise).id
    with acting(app, county, "counselor", AT) as (session, actor):
        marks = select(Attendance).where(Attendance.participant_id == county.people["marcus"])
        to = PassOn(county.principal(session, "casemanager"), Purpose.CASE_MANAGEMENT, "To plan his week")
        county.things["received"] = disclose(session, actor, session.scalars(marks).all(), to)[0].document_id


def agree_between_agencies(app: Flask, county: County, acting: type[Acting]) -> None:
    """A service, and a team agreement that nobody has signed yet."""
    with acting(app, county, "privacy", AT) as (session, actor):
        agencies, mask = county.agencies, Category.BILLING.bit
        service = agree(
            session,
            actor,
            AgreementKind.QSO,
            agencies["riverbend"],
            AT,
            party_id=agencies["bridgeway"],
            categories=mask,
        )
        county.things["agreement"] = service.id
    with acting(app, county, "coordinator", AT) as (session, actor):
        parties = ("court", "prosecution", "defense", "probation", "bridgeway", "riverbend")
        command = ProposeVersion(
            county.agencies["court"],
            AT,
            tuple(county.agencies[one] for one in parties),
            {"cross_agency": {RoleName.JUDGE: (Category.ATTENDANCE,)}},
        )
        county.things["team-agreement"] = propose_version(session, actor, command).id
