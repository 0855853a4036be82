"""Who claims an order, an emergency or an agreement reads what it opens, and nothing by consent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from portal import clock
from portal.accounts.audit.models import AuditEvent
from portal.accounts.principal import Principal
from portal.consent.agreements.services import agree
from portal.consent.emergencies.services import open_emergency
from portal.consent.instruments.vocabulary import AgreementKind
from portal.consent.orders.services import record_order
from portal.consent.readers import reader_for
from portal.db import unit_of_work
from portal.extensions import db
from portal.gate.reader import bind_reader
from portal.gate.vocabulary import Basis, Purpose
from portal.treatment.sessions.models import Attendance
from tests.clients import SignedInClient
from tests.consent.test_exceptions import an_emergency, an_order
from tests.given.county import NOW, Acting, County

Client = Callable[[str], SignedInClient]


def attendance(app: Flask, county: County, who: str, **changes: object) -> int:
    """How many marks of Xio somebody reads who claims something."""
    with app.app_context():
        session = db.session()
        actor: Principal = replace(county.principal(session, who), **changes)
        bind_reader(session, reader_for(session, actor, clock.now()))
        found = session.scalars(select(Attendance).where(Attendance.participant_id == county.people["xio"])).all()
        db.session.remove()
        return len(found)


def test_an_order_opens_to_who_claims_it(app: Flask, court_day: County, acting: Callable[..., Acting]) -> None:
    """R80, R83: for a new charge nothing but an order opens anything, and only while it is claimed."""
    charge = {"purpose": Purpose.PROSECUTION_NEW_CHARGE}
    assert attendance(app, court_day, "prosecutor", **charge, claimed=Basis.COURT_ORDER) == 0
    with acting("coordinator") as (session, actor):
        record_order(session, actor, an_order(court_day))
    assert attendance(app, court_day, "prosecutor", **charge, claimed=Basis.COURT_ORDER) > 0
    assert attendance(app, court_day, "prosecutor", **charge) == 0
    assert attendance(app, court_day, "officer", **charge, claimed=Basis.COURT_ORDER) == 0


def test_an_emergency_opens_to_its_author_for_its_hours(
    app: Flask, court_day: County, acting: Callable[..., Acting]
) -> None:
    """R100, R101: a stranger of another clinic, while the documented emergency is open."""
    claim = {"claimed": Basis.EMERGENCY, "medical_personnel": True}
    assert attendance(app, court_day, "stranger", **claim) == 0
    with acting("stranger") as (session, actor):
        open_emergency(session, replace(actor, medical_personnel=True), an_emergency(court_day, hours=2))
    assert attendance(app, court_day, "stranger", **claim) > 0
    assert attendance(app, court_day, "stranger", claimed=Basis.EMERGENCY) == 0
    assert attendance(app, court_day, "stranger") == 0
    with clock.set_to(NOW + timedelta(hours=2)):
        assert attendance(app, court_day, "stranger", **claim) == 0


def test_an_auditor_reads_a_program_under_its_agreement(
    app: Flask, court_day: County, acting: Callable[..., Acting]
) -> None:
    """R4, R115: an evaluator sees no content but what an agreement that is claimed opens."""
    claim = {"claimed": Basis.AUDIT}
    assert attendance(app, court_day, "evaluator", **claim) == 0
    with acting("privacy") as (session, actor):
        for party in ("court", "bridgeway"):
            agree(
                session,
                actor,
                AgreementKind.AUDIT,
                court_day.agencies["riverbend"],
                clock.now(),
                party_id=court_day.agencies[party],
            )
    assert attendance(app, court_day, "evaluator", **claim) > 0
    assert attendance(app, court_day, "evaluator") == 0
    assert attendance(app, court_day, "casemanager") > 0
    assert attendance(app, court_day, "casemanager", purpose=Purpose.LEGAL_PROCEEDING, **claim) == 0


def test_who_claims_stands_on_no_consent(app: Flask, court_day: County) -> None:
    """S11 stops before S12."""
    assert attendance(app, court_day, "defender") > 0
    assert attendance(app, court_day, "defender", claimed=Basis.QSOA) == 0


def test_the_claim_is_stated_on_the_page_of_the_purpose(client_of: Client, court_day: County, app: Flask) -> None:
    client = client_of("casemanager")
    page = client.get("/purpose").text
    assert "court order that names my agency" in page
    assert "medical emergency" not in page
    assert client.submit("/purpose", {"purpose": "case_management", "basis": "qsoa"}).status_code == 303
    assert client.submit("/purpose", {"purpose": "case_management", "basis": "emergency"}).status_code == 422
    with app.app_context(), unit_of_work() as session:
        claimed = select(AuditEvent.note).where(AuditEvent.act == "basis_claimed")
        assert session.scalars(claimed).all() == ["qsoa"]
