"""Recording a report that a law asks for, after the rules have said that Part 2 lets it be made (R58, R112-R114)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.audit.services import record_act
from portal.accounts.permissions import Permission
from portal.accounts.principal import Principal
from portal.consent.accounting.models import Disclosure
from portal.consent.deciding import OnFile
from portal.consent.instruments.entitled import has_treated
from portal.consent.mandated_reports.models import MandatedReport
from portal.consent.mandated_reports.vocabulary import NOT_DEAD, REFUSALS, Channel, ReportKind, Step, Told
from portal.consent.recorded import recorded
from portal.consent.rules.codes import Reason
from portal.consent.rules.decision import Decision
from portal.consent.rules.exceptions import claimed_exception
from portal.consent.rules.facts import Actor, Record, Request
from portal.consent.rules.terms import Action
from portal.gate.vocabulary import Category, Purpose, Regime, RoleName
from portal.ids import NIL
from portal.participants.people.known import require_known
from portal.web.refused import Refused


@dataclass(frozen=True, slots=True)
class ReportByLaw:
    """`told` is what was said; `facts` what of the person, after a crime; `step`: the report, or what follows."""

    participant_id: UUID
    kind: ReportKind
    step: Step
    recipient_agency_id: UUID
    recipient_name: str
    channel: Channel
    reported_at: datetime
    told: str
    facts: tuple[Told, ...] = ()


def report_by_law(session: Session, actor: Principal, command: ReportByLaw) -> MandatedReport:
    """Keep a report that was made, and account for it to the participant (R173).

    Refused, with what can be done instead, when Part 2 has no exception for it; for whoever does not act for a program
    that treats or treated the person; for a moment that lies ahead; and when what was told is not written down.
    """
    require_reporter(session, actor, command.participant_id)
    now = clock.now()
    if command.reported_at > now:
        raise Refused("reported_on", _("Enter the day it was made; that day is still to come."))
    require_permitted(session, actor, command, now)
    if not command.told.strip():
        raise Refused("told", _("Write what was told."))
    report = MandatedReport(
        **recorded(actor, command.participant_id),
        kind=command.kind,
        recipient_agency_id=command.recipient_agency_id,
        recipient_name=command.recipient_name.strip(),
        channel=command.channel,
        reported_at=command.reported_at,
        told=command.told.strip(),
        facts=[str(one) for one in command.facts] if command.kind == ReportKind.CRIME else [],
    )
    session.add(report)
    session.flush()
    session.add(disclosure_of(report, actor))
    record_act(session, actor, "mandated_report_made", report, note=command.kind)
    session.flush()
    return report


def require_reporter(session: Session, actor: Principal, participant_id: UUID) -> None:
    require_known(session, participant_id)
    if not actor.may(Permission.MANDATED_REPORT) or not has_treated(session, actor, participant_id):
        raise Refused("", _("The program that treats this person makes the report, and records it."))


def require_permitted(session: Session, actor: Principal, command: ReportByLaw, at: datetime) -> None:
    """S11 on the facts on file, for whoever works at the agency that gets the report."""
    decision = decision_on(session, actor, command, at)
    if decision.permits:
        return
    reason = Reason(decision.reasons[0])
    refusal = NOT_DEAD if command.kind == ReportKind.DEATH else REFUSALS[reason]
    raise Refused(*refusal)


def decision_on(session: Session, actor: Principal, command: ReportByLaw, at: datetime) -> Decision:
    record = Record(
        id=str(NIL),
        category=Category.INCIDENT_REPORT,
        origin=str(actor.agency_id),
        regime=Regime.PART2,
        labels=frozenset(),
        service_on=clock.local_date(at, actor.zone),
        created_at=at,
        author=str(actor.user_id),
    )
    request = Request(
        action=Action.READ,
        purpose=str(Purpose.OPERATIONS),
        basis=str(command.kind),
        report_initial=command.step == Step.INITIAL,
    )
    facts = OnFile(session, command.participant_id, at).facts(record, request, actor)
    taker = Actor(str(NIL), str(RoleName.LAW_ENFORCEMENT), str(command.recipient_agency_id), False, "active")
    decision = claimed_exception(replace(facts, actor=taker), at)
    assert decision is not None, "a basis is claimed"
    return decision


def disclosure_of(report: MandatedReport, actor: Principal) -> Disclosure:
    """R170, R173: told without consent, to an agency; who took it there stands in the report."""
    return Disclosure(
        at=report.reported_at,
        session_id=report.id,
        participant_id=report.participant_id,
        holder_id=actor.agency_id,
        user_id=NIL,
        agency_id=report.recipient_agency_id,
        role="",
        instrument_id=report.id,
        instrument_kind=report.kind,
        categories=0 if report.kind == ReportKind.DEATH else Category.INCIDENT_REPORT.bit,
        purpose=report.kind,
        hour=report.reported_at.strftime("%Y-%m-%dT%H"),
        channel=report.channel,
    )
