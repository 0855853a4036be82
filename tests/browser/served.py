"""The demonstration county, served: an application on a copy of it, a real server on a free port, a clock that runs
from a Wednesday morning and can be moved on."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import select
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wsgi import ClosingIterator

from portal import clock, create_app
from portal.accounts.agencies.models import Appointment, UserAccount
from portal.accounts.jobs.models import Job
from portal.accounts.jobs.vocabulary import JobState
from portal.db import write_intent
from portal.demo.calendar import Calendar
from portal.demo.keeping import Places, ready
from portal.extensions import db
from portal.jobs import TASKS, run_task

WEDNESDAY = datetime(2026, 11, 18, 15, tzinfo=UTC)
"""9:00 AM in the county, the day before a docket. Tuesday's morning group waits to be marked."""
HEARING = datetime(2026, 11, 19, 19, 35, tzinfo=UTC)
"""Thursday, in court."""


class StageClock:
    """A clock that runs from a moment, and jumps when the story goes on at another one."""

    def __init__(self, moment: datetime) -> None:
        self.go_to(moment)

    def go_to(self, moment: datetime) -> None:
        self._moment, self._began = moment, time.monotonic()

    def now(self) -> datetime:
        return self._moment + timedelta(seconds=time.monotonic() - self._began)


@dataclass(frozen=True, slots=True)
class Served:
    """A portal that answers at `address`."""

    app: Flask
    address: str
    clock: StageClock

    def do_jobs(self, *usernames: str) -> None:
        """What the scheduler does every few seconds. To keep the story short, what others wait for is left out, and
        what was asked before the story begins."""
        with clock.set_to(self.clock.now()), self.app.app_context():
            wanted = {str(one) for one in appointments(usernames)}
            with write_intent(), db.session.session_factory() as session:
                for job in session.scalars(select(Job).where(Job.state == JobState.WAITING)):
                    if job.payload["appointment"] not in wanted or job.due_at < WEDNESDAY:
                        job.due_at = clock.END
                session.commit()
            run_task(self.app, TASKS[0])


def appointments(usernames: Iterable[str]) -> list[UUID]:
    with db.session.session_factory() as session:
        wanted = select(Appointment.id).join(UserAccount).where(UserAccount.username.in_(list(usernames)))
        return list(session.scalars(wanted))


def make_county(folder: Path) -> Places:
    """The county as the `portal demo` makes it, for the day of these tests."""
    return ready(folder, Calendar.at(WEDNESDAY), lambda _line: None)


class Quiet(WSGIRequestHandler):
    """Says nothing of each request."""

    def log_request(self, *_about: Any) -> None:
        pass


@contextmanager
def serve(places: Places, folder: Path) -> Iterator[Served]:
    """Serve a copy of the county that nobody else uses."""
    folder.mkdir(parents=True, exist_ok=True)
    database = folder / "portal.sqlite3"
    shutil.copy(places.database, database)
    app = create_app(places.settings(database) | {"DATA_FOLDER": str(folder), "TESTING": True})
    stage = StageClock(WEDNESDAY)

    def at_its_time(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        with clock.set_to(stage.now()), closing(ClosingIterator(app(environ, start_response))) as answer:
            return list(answer)

    server = make_server("127.0.0.1", 0, at_its_time, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Served(app, f"http://127.0.0.1:{server.server_port}", stage)
    finally:
        server.shutdown()
        thread.join()
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
