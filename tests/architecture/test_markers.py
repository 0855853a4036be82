"""What bandit is told to overlook is named, and says why; tests that kill real processes say that they are slow."""

from __future__ import annotations

import re

from tests.architecture.checkout import ROOT, files

MARKER = re.compile(r"#\s*nosec\b(.*)")
KILLS = re.compile(r"SIGKILL|\.kill\(\)|\bforked\(|\bunder_load\(")
REASONED = re.compile(r" B\d{3}  # \S.{5,}")


def test_each_marker_names_its_check_and_its_reason() -> None:
    found = {}
    for path in files("portal/", ".py"):
        for number, line in enumerate((ROOT / path).read_text(encoding="utf-8").splitlines(), 1):
            if marker := MARKER.search(line):
                found[f"{path}:{number}"] = marker[1]
    assert len(found) > 5
    assert {place: said for place, said in found.items() if not REASONED.fullmatch(said)} == {}


def test_whoever_kills_processes_is_slow_and_runs_all_the_same() -> None:
    found = {path: (ROOT / path).read_text(encoding="utf-8") for path in files("tests/", ".py") if "/test_" in path}
    here = "tests/architecture/test_markers.py"
    killing = {path for path, text in found.items() if KILLS.search(text) and path != here and "/nightly/" not in path}
    assert len(killing) > 5
    assert {path for path in killing if "pytestmark = pytest.mark.slow\n" not in found[path]} == set()
    for place in ("Makefile", "setup/test.sh", "pyproject.toml"):
        assert "not slow" not in (ROOT / place).read_text(encoding="utf-8")
