"""What bandit is told to overlook is named, and says why."""

from __future__ import annotations

import re

from tests.architecture.checkout import ROOT, files

MARKER = re.compile(r"#\s*nosec\b(.*)")
REASONED = re.compile(r" B\d{3}  # \S.{5,}")


def test_each_marker_names_its_check_and_its_reason() -> None:
    found = {}
    for path in files("portal/", ".py"):
        for number, line in enumerate((ROOT / path).read_text(encoding="utf-8").splitlines(), 1):
            if marker := MARKER.search(line):
                found[f"{path}:{number}"] = marker[1]
    assert len(found) > 5
    assert {place: said for place, said in found.items() if not REASONED.fullmatch(said)} == {}
