"""Records passed on as a document: line by line as the rules have it, frozen, accounted for, open to its addressee."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.audit.models import AuditEvent
from portal.accounts.principal import Principal
from portal.consent.accounting.models import Disclosure
from portal.consent.copies.models import DeliveredCopy
from portal.consent.copies.services import PassOn, copies_of, disclose, redisclose
from portal.consent.instruments.models import Consent
from portal.consent.instruments.services import Revoke, revoke_consent
from portal.gate.session import ForeignWrite
from portal.gate.vocabulary import Purpose
from portal.treatment.sessions.models import Attendance
from portal.web.refused import Refused
from tests.given.county import Acting, County

Act = Callable[..., Acting]


def marks(session: Session, county: County) -> list[Attendance]:
    wanted = select(Attendance).where(Attendance.participant_id == county.people["xio"])
    return list(session.scalars(wanted))


def to(session: Session, county: County, who: str, purpose: Purpose = Purpose.CJ_MONITORING, **more: Any) -> PassOn:
    target: Principal = county.principal(session, who)
    return PassOn(target, purpose, "The team asked for it", **more)


@pytest.fixture
def document(court_day: County, acting: Act) -> UUID:
    """The clinic's marks of Xio, sent to the court under the criminal-justice consent."""
    with acting("counselor") as (session, actor):
        lines = disclose(session, actor, marks(session, court_day), to(session, court_day, "coordinator"))
        return lines[0].document_id


def test_a_program_sends_what_a_consent_covers(court_day: County, acting: Act, document: UUID) -> None:
    with acting("coordinator") as (session, _):
        lines = copies_of(session, document)
        assert lines
        assert {one.received_kind for one in lines} == {"part2_cj"}
        assert {one.instrument_id for one in lines} == {court_day.consents["xio-court"]}
        assert "NOTICE_2_32" in lines[0].obligations
        assert set(lines[0].content) >= {"mark", "service"}
        assert "participant_id" not in lines[0].content
        told = session.scalars(select(Disclosure).where(Disclosure.session_id == document)).all()
        assert {(one.agency_id, one.channel) for one in told} == {(court_day.agencies["court"], "document")}
    with acting("officer") as (session, _):
        assert copies_of(session, document) == []


def test_what_may_not_go_stays_out_or_is_refused(court_day: County, acting: Act) -> None:
    with acting("counselor") as (session, actor):
        for who, purpose in (("deputy", Purpose.CJ_MONITORING), ("coordinator", Purpose.PROSECUTION_NEW_CHARGE)):
            with pytest.raises(Refused):
                disclose(session, actor, marks(session, court_day), to(session, court_day, who, purpose))
        silent = PassOn(court_day.principal(session, "coordinator"), Purpose.CJ_MONITORING, " ")
        with pytest.raises(Refused):
            disclose(session, actor, marks(session, court_day), silent)
    with acting("coordinator") as (session, actor), pytest.raises(Refused):
        disclose(session, actor, marks(session, court_day), to(session, court_day, "officer"))


def test_a_copy_outlives_the_consent(app: Flask, court_day: County, acting: Act, document: UUID) -> None:
    """R28: also after the consent for others was taken back, the court keeps what it has."""
    with acting("counselor") as (session, actor):
        lines = disclose(
            session,
            actor,
            marks(session, court_day),
            to(session, court_day, "casemanager", Purpose.CASE_MANAGEMENT),
        )
        kept = lines[0].document_id
        consent = session.get_one(Consent, court_day.consents["xio-others"])
        revoke_consent(session, actor, consent, Revoke())
    with acting("casemanager") as (session, actor):
        assert marks(session, court_day) == []
        assert copies_of(session, kept)
        with pytest.raises(Refused):
            redisclose(session, actor, copies_of(session, kept), to(session, court_day, "officer"))


def test_official_duty_passes_it_on_and_keeps_its_kind(court_day: County, acting: Act, document: UUID) -> None:
    """R71: from the court to the officer of the same team; a stranger gets nothing, a new charge even less."""
    with acting("coordinator") as (session, actor):
        held = copies_of(session, document)
        for who, purpose in (("deputy", Purpose.CJ_MONITORING), ("officer", Purpose.CRIMINAL_INVESTIGATION)):
            with pytest.raises(Refused):
                redisclose(session, actor, held, to(session, court_day, who, purpose))
        lines = redisclose(session, actor, held, to(session, court_day, "officer"))
        passed = lines[0].document_id
        assert {(one.permitted_by, one.received_kind) for one in lines} == {("REDISCLOSURE_OFFICIAL_DUTY", "part2_cj")}
        assert {one.record_origin_id for one in lines} == {court_day.agencies["riverbend"]}
        assert {one.instrument_id for one in lines} == {court_day.consents["xio-court"]}
        acts = select(AuditEvent.note).where(AuditEvent.act == "records_redisclosed")
        assert session.scalars(acts).all() == ["The team asked for it"]
    with acting("officer") as (session, actor):
        assert len(copies_of(session, passed)) == len(held)
        told = session.scalars(select(Disclosure).where(Disclosure.session_id == passed)).all()
        assert {one.holder_id for one in told} == {court_day.agencies["court"]}
    with acting("prosecutor") as (session, actor):
        assert copies_of(session, passed) == []


def test_a_delivered_copy_is_never_changed(court_day: County, acting: Act, document: UUID) -> None:
    with acting("coordinator") as (session, _):
        held = session.scalars(select(DeliveredCopy).where(DeliveredCopy.document_id == document)).all()
        held[0].received_kind = "part2_general"
        with pytest.raises(ForeignWrite):
            session.flush()
        session.rollback()
