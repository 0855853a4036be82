"""Who may ask for an explanation, about which records, and how that is written down first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.agencies.models import Appointment, UserAccount
from portal.accounts.principal import Principal, principal_of
from portal.accounts.sign_in.services import appointments_of
from portal.accounts.sign_in.sessions import is_active
from portal.consent.copies.models import DeliveredCopy
from portal.consent.instruments.models import Consent
from portal.consent.readers import reader_for
from portal.consent.rules.facts import HeldCopy
from portal.db import read_intent
from portal.gate.looking import tally
from portal.gate.protected import Gated
from portal.gate.reader import Reader, bind_reader
from portal.gate.vocabulary import Category, RoleName
from portal.gate.walls import walled_classes

OpenSession = Callable[[], Session]


class NotForYou(Exception):
    """The same words whether the record is another program's or there is none (R140), or for the one who asks."""


@dataclass(frozen=True, slots=True)
class GateRow:
    """What the gate knows of a record: its columns, never its content."""

    table: str
    id: UUID
    participant_id: UUID
    origin_id: UUID
    author_id: UUID
    regime: int
    category: int
    labels: int
    withheld: bool
    service_on: date
    created_at: datetime


def officer(session: Session, username: str) -> Principal:
    """The privacy officer of that name. NotForYou when the account is not active, or is none now."""
    user = session.scalar(select(UserAccount).where(UserAccount.username == username.strip().lower()))
    if user is not None and is_active(user):
        for appointment in appointments_of(session, user):
            if appointment.role == RoleName.PRIVACY_OFFICER:
                return principal_of(appointment)
    raise NotForYou("Only a privacy officer may ask why a record was shown or not.")


def reader_of_officer(actor: Principal) -> Reader:
    """Every record of the own program and of nobody else's: the wall itself keeps the question inside it.

    Only `row_of` reads with it, and only the gate's columns.
    """
    every = Category.every()
    return Reader(
        at=clock.now(),
        user=actor.user_id,
        agency=actor.agency_id,
        role=str(actor.role),
        purpose=actor.purpose.bit,
        appointment=actor.appointment_id,
        controlled=(actor.agency_id,),
        own_part2=every,
        own_unbarred=every,
        own_hipaa=every,
        own_cj=every,
    )


def row_of(session: Session, record_id: UUID) -> GateRow:
    """The gate's columns of a record of the officer's program, in whichever table. NotForYou when there is none."""
    for cls in walled_classes():
        if not issubclass(cls, Gated):
            continue
        columns = [getattr(cls, name) for name in GateRow.__slots__ if name != "table"]
        found = session.execute(tally(select(*columns).where(cls.id == record_id), (), 0)).first()
        if found is not None:
            return GateRow(str(cls.__tablename__), *found)  # type: ignore[attr-defined]
    raise NotForYou("There is no such record of your program.")


def appointment_at(session: Session, username: str, agency: str, at: datetime) -> tuple[Appointment, bool]:
    """How somebody acted at a moment, and whether that was in force. NotForYou when it can't be told.

    `agency` is a short name, needed only for those who acted for several agencies; nobody in force gives the last one.
    """
    wanted = (
        select(Appointment)
        .join(UserAccount, Appointment.user_id == UserAccount.id)
        .where(UserAccount.username == username.strip().lower())
    )
    held = [one for one in session.scalars(wanted).unique() if agency in ("", one.agency.short_name)]
    in_force = [one for one in held if one.starts_at <= at and (one.ends_at is None or at < one.ends_at)]
    if not held:
        raise NotForYou("Nobody of this name acts in the portal.")
    if len(in_force) > 1:
        places = ", ".join(sorted(one.agency.short_name for one in in_force))
        raise NotForYou(f"This account acted for several agencies. Say which with --agency: {places}.")
    return (in_force[0], True) if in_force else (max(held, key=lambda one: one.starts_at), False)


def papers_of(session: Session, actor: Principal, participant_id: UUID) -> frozenset[str]:
    """The consents that lie at the officer's program."""
    wanted = select(Consent.id).where(Consent.participant_id == participant_id, Consent.held_by_id == actor.agency_id)
    return frozenset(str(one) for one in session.scalars(tally(wanted, (), 0)))


def copy_held(open_session: OpenSession, row: GateRow, holder: Appointment, at: datetime) -> HeldCopy | None:
    """The first copy of a record that an agency had by a moment, as the one who is asked about may open it today.

    Read in a session of its own, of that person: the officer's does not reach what lies with others.
    """
    with read_intent(), open_session() as session:
        bind_reader(session, reader_for(session, principal_of(holder), clock.now()))
        wanted = select(DeliveredCopy).where(
            DeliveredCopy.record_id == row.id,
            DeliveredCopy.holder_id == holder.agency_id,
            DeliveredCopy.created_at <= at,
        )
        found = session.scalars(wanted.order_by(DeliveredCopy.created_at, DeliveredCopy.id)).first()
        return None if found is None else HeldCopy(str(holder.agency_id), found.created_at, found.received_kind)
