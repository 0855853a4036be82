"""Records passed on as a document: line by line as the rules have it, frozen, accounted for, open to its addressee."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.agencies.models import Agency, Appointment, UserAccount
from portal.accounts.audit.models import AuditEvent
from portal.accounts.principal import Principal
from portal.consent.accounting.models import Disclosure
from portal.consent.copies import services
from portal.consent.copies.binding import BINDING
from portal.consent.copies.models import DeliveredCopy
from portal.consent.copies.services import PassOn, copies_of, disclose, disclosure_of, record_facts, redisclose
from portal.consent.deciding import OnFile
from portal.consent.instruments.models import Agreement, Consent
from portal.consent.instruments.services import Revoke, revoke_consent
from portal.consent.rules.codes import Obligation, Reason
from portal.consent.signing.services import record_death
from portal.gate.session import ForeignWrite
from portal.gate.vocabulary import Purpose, RoleName
from portal.treatment.sessions.models import Attendance
from portal.web.refused import Refused
from tests.given.county import NOW, Acting, County

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


def suspend(session: Session, target: Principal) -> None:
    session.get_one(UserAccount, target.user_id).status = "suspended"


def end_account(session: Session, target: Principal) -> None:
    session.get_one(UserAccount, target.user_id).ended_at = NOW


def end_appointment(session: Session, target: Principal) -> None:
    session.get_one(Appointment, target.appointment_id).ends_at = NOW


def end_participation(session: Session, target: Principal) -> None:
    wanted = select(Agreement).where(Agreement.agency_id == target.agency_id, Agreement.kind == "participation")
    for agreement in session.scalars(wanted):
        agreement.ends_at = NOW


STANDING = [suspend, end_account, end_appointment, end_participation]


@pytest.mark.parametrize("ended", STANDING)
def test_nothing_goes_to_who_does_not_stand(
    court_day: County, acting: Act, document: UUID, ended: Callable[[Session, Principal], None]
) -> None:
    """S1 and S2 of the target, whether a program tells or a holder passes on."""
    for who, target, sent, what in passings(court_day, document):
        with acting(who) as (session, actor):
            given = what(session)
            assert sent(session, actor, given, to(session, court_day, target))
            session.rollback()
        with acting(who) as (session, actor):
            given, command = what(session), to(session, court_day, target)
            ended(session, command.target)
            session.flush()
            with pytest.raises(Refused, match="Nothing of this"):
                sent(session, actor, given, command)
            session.rollback()


@pytest.mark.parametrize("role", ["system_admin", "program_admin", "evaluator"])
def test_nothing_goes_to_a_technical_role(court_day: County, acting: Act, document: UUID, role: str) -> None:
    """S3: also when the one who has it is on the team, and also by a role that the account does not have."""
    for who, target, sent, what in passings(court_day, document):
        with acting(who) as (session, actor):
            given, command = what(session), to(session, court_day, target)
            claimed = replace(command, target=replace(command.target, role=RoleName(role)))
            with pytest.raises(Refused, match="Nothing of this"):
                sent(session, actor, given, claimed)
            session.get_one(Appointment, command.target.appointment_id).role = role
            session.flush()
            with pytest.raises(Refused, match="Nothing of this"):
                sent(session, actor, given, claimed)
            session.rollback()


def passings(county: County, document: UUID) -> list[tuple[str, str, Any, Callable[[Session], Any]]]:
    """Who passes on, to whom, how, and what: each of them goes through as things stand."""
    return [
        ("counselor", "coordinator", disclose, lambda session: marks(session, county)),
        ("coordinator", "officer", redisclose, lambda session: copies_of(session, document)),
    ]


def test_what_a_copy_cannot_be_bound_to_is_not_sent(
    court_day: County, acting: Act, document: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R160: an obligation that can't be met denies; so does one that nobody has thought of yet."""
    for owed in (Obligation.NO_REDISCLOSURE, Obligation.CJ_USE_ONLY_2_35D):
        assert owed in BINDING
    monkeypatch.setattr(services, "BINDING", BINDING - {Obligation.CJ_USE_ONLY_2_35D})
    for who, target, sent, what in passings(court_day, document):
        with acting(who) as (session, actor):
            with pytest.raises(Refused, match="Nothing of this"):
                sent(session, actor, what(session), to(session, court_day, target))
            session.rollback()


def test_the_cause_of_death_alone_is_no_record(court_day: County, acting: Act) -> None:
    """R58, R160: a whole record would tell more than the inquiry may learn; nor is an emergency served by a copy."""
    assert not BINDING & {
        Obligation.CAUSE_OF_DEATH_ONLY,
        Obligation.DOCUMENT_EMERGENCY_2_51C,
        Obligation.REVIEW_BREAK_GLASS,
        Obligation.REQUEST_NO_FURTHER_USE_2_26,
    }
    with acting("counselor") as (session, actor):
        record_death(session, actor, court_day.people["xio"], NOW)
        session.get_one(Agency, court_day.agencies["sheriff"]).kind = "vital_records"
        session.flush()
        command = to(session, court_day, "deputy", Purpose.OPERATIONS, basis="vital_statistics")
        on_file = OnFile(session, court_day.people["xio"], NOW)
        record = record_facts(marks(session, court_day)[0])
        assert disclosure_of(on_file, record, command).reasons == (Reason.VITAL_STATISTICS,)
        with pytest.raises(Refused, match="Nothing of this"):
            disclose(session, actor, marks(session, court_day), command)
        session.rollback()
