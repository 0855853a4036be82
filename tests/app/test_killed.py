"""Killed with -9 while people save: what was acknowledged is there once, and nothing is half there."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from http.client import HTTPException

import pytest
from flask import Flask

from portal.ids import new_token
from tests.accounts.notices.load import Browser, serve
from tests.app.saving import Saved, address, contact, owner
from tests.app.test_schedulers import processes
from tests.given.county import County
from tests.processes import answers, environment, forked, free_port, wait_for

pytestmark = pytest.mark.slow
KILLS = 6
SAVERS = 3
LEAST = 10


class Saver(threading.Thread):
    """Saves one contact after the other; what failed is sent again with the same form, as a person would."""

    def __init__(self, browser: Browser, page: str) -> None:
        super().__init__()
        self.browser, self.page = browser, page
        self.told: set[str] = set()
        self.stopped = threading.Event()

    def run(self) -> None:
        while not self.stopped.is_set():
            key = new_token()
            while not self.stopped.is_set() and not self.sent(key):
                time.sleep(0.05)

    def sent(self, key: str) -> bool:
        try:
            if self.browser.submit(self.page, contact(key), key) == 200:
                self.told.add(key)
        except (OSError, HTTPException):
            return False
        return key in self.told


def workers_of(master: int) -> list[int]:
    return [one for one, (parent, _) in processes().items() if parent == master]


def kill(processes: Iterable[int]) -> None:
    for one in processes:
        with suppress(ProcessLookupError):
            os.kill(one, signal.SIGKILL)


@pytest.fixture
def portal_server(app: Flask) -> Iterator[tuple[str, int]]:
    """The real server with two workers: its address and the number of its first process."""
    port = free_port()
    with forked(serve, environment(app), f"127.0.0.1:{port}") as process:
        wait_for(lambda: answers(f"http://127.0.0.1:{port}/sign-in"), "the server answers", 120)
        assert process.pid is not None
        yield f"http://127.0.0.1:{port}", process.pid
        kill([process.pid, *workers_of(process.pid)])


def test_nothing_acknowledged_is_lost_and_nothing_is_half_there(
    app: Flask, court_day: County, portal_server: tuple[str, int]
) -> None:
    place, master = portal_server
    before = Saved.of(app)
    savers = [Saver(Browser(place, "casemanager"), address(court_day)) for _ in range(SAVERS)]
    for saver in savers:
        saver.start()
    for turn in range(KILLS):
        enough = (turn + 1) * LEAST // KILLS + sum(len(saver.told) for saver in savers)
        wait_for(lambda enough=enough: sum(len(one.told) for one in savers) >= enough, "people save", 120)
        kill(workers_of(master))
    wait_for(lambda: sum(len(one.told) for one in savers) >= LEAST * 2, "they go on saving", 120)
    kill([master, *workers_of(master)])
    for saver in savers:
        saver.stopped.set()
        saver.join(60)
    told = set().union(*(saver.told for saver in savers))
    there, wrong = Saved.of(app).since(before)
    assert wrong == {}
    assert told - there == set(), "acknowledged, and lost"
    assert len(there - told) <= SAVERS * (KILLS + 1), "saved without an answer: at most what was under way"


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_file_is_sound_after_the_kill(app: Flask, court_day: County, portal_server: tuple[str, int]) -> None:
    place, master = portal_server
    saver = Saver(Browser(place, "casemanager"), address(court_day))
    saver.start()
    wait_for(lambda: len(saver.told) >= 3, "somebody saves", 120)
    kill([master, *workers_of(master)])
    saver.stopped.set()
    saver.join(60)
    with owner(app) as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
