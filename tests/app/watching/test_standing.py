"""What a load balancer and Prometheus are told, and what a stranger is not."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text, update

from portal import clock, create_app
from portal.accounts.jobs import lead
from portal.accounts.jobs.models import Job, SchedulerLead
from portal.accounts.jobs.vocabulary import JobState
from portal.database import head_revision, unwalled_engine
from portal.db import unit_of_work
from portal.extensions import db
from portal.settings import UnsafeSettings
from tests.app.backup.conftest import owner_of
from tests.clients import SignedInClient
from tests.given.county import NOW, County

Client = Callable[[str], SignedInClient]
TOKEN = "a-token-of-the-tests"
ASKED = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture(scope="module")
def watched(app: Flask) -> Flask:
    """The application with a token, and with a scheduler that works."""
    with app.app_context():
        lead.begin_term(db.session.session_factory)
    app.wsgi_app._token = TOKEN
    return app


def test_health_says_that_the_process_lives(watched: Flask) -> None:
    answer = watched.test_client().get("/health", headers={"Host": "10.1.2.3:8000"})
    assert (answer.status_code, answer.text) == (200, "alive\n")
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers


def test_ready_while_database_tables_and_scheduler_are(watched: Flask) -> None:
    client = watched.test_client()
    assert client.get("/ready").text == "ready\n"
    with clock.set_to(NOW + timedelta(minutes=2)):
        gone = client.get("/ready")
    assert (gone.status_code, gone.text) == (503, "not ready\n")
    with watched.app_context(), unit_of_work() as session:
        session.execute(update(SchedulerLead).values(seen_at=NOW + timedelta(minutes=2)))
    with clock.set_to(NOW + timedelta(minutes=2)):
        assert client.get("/ready").status_code == 200
    assert client.get("/ready").status_code == 200, "a clock that is a little behind is no absence"


def test_not_ready_with_the_tables_of_another_version(watched: Flask) -> None:
    owner = unwalled_engine(owner_of(watched))

    def put(revision: str) -> None:
        with owner.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = :one"), {"one": revision})

    put("older")
    try:
        answer = watched.test_client().get("/ready")
    finally:
        put(head_revision())
        owner.dispose()
    assert (answer.status_code, answer.text) == (503, "not ready\n")


def figures(app: Flask, **further: Any) -> dict[str, float]:
    """Prometheus' lines: what is before the number, and the number."""
    answer = app.test_client().get("/metrics", headers=ASKED, **further)
    assert answer.status_code == 200
    return {
        name: float(number)
        for name, number in (line.rsplit(" ", 1) for line in answer.text.splitlines() if not line.startswith("#"))
    }


def test_figures_count_by_page_and_name_nobody(watched: Flask, client_of: Client, county: County) -> None:
    client = client_of("counselor")
    xio = county.people["xio"]
    line = 'portal_requests_total{endpoint="participants.people.overview",method="GET",status="200"}'
    denied = 'portal_denials_total{endpoint="participants.people.overview",status="404"}'
    before = figures(watched)
    assert client.get(f"/participants/{xio}?name=Xiomara").status_code == 200
    assert client_of("stranger").get(f"/participants/{xio}").status_code == 404
    after = figures(watched)
    assert after[line] == before.get(line, 0) + 1
    assert after[denied] == before.get(denied, 0) + 1
    assert after['portal_request_seconds_count{endpoint="participants.people.overview"}'] >= 2
    labels = {one for name in after for one in re.findall(r'"([^"]*)"', name)}
    assert labels
    assert [one for one in labels if str(xio) in one or "Xiomara" in one or "/" in one] == []


def test_figures_tell_the_queue_and_the_dead_letters(watched: Flask) -> None:
    before = figures(watched)
    with watched.app_context(), unit_of_work() as session:
        session.add(Job(kind="probe", unique_key="probe:1", payload={}))
        session.add(Job(kind="probe", unique_key="probe:2", payload={}, state=JobState.FAILED))
    after = figures(watched)
    assert after['portal_queue_depth{kind="probe"}'] == 1
    assert after["portal_dead_letters"] == before["portal_dead_letters"] + 1
    assert after["portal_database_up"] == 1
    assert "portal_scheduler_seen_seconds" in after


@pytest.mark.parametrize(
    "headers", [{}, {"Authorization": "Bearer another"}, {"Authorization": "Bearer "}, {"Authorization": TOKEN[:-1]}]
)
def test_figures_are_not_found_by_strangers(watched: Flask, headers: dict[str, str]) -> None:
    client = watched.test_client()
    asked, nowhere = client.get("/metrics", headers=headers), client.get("/nothing-here")
    assert asked.status_code == 404
    assert asked.data == nowhere.data


@pytest.mark.parametrize(
    ("proxies", "address", "forwarded", "status"),
    [
        (0, "10.2.3.4", "", 200),
        (0, "11.2.3.4", "", 404),
        (0, "10.2.3.4", "10.2.3.4", 404),
        (1, "10.9.9.9", "203.0.113.7", 404),
        (1, "192.0.2.1", "10.2.3.4", 200),
        (1, "192.0.2.1", "10.2.3.4, 203.0.113.7", 404),
    ],
)
def test_figures_for_a_network(app: Flask, proxies: int, address: str, forwarded: str, status: int) -> None:
    further = {"METRICS_NETWORKS": "10.0.0.0/8, 2001:db8::/32", "TRUSTED_PROXIES": proxies}
    there = create_app(dict(app.config) | further)
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    answer = there.test_client().get("/metrics", headers=headers, environ_base={"REMOTE_ADDR": address})
    with there.app_context():
        db.engine.dispose()
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"METRICS_NETWORKS": "ten"}, "METRICS_NETWORKS"),
        ({"METRICS_TOKEN": "short"}, "METRICS_TOKEN"),
        ({"LOG_FORMAT": "xml"}, "LOG_FORMAT"),
    ],
)
def test_settings_that_can_not_be_meant_are_refused(app: Flask, changes: dict[str, str], named: str) -> None:
    with pytest.raises(UnsafeSettings, match=named):
        create_app(dict(app.config) | changes)
