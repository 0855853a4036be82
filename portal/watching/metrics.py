"""Figures for Prometheus. Their labels are names of pages, methods and status codes: never a name or an id.

With several workers each keeps its figures in a file of a folder that they share (PROMETHEUS_MULTIPROC_DIR, which
`portal serve` makes); whoever is asked adds them up. What the database knows is counted when it is asked for.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import OperationalError

from portal import clock
from portal.accounts.jobs.models import Job, SchedulerLead
from portal.accounts.jobs.vocabulary import JobState
from portal.backup.making import last_made

OURS = CollectorRegistry()
REQUESTS = Counter("portal_requests", "Answers, by page and status", ("endpoint", "method", "status"), registry=OURS)
SECONDS = Histogram(
    "portal_request_seconds",
    "How long a page took",
    ("endpoint",),
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=OURS,
)
DENIALS = Counter("portal_denials", "What was refused: 401, 403 and 404", ("endpoint", "status"), registry=OURS)
DENIED = (401, 403, 404)
METHODS = ("GET", "HEAD", "POST", "OPTIONS")


def count(method: str, endpoint: str, status: int, seconds: float) -> None:
    REQUESTS.labels(endpoint, method if method in METHODS else "other", str(status)).inc()
    SECONDS.labels(endpoint).observe(seconds)
    if status in DENIED:
        DENIALS.labels(endpoint, str(status)).inc()


class Counted:
    """What the database and the data folder know at the moment of asking."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self._engine, self._folder = engine, folder

    def collect(self) -> Iterator[Metric]:
        try:
            waiting, dead, seen = self._read()
        except OperationalError:
            yield GaugeMetricFamily("portal_database_up", "Whether the database answers", 0)
            return
        yield GaugeMetricFamily("portal_database_up", "Whether the database answers", 1)
        depth = GaugeMetricFamily("portal_queue_depth", "Jobs that wait or are being done", labels=["kind"])
        for kind, number in waiting:
            depth.add_metric([kind], number)
        yield depth
        yield GaugeMetricFamily("portal_dead_letters", "Jobs that failed for good", dead)
        if seen is not None:
            yield GaugeMetricFamily("portal_scheduler_seen_seconds", "Since the scheduler's last sign of life", seen)
        made = last_made(self._folder)
        if made is not None:
            age = (clock.now() - made).total_seconds()
            yield GaugeMetricFamily("portal_backup_age_seconds", "Since the last backup was made here", age)

    def _read(self) -> tuple[list[tuple[str, int]], int, float | None]:
        open_ones = (JobState.WAITING, JobState.LEASED)
        by_kind = select(Job.kind, func.count()).where(Job.state.in_(open_ones)).group_by(Job.kind).order_by(Job.kind)
        failed = select(func.count(Job.id)).where(Job.state == JobState.FAILED)
        with self._engine.connect() as connection:
            waiting = [(kind, number) for kind, number in connection.execute(by_kind)]
            dead = connection.scalar(failed) or 0
            seen = connection.scalar(select(SchedulerLead.seen_at))
        return waiting, dead, (clock.now() - seen).total_seconds() if seen else None


def told(engine: Engine, folder: Path) -> bytes:
    """All figures in Prometheus' text format."""
    asked = CollectorRegistry()
    asked.register(Counted(engine, folder))
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        MultiProcessCollector(asked)  # type: ignore[no-untyped-call]
        return generate_latest(asked)
    return generate_latest(OURS) + generate_latest(asked)
