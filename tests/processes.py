"""The portal's own commands as real processes, on the database of a test."""

from __future__ import annotations

import multiprocessing
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from urllib.error import URLError

from flask import Flask

from tests.machine import ROOT

SETTINGS = (
    "DATABASE_URL",
    "DATA_FOLDER",
    "ENVIRONMENT",
    "SECRET_KEY",
    "SESSION_COOKIE_SECURE",
    "REQUIRE_SECOND_FACTOR",
)


def environment(app: Flask, further: Mapping[str, str] | None = None) -> dict[str, str]:
    """The settings of an application for processes that work on its database."""
    chosen = {f"PORTAL_{name}": str(app.config[name]) for name in SETTINGS}
    return os.environ | chosen | (further or {})


@contextmanager
def running(command: list[str], settings: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A process of this Python, ended with the block whatever became of it."""
    process = subprocess.Popen([sys.executable, *command], env=dict(settings), cwd=ROOT)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()
        process.wait()


PRELOADED = ("portal.jobs", "portal.serving", "tests.given.county")
"""What takes a process seconds to load is loaded once; each of ours begins as a copy of one that has it."""


@contextmanager
def forked(act: Callable[..., None], *given: object) -> Iterator[BaseProcess]:
    """A process that does one thing, without the seconds of loading; ended with the block."""
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(list(PRELOADED))
    process = processes.Process(target=act, args=given, daemon=True)
    process.start()
    try:
        yield process
    finally:
        process.terminate()
        process.join(15)
        if process.is_alive():
            process.kill()
        process.join()


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def wait_for(happened: Callable[[], bool], what: str, seconds: float = 60) -> None:
    """Look until it has happened; AssertionError that says what did not."""
    until = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < until, f"not within {seconds} seconds: {what}"
        time.sleep(0.05)


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:  # noqa: S310  our own server on this machine
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False
