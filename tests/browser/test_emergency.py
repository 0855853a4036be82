"""A medical emergency, by hand: written down before anything opens, looked at, closed, and reviewed by the program
within one working day; nobody else learns of it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.desk import Desk
from tests.browser.scenes import XIO
from tests.browser.served import Served
from tests.browser.sitting import leaves

pytestmark = pytest.mark.browser

EVENING = datetime(2026, 11, 25, 22, 30, tzinfo=UTC)
"""Wednesday, 4:30 PM in the county; Thursday is Thanksgiving."""
FRIDAY = datetime(2026, 11, 27, 16, tzinfo=UTC)
NATURE = "Found without breath at the bus station. What does she take?"
BORN = date(1994, 4, 2)
CLINIC = "Riverbend Recovery Center"
FOUND = "The hospital confirmed it on the telephone. Only what was needed was opened."
OPENED = "Your program’s records were opened in a medical emergency, Wed Nov 25, 4:3"


def test_an_emergency_is_written_down_opened_closed_and_reviewed(chromium: Browser, served: Served) -> None:
    served.clock.go_to(EVENING)
    nurse, others = Desk(chromium, served.address), Desk(chromium, served.address)
    for desk in (nurse, others):
        desk.arrive()
    nothing_opens_before_it_is_written_down(nurse)
    person = opens_and_looks(nurse)
    nobody_else_learns_of_it(others, person)
    waits_for_the_privacy_officer(others)
    served.clock.go_to(EVENING + timedelta(hours=1, minutes=1))
    is_closed_after_its_hour(nurse, person)
    served.clock.go_to(FRIDAY)
    is_reviewed(others)
    nobody_else_learns_of_it(others, person)
    leaves(nurse, 404)
    leaves(others, 403, 404)


def nothing_opens_before_it_is_written_down(desk: Desk) -> None:
    """The way in stands on Today; what is missing is named at its field, and what was typed stays."""
    desk.sign_in("stroud")
    desk.open(re.compile("^Document it"))
    desk.keys("Full name, as an ID shows it", XIO)
    desk.day("Date of birth", BORN)
    desk.keys("What is the emergency?", NATURE)
    desk.pick("For how long?", "1 hour")
    desk.press("Open the records")
    desk.reads("Say that it is a medical emergency.", "Say why; where the person can consent, ask first.")
    expect(desk.page.get_by_label("Full name, as an ID shows it")).to_have_value(XIO)
    expect(desk.page.get_by_label("What is the emergency?")).to_have_value(NATURE)
    expect(desk.page.get_by_label("Year")).to_have_value(str(BORN.year))
    desk.keys("At which hospital or clinic?", "Mercy Hospital")
    desk.reads_not(CLINIC)


def opens_and_looks(desk: Desk) -> str:
    """Once the rest is there: the record of the other clinic, and on which ground. The address of the person."""
    desk.choose("It is a medical emergency, and I need these records to treat it")
    desk.choose("The person can", "Why can’t you have written consent first?")
    desk.press("Open the records")
    desk.reads("The emergency is documented.", "You are looking in a medical emergency.")
    desk.reads(CLINIC, "Intensive outpatient group", "2.1")
    person = urlsplit(desk.page.url).path
    desk.open("Consents", desk.page.get_by_role("navigation", name="Participant sections"))
    desk.open("Why may I see this?")
    desk.reads(
        "Records from treatment programs", "A medical emergency, documented by you", "until Wed Nov 25, 2026, 5:3"
    )
    return person


def nobody_else_learns_of_it(desk: Desk, person: str) -> None:
    """The prosecutor of her case, and a clinician of the very clinic that opened it, who is not medical personnel."""
    for who, status in (("pruitt", 200), ("feld", 404)):
        desk.sign_in(who)
        desk.reads_not("emergency")
        seen = {part: desk.page.request.get(person + part) for part in ("", "/consents", "/why", "/emergencies")}
        assert seen[""].status == status, who
        for part, answer in seen.items():
            assert "emergenc" not in answer.text().lower() or answer.status in (403, 404), f"{who} {part}"
            assert "Stroud" not in answer.text() and "Mercy" not in answer.text(), f"{who} {part}"
        assert seen["/emergencies"].status in (403, 404)
        assert desk.page.request.get("/emergencies").status == 403


def waits_for_the_privacy_officer(desk: Desk) -> None:
    """Told at once. One working day after Wednesday is Friday, because Thursday is none."""
    desk.sign_in("winters")
    expect(desk.row(OPENED)).to_contain_text("by the end of Fri Nov 27")
    desk.open("Review", desk.row(OPENED))
    desk.reads(NATURE, "Eli Stroud", "Southgate Counseling", "Mercy Hospital", "Review by the end of Fri Nov 27")
    expect(desk.page.get_by_role("region", name="What was looked at")).to_contain_text(
        re.compile("attendance", re.IGNORECASE)
    )


def is_closed_after_its_hour(desk: Desk, person: str) -> None:
    """Nobody has to end it."""
    assert desk.page.request.get(person).status == 200, "the page that asks for the password, which tells nothing"
    desk.arrive()
    desk.keys("Password", "marlow county, all invented")
    desk.page.keyboard.press("Enter")
    desk.reads_heading("Today")
    desk.reads_not("You are looking in a medical emergency.")
    answer = desk.page.goto(person)
    assert answer is not None and answer.status == 404
    desk.reads_not(XIO, CLINIC)


def is_reviewed(desk: Desk) -> None:
    """On Friday, in time; then it stands in the history and in the list of who was told, and waits no more."""
    desk.arrive()
    desk.sign_in("winters")
    desk.open("Review", desk.row(OPENED))
    desk.choose("Justified", "What did you find?")
    desk.press("Record the review")
    desk.reads("Write what you looked at and why you decide so.")
    desk.keys("In your words", FOUND)
    desk.press("Record the review")
    desk.reads_heading("Emergencies")
    expect(desk.row(NATURE)).to_contain_text("Justified")
    desk.open("Wed Nov 25")
    desk.reads(FOUND, "Frances Winters", "Fri Nov 27")
    expect(desk.page.get_by_role("button", name="Record the review")).to_have_count(0)
    desk.menu("Participants")
    desk.open(XIO)
    desk.open("Consents")
    desk.open("Medical emergencies")
    desk.reads(NATURE, FOUND, "Justified", "Over")
    desk.open("Consents")
    desk.open("Who was told")
    expect(desk.row("Southgate Counseling")).to_contain_text("A medical emergency")
    desk.menu("Today")
    desk.reads_not(OPENED)
