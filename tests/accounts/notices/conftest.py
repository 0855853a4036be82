"""A mail server and a worker as real processes, and what they did."""

from __future__ import annotations

import email
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import time
from email.message import Message
from multiprocessing.process import BaseProcess
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal.accounts.notices.models import Notice, OutgoingMail
from portal.accounts.notices.services import SavePreference, Tell, save_preference, tell
from portal.accounts.notices.vocabulary import MailMode, MailState, NoticeState
from portal.court import notices as court
from portal.db import unit_of_work
from portal.extensions import db
from portal.ids import new_id
from tests.accounts.notices.worker import work
from tests.given.county import NOW, Acting, County
from tests.processes import environment, forked, running, wait_for

Worker = Callable[[], AbstractContextManager[BaseProcess]]


@dataclass(frozen=True, slots=True)
class Sink:
    """A mail server: what it accepted, and where it is held."""

    folder: Path

    @property
    def port(self) -> str:
        return (self.folder / "port").read_text()

    def mails(self) -> list[Message]:
        return [email.message_from_bytes(one.read_bytes()) for one in sorted(self.folder.glob("*.eml"))]

    def hold(self, step: str) -> None:
        (self.folder / f"hold-{step}").touch()

    def wait_at(self, step: str) -> None:
        wait_for((self.folder / f"at-{step}").exists, f"the mail server is at {step}")

    def go_on(self, step: str) -> None:
        (self.folder / f"hold-{step}").unlink()
        (self.folder / f"at-{step}").unlink(missing_ok=True)

    def settings(self) -> dict[str, str]:
        return {
            "PORTAL_MAIL_HOST": "127.0.0.1",
            "PORTAL_MAIL_PORT": self.port,
            "PORTAL_MAIL_STARTTLS": "no",
            "PORTAL_MAIL_FROM": "portal@court.example",
        }


@pytest.fixture
def sink(tmp_path: Path, app: Flask) -> Iterator[Sink]:
    folder = tmp_path / "mails"
    folder.mkdir()
    with running(["-m", "tests.accounts.notices.sink", str(folder)], environment(app)):
        wait_for((folder / "port").exists, "the mail server listens")
        yield Sink(folder)


@pytest.fixture
def worker(app: Flask, sink: Sink) -> Worker:
    """`with worker() as process:` a scheduler that decides notices and sends mail."""
    return lambda: forked(work, environment(app, sink.settings()))


@dataclass(frozen=True, slots=True)
class Outbox:
    """Telling people of the county, and what became of it."""

    app: Flask
    county: County
    earlier: frozenset[UUID] = frozenset()
    """Mails of tests before."""

    def wants_mail(self, who: str, mode: MailMode = MailMode.AT_ONCE) -> None:
        with Acting(self.app, self.county, who) as (session, actor):
            save_preference(session, actor, SavePreference(mode, f"{who}@work.example", time(7), None, None))

    def tell(self, who: str, key: str = "") -> None:
        """A section is owed; `who` sits on the team of the hearing, or does not."""
        with self.app.app_context(), unit_of_work() as session:
            appointment = self.county.appointments[who]
            hearing, detail = self.county.things["hearing"], "treatment"
            tell(session, Tell(court.SECTION_OWED, appointment, hearing, key or new_id().hex, detail))

    def mails(self) -> list[OutgoingMail]:
        with self.app.app_context(), db.session.session_factory() as session:
            wanted = select(OutgoingMail).where(OutgoingMail.id.not_in(self.earlier)).order_by(OutgoingMail.id)
            return list(session.scalars(wanted))

    def states(self) -> list[str]:
        return [one.state for one in self.mails()]

    def has(self, state: MailState) -> Callable[[], bool]:
        return lambda: state in self.states()

    def open_notices(self) -> int:
        with self.app.app_context(), db.session.session_factory() as session:
            return len(session.scalars(select(Notice.id).where(Notice.state == NoticeState.OPEN)).all())

    def forget(self) -> None:
        """What earlier tests of the module left is out of the way."""
        with self.app.app_context(), unit_of_work() as session:
            session.execute(update(Notice).values(state=NoticeState.NOT_SENT, decided_at=NOW, mail_id=None))
            session.execute(update(OutgoingMail).values(state=MailState.WITHHELD))


@pytest.fixture
def outbox(app: Flask, court_day: County) -> Iterator[Outbox]:
    made = Outbox(app, court_day, frozenset(one.id for one in Outbox(app, court_day).mails()))
    yield made
    made.forget()
