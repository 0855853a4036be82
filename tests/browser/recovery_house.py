"""The scenes of the recovery house, which has no account: what is refused without a consent, the consent, the link on
the director's own telephone, and what of it whom."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ViewportSize, expect

from tests.browser.desk import Desk
from tests.browser.walking import PROGRAM, finds_nothing, gives_file, leaves, opens_the_person, photo, saves_file

PRIYA = "Priya Nand"
CEDAR = "Cedar House"
COURT = "Marlow County Treatment Court"
HELPS = "Cooks on Sundays and pays the rent on time."
SAID = f"{CEDAR}, by link, Dec 1"
PHONE: ViewportSize = {"width": 390, "height": 800}


def asks(desk: Desk, name: str, agency: str) -> None:
    """Try to make a link."""
    opens_the_person(desk, name)
    desk.open("Outside agencies")
    desk.open("Ask an agency")
    desk.pick("Agency", agency)
    desk.choose("Send the link by e-mail")
    desk.press("Make the link")


def is_refused_without_consent(desk: Desk) -> None:
    """Nov 30: nothing is made, and the page says what is missing."""
    asks(desk, PRIYA, CEDAR)
    desk.reads(f"No consent lets {CEDAR} tell you about this person. Enter the signed consent first")
    desk.open("Outside agencies")
    desk.reads("Nobody was asked yet.")


def enters_the_consent(desk: Desk) -> None:
    """Nov 30: the court's form, signed by the participant at the coordinator's desk."""
    opens_the_person(desk, PRIYA)
    desk.open("Consents")
    desk.open("New consent")
    desk.choose("For the court")
    desk.press("Continue")
    desk.choose(CEDAR)
    desk.press("Continue")
    desk.choose(COURT)
    desk.press("Continue")
    desk.choose("Progress on goals")
    desk.press("Continue")
    for question in ("HIV or AIDS", "mental health care", "violence at home", "genetic tests"):
        desk.choose("No", question)
    desk.press("Continue")
    desk.pick("Case", "CR-")
    desk.keys("How long it stays in force", "A year, as long as the program is expected to take")
    desk.keys("What the court decides at the end", "Whether the charge is dismissed")
    desk.choose("When the case ends")
    desk.press("Continue")
    desk.choose("Through a day")
    desk.page.get_by_label("Last day").fill("2027-11-30")
    desk.press("Continue")
    desk.reads_heading("What this opens")
    desk.press("Make the form and sign")
    desk.page.locator("main input[name$=name_patient]").fill(PRIYA)
    desk.press("Sign this consent")
    desk.reads("The consent is signed.", f"{CEDAR} to {COURT}")


def sends_the_link(desk: Desk) -> tuple[str, str]:
    """Nov 30: the same question is taken now. Address of the link, and its code."""
    asks(desk, PRIYA, CEDAR)
    desk.reads("The link is made. It works once.", "Waits for an answer")
    address, code = desk.page.locator("main code").all_inner_texts()
    return urlsplit(address).path, code


def answers_by_phone(chromium: Browser, at: str, link: str, code: str) -> None:
    """Dec 1: the director, who has no account, opens the link on a telephone; nobody is named before the code."""
    phone = Desk(chromium, at)
    phone.page.set_viewport_size(PHONE)
    phone.page.goto(link)
    phone.look()
    phone.reads_heading("Enter the code")
    phone.reads_not("Priya", "Nand", CEDAR, "Marlow")
    phone.keys("Code", code)
    phone.press("Go on")
    phone.reads(f"Questions about {PRIYA}", f"{COURT} asks {CEDAR}", "You do not have to answer.")
    phone.choose("Yes", f"Does {PRIYA} live with you now?")
    phone.choose("Well", "get on with others in the house?")
    phone.choose("Kept", "rules of the house")
    phone.choose("Goes on as now", "What comes next?")
    phone.keys("One line, if you like", HELPS)
    phone.press("Send the answers")
    phone.reads("Thank you")
    never = phone.page.request.get(f"/one-time/{'0' * 64}")
    dead = phone.page.request.get(link)
    assert (dead.status, dead.body()) == (never.status, never.body()) and dead.status == 404
    finds_nothing(phone, link)
    leaves(phone)


def reads_the_answer(desk: Desk) -> str:
    """The link shows nothing any more; the answer stands beside what was asked. The page's address."""
    opens_the_person(desk, PRIYA)
    desk.reads(SAID, HELPS)
    desk.open("Outside agencies")
    desk.open(f"Open what {CEDAR} was asked")
    desk.reads("Answered", SAID, HELPS, "Lives there")
    desk.reads_not("/one-time/", "Write down what was told")
    return desk.page.url


def finds_no_word(desk: Desk, request: str) -> None:
    """Her counselor, whom no consent of Cedar House tells: no line, no name of the agency, no count."""
    words = (CEDAR, "Cedar", HELPS, "outside agencies", "Outside agencies", "Lives there")
    desk.sign_in("abara")
    desk.reads_not(*words)
    person = opens_the_person(desk, PRIYA)
    desk.reads_not(*words)
    desk.open("Consents")
    desk.reads("Riverbend")
    desk.reads_not(*words)
    for address in (request, f"{person}/outside"):
        assert desk.page.request.get(address).status == 403, "no such page for a clinician, whoever it is about"


WORK = "Marlow Tool and Die"
TERRENCE = "Terrence Blackwood"


def opens_the_open_link(desk: Desk) -> str:
    """What the employer was asked the day before. The address of its link."""
    opens_the_person(desk, TERRENCE)
    desk.open("Outside agencies")
    desk.open(f"Open what {WORK} was asked")
    address, _code = desk.page.locator("main code").all_inner_texts()
    return urlsplit(address).path


def writes_down_a_fax(desk: Desk, folder: Path) -> None:
    """Without its scan, or with a program in its place, nothing is kept; what was typed stays."""
    desk.open("Write down what was told")
    desk.choose("by fax")
    desk.choose("Yes", f"Does {TERRENCE} work for you now?")
    desk.choose("Some concerns", "get on at work?")
    desk.press("Write it down")
    desk.reads("Add the scan of what the agency sent.")
    gives_file(desk, "Scan of the fax or paper", "fax.pdf", PROGRAM)
    desk.press("Write it down")
    desk.reads("Choose a PDF, or a picture in PNG or JPEG.")
    expect(desk.page.get_by_label("Some concerns").first).to_be_checked()
    gives_file(desk, "Scan of the fax or paper", "fax.png", photo("PNG"))
    desk.press("Write it down")
    desk.reads("Written down as told.", f"{WORK}, by fax, Nov 18", "Told by Paul Renner")
    kept = folder / "fax.png"
    saves_file(desk, re.compile("^Open the scan"), kept)
    assert kept.read_bytes() == photo("PNG")
