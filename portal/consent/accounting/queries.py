"""Reading the accounting: what the reader's own agency told others of one participant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.agencies.models import Agency, UserAccount
from portal.consent.accounting.models import AccountingRequest, AccountingSuspension, Disclosure
from portal.consent.accounting.summary import Line, Period, summarize
from portal.consent.accounting.vocabulary import CONSENT_KINDS, RequestKind
from portal.consent.instruments.models import Consent
from portal.consent.mandated_reports.models import MandatedReport
from portal.consent.registers.models import MatterStep
from portal.consent.registers.queries import steps_of
from portal.consent.registers.vocabulary import Step
from portal.consent.rules.terms import PartyType
from portal.gate.reader import reader_of


@dataclass(frozen=True, slots=True)
class Account:
    """An accounting as of a moment: its lines, and how many of them stay out while a suspension lasts."""

    period: Period
    lines: tuple[Line, ...]
    left_out: tuple[Line, ...]
    suspensions: tuple[AccountingSuspension, ...]


def disclosed(session: Session, participant_id: UUID, covered: Period, zone: str, as_of: datetime) -> list[Disclosure]:
    """What the reader's agency, and those under its control, told of a participant in a period, oldest first.

    Others' disclosures are theirs to account for: whom they told is not known here (R150).
    """
    consent_from = clock.local_moment(covered.consent_from, clock.midnight(), zone)
    other_from = clock.local_moment(covered.other_from, clock.midnight(), zone)
    by_consent = Disclosure.instrument_kind.in_(CONSENT_KINDS)
    wanted = select(Disclosure).where(
        Disclosure.participant_id == participant_id,
        Disclosure.holder_id.in_(reader_of(session).controlled),
        Disclosure.at < min(clock.day_ends_at(covered.to, zone), as_of),
        or_(and_(by_consent, Disclosure.at >= consent_from), and_(~by_consent, Disclosure.at >= other_from)),
    )
    return list(session.scalars(wanted.order_by(Disclosure.at, Disclosure.id)))


def account_of(session: Session, participant_id: UUID, covered: Period, zone: str, as_of: datetime) -> Account:
    """The accounting of a participant as of a moment; what a suspension covers then is apart (R174)."""
    found = suspensions(session, participant_id, as_of)
    silent = {one.agency_id for one in found}
    late = entered_after(session, participant_id, as_of)
    rows = [row for row in disclosed(session, participant_id, covered, zone, as_of) if row.session_id not in late]
    told = summarize(row for row in rows if row.agency_id not in silent)
    left_out = summarize(row for row in rows if row.agency_id in silent)
    return Account(covered, tuple(told), tuple(left_out), tuple(found))


def entered_after(session: Session, participant_id: UUID, as_of: datetime) -> set[UUID]:
    """What was told on paper or by word of mouth before a moment and entered after it: its list did not have it."""
    kinds: tuple[Any, ...] = (MandatedReport, MatterStep)
    later = [select(one).where(one.participant_id == participant_id, one.recorded_at > as_of) for one in kinds]
    return {row.id for wanted in later for row in session.scalars(wanted)}


def suspensions(session: Session, participant_id: UUID, at: datetime) -> list[AccountingSuspension]:
    """The suspensions in force at a moment and known by then."""
    wanted = select(AccountingSuspension).where(
        AccountingSuspension.participant_id == participant_id,
        AccountingSuspension.starts_at <= at,
        AccountingSuspension.ends_at > at,
        AccountingSuspension.recorded_at <= at,
    )
    return list(session.scalars(wanted.order_by(AccountingSuspension.ends_at)))


def all_suspensions(session: Session, participant_id: UUID) -> list[AccountingSuspension]:
    wanted = select(AccountingSuspension).where(AccountingSuspension.participant_id == participant_id)
    return list(session.scalars(wanted.order_by(AccountingSuspension.starts_at.desc())))


def through_intermediaries(session: Session, lines: Iterable[Line]) -> list[Line]:
    """2.24, R136: the lines that stand on a consent which names an intermediary, whose members were told."""
    lines = list(lines)
    ids = {one.instrument_id for one in lines if one.instrument_kind in CONSENT_KINDS}
    consents = session.scalars(select(Consent).where(Consent.id.in_(ids)))
    named = {one.id for one in consents if any(party.get("type") == PartyType.INTERMEDIARY for party in one.recipients)}
    return [one for one in lines if one.instrument_id in named]


def names_of(session: Session, lines: Iterable[Line]) -> tuple[dict[UUID, str], dict[UUID, str]]:
    """The names of the agencies and of the people in some lines."""
    lines = list(lines)
    agencies = session.scalars(select(Agency).where(Agency.id.in_({one.agency_id for one in lines})))
    users = session.scalars(select(UserAccount).where(UserAccount.id.in_({one.user_id for one in lines})))
    return {one.id: one.name for one in agencies}, {one.id: one.display_name for one in users}


def requests_of(session: Session, participant_id: UUID) -> Sequence[AccountingRequest]:
    wanted = select(AccountingRequest).where(AccountingRequest.participant_id == participant_id)
    return session.scalars(wanted.order_by(AccountingRequest.received_on, AccountingRequest.id)).all()


def is_free(session: Session, request: AccountingRequest, since: date) -> bool:
    """Whether a request is the first after a day (164.528(c)(2)).

    What was taken back does not count, and neither does the list of an intermediary, which is another right (2.24).
    """
    known = requests_of(session, request.participant_id) if request.participant_id else ()
    earlier = [
        one
        for one in known
        if one.id != request.id
        and one.kind == RequestKind.ACCOUNTING
        and since < one.received_on
        and (one.received_on, one.id) < (request.received_on, request.id)
    ]
    steps = steps_of(session, [one.id for one in earlier])
    return all(withdrawn(steps[one.id]) for one in earlier)


def withdrawn(steps: Iterable[MatterStep]) -> bool:
    return any(one.step == Step.WITHDRAWN for one in steps)


def given_at(steps: Iterable[MatterStep]) -> datetime | None:
    """The moment as of which an accounting was given, so that it can be printed again as it was."""
    return next((one.recorded_at for one in steps if one.step == Step.GIVEN), None)
