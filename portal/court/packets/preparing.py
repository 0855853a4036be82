"""Packets are made by jobs, ahead of the docket: asked for when reports are filed, and again on the days before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.agencies.models import Appointment
from portal.accounts.jobs.models import Job
from portal.accounts.jobs.services import enqueue
from portal.consent.to_be import OpenSession
from portal.court.dockets.models import Docket
from portal.court.dockets.vocabulary import DocketState
from portal.court.notices import packet_made
from portal.court.packets.building import NothingFiled, build_packet
from portal.court.reports.services import PACKET_JOB
from portal.db import write_intent
from portal.extensions import db

AHEAD = timedelta(days=2)
KEPT = timedelta(days=14)


def packet_job(payload: Mapping[str, str]) -> UUID | None:
    """What the queue calls: make and keep one packet."""
    open_session: OpenSession = db.session.session_factory
    with open_session() as session:
        appointment = session.get_one(Appointment, UUID(payload["appointment"]))
        session.expunge(appointment)
    docket_id, now = UUID(payload["docket"]), clock.now()
    try:
        content = build_packet(open_session, docket_id, appointment)
    except NothingFiled:
        return None
    packet_made(open_session, docket_id, appointment.id, sha256(content).hexdigest(), now)
    return docket_id


def ask(session: Session, docket_id: UUID, appointment_id: UUID, key: str) -> Job:
    """Ask for the packet of this content; asking twice is asking once."""
    return enqueue(
        session,
        PACKET_JOB,
        f"{PACKET_JOB}:{docket_id}:{appointment_id}:{key}",
        {"docket": str(docket_id), "appointment": str(appointment_id)},
    )


def ask_ahead(open_session: OpenSession, now: datetime) -> int:
    """Ask once a day for the packets of the coming dockets for whoever had one before; how many were asked for."""
    asked = 0
    with write_intent(), open_session() as session:
        coming = select(Docket).where(Docket.starts_at.between(now, now + AHEAD), Docket.state != DocketState.CLOSED)
        for docket in session.scalars(coming).all():
            beginning = f"{PACKET_JOB}:{docket.id}:"
            jobs = session.scalars(select(Job).where(Job.unique_key.startswith(beginning, autoescape=True))).all()
            for appointment in {job.payload["appointment"] for job in jobs}:
                ask(session, docket.id, UUID(appointment), f"ahead-{now:%Y-%m-%d}")
                asked += 1
        session.commit()
    return asked


def drop_old(data_folder: Path, now: datetime) -> int:
    """Remove kept packets that nobody has made or made anew for two weeks; they can be made again at any time."""
    dropped = 0
    for path in (data_folder / "packets").glob("*.pdf"):
        if path.stat().st_mtime < (now - KEPT).timestamp():
            path.unlink()
            dropped += 1
    return dropped
