"""The accounting of disclosures lists exactly what this test looked at: on the screen and on the paper, repeats as one
line, and for the time that an agency of the law asked for silence without that agency."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser

from tests.browser import sitting
from tests.browser.desk import Desk
from tests.browser.served import StageClock
from tests.browser.sitting import county_served, leaves
from tests.given.county import NOW, County
from tests.pdf.reading import table_rows, words

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]

NEXT_DAY = NOW + timedelta(days=1)
AFTER_SILENCE = NOW + timedelta(days=32)
XIO = "Xiomara Delgado-Pruitt"
LISTED = "Who was told, in the order of the first time"
LEFT_OUT = "Left out of the list for now"
DAY = "Wed Nov 18, 2026"
FOR_COURT = "Monitoring in the case Consent for the court"
FOR_DEFENSE = "Defense Consent"
FOR_CASEWORK = "Case management Consent"
OF_HER_PAGE = "In treatment, attendance, level of care"

Line = tuple[str, str, str, str]
"""Who was told, what, what for, when: as the cells read."""

TO_PROSECUTION: list[Line] = [
    # Once on her page and once in the report; a prosecutor is told no level of care.
    (
        "Marlow County Prosecutor Prosecutor Example, Prosecutor",
        "In treatment, attendance",
        FOR_COURT,
        f"{DAY} 2 times",
    ),
]
LOOKED: list[Line] = [
    # Her page and her tests in two sittings, and the report.
    ("Marlow County Treatment Court Judge Example, Judge", OF_HER_PAGE, FOR_COURT, f"{DAY} 3 times"),
    # Her page and her milestones within one hour.
    (
        "Bridgeway Case Management Casemanager Example, Case manager",
        OF_HER_PAGE,
        FOR_CASEWORK,
        f"{DAY} 1 time",
    ),
    *TO_PROSECUTION,
    # The question about the missed group, on the docket where the report is filed.
    ("Marlow County Treatment Court Coordinator Example, Coordinator", "Attendance", FOR_COURT, f"{DAY} 1 time"),
    # The report alone.
    (
        "Marlow County Public Defender Defender Example, Defense counsel",
        "Attendance, level of care",
        FOR_DEFENSE,
        f"{DAY} 1 time",
    ),
    (
        "Marlow County Probation Officer Example, Supervision officer",
        "Attendance, level of care",
        FOR_COURT,
        f"{DAY} 1 time",
    ),
]


def test_the_accounting_lists_what_was_looked_at(
    chromium: Browser, app: Flask, court_day: County, tmp_path: Path
) -> None:
    stage = StageClock(NOW)
    with county_served(app, stage) as address:
        desk = Desk(chromium, address)
        desk.arrive()
        looks(desk, "judge", "Tests")
        looks(desk, "casemanager", "Milestones")
        looks(desk, "prosecutor")
        finds_nobody(desk, "stranger", court_day)
        stage.go_to(NOW + timedelta(hours=2))
        looks(desk, "judge", "Tests")
        reports_are_filed(desk)
        stage.go_to(NEXT_DAY)
        sitting.signs_in(out(desk), "privacy")
        at_the_list(desk)
        assert listed(desk) == LOOKED
        assert on_paper(prints(desk, tmp_path)) == LOOKED
        silence_is_asked_for(desk)
        told = [line for line in LOOKED if line not in TO_PROSECUTION]
        assert listed(desk) == told
        assert listed(desk, LEFT_OUT) == TO_PROSECUTION
        paper = prints(desk, tmp_path)
        assert on_paper(paper) == told
        assert not re.search("prosecut|vance|silence|left out", words(paper), re.IGNORECASE)
        stage.go_to(AFTER_SILENCE)
        sitting.signs_in(out(desk), "privacy")
        at_the_list(desk)
        assert listed(desk) == LOOKED
        leaves(desk, 404)


def out(desk: Desk) -> Desk:
    """Signed out, whoever it was, and however long ago."""
    desk.context.clear_cookies()
    desk.page.goto("/")
    return desk


def looks(desk: Desk, who: str, section: str = "") -> None:
    sitting.signs_in(out(desk), who)
    desk.menu("Participants")
    desk.open(XIO)
    if section:
        desk.open(section, desk.page.get_by_role("navigation", name="Participant sections"))


def finds_nobody(desk: Desk, who: str, county: County) -> None:
    sitting.signs_in(out(desk), who)
    answer = desk.page.goto(f"/participants/{county.people['xio']}")
    assert answer is not None and answer.status == 404


def at_the_list(desk: Desk) -> None:
    desk.menu("Participants")
    desk.open(XIO)
    desk.open("Consents", desk.page.get_by_role("navigation", name="Participant sections"))
    desk.open("Who was told")


def reports_are_filed(desk: Desk) -> None:
    """The coordinator files what the court and the lawyers get for tomorrow's hearing."""
    sitting.signs_in(out(desk), "coordinator")
    desk.open("Open the docket")
    desk.open(re.compile("^Reports$"))
    desk.press(f"File for {XIO}", desk.row(XIO))
    desk.reads("The reports are filed.")


def silence_is_asked_for(desk: Desk) -> None:
    desk.open("Record such a request")
    desk.pick("Which agency asks", "Marlow County Prosecutor")
    desk.keys("Who asked, name and post", "Investigator R. Vance")
    desk.choose("By word of mouth", "How they asked")
    desk.keys("What they said an accounting would harm", "An inquiry that the list would spoil.")
    desk.press("Record it")
    desk.reads("Recorded.", "Investigator R. Vance")


def prints(desk: Desk, folder: Path) -> Path:
    with desk.page.expect_download() as coming:
        desk.page.get_by_role("link", name="Print the list").click()
    paper = folder / coming.value.suggested_filename
    coming.value.save_as(paper)
    return paper


def on_paper(paper: Path) -> list[Line]:
    """The lines of the printed list, as a screen reader meets them."""
    heads, *lines = table_rows(paper)
    assert heads == ["Who was told", "What", "What for, and why they may", "When"]
    return [(who, what, purpose, when) for who, what, purpose, when in lines]


def listed(desk: Desk, caption: str = LISTED) -> list[Line]:
    table = desk.page.get_by_role("table", name=caption)
    lines = []
    for row in table.get_by_role("row").all()[1:]:
        cells = [row.get_by_role("rowheader").inner_text(), *row.get_by_role("cell").all_inner_texts()]
        who, what, purpose, when = (" ".join(one.split()) for one in cells)
        lines.append((who, what, purpose, when))
    return lines
