"""The scenes of the story. Each is one person, or two, at the browser; each can be played without script."""

from __future__ import annotations

import re
import time
from datetime import date
from pathlib import Path

from playwright.sync_api import Locator, expect

from tests.browser.desk import Desk

XIO = "Xiomara Delgado-Pruitt"
MARCUS = "Marcus Bell"
TODAY = date(2026, 11, 18)
ABSENCE = "Unexcused treatment absence, Tue Nov 17"
REASON = "The bus line was not running; she called at noon."
PLACES = 12


def form_with(desk: Desk, button: str) -> Locator:
    return desk.page.locator("form", has=desk.page.get_by_role("button", name=button))


def marks_a_group(desk: Desk) -> None:
    """Story 1: the counselor marks twelve people by the keyboard in under a minute; Xio was not there."""
    desk.sign_in("abara")
    desk.open("Mark the roster")
    expect(desk.page.get_by_role("radiogroup")).to_have_count(PLACES)
    began = time.monotonic()
    (letters if desk.script else arrows)(desk)
    desk.reads("The marks are saved.")
    assert time.monotonic() - began < 60
    desk.look()
    for name, mark in (
        (MARCUS, "Late"),
        ("Terrence Blackwood", "Excused"),
        (XIO, "Unexcused"),
        ("Cal Weems", "Present"),
    ):
        expect(desk.row(name)).to_contain_text(mark)
    desk.reads("Bus, ten minutes", "Called in sick, slip seen")


def to_the_first_mark(desk: Desk) -> None:
    for _stop in range(30):
        desk.page.keyboard.press("Tab")
        if desk.page.evaluate("document.activeElement.type") == "radio":
            return
    raise AssertionError("no mark is reached by Tab")


def letters(desk: Desk) -> None:
    """One letter a person; r goes to the reason, Enter on to the next row."""
    keyboard = desk.page.keyboard
    to_the_first_mark(desk)
    for letter, reason in (("l", "Bus, ten minutes"), ("x", "Called in sick, slip seen"), ("u", "")):
        keyboard.press(letter)
        if reason:
            keyboard.press("r")
            keyboard.type(reason)
            keyboard.press("Enter")
    keyboard.press("Shift+P")
    desk.reads("12 of 12 marked")
    keyboard.press("ControlOrMeta+Enter")


def arrows(desk: Desk) -> None:
    """Without script: the native radio buttons, the arrow keys, and the server fills the rest."""
    keyboard = desk.page.keyboard
    to_the_first_mark(desk)
    for steps, reason in ((2, "Bus, ten minutes"), (4, "Called in sick, slip seen"), (5, "")):
        keyboard.press("Space")
        for _step in range(steps):
            keyboard.press("ArrowRight")
        keyboard.press("Tab")
        keyboard.press("Tab")
        keyboard.type(reason)
        keyboard.press("Tab")
    desk.press(re.compile("^Mark the rest present"))
    desk.press(re.compile("^Save marks"))


def corrects_a_mark(desk: Desk) -> None:
    """Story 1: the first mark stays in the history, with who and when."""
    desk.open(f"Correct the mark of {MARCUS}")
    desk.choose("Present", "Mark")
    desk.keys("Reason", "He was on time; the list was wrong")
    desk.press("Save the correction")
    desk.reads("The mark is corrected. The first one stays in the history.")
    history = desk.page.get_by_role("region", name="What was marked")
    for words in ("Present", "He was on time; the list was wrong", "Late", "Bus, ten minutes", "Wed Nov 18, 9:0"):
        expect(history).to_contain_text(words)
    expect(history.get_by_text("by Joy Abara")).to_have_count(2)


def answers_the_question(desk: Desk) -> None:
    """Story 2: the missed session has opened a question, and the case manager attaches the reason."""
    desk.sign_in("ortiz")
    desk.menu("Caseload")
    expect(desk.row(XIO)).to_contain_text(ABSENCE)
    desk.open(XIO)
    desk.reads("Open questions", "a question is not a finding", "Tue Nov 17 (not yet decided)")
    desk.open(f"Open {ABSENCE}")
    desk.reads("It is a behavior only when a person has found it.", "From Riverbend Recovery Center.")
    reason = desk.page.get_by_role("region", name="Attach a reason")
    desk.keys("Reason", REASON, reason)
    desk.choose("I have seen a paper that proves it", within=reason)
    desk.press("Save reason")
    desk.reads("The reason is attached.", REASON, "Reason, a paper was seen")


def logs_contact_and_proof(desk: Desk) -> None:
    """Story 2: a contact, an obligation, and its proof."""
    desk.menu("Caseload")
    desk.open("Log a contact")
    desk.open(XIO)
    desk.day("When", TODAY)
    desk.choose("Phone", "How")
    desk.choose("We talked", "What came of it")
    desk.keys("Minutes", "20")
    desk.keys("What happened", "She called about the bus.")
    desk.press("Save contact")
    desk.reads("The contact is saved.")
    desk.open(XIO)
    desk.open("Obligations")
    desk.open("Add an obligation")
    desk.pick("Kind", "Document to bring")
    desk.keys("What is to be done", "Pay slip for October")
    desk.keys("How much", "1")
    desk.pick("Of what", "items")
    desk.day("When was it ordered or agreed?", TODAY)
    desk.press("Save obligation")
    desk.open(re.compile("Add proof"), desk.row("Pay slip for October"))
    desk.day("When was it done?", TODAY)
    desk.keys("How much", "1")
    desk.keys("What proves it", "Pay slip shown")
    expect(desk.page.get_by_role("checkbox", name=re.compile("^I have seen the proof"))).to_be_checked()
    desk.press("Save proof")
    expect(desk.row("Pay slip for October")).to_contain_text("Met")
    expect(desk.row("Pay slip for October")).to_contain_text("Pay slip shown")


def enters_a_test(desk: Desk) -> None:
    """Story 3: after the result the verified days and the milestone reach up to today."""
    desk.sign_in("ortiz")
    desk.menu("Caseload")
    desk.open(XIO)
    before = sober_days(desk)
    desk.sign_in("hale")
    desk.menu("Test results")
    desk.open("Enter a result")
    desk.keys("Name begins with", "Delg")
    desk.press("Find")
    desk.open(XIO)
    desk.day("When was the sample given?", TODAY)
    desk.pick("Result", "Negative")
    desk.press("Save result")
    desk.reads("The result is saved.")
    desk.sign_in("ortiz")
    desk.menu("Caseload")
    desk.open(XIO)
    desk.reads("to Wed Nov 18")
    assert sober_days(desk) > before
    desk.open("Milestones")
    expect(desk.row("sober days, verified")).to_contain_text("to Wed Nov 18")


def sober_days(desk: Desk) -> int:
    fact = desk.page.locator("dl").filter(has_text="Sober, verified").first
    found = re.search(r"(\d+) days?", fact.inner_text())
    assert found is not None
    return int(found[1])


def opens_the_docket(desk: Desk) -> None:
    """Story 4: one row a person, who owes what, whose consent ends; then a proposal on the staffing sheet."""
    desk.sign_in("quiroz")
    desk.open("Open the docket")
    desk.reads_heading(re.compile("Docket for Thu Nov 19"))
    expect(desk.row(XIO)).to_contain_text("owed")
    expect(desk.row(XIO)).to_contain_text("Treatment, Case management")
    expect(desk.row("Noor Haddad")).to_contain_text("before next hearing")
    desk.open("Staffing sheet")
    expect(desk.row(XIO)).to_contain_text(re.compile(r"owed\s*Treatment, Case management"))
    desk.open("Propose", desk.row(XIO))
    desk.pick("Response", "Praise from the judge")
    desk.pick("Next date", "Thu Dec 3")
    desk.keys("Why, in words the judge can say", "She told the team about the missed group herself.")
    desk.press("Save proposal")
    expect(desk.row(XIO)).to_contain_text("Praise from the judge and the team")
    expect(desk.row(XIO)).to_contain_text("Thu Dec 3")
    desk.sign_in("whitlow")
    desk.open("Open the docket")
    desk.open("Staffing sheet")
    expect(desk.row(XIO)).to_contain_text("She told the team about the missed group herself.")


def write_their_sections(desk: Desk) -> None:
    """Story 5: facts are filled in; each writer sees the section as an addressee will, then submits it."""
    desk.sign_in("abara")
    desk.menu("Report sections")
    desk.open(XIO)
    desk.reads("From your records", "Intensive outpatient group")
    desk.choose("Some progress", "Progress on goals")
    desk.keys("Goals met", "2")
    desk.keys("Goals in all", "5")
    desk.keys("One line for the court", "Speaks up in group and asks for help early.")
    desk.press("Keep as draft")
    seen = desk.page.get_by_role("region", name=re.compile("As the judge’s office will see it"))
    expect(seen).to_contain_text("Keep 2.1 intensive outpatient")
    expect(seen).to_contain_text("Speaks up in group")
    desk.open("the prosecution")
    seen = desk.page.get_by_role("region", name=re.compile("As the prosecution will see it"))
    expect(seen).to_contain_text("Speaks up in group")
    expect(seen).not_to_contain_text("Level of care")
    desk.press("Submit section")
    desk.reads("The section is submitted.")
    desk.sign_in("ortiz")
    desk.menu("Report sections")
    desk.open(XIO)
    desk.choose("Better", "Housing")
    desk.keys("Line for the court", "Found a room of her own from December on.")
    desk.press("Submit section")
    desk.reads("The section is submitted.")


def files_the_reports(desk: Desk) -> None:
    """Story 5: the coordinator files; one document for each addressee."""
    desk.sign_in("quiroz")
    desk.open("Open the docket")
    expect(desk.row(XIO)).to_contain_text("all in")
    desk.open(re.compile("^Reports$"))
    expect(desk.row(XIO).get_by_text("not filed")).to_have_count(4)
    desk.press(f"File for {XIO}", desk.row(XIO))
    desk.reads("The reports are filed.")
    expect(desk.row(XIO).get_by_text("version 1, Wed Nov 18")).to_have_count(4)


def downloads_a_packet(desk: Desk, username: str, to: Path) -> str:
    """Story 6: the packet of Thursday's docket; its address."""
    desk.sign_in(username)
    desk.menu("Packets")
    with desk.page.expect_download() as coming:
        desk.row("Thu Nov 19").get_by_role("link", name=re.compile("^Download")).click()
    coming.value.save_as(to)
    return coming.value.url


def reads_the_report(desk: Desk) -> None:
    """Story 6: the report as its addressee reads it on the screen."""
    desk.open("Thu Nov 19")
    desk.open(XIO)
    desk.reads_heading(f"Progress report: {XIO}")
    desk.reads("Speaks up in group and asks for help early.")


def records_the_hearing(desk: Desk) -> None:
    """Story 7: the clerk records what the judge ordered, one key each, the phase and the next date."""
    desk.sign_in("reyes")
    desk.open("Open the docket")
    desk.press("Call the docket")
    desk.open(XIO)
    if desk.script:
        desk.page.keyboard.press("i")
        desk.page.wait_for_url("**/record**")
        desk.look()
        expect(desk.page.get_by_role("combobox", name="Incentive")).to_be_focused()
    else:
        desk.open(re.compile("Incentive"))
    desk.pick("Incentive", "Certificate")
    desk.press("Record incentive")
    desk.pick("Sanction", "Letter or essay")
    desk.press("Record sanction")
    desk.pick("Service adjustment", "Help with transport")
    desk.press("Record adjustment")
    desk.press("Record phase")
    desk.pick("Next hearing", "Thu Dec 3")
    desk.press("Set next date")
    recorded = desk.page.get_by_role("region", name=re.compile("^Recorded"))
    for words in ("Certificate", "Letter or essay", "Help with transport or childcare", "3 of 5", "Thu Dec 3"):
        expect(recorded).to_contain_text(words)


def sees_what_was_ordered(desk: Desk) -> None:
    """Story 7: those who may see it see it at once."""
    desk.sign_in("ortiz")
    desk.menu("Caseload")
    desk.open(XIO)
    desk.reads("3 of 5, day 1", "Certificate", "Letter or essay", "Help with transport or childcare", "Thu Dec 3")


def keeps_the_court_consent(desk: Desk) -> None:
    """Story 8: the consent for the court goes on until its stated point, and says so."""
    desk.sign_in("winters")
    desk.menu("Participants")
    desk.open(XIO)
    desk.open("Consents")
    desk.open(re.compile("Take it back.*Treatment Court"))
    desk.reads("Not at once", "This one goes on until the point that the form names (the end of the case).")
    desk.choose("In writing, signed", "How did the participant tell you?")
    desk.press("Record the wish")
    desk.reads("This consent goes on until its stated point, then it ends by itself.")
    desk.reads("Tell the participant:")


def takes_back_the_ordinary_one(desk: Desk) -> None:
    """Story 8: the ordinary consent ends at once."""
    desk.open(re.compile("Take it back.*Bridgeway"))
    desk.reads("At once", "Nobody is told that a consent was taken back.")
    desk.choose("In writing, signed", "How did the participant tell you?")
    desk.press("Confirm and stop sharing")
    desk.reads("The consent is taken back. It ended just now.")


TOLD = ("Intensive outpatient", "Unexcused treatment absence", "Tue Nov 17", "not yet decided")


def finds_nothing_of_the_clinic(desk: Desk) -> None:
    """Story 8: rows, totals, the question, the strip are gone, and no page says why."""
    desk.sign_in("ortiz")
    desk.reads_not(f"{XIO}: Unexcused")
    desk.menu("Caseload")
    expect(desk.row(XIO)).not_to_contain_text("Unexcused")
    desk.open(XIO)
    desk.reads_not(*TOLD, "Riverbend Recovery Center", "taken back", "revoked")
    desk.open("Milestones")
    desk.reads_not(*TOLD, "Riverbend Recovery Center", "taken back", "revoked")
    desk.open("Consents")
    desk.reads_not("Riverbend Recovery Center to Bridgeway", "Ended", "Taken back")
