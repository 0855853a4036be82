"""`portal consent explain` as it is typed: an answer for the officer, one sentence and a failure for everybody else."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from portal.cli import portal
from tests.given.county import County

Run = Callable[..., Result]
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def run(app: Flask, filed_day: County, monkeypatch: pytest.MonkeyPatch) -> Run:
    for name in ("DATABASE_URL", "DATA_FOLDER", "ENVIRONMENT", "SECRET_KEY"):
        monkeypatch.setenv(f"PORTAL_{name}", str(app.config[name]))
    monkeypatch.setenv("PORTAL_SESSION_COOKIE_SECURE", "no")

    def explain(by: str, record: UUID | str, at: str = "2026-11-18T15:00:00Z", *more: str) -> Result:
        typed = ["consent", "explain", "--by", by, "--as", "judge", "--record", str(record), "--at", at, *more]
        return CliRunner().invoke(portal, typed)

    return explain


def test_the_officer_is_answered(run: Run, filed_day: County) -> None:
    told = run("privacy", filed_day.things["xio-mark"])
    assert told.exit_code == 0, told.output
    assert told.output.startswith("Shown at 2026-11-18 15:00:00 UTC.")
    assert "Consents of your program on file" in told.output and "Replayed:" in told.output


def test_everybody_else_is_told_one_sentence(run: Run, filed_day: County) -> None:
    mine, others = filed_day.things["xio-mark"], filed_day.things["hearing"]
    assert run("judge", mine).output == run("judge", others).output
    assert run("judge", mine).output == "Error: Only a privacy officer may ask why a record was shown or not.\n"
    absent = "0" * 32
    assert (
        run("privacy", others).output
        == run("privacy", absent).output
        == "Error: There is no such record of your program.\n"
    )
    assert run("privacy", others).exit_code == 1


def test_what_is_typed_wrongly_is_said(run: Run, filed_day: County) -> None:
    mark = filed_day.things["xio-mark"]
    assert "a moment with its zone" in run("privacy", mark, "2026-11-18T15:00:00").output
    assert "one of treatment" in run("privacy", mark, "2026-11-18T15:00:00Z", "--purpose", "curiosity").output
    assert run("privacy", "no-id").exit_code == 2
