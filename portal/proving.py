"""Proofs for an operator: what is kept beside the records equals what a fresh derivation from them gives."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from flask import Flask
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.agencies.models import Appointment
from portal.accounts.audit.models import AuditEvent
from portal.accounts.principal import principal_of
from portal.consent.compile import (
    compile_agreements,
    compile_ceilings,
    compile_participant,
    difference,
    difference_of_agreements,
    drop_strays,
)
from portal.consent.readers import reader_for
from portal.db import unit_of_work
from portal.extensions import db
from portal.gate.reader import bind_reader
from portal.gate.vocabulary import RoleName
from portal.treatment.sessions.rollups import check_rollups

TOGETHER = 200
"""Participants that are compared in one transaction: long enough to cost little, short enough to hold nobody up."""


def registered(session: Session) -> list[UUID]:
    """Every participant there ever was, by the audit trail, which names nobody and needs no reader."""
    wanted = select(AuditEvent.participant_id).where(AuditEvent.act == "participant_registered").distinct()
    return [one for one in session.scalars(wanted.order_by(AuditEvent.participant_id)) if one is not None]


def differing_grants(app: Flask) -> Iterator[str]:
    """Each grant or bar that is missing, or too much, compared with a fresh compile of its participant.

    Told as it is found. Some hundred participants share a transaction, and nothing of them is kept after it.
    """
    with app.app_context():
        session = db.session()
        yield from difference_of_agreements(session)
        wanted = registered(session)
        for first in range(0, len(wanted), TOGETHER):
            for participant_id in wanted[first : first + TOGETHER]:
                yield from (f"{participant_id}: {line}" for line in difference(session, participant_id))
                session.expunge_all()
            session.rollback()
        db.session.remove()


def rebuild_grants(app: Flask) -> int:
    """Compile every participant anew, each in a transaction of its own; how many there are."""
    with app.app_context():
        wanted = registered(db.session())
        db.session.remove()
        for participant_id in wanted:
            with unit_of_work() as session:
                compile_participant(session, participant_id)
            db.session.remove()
        with unit_of_work() as session:
            drop_strays(session)
            compile_agreements(session)
            compile_ceilings(session)
    return len(wanted)


def differing_rollups(app: Flask) -> Iterator[str]:
    """Each attendance rollup that is not what its agency's marks say, as one of the agency's clinicians reads them."""
    with app.app_context():
        readers = clinicians(db.session())
        db.session.remove()
        for one in readers:
            session = db.session()
            bind_reader(session, reader_for(session, principal_of(one), clock.now()))
            for found in check_rollups(session):
                yield f"{found.participant_id} at {found.origin_id}: kept {found.kept}, derived {found.derived}"
            db.session.remove()


def clinicians(session: Session) -> list[Appointment]:
    """One clinician in force for each agency that has any."""
    now = clock.now()
    wanted = select(Appointment).where(
        Appointment.role == RoleName.CLINICIAN,
        Appointment.starts_at <= now,
        or_(Appointment.ends_at.is_(None), Appointment.ends_at > now),
    )
    found = {
        one.agency_id: one for one in session.scalars(wanted.order_by(Appointment.starts_at, Appointment.id)).unique()
    }
    session.expunge_all()
    return list(found.values())
