"""Looking an installation over: each check says in words what is wrong and what to do, or nothing."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from portal import clock, create_app, paths, settings
from portal.accounts.audit.models import AuditEvent
from portal.accounts.audit.verifying import unsealed
from portal.accounts.jobs.models import SchedulerLead
from portal.accounts.operations.vocabulary import GONE_AFTER
from portal.backup.making import last_made
from portal.database import head_revision
from portal.extensions import db
from portal.gate.walls.bypass import RoleCanBypass, WallMissing

APART = timedelta(seconds=5)
"""Consents begin and end by the clock; more than this between two of them is wrong."""
FREE = 1 << 30
BACKED_UP = timedelta(hours=36)
MAIL_PATIENCE = 5.0


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was looked at, and what is wrong with it; nothing when it is well."""

    name: str
    trouble: str


Check = Callable[[Flask], str]


def examine(bare: Flask) -> Iterator[Line]:
    """Look at everything, by the settings. What needs a portal that starts is looked at only when it does."""
    for name, check in BARE.items():
        yield Line(name, check(bare))
    app, trouble = started(bare)
    yield Line("start and walls", trouble)
    if app is None:
        return
    with app.app_context():
        for name, check in RUNNING.items():
            yield Line(name, check(app))
        db.session.remove()
        db.engine.dispose()


def started(bare: Flask) -> tuple[Flask | None, str]:
    try:
        return create_app({name: bare.config[name] for name in bare.config if name != "TRUSTED_HOSTS"}), ""
    except (settings.UnsafeSettings, RoleCanBypass, WallMissing) as problem:
        return None, str(problem)
    except (DBAPIError, ArgumentError) as problem:
        return (
            None,
            f"The database does not answer ({type(problem).__name__}): see PORTAL_DATABASE_URL, and whether it runs.",
        )


def settings_fit(bare: Flask) -> str:
    try:
        settings.refuse_unsafe(bare)
    except settings.UnsafeSettings as problem:
        return str(problem)
    if bare.config["ENVIRONMENT"] == "production" and not bare.config["PUBLIC_ADDRESS"].startswith("https://"):
        return "PUBLIC_ADDRESS is no https address: give the one that people type, as https://portal.example.gov."
    return ""


def folder_fits(bare: Flask) -> str:
    folder = Path(bare.config["DATA_FOLDER"])
    if not folder.is_dir():
        return f"{folder} is not there: make it, owned by the account that the portal runs as."
    if not os.access(folder, os.W_OK | os.X_OK):
        return f"{folder} can't be written to: give it to the account that the portal runs as."
    if folder.stat().st_mode & 0o007:
        return f"{folder} is open to every account of this machine: chmod 700 {folder}"
    return ""


def keys_fit(bare: Flask) -> str:
    key = Path(bare.config["DATA_FOLDER"]) / "keys" / "audit-seal.key"
    if key.exists() and key.stat().st_mode & 0o077:
        return f"The key of the audit's seals can be read by others: chmod 600 {key}"
    return ""


def disk_has_room(bare: Flask) -> str:
    folder = Path(bare.config["DATA_FOLDER"])
    if not folder.is_dir():
        return ""
    usage = shutil.disk_usage(folder)
    if usage.free < max(FREE, usage.total // 20):
        return f"Only {usage.free >> 20:,} MB are free where {folder} is: make room, or nothing can be recorded."
    return ""


def papers_can_be_made(_bare: Flask) -> str:
    try:
        from weasyprint.text.fonts import FontConfiguration

        FontConfiguration()
    except OSError as problem:
        return f"Reports can't be typeset ({problem}): install Pango (Debian: libpango-1.0-0 libpangoft2-1.0-0)."
    if len(list(paths.FONTS.glob("*.ttf"))) < 4:
        return "The fonts of the reports are missing: install the portal anew."
    return ""


def mail_can_be_sent(bare: Flask) -> str:
    host, port = bare.config["MAIL_HOST"], bare.config["MAIL_PORT"]
    if not host:
        return ""
    try:
        socket.create_connection((host, port), timeout=MAIL_PATIENCE).close()
    except OSError as problem:
        said = problem.strerror or problem
        return f"The mail server {host}:{port} does not answer ({said}): see MAIL_HOST and MAIL_PORT."
    return ""


def backups_are_made(bare: Flask) -> str:
    made = last_made(Path(bare.config["DATA_FOLDER"]))
    if made is None:
        return "No backup was made here yet: run portal backup, each day by a timer."
    if clock.now() - made > BACKED_UP:
        return f"The last backup is of {made:%Y-%m-%d %H:%M} UTC: look why the timer does not run portal backup."
    return ""


def dumps_can_be_made(bare: Flask) -> str:
    if make_url(bare.config["DATABASE_URL"] or "sqlite://").get_backend_name() == "sqlite" or shutil.which("pg_dump"):
        return ""
    return "pg_dump is missing, so no backup can be made: install postgresql-client."


def tables_fit(_app: Flask) -> str:
    try:
        with db.engine.connect() as connection:
            found = connection.scalar(text("SELECT version_num FROM alembic_version"))
    except DBAPIError:
        found = None
    if found != head_revision():
        return "The tables are not those of this version: run portal database upgrade."
    return ""


def clocks_agree(_app: Flask) -> str:
    """PostgreSQL's clock; and that nothing in the trail is of a later moment than now."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            apart = abs(clock.now() - connection.scalar(text("SELECT clock_timestamp()")))
            if apart > APART:
                return (
                    f"This machine's clock and the database's are {apart.total_seconds():.0f} s apart: set both by NTP."
                )
        latest = connection.scalar(select(func.max(AuditEvent.at)))
    if latest is not None and latest > clock.now() + APART:
        return f"Something was recorded at {latest:%Y-%m-%d %H:%M} UTC, which is still to come: set the clock by NTP."
    return ""


def scheduler_works(_app: Flask) -> str:
    seen = db.session.scalar(select(SchedulerLead.seen_at))
    if seen is None:
        return "No scheduler ever worked here: portal serve brings one, or run portal scheduler."
    if clock.now() - seen > GONE_AFTER:
        return f"The scheduler was last seen at {seen:%Y-%m-%d %H:%M} UTC: start portal serve or portal scheduler."
    return ""


def trail_is_sealed(_app: Flask) -> str:
    return "; ".join(unsealed(db.session()))


BARE: dict[str, Check] = {
    "settings": settings_fit,
    "data folder": folder_fits,
    "keys": keys_fit,
    "disk": disk_has_room,
    "reports": papers_can_be_made,
    "mail": mail_can_be_sent,
    "backup": backups_are_made,
    "backup programs": dumps_can_be_made,
}
RUNNING: dict[str, Check] = {
    "tables": tables_fit,
    "clock": clocks_agree,
    "scheduler": scheduler_works,
    "seals": trail_is_sealed,
}
