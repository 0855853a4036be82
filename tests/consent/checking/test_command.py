"""`portal consent check` says by its exit code whether a site may go live with its matrices."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

FILE = Path(__file__).parents[2] / "vectors" / "consent-vectors.json"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "portal.cli", "consent", "check", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The given cases, one of them expecting something else and one of them unreadable."""
    content = json.loads(FILE.read_text(encoding="utf-8"))
    content["list_vectors"][0]["expected"]["count"] = 5
    content["vectors"] = [{"id": "V-odd", "expected": content["vectors"][0]["expected"]}]
    file = tmp_path_factory.mktemp("cases") / "changed.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    return file


def test_all_as_expected_is_success() -> None:
    outcome = run(str(FILE), "--expect")
    assert outcome.returncode == 0, outcome.stderr
    lines = [json.loads(line) for line in outcome.stdout.splitlines()]
    assert len(lines) > 200 and not any(line["differs"] for line in lines)


def test_a_difference_fails_when_it_is_looked_for(changed: Path) -> None:
    assert run(str(changed)).returncode == 0
    outcome = run(str(changed), "--expect")
    assert outcome.returncode == 1
    assert "2 answers differ" in outcome.stderr
    assert "V-odd can't be read and is denied" in outcome.stderr
    assert "Traceback" not in outcome.stderr


def test_a_file_that_can_not_be_used_is_another_failure(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no cases", encoding="utf-8")
    for name in ("notes.txt", "missing.json", "."):
        outcome = run(str(tmp_path / name))
        assert outcome.returncode == 2
        assert "Traceback" not in outcome.stderr
