"""The scenes of the bus strike: who marks, who attaches the notice, who reads what of it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from playwright.sync_api import expect

from portal import clock
from portal.accounts.principal import principal_by_id
from portal.compliance.facts import balance_of, obligations_of, responses_of
from portal.consent.readers import reader_for
from portal.extensions import db
from portal.gate.reader import bind_reader
from portal.participants.people.queries import roll
from tests.browser.desk import Desk
from tests.browser.scenes import MARCUS, to_the_first_mark
from tests.browser.served import Served, appointments
from tests.browser.walking import PROGRAM, finds_nothing, gives_file, opens_the_person, photo, saves_file

GROUP = "Early recovery, mornings"
QUESTION = "Unexcused treatment absence, Tue Nov 24"
NOBODY_CALLED = "Nobody called before the group"
STRIKE = "Bus strike on Nov 24; the company's notice is attached."
NOTICE_SEEN = "The notice of the strike has come"
SCAN = "A scan or photo of the paper"


def marks_the_roster(desk: Desk, day: str, first: str = "") -> None:
    """All present; `first` is the letter for the first on the list, with the reason."""
    keyboard = desk.page.keyboard
    desk.menu("Groups")
    desk.open(f"Mark {GROUP}, {day}")
    to_the_first_mark(desk)
    if first:
        keyboard.press(first)
        keyboard.press("r")
        keyboard.type(NOBODY_CALLED)
        keyboard.press("Enter")
    keyboard.press("Shift+P")
    keyboard.press("ControlOrMeta+Enter")
    desk.reads("The marks are saved.")
    desk.look()


def marks_him_unexcused(desk: Desk) -> None:
    """Nov 24: Friday's group was there; of today's, one was not."""
    desk.sign_in("abara")
    marks_the_roster(desk, "Fri Nov 20")
    marks_the_roster(desk, "Tue Nov 24", "u")
    expect(desk.row(MARCUS)).to_contain_text("Unexcused")
    expect(desk.row(MARCUS)).to_contain_text(NOBODY_CALLED)


def attaches_the_notice(desk: Desk, folder: Path) -> tuple[str, str]:
    """Nov 25: a program in place of a paper is refused at its field; a photo is kept. The addresses of question and
    paper."""
    desk.menu("Caseload")
    desk.open(MARCUS)
    desk.open(f"Open {QUESTION}")
    question = desk.page.url
    reason = desk.page.get_by_role("region", name="Attach a reason")
    desk.keys("Reason", STRIKE, reason)
    gives_file(desk, SCAN, "notice.jpg", PROGRAM, reason)
    desk.press("Save reason")
    desk.reads("Choose a PDF, or a picture in PNG or JPEG.")
    expect(reason.get_by_label(SCAN)).to_have_attribute("aria-invalid", "true")
    expect(reason.get_by_label("Reason").first).to_have_value(STRIKE)
    gives_file(desk, SCAN, "notice.exe", photo(), reason)
    desk.press("Save reason")
    desk.reads("The reason is attached.", STRIKE, "Reason, a paper was seen")
    return question, opens_the_paper(desk, folder)


def opens_the_paper(desk: Desk, folder: Path) -> str:
    to = folder / "reason.jpg"
    address = saves_file(desk, re.compile("^Open the paper"), to)
    assert to.read_bytes() == photo()
    return address


def corrects_to_excused(desk: Desk, folder: Path) -> None:
    """Nov 25: the counselor reads reason and paper, then corrects the mark; both stay in the history."""
    desk.sign_in("abara")
    opens_the_person(desk, MARCUS)
    desk.open(f"Open {QUESTION}")
    desk.reads(STRIKE)
    opens_the_paper(desk, folder)
    desk.menu("Groups")
    desk.open(f"Open {GROUP}, Tue Nov 24")
    desk.open(f"Correct the mark of {MARCUS}")
    desk.choose("Excused", "Mark")
    desk.keys("Reason", NOTICE_SEEN)
    desk.press("Save the correction")
    desk.reads("The mark is corrected. The first one stays in the history.")
    sees_both_marks(desk)


def sees_both_marks(desk: Desk) -> None:
    history = desk.page.get_by_role("region", name="What was marked")
    for mark, reason in (("Excused", NOTICE_SEEN), ("Unexcused", NOBODY_CALLED)):
        entry = history.get_by_role("listitem").filter(has_text=reason)
        expect(entry).to_contain_text(mark)
        expect(entry).to_contain_text("by Joy Abara")


def what_is_owed(desk: Desk) -> list[str]:
    """What the case manager's page says of responses, their balance, and obligations."""
    panels = [desk.page.get_by_role("region", name=name, exact=True) for name in ("Responses", "Obligations")]
    return [one.inner_text() for one in panels if one.count()]


def balance(served: Served, as_of: date) -> tuple[object, ...]:
    """Incentives, sanctions and service adjustments, responses and obligations, as the case manager may know them."""
    with clock.set_to(served.clock.now()), served.app.app_context(), db.session.session_factory() as session:
        actor = principal_by_id(session, appointments(["ortiz"])[0])
        bind_reader(session, reader_for(session, actor, clock.now()))
        people = [one.id for one in roll(session, "Bell").people if one.full_name == MARCUS]
        (told,) = balance_of(session, people, as_of).values()
        ordered = [
            (one.label, one.state, one.ordered_on) for found in responses_of(session, people).values() for one in found
        ]
        owed = [
            (one.label, one.standing.state, one.standing.done)
            for found in obligations_of(session, people, as_of).values()
            for one in found
        ]
        return told.balance, ordered, owed


def reads_the_attendance(desk: Desk) -> None:
    """Scheduled 4, attended 3, excused 1; not why, and no behavior."""
    row = desk.row("Intensive outpatient group")
    figures = {label: row.locator(f'td[data-label="{label}"]') for label in FIGURES}
    for label, figure in FIGURES.items():
        expect(figures[label]).to_have_text(figure)
    expect(row.locator('td[data-label="Missed on"]')).to_have_text("Tue Nov 24, excused")
    desk.reads_not(NOBODY_CALLED, STRIKE, NOTICE_SEEN, "strike", "Unexcused treatment absence")


FIGURES = {"Scheduled": "4", "Attended": "3", "Excused": "1", "Unexcused": "0", "Not decided": "0"}


def a_stranger_finds_nothing(desk: Desk, addresses: list[str]) -> None:
    desk.sign_in("stroud")
    for address in addresses:
        finds_nothing(desk, address)
