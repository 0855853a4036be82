"""The logs of real processes and of errors: what happened, and to nobody about whom."""

from __future__ import annotations

import json
import logging
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path
from urllib.error import HTTPError
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from portal.database import unwalled_engine
from portal.watching.logs import Lines, PortalFlask, Text
from tests.app.backup.conftest import owner_of
from tests.machine import ROOT
from tests.processes import answers, environment, free_port, wait_for

FORMS = {"json": Lines, "text": Text}


@pytest.mark.parametrize("form", FORMS)
def test_an_error_is_told_without_what_the_driver_says(app: Flask, form: str) -> None:
    """PostgreSQL quotes the whole row that it refuses."""
    owner = unwalled_engine(owner_of(app))
    with pytest.raises(DBAPIError, match="Xiomara") as refused, owner.begin() as connection:
        connection.execute(text("INSERT INTO agency (id, name) VALUES (NULL, 'Xiomara Delgado')"))
    owner.dispose()
    cause = (refused.type, refused.value, refused.tb)
    record = logging.LogRecord("portal", logging.ERROR, __file__, 1, "a task failed", (), cause)
    told = FORMS[form]().format(record)
    assert "IntegrityError" in told and "test_logs.py" in told and "a task failed" in told
    assert "Xiomara" not in told and "Failing row" not in told


def test_a_page_that_fails_is_told_by_its_name(caplog: pytest.LogCaptureFixture) -> None:
    app = PortalFlask("portal")

    def fail(who: str) -> str:
        raise ValueError(who)

    app.add_url_rule("/people/<who>", "people.show", fail)
    assert app.test_client().get("/people/xiomara?name=delgado").status_code == 500
    (record,) = [one for one in caplog.records if one.exc_info]
    told = Lines().format(record)
    assert "people.show" in told and "ValueError" in told
    assert "xiomara" not in told and "delgado" not in told


def ask(address: str, headers: dict[str, str] | None = None) -> tuple[int, str]:
    """The status of an answer of our own server, and its text."""
    asked = urllib.request.Request(address, headers=headers or {})  # noqa: S310  on this machine
    try:
        with urllib.request.urlopen(asked, timeout=20) as answer:  # noqa: S310
            return int(answer.status), answer.read().decode()
    except HTTPError as refused:
        with refused:
            return refused.code, refused.read().decode()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_workers_share_their_figures_and_log_a_line_for_each_request(app: Flask, tmp_path: Path) -> None:
    port, token = free_port(), "a-token-of-the-tests"
    further = {"PORTAL_LOG_FORMAT": "json", "PORTAL_METRICS_TOKEN": token}
    command = [sys.executable, "-m", "portal.cli", "serve", "--bind", f"127.0.0.1:{port}", "--workers", "2"]
    here = f"http://127.0.0.1:{port}"
    with (tmp_path / "log").open("wb") as log:
        server = subprocess.Popen(
            [*command, "--no-scheduler"], env=environment(app, further), cwd=ROOT, stderr=log, stdout=log
        )
        try:
            wait_for(lambda: answers(f"{here}/health"), "the server answers")
            for _ in range(20):
                assert ask(f"{here}/participants/{uuid4()}?name=delgado")[0] == 200, "the page to sign in"
                assert ask(f"{here}/nothing/xiomara")[0] == 404
            status, figures = ask(f"{here}/metrics", {"Authorization": f"Bearer {token}"})
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=30)
    assert status == 200
    assert 'portal_denials_total{endpoint="none",status="404"} 20.0' in figures.splitlines()
    told = (tmp_path / "log").read_text(encoding="utf-8")
    lines = [json.loads(line) for line in told.splitlines() if line.startswith("{")]
    pages = {(one["endpoint"], one["status"]) for one in lines if "endpoint" in one}
    assert pages >= {("none", 404), ("participants.people.overview", 302)}
    assert all({"at", "endpoint", "status", "ms", "id"} <= set(one) for one in lines if "endpoint" in one)
    assert len([one for one in lines if one.get("endpoint") == "none"]) >= 20
    assert "xiomara" not in told and "delgado" not in told
