"""Who may lean on whom: the contracts hold, and each of them was seen to catch what it is there for."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.checkout import ROOT, rooms

MIDDLE = ["treatment", "compliance", "casework"]


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter over the `portal` package that lies in a folder."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--no-logo"]
    return subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the package that a test may spoil."""
    shutil.copytree(ROOT / "portal", tmp_path / "portal", ignore=shutil.ignore_patterns("static", "__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def feature(folder: Path, room: str, **modules: str) -> None:
    """Write a feature `probe` with the given modules into a room, making the room when it is not there yet."""
    place = folder / "portal" / room / "probe"
    place.mkdir(parents=True, exist_ok=True)
    for package in (place.parent, place):
        (package / "__init__.py").touch()
    for name, text in modules.items():
        (place / f"{name}.py").write_text(text, encoding="utf-8")


def test_the_contracts_hold() -> None:
    assert rooms(), "no room found"
    outcome = lint_imports(ROOT)
    assert outcome.returncode == 0, outcome.stdout


def test_a_room_that_leans_upward_is_caught(copy: Path) -> None:
    feature(copy, "court", queries="")
    feature(copy, "participants", queries="import portal.court.probe.queries")
    outcome = lint_imports(copy)
    assert outcome.returncode == 1
    assert "portal.participants is not allowed to import portal.court" in outcome.stdout


@pytest.mark.parametrize(("one", "other"), [(a, b) for a in MIDDLE for b in MIDDLE if a != b])
def test_rooms_in_the_middle_that_know_each_other_are_caught(copy: Path, one: str, other: str) -> None:
    feature(copy, other, queries="")
    feature(copy, one, queries=f"import portal.{other}.probe.queries")
    outcome = lint_imports(copy)
    assert outcome.returncode == 1
    assert f"portal.{one} is not allowed to import portal.{other}" in outcome.stdout


def test_a_room_without_a_place_is_caught(copy: Path) -> None:
    feature(copy, "attic", queries="")
    outcome = lint_imports(copy)
    assert outcome.returncode == 1
    assert "attic" in outcome.stdout


def test_tables_that_know_their_services_are_caught(copy: Path) -> None:
    feature(copy, "court", services="", models="import portal.court.probe.services")
    outcome = lint_imports(copy)
    assert outcome.returncode == 1
    assert "portal.court.probe.models is not allowed to import portal.court.probe.services" in outcome.stdout


def test_services_that_know_flask_are_caught(copy: Path) -> None:
    feature(copy, "court", services="from flask import request")
    outcome = lint_imports(copy)
    assert outcome.returncode == 1
    assert "portal.court.probe.services is not allowed to import flask" in outcome.stdout
