"""Clocks that go back or jump ahead, and the nights on which the clock on the wall is changed."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal import clock, jobs
from portal.accounts.jobs.models import JobRun
from portal.accounts.notices.models import Notice
from portal.accounts.sign_in.sessions import LIFE
from portal.consent.grants.models import AccessGrant
from portal.consent.instruments.vocabulary import ConsentKind
from portal.extensions import db
from tests.attacks.sending import browser
from tests.given.county import NOW, County, give_consent

ZONE = "America/Chicago"
HOUR = timedelta(hours=1)
DAYS = [
    (date(2026, 3, 7), datetime(2026, 3, 8, 6, tzinfo=UTC), 24),
    (date(2026, 3, 8), datetime(2026, 3, 9, 5, tzinfo=UTC), 23),
    (date(2026, 10, 31), datetime(2026, 11, 1, 5, tzinfo=UTC), 24),
    (date(2026, 11, 1), datetime(2026, 11, 2, 6, tzinfo=UTC), 25),
]
"""A day, its end in UTC, and its hours: the changes of summer time in 2026."""
BY_PERIOD = [task for task in jobs.TASKS if task.period]


@pytest.mark.parametrize(("day", "end", "hours"), DAYS)
def test_a_day_ends_when_the_wall_says_midnight(day: date, end: datetime, hours: int) -> None:
    assert clock.day_ends_at(day, ZONE) == end
    assert end - clock.local_moment(day, time(0), ZONE) == timedelta(hours=hours)
    assert clock.local_date(end, ZONE) == day + timedelta(days=1)
    assert clock.local_date(end - timedelta(seconds=1), ZONE) == day


def test_an_hour_that_is_left_out_or_comes_twice_is_one_moment() -> None:
    """2:30 is not there on Mar 8 and is 3:30; 1:30 is there twice on Nov 1, and the first one counts."""
    assert clock.local_moment(date(2026, 3, 8), time(2, 30), ZONE) == datetime(2026, 3, 8, 8, 30, tzinfo=UTC)
    assert clock.local_moment(date(2026, 11, 1), time(1, 30), ZONE) == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)
    assert clock.local_moment(date(2026, 11, 5), time(9), ZONE) == datetime(2026, 11, 5, 15, tzinfo=UTC)
    assert clock.local_moment(date(2026, 10, 29), time(9), ZONE) == datetime(2026, 10, 29, 14, tzinfo=UTC)


@pytest.mark.parametrize(("day", "end", "hours"), DAYS[2:])
def test_a_consent_lasts_to_the_end_of_its_last_day(
    app: Flask, court_day: County, day: date, end: datetime, hours: int
) -> None:
    """What a paper opens ends with the day on the wall, one hour later in UTC after the change."""
    signed = end - timedelta(days=3)
    give_consent(
        app,
        court_day,
        "xio",
        f"to-{day}",
        ConsentKind.GENERAL,
        "prosecution",
        at=signed,
        ends_at=clock.day_ends_at(day, ZONE),
        categories=("level_of_care",),
        holder="riverbend",
    )
    consent = court_day.consents[f"to-{day}"]
    with app.app_context(), db.session.session_factory() as session:
        ends = set(session.scalars(select(AccessGrant.ends_at).where(AccessGrant.instrument_id == consent)))
    assert ends - {clock.END} == {end}, "what is open without an end is open to the person and the clinic themselves"


@pytest.mark.parametrize("back", [timedelta(minutes=5), 3 * HOUR])
def test_a_clock_that_goes_back_opens_no_session_that_ended(app: Flask, court_day: County, back: timedelta) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    client = browser(app, "coordinator")
    assert client.get("/participants").status_code == 200
    client.post("/sign-out")
    with clock.set_to(NOW - back):
        assert client.get("/participants").status_code == 302


def test_a_clock_that_jumps_ahead_closes_and_coming_back_reads_on(app: Flask, court_day: County) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    client = browser(app, "coordinator")
    assert client.get("/participants").status_code == 200
    with clock.set_to(NOW + LIFE):
        assert client.get("/participants").status_code == 302
    with clock.set_to(NOW - timedelta(days=400)):
        assert client.get("/participants").status_code in (200, 302), "before everything: no error"


def test_a_night_of_the_change_runs_each_period_once(app: Flask, court_day: County) -> None:
    """Periods are hours, minutes and days of UTC, which leaves none out and has none twice."""
    first = datetime(2026, 11, 1, 4, tzinfo=UTC)
    hourly = next(task for task in BY_PERIOD if task.name == "papers_end")
    for minutes in range(0, 5 * 60, 20):
        with clock.set_to(first + timedelta(minutes=minutes)):
            jobs.run_task(app, hourly)
    with app.app_context(), db.session.session_factory() as session:
        wanted = select(JobRun.period).where(JobRun.name == hourly.name, JobRun.period.like("2026-11-01%"))
        runs = Counter(session.scalars(wanted))
    assert runs == Counter(f"2026-11-01T{hour:02}" for hour in range(4, 9))


def told(app: Flask) -> int:
    with app.app_context(), db.session.session_factory() as session:
        return session.scalar(select(func.count(Notice.id))) or 0


def run_all(app: Flask, at: datetime) -> list[str]:
    """Every task with a period at a moment; those that did not work are named."""
    with clock.set_to(at):
        done = {task.name: jobs.run_task(app, task) for task in BY_PERIOD}
    with app.app_context(), db.session.session_factory() as session:
        failed = session.scalars(select(JobRun.name).where(JobRun.failure != "")).all()
    return sorted({*failed} & done.keys())


def test_a_clock_that_goes_back_and_forward_tells_nobody_twice(app: Flask, court_day: County) -> None:
    assert run_all(app, NOW) == []
    once = told(app)
    assert once, "nobody was told anything"
    for at in (NOW - 2 * HOUR, NOW - HOUR, NOW, NOW + timedelta(minutes=1), NOW - timedelta(days=1), NOW):
        assert run_all(app, at) == []
    assert told(app) == once
