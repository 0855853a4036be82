"""Two web workers and two schedulers on one database under load, one scheduler killed again and again."""

from __future__ import annotations

import http.cookiejar
import os
import re
import threading
import time
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from urllib.error import HTTPError

import time_machine
from flask import Flask
from sqlalchemy import func, select

from portal import serving
from portal.accounts.notices.models import Notice, OutgoingMail
from portal.casework.contacts.models import Contact
from portal.extensions import db
from portal.ids import new_id, new_token
from tests.accounts.notices.conftest import Outbox, Sink
from tests.accounts.notices.worker import work
from tests.given.county import NOW, PASSWORD, Acting, County
from tests.processes import answers, environment, forked, free_port, wait_for

TOKEN = re.compile(r'name="(csrf_token|form_key)" value="([^"]*)"')
PATIENCE = 300
CONTACT = {
    "met_on-month": "11",
    "met_on-day": "17",
    "met_on-year": "2026",
    "mode": "phone",
    "outcome": "kept",
    "minutes": "5",
}


def serve(settings: Mapping[str, str], bind: str) -> None:
    """The portal behind gunicorn with two workers, at the moment of the county."""
    os.environ.update(settings)
    with time_machine.travel(NOW, tick=True):
        serving.run(bind, 2)


class Browser:
    """Signs in and posts forms, as a browser without script does."""

    def __init__(self, address: str, who: str) -> None:
        self.address = address
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(cookies)
        self.submit("/sign-in", {"username": who, "password": PASSWORD})

    def get(self, path: str) -> str:
        with self._opener.open(f"{self.address}{path}", timeout=30) as answer:
            return str(answer.read().decode())

    def submit(self, path: str, values: Mapping[str, str], key: str = "") -> int:
        hidden = dict(TOKEN.findall(self.get(path)))
        if key:
            hidden["form_key"] = key
        body = urllib.parse.urlencode(hidden | dict(values)).encode()
        try:
            with self._opener.open(f"{self.address}{path}", body, timeout=30) as answer:
                return int(answer.status)
        except HTTPError as refused:
            return refused.code


@dataclass(slots=True)
class Load:
    """What was asked for while it lasted."""

    contacts: int = 0
    notices: list[str] = field(default_factory=list)
    kills: int = 0
    problems: list[str] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)

    def enough(self) -> bool:
        """Whether so much was asked for that the counts say something."""
        return self.contacts > 3 and len(self.notices) > 20 and self.kills > 0


def visit(load: Load, address: str, county: County) -> None:
    """Log a contact twice with the same form, from two browsers at once, and look at pages; again and again."""
    browsers = [Browser(address, "casemanager")]
    page = f"/participants/{county.people['xio']}/contacts/new"
    while not load.stopped.is_set():
        key = new_token()
        posts = [threading.Thread(target=browsers[0].submit, args=(page, CONTACT, key)) for _ in range(2)]
        for post in posts:
            post.start()
        for post in posts:
            post.join()
        load.contacts += 1
        for path in ("/", "/notices"):
            browsers[0].get(path)


def tell_much(load: Load, outbox: Outbox) -> None:
    """Tell the same twice at once, to somebody who wants mail."""
    while not load.stopped.is_set():
        key = new_id().hex
        tellers = [threading.Thread(target=outbox.tell, args=("counselor", key)) for _ in range(2)]
        for teller in tellers:
            teller.start()
        for teller in tellers:
            teller.join()
        load.notices.append(key)
        time.sleep(0.05)


def noting(load: Load, act: Callable[..., None], *given: object) -> threading.Thread:
    """A thread whose failure fails the test."""

    def run() -> None:
        try:
            act(load, *given)
        except Exception as problem:  # noqa: BLE001  told by the test itself
            load.problems.append(repr(problem))

    return threading.Thread(target=run)


def under_load(app: Flask, outbox: Outbox, sink: Sink, seconds: float, kill_every: float) -> Load:
    """Run it all for some seconds, and on until it was enough; at the end every worker has the time to finish.

    A machine that has other things to do gets five minutes more.
    """
    settings = environment(app, sink.settings())
    port, load = free_port(), Load()
    address = f"http://127.0.0.1:{port}"
    outbox.wants_mail("counselor")
    with ExitStack() as processes:
        processes.enter_context(forked(serve, settings, f"127.0.0.1:{port}"))
        schedulers = [processes.enter_context(forked(work, settings)) for _ in range(2)]
        wait_for(lambda: answers(f"{address}/sign-in"), "the server answers", 120)
        threads = [noting(load, visit, address, outbox.county), noting(load, tell_much, outbox)]
        for thread in threads:
            thread.start()
        until, next_kill = time.monotonic() + seconds, time.monotonic() + kill_every
        while not load.problems and (time.monotonic() < until or not load.enough()):
            if time.monotonic() > until + PATIENCE:
                break
            time.sleep(0.2)
            if time.monotonic() >= next_kill:
                schedulers.pop(0).kill()
                schedulers.append(processes.enter_context(forked(work, settings)))
                load.kills += 1
                next_kill += kill_every
        load.stopped.set()
        for thread in threads:
            thread.join()
        wait_for(lambda: settled(app, outbox), "everything that was asked for is done", 120)
    return load


def settled(app: Flask, outbox: Outbox) -> bool:
    """Nothing waits, and no mail is on its way."""
    with app.app_context(), db.session.session_factory() as session:
        waits = select(func.count(Notice.id)).where(Notice.state == "waiting")
        untold = select(func.count(Notice.id)).where(Notice.state == "open", Notice.mail_id.is_(None))
        return not session.scalar(waits) and not session.scalar(untold) and set(outbox.states()) <= {"sent", "unknown"}


def check(app: Flask, county: County, outbox: Outbox, sink: Sink, load: Load, contacts_before: int) -> None:
    """Every effect once."""
    assert load.problems == []
    assert load.enough(), load
    assert contacts_of(app, county) == contacts_before + load.contacts, "a form that is posted twice acts once"
    with app.app_context(), db.session.session_factory() as session:
        told = list(session.scalars(select(Notice).where(Notice.state == "open")))
        mails = {
            one.id: one for one in session.scalars(select(OutgoingMail).where(OutgoingMail.id.not_in(outbox.earlier)))
        }
    assert Counter(one.key.split(":")[1] for one in told) == Counter(load.notices), "each is told once"
    assert {one.mail_id for one in told} == set(mails), "each goes by one mail"
    arrived = Counter(str(one["Message-ID"]) for one in sink.mails())
    assert set(arrived.values()) == {1}, "no mail arrives twice"
    sent = {f"<{one.id.hex}@court.example>" for one in mails.values() if one.state == "sent"}
    unknown = {f"<{one.id.hex}@court.example>" for one in mails.values() if one.state == "unknown"}
    assert sent <= set(arrived) <= sent | unknown and len(unknown) <= load.kills


def contacts_of(app: Flask, county: County) -> int:
    with Acting(app, county, "casemanager") as (session, _actor):
        return len(session.scalars(select(Contact).where(Contact.participant_id == county.people["xio"])).all())
