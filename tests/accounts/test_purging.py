"""What is out of date goes, what is not stays, and records are none of it."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from portal import clock
from portal.accounts import purging
from portal.accounts.jobs import runs
from portal.accounts.jobs.models import JobRun
from portal.accounts.passkeys.models import PasskeyChallenge
from portal.accounts.sign_in.models import SignInAttempt, SignInSession
from portal.db import unit_of_work
from portal.extensions import db
from portal.gate.protected import Walled
from portal.web.models import FormSubmission
from tests.clients import SignedInClient
from tests.given.county import NOW, PASSWORD, County

TABLES = (PasskeyChallenge, SignInSession, SignInAttempt, FormSubmission, JobRun)


def counts(app: Flask) -> list[int]:
    with app.app_context(), db.session.session_factory() as session:
        return [session.scalar(select(func.count()).select_from(table)) or 0 for table in TABLES]


def day(app: Flask, at: int) -> None:
    """Somebody signs in, saves a form, signs out; a task runs."""
    app.test_client_class = SignedInClient
    with clock.set_to(NOW + timedelta(days=at)):
        client = app.test_client().sign_in("counselor", PASSWORD)
        with app.app_context(), unit_of_work() as session:
            last = session.scalars(select(SignInSession).order_by(SignInSession.started_at.desc())).first()
            assert last is not None
            session.add(PasskeyChallenge(session_id=last.id, use="sign_in", challenge=b"x" * 32))
        wish = {"mode": "none", "address": "", "daily_at": "07:00"}
        assert client.submit("/notices/settings", wish).status_code == 303
        assert client.submit("/", {}, to="/sign-out").status_code == 303
        with app.app_context():
            assert runs.claim(db.session.session_factory, "probe", f"{at}") is not None


def test_what_is_out_of_date_goes_and_the_rest_stays(app: Flask, county: County) -> None:
    day(app, 0)
    first = counts(app)
    day(app, 70)
    assert all(later > before for before, later in zip(first, counts(app), strict=True))
    with app.app_context():
        assert purging.purge(db.session.session_factory, NOW + timedelta(days=1)) == 0
        assert purging.purge(db.session.session_factory, NOW + timedelta(days=71)) == sum(first)
    assert counts(app) == [one - gone for one, gone in zip(counts_of_both(first), first, strict=True)]


def counts_of_both(first: list[int]) -> list[int]:
    """Both days are alike."""
    return [2 * one for one in first]


def test_no_record_is_ever_out_of_date() -> None:
    tables = {one.table.name for one in purging.out_of_date(NOW)}
    walled = {cls.__tablename__ for cls in all_subclasses(Walled) if hasattr(cls, "__tablename__")}
    assert tables and walled and not tables & walled


def all_subclasses(cls: type) -> set[type]:
    direct = set(cls.__subclasses__())
    return direct | {one for sub in direct for one in all_subclasses(sub)}


def test_files_that_were_never_finished_go_after_a_day(tmp_path: Path) -> None:
    for name, days in (("tmpold", 2), ("tmpnew", 0), ("kept.pdf", 2)):
        (tmp_path / name).write_bytes(b"%PDF")
        moment = (NOW - timedelta(days=days)).timestamp()
        os.utime(tmp_path / name, (moment, moment))
    assert purging.drop_half_written(tmp_path, NOW) == 1
    assert {one.name for one in tmp_path.iterdir()} == {"tmpnew", "kept.pdf"}
