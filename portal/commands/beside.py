"""A scheduler beside the servers of the same command: for the small court, where one command is all that runs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

AGAIN_AFTER = 5.0
"""Seconds until a scheduler that ended by itself is started anew."""
PATIENCE = 20.0
"""Seconds that one in the middle of a task is given to end it; what takes longer is done by the next one to look."""


@contextmanager
def scheduler_beside() -> Iterator[None]:
    """A scheduler for as long as the server runs, behind it in the queue for the processor.

    A process between the two starts it anew when it ends, and ends it when the server is gone. Server processes that
    are forked from here leave it alone.
    """
    here = os.getpid()
    keeper = subprocess.Popen([sys.executable, "-m", "portal.commands.beside", str(here)])  # nosec B603  # ourselves
    try:
        yield
    finally:
        if os.getpid() == here:
            end(keeper, PATIENCE)


def end(process: subprocess.Popen[bytes], seconds: float) -> None:
    process.terminate()
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def keep(server: int) -> None:
    """Start the scheduler again and again, until told to stop or until the server is no longer there."""
    stopped = False

    def stop(_number: int, _frame: object) -> None:
        nonlocal stopped
        stopped = True

    def over() -> bool:
        return stopped or os.getppid() != server

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    os.nice(10)
    while not over():
        child = subprocess.Popen([sys.executable, "-m", "portal.cli", "scheduler"])  # nosec B603  # this program itself
        while child.poll() is None and not over():
            time.sleep(0.2)
        if child.poll() is None:
            end(child, PATIENCE - 1)
        rest(AGAIN_AFTER, over)


def rest(seconds: float, over: Callable[[], bool]) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until and not over():
        time.sleep(0.2)


if __name__ == "__main__":
    keep(int(sys.argv[1]))
