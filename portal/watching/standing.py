"""Whether the portal can work: the database answers, has the tables of this version, and a scheduler works."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Engine, select, text
from sqlalchemy.exc import DBAPIError

from portal import clock
from portal.accounts.jobs.models import SchedulerLead
from portal.accounts.operations.vocabulary import GONE_AFTER
from portal.database import head_revision


def hindrances(engine: Engine) -> Iterator[str]:
    """What keeps it from working, a word or two each; nothing when it can."""
    try:
        with engine.connect() as connection:
            revision = connection.scalar(text("SELECT version_num FROM alembic_version"))
            seen = connection.scalar(select(SchedulerLead.seen_at))
    except DBAPIError:
        yield "database"
        return
    if revision != head_revision():
        yield "tables"
    if seen is None or clock.now() - seen >= GONE_AFTER:
        yield "scheduler"
