"""Mail by real processes: neutral, once, decided again when it is sent, and never twice, wherever it is killed."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from pathlib import Path

import psycopg
import pytest
from flask import Flask

from portal.accounts.agencies.models import UserAccount
from portal.accounts.jobs import lead
from portal.accounts.notices.models import OutgoingMail
from portal.accounts.notices.vocabulary import MailMode, MailState
from portal.db import unit_of_work
from portal.extensions import db
from tests.accounts.notices.conftest import Outbox, Sink, Worker
from tests.processes import wait_for

pytestmark = pytest.mark.slow
SUBJECT = "Treatment Court Portal: something waits for you"


@contextmanager
def database_held(app: Flask) -> Iterator[None]:
    """While this lasts nobody can commit what became of a mail."""
    with app.app_context():
        url = db.engine.url
    if url.get_backend_name() == "sqlite":
        other = sqlite3.connect(Path(str(url.database)), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")
        other.close()
        return
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address) as connection:
        connection.execute("SELECT id FROM outgoing_mail FOR UPDATE")
        yield
        connection.rollback()


def pid_of(process: BaseProcess) -> int:
    assert process.pid is not None
    return process.pid


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_mail_says_that_something_waits_and_names_nobody(outbox: Outbox, sink: Sink, worker: Worker) -> None:
    outbox.wants_mail("counselor")
    for _ in range(3):
        outbox.tell("counselor")
    with worker():
        wait_for(outbox.has(MailState.SENT), "the mail is sent")
    (mail,) = sink.mails()
    (row,) = outbox.mails()
    assert mail["Subject"] == SUBJECT and mail["To"] == mail["X-To"] == "counselor@work.example"
    assert mail["Message-ID"] == f"<{row.id.hex}@court.example>" and mail["Auto-Submitted"] == "auto-generated"
    text = mail.get_payload(decode=True).decode()
    assert re.search(r"\b3 things wait for you", text) and "/notices" in text
    assert not re.search(r"xio|delgado|section|report|treats|drug|hearing", text, re.IGNORECASE)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_who_wants_none_or_may_not_open_gets_none(outbox: Outbox, sink: Sink, worker: Worker) -> None:
    outbox.wants_mail("counselor", MailMode.NONE)
    outbox.wants_mail("stranger")
    for who in ("counselor", "stranger", "casemanager"):
        outbox.tell(who)
    outbox.wants_mail("casemanager")
    with worker():
        wait_for(outbox.has(MailState.SENT), "the one mail is sent")
    assert [one["X-To"] for one in sink.mails()] == ["casemanager@work.example"]


def test_it_is_decided_again_when_it_is_sent(app: Flask, outbox: Outbox, sink: Sink, worker: Worker) -> None:
    """The mail is refused at first; before the next try the account is closed."""
    outbox.wants_mail("counselor")
    outbox.tell("counselor")
    (sink.folder / "refuse").touch()
    with worker():
        wait_for(lambda: any(one.failure for one in outbox.mails()), "the first try is refused")
    (waiting,) = (one.id for one in outbox.mails() if one.state == MailState.WAITING)
    with app.app_context(), unit_of_work() as session:
        session.get_one(UserAccount, outbox.county.users["counselor"]).status = "disabled"
        mail = session.get_one(OutgoingMail, waiting)
        assert mail.tries == 1 and mail.failure == "SMTPRecipientsRefused 550"
        mail.due_at = mail.created_at
    (sink.folder / "refuse").unlink()
    with worker():
        wait_for(lambda: MailState.WAITING not in outbox.states(), "the mail is decided again")
    with app.app_context(), unit_of_work() as session:
        session.get_one(UserAccount, outbox.county.users["counselor"]).status = "active"
    assert sink.mails() == [] and outbox.open_notices() == 0


@pytest.mark.parametrize("step", ["ehlo", "rcpt"])
def test_killed_before_the_text_is_handed_over_it_goes_once(
    outbox: Outbox, sink: Sink, worker: Worker, step: str
) -> None:
    outbox.wants_mail("counselor")
    outbox.tell("counselor")
    sink.hold(step)
    with worker() as process:
        sink.wait_at(step)
        assert outbox.states()[0] == MailState.CLAIMED
        process.kill()
        process.join()
    sink.go_on(step)
    with worker():
        wait_for(outbox.has(MailState.SENT), "another worker sends it")
    assert len(sink.mails()) == 1 and outbox.mails()[0].tries == 2


@pytest.mark.parametrize(("step", "arrived"), [("text", 0), ("answer", 1)])
def test_killed_while_the_text_is_handed_over_it_never_goes_again(
    outbox: Outbox, sink: Sink, worker: Worker, step: str, arrived: int
) -> None:
    outbox.wants_mail("counselor")
    outbox.tell("counselor")
    sink.hold(step)
    with worker() as process:
        sink.wait_at(step)
        assert outbox.states()[0] == MailState.SENDING
        process.kill()
        process.join()
    given_up(outbox, sink, worker, arrived)


def test_killed_before_it_could_note_that_it_was_sent_it_never_goes_again(
    app: Flask, outbox: Outbox, sink: Sink, worker: Worker
) -> None:
    outbox.wants_mail("counselor")
    outbox.tell("counselor")
    sink.hold("answer")
    with worker() as process:
        sink.wait_at("answer")
        with database_held(app):
            sink.go_on("answer")
            time.sleep(1)
            process.kill()
            process.join()
    assert outbox.states()[0] == MailState.SENDING
    given_up(outbox, sink, worker, 1)


def given_up(outbox: Outbox, sink: Sink, worker: Worker, arrived: int) -> None:
    """The next worker calls it unknown, and its notice stands in the inbox."""
    for step in ("text", "answer"):
        (sink.folder / f"hold-{step}").unlink(missing_ok=True)
    with worker():
        wait_for(outbox.has(MailState.UNKNOWN), "the next worker says that nobody knows")
        time.sleep(2.5)
    assert outbox.states()[0] == MailState.UNKNOWN and outbox.open_notices() == 1
    assert len(sink.mails()) in ({1} if arrived else {0, 1})


def test_killed_after_it_was_sent_it_is_sent(outbox: Outbox, sink: Sink, worker: Worker) -> None:
    outbox.wants_mail("counselor")
    outbox.tell("counselor")
    with worker() as process:
        wait_for(outbox.has(MailState.SENT), "the mail is sent")
        process.kill()
        process.join()
    with worker():
        time.sleep(2.5)
    assert len(sink.mails()) == 1 and outbox.states()[0] == MailState.SENT


def test_a_worker_that_was_replaced_hands_nothing_over(app: Flask, outbox: Outbox, sink: Sink, worker: Worker) -> None:
    """It is stopped while the server takes the recipient, a later term begins, and it goes on."""
    outbox.wants_mail("counselor")
    outbox.tell("counselor")
    sink.hold("rcpt")
    with worker() as process:
        sink.wait_at("rcpt")
        os.kill(pid_of(process), signal.SIGSTOP)
        with app.app_context():
            lead.begin_term(db.session.session_factory)
        os.kill(pid_of(process), signal.SIGCONT)
        sink.go_on("rcpt")
        time.sleep(2)
        process.kill()
        process.join()
    assert sink.mails() == [] and outbox.states()[0] == MailState.CLAIMED
    with worker():
        wait_for(outbox.has(MailState.SENT), "the later one sends it")
    assert len(sink.mails()) == 1
