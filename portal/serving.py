"""The portal behind gunicorn: as many processes as cores, four threads each, each process renewed now and then.

Behind a proxy that ends TLS; by default it listens on this machine only.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from portal import create_app
from portal.extensions import db

THREADS = 4
GRACE = 30
"""Seconds that requests under way have when the server is told to stop."""
REQUESTS, JITTER = 4000, 400
"""After so many requests, plus or minus chance, a process makes room for a new one."""


class Gunicorn(BaseApplication):
    """gunicorn with our settings; each process makes the application for itself, so that no connection is shared."""

    def __init__(self, bind: str, workers: int | None, overrides: dict[str, Any] | None) -> None:
        self._bind, self._workers, self._overrides = bind, workers or os.cpu_count() or 1, overrides
        super().__init__()

    def load_config(self) -> None:
        chosen = {
            "bind": self._bind,
            "workers": self._workers,
            "worker_class": "gthread",
            "threads": THREADS,
            "max_requests": REQUESTS,
            "max_requests_jitter": JITTER,
            "timeout": 120,
            "graceful_timeout": GRACE,
            "loglevel": "warning",
            "proc_name": "portal",
        }
        for name, value in chosen.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return create_app(self._overrides)


def run(bind: str, workers: int | None = None, overrides: dict[str, Any] | None = None) -> None:
    """Serve until a signal ends it; settings that are unsafe are refused before the first process starts."""
    with figures_shared():
        app = create_app(overrides)
        set_up(app)
        Gunicorn(bind, workers, overrides).run()


@contextmanager
def figures_shared() -> Iterator[None]:
    """A folder in which the processes keep the figures that they share. Named before their library is imported."""
    here = os.getpid()
    folder = tempfile.mkdtemp(prefix="portal-figures-")
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
    try:
        yield
    finally:
        if os.getpid() == here:
            shutil.rmtree(folder, ignore_errors=True)


def set_up(app: Flask) -> None:
    from portal.watching import logs

    logs.set_up(app.config["LOG_FORMAT"])
    let_go(app)


def let_go(app: Flask) -> None:
    """The application that was made to look at the settings keeps no connection that a forked process would share."""
    with app.app_context():
        db.engine.dispose()
