"""The page of operations: whether a scheduler works, how tasks went, what waits, what failed and is tried again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from portal import clock, jobs
from portal.accounts.audit.models import AuditEvent
from portal.accounts.jobs import lead
from portal.accounts.jobs import services as queue
from portal.accounts.jobs.vocabulary import JobState
from portal.accounts.operations.vocabulary import TASK_LABELS
from portal.db import write_intent
from portal.extensions import db
from tests.clients import SignedInClient
from tests.given.county import NOW


def given_up(app: Flask, key: str) -> None:
    """A job of which the last try failed."""

    def fails(_payload: Mapping[str, str]) -> None:
        raise ValueError("Xiomara")

    queue.register_handler("fails", fails, "Things that fail")
    with app.app_context():
        with write_intent(), db.session.session_factory() as session:
            queue.enqueue(session, "fails", key, {"participant": "Xiomara"})
            session.commit()
        for turn in range(queue.MOST_TRIES):
            with clock.set_to(NOW + timedelta(hours=turn)):
                queue.run_queue(db.session.session_factory)


def test_every_task_has_a_name_for_people() -> None:
    assert set(TASK_LABELS) == {task.name for task in jobs.TASKS}


def test_without_a_scheduler_the_page_says_what_to_start(client_of: Callable[[str], SignedInClient]) -> None:
    page = client_of("sysadmin").get("/operations").text
    assert "not there" in page and "portal scheduler" in page and "Nothing waits." in page


def test_it_shows_the_term_the_tasks_and_what_waits(app: Flask, client_of: Callable[[str], SignedInClient]) -> None:
    with app.app_context():
        epoch = lead.begin_term(db.session.session_factory)
        with write_intent(), db.session.session_factory() as session:
            queue.enqueue(session, "probe", "waits", {})
            session.commit()

    def fails(_app: Flask, _since: object) -> None:
        raise ValueError("Xiomara")

    assert not jobs.run_task(app, jobs.Scheduled("packets_ahead", timedelta(minutes=1), "%Y", fails), epoch)
    page = client_of("programadmin").get("/operations").text
    assert "works" in page and f"<dd>{epoch}</dd>" in page
    assert "ValueError" in page and "Xiomara" not in page and "probe" in page


def test_what_failed_for_good_is_tried_again_once_and_by_name(
    app: Flask, client_of: Callable[[str], SignedInClient]
) -> None:
    given_up(app, "dead")
    client = client_of("sysadmin")
    page = client.get("/operations").text
    assert "Things that fail" in page and "Xiomara" not in page
    with app.app_context(), db.session.session_factory() as session:
        job_id = queue.job_of(session, "dead").id
    done = client.submit("/operations", {}, to=f"/operations/jobs/{job_id}")
    assert done.status_code == 303 and "job-again" in done.location
    with app.app_context(), db.session.session_factory() as session:
        job = queue.job_of(session, "dead")
        assert job is not None and (job.state, job.tries) == (JobState.WAITING, 0)
        said = session.scalars(select(AuditEvent).where(AuditEvent.act == "job_tried_again")).one()
        assert said.subject_id == job_id and said.user_id is not None
    assert client.post(f"/operations/jobs/{job_id}").status_code in (400, 404)
    assert client.submit("/operations", {}, to=f"/operations/jobs/{job_id}").status_code == 404
