"""What your team sees, on paper: accessible, on one page, in words that a person reads."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from portal.consent.answers.sheet import SheetLine, TeamSheet, render_team_sheet
from tests.pdf.reading import count_headings, tag_faults, words
from tests.pdf.verapdf import UA1, validate_all

pytestmark = pytest.mark.pdf

SHEET = TeamSheet(
    participant="Terrence Blackwood",
    agency="Harbor Recovery Center",
    lines=(
        SheetLine("Hon. Lorraine Abernathy", "Judge, Court", "In treatment, attendance, tests"),
        SheetLine("Clerk", "Court, anyone with this post", ""),
    ),
    claims=(SheetLine("Prosecutor", "District Attorney", "Session notes (by court order)"),),
    unseen="diagnosis, assessments",
    ends=(("Marlow County Treatment Court", "through Sat Jan 30, 2027"),),
    as_of=datetime(2026, 11, 18, 15, tzinfo=UTC),
    time_zone="America/Chicago",
)


def test_the_sheet_is_accessible_and_says_it_plainly(tmp_path: Path) -> None:
    content = render_team_sheet(SHEET)
    path = tmp_path / "sheet.pdf"
    path.write_bytes(content)
    (result,) = validate_all([(path, UA1)])
    assert result.compliant, result.failures
    assert tag_faults(content) == []
    text = " ".join(words(path).split())
    assert "Sees none of it" in text and "none of these people sees: diagnosis, assessments." in text
    assert "Talk with your lawyer first." in text and count_headings(path, level=2) == 5
