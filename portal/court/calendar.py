"""The court's days in calendars of those who plan, call and preside: day, court and room, and nobody's name."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.calendars.sources import AHEAD, BACK, Entry
from portal.accounts.principal import Principal
from portal.court.dockets.models import Docket
from portal.participants.programs.models import Program

LENGTH = timedelta(hours=2)
"""How long a docket is taken to be; nobody plans its end."""


def docket_entries(session: Session, principal: Principal, at: datetime) -> list[Entry]:
    """The dockets of the court's own programs."""
    wanted = (
        select(Docket)
        .join(Program, Program.id == Docket.program_id)
        .where(Program.agency_id == principal.agency_id, Docket.starts_at.between(at - BACK, at + AHEAD))
    )
    return [entry(one) for one in session.scalars(wanted)]


def entry(docket: Docket) -> Entry:
    words = _("Docket: %(program)s", program=docket.program.name)
    return Entry(docket.id, words, docket.starts_at, docket.starts_at + LENGTH, docket.courtroom)
