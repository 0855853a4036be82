"""A consent taken back in part, by hand: what the page says before it is what the recipients' pages then show."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.desk import Desk
from tests.browser.scenes import XIO
from tests.browser.served import Served

pytestmark = pytest.mark.browser

BRIDGEWAY = re.compile("Take this one back.*Bridgeway")


def test_taking_back_a_part(chromium: Browser, served: Served) -> None:
    desk = Desk(chromium, served.address)
    desk.arrive()
    at_the_consents(desk, "winters")
    desk.open("Take back a consent")
    desk.reads("Not at once", "At once", "Each paper is taken back by itself.")
    desk.open(BRIDGEWAY)
    before, after = told(desk.row("Case manager"))
    assert "attendance" in before.lower() and "Nothing from" in after
    desk.choose("Only some kinds of information", "How much of it")
    desk.choose("attendance", "What is no longer told")
    desk.press("Confirm and stop sharing")
    desk.reads("What changes if this part is taken back")
    before, after = told(desk.row("Case manager"))
    assert "attendance" in before.lower() and "attendance" not in after.lower() and "tests" in after.lower()
    desk.press("Confirm and stop sharing")
    desk.reads("This part is taken back.", "No longer told: Attendance (in writing)")
    at_the_consents(desk, "ortiz")
    desk.open("Why may I see this?")
    expect(desk.page.get_by_text(after, exact=True).first, "what the page before it said").to_be_visible()
    desk.reads_not("taken back")
    desk.menu("Caseload")
    desk.open(XIO)
    desk.reads_not("Intensive outpatient group", "taken back")
    at_the_consents(desk, "quiroz")
    desk.reads_not("Bridgeway", "No longer told")
    desk.leave()


def at_the_consents(desk: Desk, who: str) -> None:
    desk.sign_in(who)
    desk.menu("Participants")
    desk.open(XIO)
    desk.open("Consents")


def told(line: Locator) -> tuple[str, str]:
    """What somebody sees today, and then, by the table of the page."""
    expect(line).to_be_visible()
    cells = line.get_by_role("cell").all_inner_texts()
    return cells[0].strip(), cells[1].strip()
