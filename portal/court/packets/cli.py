"""`portal packet`: what a person's browser download gives, written to a file."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.agencies.models import Appointment, UserAccount
from portal.accounts.audit.services import record_act
from portal.accounts.permissions import Permission
from portal.accounts.principal import Principal, principal_of
from portal.consent.to_be import OpenSession, reading_as
from portal.court.dockets.queries import next_docket
from portal.court.packets.building import NothingFiled, build_packet
from portal.db import write_intent
from portal.extensions import db

NEXT = "next"


class NoPacket(RuntimeError):
    """Nothing was written; the message says why, for the operator."""


def write_packet(username: str, docket: str, out: Path) -> int:
    """Write the packet of a user for a docket ("next" or its id) and return its size in bytes. Raises NoPacket.

    Needs an application context. The audit trail gets a row, as for the download.
    """
    open_session: OpenSession = db.session.session_factory
    with open_session() as session:
        appointment = appointment_of(session, username)
        principal = principal_of(appointment)
        session.expunge_all()
    if not out.resolve().parent.is_dir():
        raise NoPacket(f"There is no folder {out.resolve().parent}.")
    docket_id = docket_of(open_session, principal, docket)
    try:
        made = build_packet(open_session, docket_id, appointment)
    except NothingFiled as nothing:
        raise NoPacket(f"No report of this docket is filed for {username}.") from nothing
    with write_intent(), open_session() as session:
        record_act(session, principal, "packet_written", note=str(docket_id))
        session.commit()
    try:
        out.write_bytes(made)
    except OSError as problem:
        raise NoPacket(f"{out} can't be written: {problem.strerror}.") from problem
    return len(made)


def appointment_of(session: Session, username: str) -> Appointment:
    """The user's first appointment that receives packets."""
    now = clock.now()
    wanted = (
        select(Appointment)
        .join(UserAccount, UserAccount.id == Appointment.user_id)
        .where(UserAccount.username == username.strip().lower())
        .order_by(Appointment.starts_at, Appointment.id)
    )
    for one in session.scalars(wanted).unique():
        in_force = one.starts_at <= now and (one.ends_at is None or one.ends_at > now)
        if in_force and principal_of(one).may(Permission.PACKET_READ):
            return one
    raise NoPacket(f"{username} has no role that receives packets.")


def docket_of(open_session: OpenSession, principal: Principal, word: str) -> UUID:
    if word != NEXT:
        try:
            return UUID(word)
        except ValueError:
            raise NoPacket('Give the docket as "next" or by its id.') from None
    with reading_as(open_session, principal, clock.now()) as session:
        found = next_docket(session, principal, clock.local_date(clock.now(), principal.zone))
        if found is None:
            raise NoPacket("No docket is planned from today on.")
        return found.id
