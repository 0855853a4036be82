"""What an explanation looks at: the own papers and no others', what was claimed, and copies that were sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts.agencies.models import Appointment
from portal.consent.agreements.services import agree
from portal.consent.copies.services import PassOn, disclose
from portal.consent.emergencies.services import DocumentEmergency, open_emergency
from portal.consent.explaining.services import Ask, Explanation, explain
from portal.consent.instruments.services import record_consent
from portal.consent.instruments.vocabulary import AgreementKind, ConsentKind
from portal.consent.orders.findings import CourtFinding
from portal.consent.orders.services import RecordOrder, record_order
from portal.consent.rules.codes import Reason
from portal.db import unit_of_work
from portal.extensions import db
from portal.gate.vocabulary import Category, Purpose
from portal.ids import new_id
from portal.treatment.sessions.models import Attendance
from tests.given.county import NOW, Acting, County, onto_team, treat
from tests.given.papers import a_paper

Act = Callable[..., Acting]
SOON = NOW + timedelta(minutes=5)


@pytest.fixture
def asked(app: Flask, mark: UUID) -> Callable[..., Explanation]:
    def ask(whom: str, **more: Any) -> Explanation:
        with app.app_context():
            try:
                with unit_of_work() as session:
                    question = Ask("privacy", whom, mark, more.pop("at", SOON), **more)
                    return explain(session, question, db.session.session_factory)
            finally:
                db.session.remove()

    return ask


@pytest.fixture(scope="module")
def mark(app: Flask, court_day: County) -> UUID:
    """A mark of Riverbend about Xio."""
    with Acting(app, court_day, "counselor") as (session, _):
        wanted = select(Attendance).where(Attendance.participant_id == court_day.people["xio"])
        return session.scalars(wanted.order_by(Attendance.id)).all()[0].id


def test_of_another_programs_consents_nothing_is_said(
    app: Flask, county: County, acting: Act, asked: Callable[..., Explanation]
) -> None:
    """R11, R143: neither which there are, nor that there are any, nor why they fail."""
    people = ("casemanager", "stranger", "judge", "defender")
    onto_team(app, county, "xio", "stranger")
    before = {who: list(asked(who).lines()) for who in people}
    treat(app, county, "xio", "stranger", NOW)
    with acting("stranger") as (session, actor):
        paper = a_paper(session, county, "xio", "bridgeway", "riverbend", "court", holder="southgate")
        paper = replace(paper, purposes=("case_management", "cj_monitoring", "treatment"))
        other = record_consent(session, actor, paper).id
        later = record_consent(session, actor, paper)
        later.recorded_at = SOON + timedelta(days=1)
        others = {str(other), str(later.id)}
    told = {who: list(asked(who).lines()) for who in people}
    assert str(other) not in str(told)
    assert told == before
    named = {consent.id for who in people for consent, _ in asked(who).found.consents}
    assert named >= {str(county.consents["xio-court"]), str(county.consents["xio-others"])}
    assert named & others == set()


def test_what_was_claimed_is_replayed(county: County, acting: Act, asked: Callable[..., Explanation]) -> None:
    assert asked("casemanager", claiming="qsoa").found.decision.reasons == (Reason.QSOA_NOT_IN_FORCE,)
    assert asked("prosecutor", claiming="court_order").found.decision.reasons == (Reason.ORDER_NOT_QUALIFYING,)
    assert asked("stranger", claiming="emergency").found.decision.reasons == (Reason.EMERGENCY_NOT_MEDICAL,)
    xio, agencies = county.people["xio"], county.agencies
    with acting("coordinator") as (session, actor):
        mask = Category.ATTENDANCE.bit
        agree(
            session,
            county.principal(session, "privacy"),
            AgreementKind.QSO,
            agencies["riverbend"],
            NOW,
            party_id=agencies["bridgeway"],
            categories=mask,
        )
        narrow = RecordOrder(
            xio,
            "2.64",
            "Marlow",
            NOW,
            (agencies["probation"],),
            (Category.ATTENDANCE,),
            findings=tuple(CourtFinding),
            notice=True,
        )
        record_order(session, actor, narrow)
        record_order(session, actor, replace(narrow, recipient_agencies=(agencies["prosecution"],)))
    with acting("stranger") as (session, actor):
        session.get_one(Appointment, actor.appointment_id).medical_personnel = True
        said = DocumentEmergency(xio, "Dr. Example", "Southgate", "Overdose", bona_fide=True, consent_unobtainable=True)
        open_emergency(session, replace(actor, medical_personnel=True), said)
    told = asked("casemanager", claiming="qsoa")
    assert told.found.decision.reasons == (Reason.QSOA,)
    assert any("claiming qsoa" in line for line in told.lines())
    assert asked("prosecutor", claiming="court_order").found.decision.reasons == (Reason.COURT_ORDER,)
    assert asked("stranger", claiming="emergency").found.decision.reasons == (Reason.EMERGENCY_2_51,)
    early = asked("stranger", claiming="emergency", at=NOW - timedelta(minutes=1)).found.decision
    assert not early.permits
    assert not asked("stranger").found.decision.permits, "nothing is claimed unless it is said"


def test_the_proceeding_that_was_named_is_replayed(
    county: County, acting: Act, asked: Callable[..., Explanation]
) -> None:
    proceeding = new_id()
    with acting("counselor") as (session, actor):
        paper = a_paper(session, county, "xio", "prosecution")
        paper = replace(
            paper, kind=ConsentKind.LEGAL_PROCEEDING, purposes=("legal_proceeding",), proceeding_id=proceeding
        )
        assert record_consent(session, actor, paper).defects == []
    named = asked("prosecutor", purpose="legal_proceeding", proceeding=str(proceeding))
    assert named.found.decision.reasons == (Reason.CONSENT_COVERS,)
    assert any(str(proceeding) in line for line in named.lines())
    for other in ("", str(new_id())):
        told = asked("prosecutor", purpose="legal_proceeding", proceeding=other)
        assert told.found.decision.reasons == (Reason.OTHER_PROCEEDING,)


def test_a_copy_that_was_sent_is_a_fact(
    county: County, acting: Act, mark: UUID, asked: Callable[..., Explanation]
) -> None:
    """R28: from the moment of its delivery on, and for the agency that has it."""
    with acting("counselor") as (session, actor):
        target = county.principal(session, "coordinator")
        disclose(
            session, actor, [session.get_one(Attendance, mark)], PassOn(target, Purpose.CJ_MONITORING, "Asked for")
        )
    told = asked("coordinator")
    assert told.found.decision.reasons == (Reason.RETAINED_COPY,)
    assert any(line.startswith("Copy: delivered to the reader's agency on 2026-11-18") for line in told.lines())
    before = asked("coordinator", at=NOW - timedelta(minutes=1)).found.decision
    assert before.reasons == (Reason.CONSENT_COVERS,)
    assert asked("officer").found.decision.reasons == (Reason.CONSENT_COVERS,)
