"""Ninety idle days close an account, and nothing less: no purge, no outage, no clock that jumps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts import purging
from portal.accounts.agencies.models import UserAccount
from portal.accounts.audit.models import AuditEvent
from portal.accounts.jobs.models import JobRun
from portal.accounts.sign_in.models import SignInSession
from portal.accounts.staff.idle import IDLE_FOR, TASK, disable_idle
from portal.accounts.staff.queries import member
from portal.db import unit_of_work
from portal.extensions import db
from portal.jobs import TASKS, run_task
from tests.clients import SignedInClient
from tests.given.county import NOW, County

Client = Callable[[str], SignedInClient]
DAY = timedelta(days=1)
RUN = next(one for one in TASKS if one.name == TASK)


@pytest.fixture(autouse=True)
def as_it_was(app: Flask) -> None:
    """Each test begins with accounts that were opened now and never used, and with a task that has not run."""
    with app.app_context(), unit_of_work() as session:
        session.execute(update(UserAccount).values(status="active", demonstration=False, open_since=NOW))
        session.execute(delete(SignInSession))
        session.execute(delete(JobRun))


@contextmanager
def at(app: Flask, moment: datetime) -> Iterator[Session]:
    with clock.set_to(moment), app.app_context(), unit_of_work() as session:
        yield session


def status(session: Session, county: County, who: str) -> str:
    return session.get_one(UserAccount, county.users[who]).status


def run(app: Flask, moment: datetime) -> None:
    with clock.set_to(moment):
        assert run_task(app, RUN)


def test_who_was_here_a_month_ago_stays_when_old_sessions_are_cleared_away(
    app: Flask, county: County, client_of: Client
) -> None:
    """Sessions go after thirty days; when an account was last used is known for ninety and longer."""
    here = NOW + 100 * DAY
    for moment in (NOW, here):
        with clock.set_to(moment):
            client_of("officer")
    with clock.set_to(here + 32 * DAY), app.app_context():
        purging.purge(db.session.session_factory, clock.now())
    with at(app, here + 32 * DAY) as session:
        mine = select(func.count()).where(SignInSession.user_id == county.users["officer"])
        assert session.scalar(mine) == 1, "the newest stays, and no other"
        found = member(session, county.agencies["probation"], county.users["officer"], clock.now())
        assert found is not None and found.last_signed_in_at == here
        disable_idle(session, clock.now())
        assert status(session, county, "officer") == "active"
        assert status(session, county, "counselor") == "disabled"
    with clock.set_to(here + IDLE_FOR), app.app_context():
        purging.purge(db.session.session_factory, clock.now())
    with at(app, here + IDLE_FOR) as session:
        disable_idle(session, clock.now())
        assert status(session, county, "officer") == "disabled"


def test_a_password_without_the_second_factor_is_no_use_of_an_account(
    app: Flask, county: County, client_of: Client
) -> None:
    later = NOW + 2 * IDLE_FOR
    with clock.set_to(later - DAY):
        client_of("officer")
    with at(app, later) as session:
        session.execute(update(SignInSession).values(confirmed_at=None))
        disable_idle(session, later)
        assert status(session, county, "officer") == "disabled"


def test_an_account_of_a_demonstration_is_never_idle(app: Flask, county: County) -> None:
    later = NOW + 4 * IDLE_FOR
    with at(app, later) as session:
        session.get_one(UserAccount, county.users["officer"]).demonstration = True
        session.flush()
        assert disable_idle(session, later) > 0
        assert status(session, county, "officer") == "active" and status(session, county, "clerk") == "disabled"


def test_a_clock_that_jumps_ahead_closes_nobody(app: Flask, county: County, client_of: Client) -> None:
    for day in range(6):
        run(app, NOW + day * DAY)
    with clock.set_to(NOW + 5 * DAY):
        client_of("officer")
    ahead = NOW + 400 * DAY
    run(app, ahead)
    with at(app, ahead) as session:
        assert set(session.scalars(select(UserAccount.status))) == {"active"}
        held = session.scalars(select(AuditEvent).where(AuditEvent.act == "idle_accounts_held")).all()
        assert [(one.at, one.outcome) for one in held] == [(ahead, "held")] and int(held[0].note.split()[0]) > 10
    run(app, NOW + 6 * DAY)
    with at(app, NOW + 6 * DAY) as session:
        assert set(session.scalars(select(UserAccount.status))) == {"active"}


def test_it_goes_on_when_it_has_run_for_five_days_and_the_page_says_so(
    app: Flask, county: County, client_of: Client
) -> None:
    first = NOW + 400 * DAY
    for day in range(6):
        with clock.set_to(first + day * DAY):
            page = client_of("sysadmin").get("/operations").text
            assert (f"Closes no account until it has run on 5 of the last 7 days. So far: {day}." in page) is (day < 5)
            assert run_task(app, RUN)
            assert not run_task(app, RUN), "once a day"
        with at(app, first + day * DAY) as session:
            assert status(session, county, "clerk") == ("active" if day < 5 else "disabled")
            assert status(session, county, "sysadmin") == "active"
