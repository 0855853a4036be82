"""Real processes: two schedulers of which one works, one that takes over, and a server that brings its own along."""

from __future__ import annotations

import os
import signal
import subprocess

import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts.jobs.models import SchedulerLead, TaskRecord
from portal.extensions import db
from tests.processes import answers, environment, free_port, running, wait_for

pytestmark = pytest.mark.slow
SCHEDULER = ["-m", "portal.cli", "scheduler"]


def term(app: Flask) -> int:
    with app.app_context(), db.session.session_factory() as session:
        return session.scalar(select(SchedulerLead.epoch)) or 0


def looked(app: Flask) -> object:
    with app.app_context(), db.session.session_factory() as session:
        return session.scalar(select(TaskRecord.last_ended_at).where(TaskRecord.name == "queue"))


def test_a_second_scheduler_takes_over_when_the_first_is_killed(app: Flask) -> None:
    settings = environment(app)
    with running(SCHEDULER, settings) as first:
        wait_for(lambda: term(app) == 1 and looked(app) is not None, "the first one works")
        with running(SCHEDULER, settings) as second:
            assert second.poll() is None and term(app) == 1
            first.send_signal(signal.SIGKILL)
            wait_for(lambda: term(app) == 2, "the second one takes over")
            before = looked(app)
            wait_for(lambda: looked(app) != before, "the second one works")
            assert second.poll() is None


def processes() -> dict[int, tuple[int, str]]:
    """Every process that runs: its parent, and its command."""
    told = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,stat=,command="], check=True, capture_output=True, text=True)
    lines = [line.split(None, 3) for line in told.stdout.splitlines()]
    return {int(one[0]): (int(one[1]), one[3]) for one in lines if len(one) == 4 and not one[2].startswith("Z")}


def child(pid: int, words: str) -> int:
    """The process that another has started, by words of its command; 0 while there is none."""
    return next((one for one, (parent, command) in processes().items() if parent == pid and words in command), 0)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_server_brings_a_scheduler_that_lives_as_long_as_the_server(app: Flask) -> None:
    port = free_port()
    before = term(app)
    with running(
        ["-m", "portal.cli", "serve", "--bind", f"127.0.0.1:{port}", "--workers", "1"], environment(app)
    ) as server:
        wait_for(lambda: answers(f"http://127.0.0.1:{port}/sign-in"), "the server answers")
        wait_for(lambda: term(app) > before, "its scheduler works")
        keeper, first = child(server.pid, "portal.commands.beside"), term(app)
        os.kill(child(keeper, "scheduler"), signal.SIGKILL)
        wait_for(lambda: term(app) > first, "a scheduler that was killed is started anew")
        scheduler = child(keeper, "scheduler")
        server.send_signal(signal.SIGKILL)
        wait_for(lambda: scheduler not in processes(), "without its server the scheduler ends")
