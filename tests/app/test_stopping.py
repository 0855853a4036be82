"""Told to stop, the server answers what it is being asked, and the scheduler ends what it is doing."""

from __future__ import annotations

import signal
import socket
import threading
import time
from collections.abc import Mapping
from uuid import UUID

import pytest
from flask import Flask

from portal import clock, jobs
from portal.accounts.jobs import services as queue
from portal.accounts.jobs.models import Job
from portal.accounts.jobs.vocabulary import JobState
from portal.db import unit_of_work
from portal.extensions import db
from tests.processes import answers, environment, free_port, running, wait_for

pytestmark = pytest.mark.slow
HEAD = "POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_request_under_way_is_answered(app: Flask) -> None:
    port = free_port()
    command = ["-m", "portal.cli", "serve", "--bind", f"127.0.0.1:{port}", "--workers", "1", "--no-scheduler"]
    with running(command, environment(app)) as server:
        wait_for(lambda: answers(f"http://127.0.0.1:{port}/health"), "the server answers")
        with socket.create_connection(("127.0.0.1", port), timeout=20) as asking:
            asking.sendall(f"{HEAD}Content-Length: 20\r\nConnection: close\r\n\r\nusername=".encode())
            time.sleep(1)
            server.send_signal(signal.SIGTERM)
            wait_for(lambda: not answers(f"http://127.0.0.1:{port}/health"), "nobody new is let in")
            asking.sendall(b"counselor&x")
            answer = asking.makefile("rb").readline()
        assert answer.startswith(b"HTTP/1.1 400"), "a form without its token"
        assert server.wait(timeout=40) == 0


def test_a_scheduler_ends_the_task_that_it_is_at(app: Flask) -> None:
    begun, stop = threading.Event(), threading.Event()

    def slow(_payload: Mapping[str, str]) -> UUID | None:
        begun.set()
        time.sleep(2)
        return None

    queue.register_handler("slow", slow)
    with app.app_context(), unit_of_work() as session:
        job = queue.enqueue(session, "slow", "slow:1", {})
        job.due_at = clock.BEGINNING.replace(year=2020)
        job_id = job.id
    working = threading.Thread(target=jobs.serve, args=(app, stop.is_set))
    working.start()
    assert begun.wait(30)
    stop.set()
    working.join(30)
    assert not working.is_alive()
    with app.app_context():
        assert db.session.get_one(Job, job_id).state == JobState.FINISHED
