"""Sheets for a day of hearings: landscape, head on every page, a line to write on where nothing is proposed."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from portal.court.packets.sheets import (
    DocketRow,
    OrderSheet,
    Proposed,
    Sheet,
    StaffingRow,
    render_docket,
    render_order,
    render_staffing,
)
from tests.pdf import samples
from tests.pdf.reading import count_headings, poppler, tag_faults, words
from tests.pdf.verapdf import UA1, validate_all

pytestmark = pytest.mark.pdf

FOOT = "Prepared for the team in staffing. Do not share further, collect after the meeting."


def sheet(title: str) -> Sheet:
    return Sheet(
        title=title,
        court="Marlow County Treatment Court",
        lead="Hon. Lorraine Abernathy. Team meets Wed Nov 18, 4:30 PM.",
        foot=FOOT,
        as_of=samples.FILED,
        time_zone="America/Chicago",
    )


STAFFING = StaffingRow(
    time="9:10 AM",
    participant="Terrence Blackwood",
    phase="Phase 1, day 19",
    sessions="Missed 3 of 8 sessions",
    strong="1 positive",
    tests="3 negative",
    open_sanctions=("Essay, overdue since Nov 17",),
    last="Last: Adjustment, Nov 12",
    owed="owed: Treatment",
    consent_ends="Consent ends Mon Nov 30",
    proposed=(
        Proposed(kind="sanction", text="Sanction, low: essay", why="Three missed.", views=("Defense: praise.",)),
    ),
    next_date="Thu Dec 3",
)
DOCKET = DocketRow(time="9:10 AM", participant="Cody Hutchins", docket_number="TC-2026-0101", all_in=True)
ORDER = OrderSheet(
    court="Marlow County Treatment Court",
    judge="Hon. Lorraine Abernathy",
    participant="Xiomara Delgado-Pruitt",
    docket_number="TC-2026-0147",
    ordered_on=date(2026, 11, 19),
    words=("You get a 30-day token.", "You stay in phase 2."),
    next_hearing="Thu Dec 3, 10:00 AM",
    as_of=samples.FILED,
    time_zone="America/Chicago",
)


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("sheets")
    pdfs = {
        "staffing": render_staffing(sheet("Staffing sheet for Thu Nov 19"), (STAFFING,) * 20),
        "docket": render_docket(sheet("Docket for Thu Nov 19"), (DOCKET,) * 50),
        "order": render_order(ORDER),
        "empty": render_docket(sheet("Docket for Fri Nov 20"), ()),
    }
    paths = {name: folder / f"{name}.pdf" for name in pdfs}
    for name, path in paths.items():
        path.write_bytes(pdfs[name])
    return paths


def test_all_are_accessible(sheets: dict[str, Path]) -> None:
    for path, judged in zip(sheets.values(), validate_all([(path, UA1) for path in sheets.values()]), strict=True):
        assert judged.compliant, (path.name, judged.failures)
        assert tag_faults(path.read_bytes()) == []
        assert count_headings(path) == 1


@pytest.mark.parametrize(("name", "head"), [("staffing", "Proposed response and why"), ("docket", "Tests since last")])
def test_landscape_with_head_and_foot_on_every_page(sheets: dict[str, Path], name: str, head: str) -> None:
    known = poppler("pdfinfo", sheets[name])
    assert "792 x 612" in known
    pages = int(re.findall(r"Pages:\s+(\d+)", known)[0])
    assert pages > 1
    for page in range(1, pages + 1):
        text = words(sheets[name], "-layout", "-f", str(page), "-l", str(page))
        assert head in text
        assert FOOT in text
        assert f"Page {page} of {pages}" in text


def test_a_row_says_what_the_team_needs(sheets: dict[str, Path]) -> None:
    text = words(sheets["staffing"], "-f", "1", "-l", "1")
    for said in ("1 positive, 3 negative", "owed: Treatment", "Consent ends Mon Nov 30", "Defense: praise."):
        assert said in text


def test_an_order_is_one_page_in_the_words_that_were_said(sheets: dict[str, Path]) -> None:
    text = words(sheets["order"])
    assert "Ordered on Thu Nov 19, 2026 by Hon. Lorraine Abernathy:" in text
    assert "You get a 30-day token." in text
    assert "Page 1 of 1" in text


def test_an_empty_docket_says_so(sheets: dict[str, Path]) -> None:
    assert "Nobody is on this docket yet." in words(sheets["empty"])
