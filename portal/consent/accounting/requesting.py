"""Asking for an accounting, and an agency of the law asking that it stay silent for a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.agencies.models import Agency
from portal.accounts.agencies.vocabulary import AgencyKind
from portal.accounts.audit.services import record_act
from portal.accounts.principal import Principal
from portal.consent.accounting.models import AccountingRequest, AccountingSuspension
from portal.consent.accounting.vocabulary import ORAL_DAYS, RequestKind
from portal.consent.recorded import recorded
from portal.consent.registers.clocks import ACCOUNTING_DAYS, INTERMEDIARY_DAYS
from portal.consent.registers.services import keep, require_come, require_desk, said
from portal.participants.people.known import require_known
from portal.web.refused import Refused

OVERSEERS = frozenset(
    {AgencyKind.LAW_ENFORCEMENT, AgencyKind.PROSECUTION, AgencyKind.SUPERVISION, AgencyKind.OVERSIGHT}
)
"""Whose officials may ask for silence: law enforcement and health oversight (164.528(a)(2)(i))."""


@dataclass(frozen=True, slots=True)
class AskAccounting:
    participant_id: UUID
    kind: RequestKind
    received_on: date
    written: bool
    words: str
    from_on: date | None = None
    to_on: date | None = None


@dataclass(frozen=True, slots=True)
class Suspend:
    """From the day of the statement through the day that it names; by word of mouth through 30 days at most."""

    participant_id: UUID
    agency_id: UUID
    official: str
    written: bool
    stated_on: date
    through_on: date | None
    words: str


def ask_accounting(session: Session, actor: Principal, command: AskAccounting) -> AccountingRequest:
    """Keep a request; it is due in 60 days (164.528(c)(1)), the list of an intermediary in 30 (2.24).

    Refused for days in the wrong order or still to come, and for a list of an intermediary that was not asked for in
    writing.
    """
    if command.from_on is not None:
        require_come(actor, "from_on", command.from_on)
    if command.from_on and command.to_on and command.to_on < command.from_on:
        raise Refused("to_on", _("Enter a last day that is not before the first one."))
    if command.kind == RequestKind.INTERMEDIARY and not command.written:
        raise Refused("written", _("The law wants this request in writing. Ask for it, and help with it."))
    days = INTERMEDIARY_DAYS if command.kind == RequestKind.INTERMEDIARY else ACCOUNTING_DAYS
    request = AccountingRequest(
        participant_id=command.participant_id,
        received_on=command.received_on,
        due_on=command.received_on + timedelta(days=days),
        words=command.words,
        kind=command.kind,
        written=command.written,
        from_on=command.from_on,
        to_on=command.to_on,
    )
    return keep(session, actor, request)


def suspend_accounting(session: Session, actor: Principal, command: Suspend) -> AccountingSuspension:
    """Leave out of accountings what an agency of the law was told, for as long as its statement says (R174).

    Refused for an agency that is neither, without the official's name, for a day that is still to come, and for an end
    that lies before it, or, by word of mouth, more than 30 days after it.
    """
    require_desk(actor)
    require_known(session, command.participant_id)
    agency = session.get(Agency, command.agency_id)
    if agency is None or agency.kind not in OVERSEERS:
        raise Refused("agency", _("Choose an agency of law enforcement or oversight."))
    if not command.official.strip():
        raise Refused("official", _("Write down who asked: name and post."))
    require_come(actor, "stated_on", command.stated_on)
    latest = command.stated_on + timedelta(days=ORAL_DAYS - 1)
    through = command.through_on or (None if command.written else latest)
    if through is None or through < command.stated_on:
        raise Refused("through_on", _("Enter the last day that the statement names."))
    if not command.written and through > latest:
        raise Refused("through_on", _("By word of mouth it holds for 30 days at most. Ask for it in writing."))
    suspension = AccountingSuspension(
        **recorded(actor, command.participant_id),
        agency_id=command.agency_id,
        official=command.official.strip(),
        written=command.written,
        starts_at=clock.local_moment(command.stated_on, clock.midnight(), actor.zone),
        ends_at=clock.day_ends_at(through, actor.zone),
        words=said(command.words),
    )
    session.add(suspension)
    session.flush()
    record_act(session, actor, "accounting_suspended", suspension)
    return suspension
