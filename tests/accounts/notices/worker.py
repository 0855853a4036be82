"""The scheduler as a process of its own, at the moment of the tests' county, with the tasks of the outbox alone."""

from __future__ import annotations

import dataclasses
import os
import signal
from collections.abc import Mapping
from datetime import timedelta

import time_machine

from portal import create_app, jobs
from tests.given.county import NOW

TASKS = ("notices", "mail")


def work(settings: Mapping[str, str]) -> None:
    """What `portal scheduler` does, until it is told to stop."""
    os.environ.update(settings)
    stopped: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _frame: stopped.append(number))
    chosen = (task for task in jobs.TASKS if task.name in TASKS)
    jobs.TASKS = tuple(dataclasses.replace(task, every=timedelta(seconds=1)) for task in chosen)
    jobs.STAND_BY = 0.5
    with time_machine.travel(NOW, tick=True):
        jobs.serve(create_app(), lambda: bool(stopped))
