"""Pictures to look at: every page at the width of a phone and of a desk, every PDF page, in var/looks.

Run by `make looks`. Nothing is judged here but that each page opens; people judge what they see. Of what the county
has no example, var/looks/not-looked-at.txt has the names.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright

from portal import clock
from portal.accounts.principal import principal_by_id
from portal.compliance.obligations.services import AddProof, RecordObligation, add_proof, record_obligation
from portal.consent.readers import reader_for
from portal.db import unit_of_work
from portal.demo.calendar import Calendar
from portal.demo.cast import PASSPHRASE
from portal.extensions import db
from portal.gate.reader import bind_reader
from portal.participants.people.queries import roll
from tests.access.test_access import expected
from tests.browser.served import WEDNESDAY, Served, appointments, make_county, serve
from tests.looks.subjects import PEOPLE, XIO, Subjects
from tests.machine import CHROMIUM_ARGUMENTS, ROOT, chromium_path

LOOKS = ROOT / "var" / "looks"
WIDTHS = (390, 1440)
FIRST = ("coordinator", "casemanager", "counselor", "officer", "clerk", "privacy", "collector", "judge", "supervisor")
EVERYONE = ("accounts.home.today", "participants.people.overview")
"""Pages that differ with the role so much that each reader's is looked at."""
SEVERAL = {
    "court.bench.show": ("judge", "clerk"),
    "court.dockets.show": ("coordinator", "clerk", "prosecutor"),
    "casework.caseload.show": ("casemanager", "officer", "counselor"),
    "participants.people.roll": ("coordinator", "collector"),
    "consent.instruments.shelf": ("privacy", "casemanager"),
    "consent.instruments.why": ("coordinator", "casemanager"),
    "consent.agreements.show": ("privacy",),
    "consent.guided.start": ("coordinator",),
    "consent.guided.show": ("coordinator",),
    "consent.guided.review": ("coordinator",),
    "consent.guided.sign": ("coordinator",),
    "consent.guided.sign_on_paper": ("coordinator",),
    "consent.emergencies.shelf": ("privacy",),
    "consent.orders.shelf": ("privacy",),
    "consent.orders.show": ("privacy",),
    "consent.orders.vacating": ("privacy",),
    "consent.restrictions.shelf": ("privacy",),
}
PAPERS = {
    "court.reports.paper": "judge",
    "court.packets.download": "judge",
    "court.staffing.paper": "coordinator",
    "court.staffing.docket_paper": "coordinator",
    "court.hearings.order_paper": "clerk",
}
MORE = {
    "staffing-open": ("coordinator", "court.staffing.sheet", "?open={hearing_id}"),
    "roster-marked": ("counselor", "treatment.sessions.roster", ""),
    "supervision-section": ("officer", "court.sections.write", "supervision"),
    "casework-section": ("casemanager", "court.sections.write", "case_management"),
    "not-found": ("prosecutor", "", "/participants/nobody"),
    "not-allowed": ("prosecutor", "casework.caseload.show", ""),
}
INVALID = {
    "casework.contacts.new": "Save contact",
    "compliance.drug_tests.enter": "Save result",
    "consent.instruments.new": "Record",
    "treatment.groups.new": "Start",
    "court.dockets.plan": "Plan",
}
"""Forms that are sent empty, for a look at what they then say."""


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    # The county is kept beside the pictures, so that the next look comes sooner.
    places = make_county(ROOT / "var" / "looks-county")
    folder = ROOT / "var" / "looks-served"
    shutil.rmtree(folder, ignore_errors=True)
    with serve(places, folder) as portal:
        with clock.set_to(portal.clock.now()):
            leave_a_proof_to_check(portal.app)
        yield portal
    shutil.rmtree(folder, ignore_errors=True)


def leave_a_proof_to_check(app: Flask) -> None:
    """The one thing that the county has no example of."""
    today = Calendar.at(clock.now()).today
    with app.app_context(), unit_of_work() as session:
        actor = principal_by_id(session, appointments(["lindqvist"])[0])
        bind_reader(session, reader_for(session, actor, clock.now()))
        person = next(one for one in roll(session, "Delgado").people if one.full_name == XIO)
        owed = record_obligation(
            session, actor, RecordObligation(person.id, "proof", "Pay slip for October", Decimal(2), "items", today)
        )
        add_proof(session, actor, AddProof(owed.id, today, Decimal(1), "Shown on the phone", seen=False))
        db.session.flush()


@pytest.fixture(scope="module")
def subjects(served: Served) -> Subjects:
    calendar = Calendar.at(WEDNESDAY)
    database = Path(served.app.config["DATA_FOLDER"]) / "portal.sqlite3"
    days = {"hearing_on": calendar.next_docket_on.isoformat(), "to_mark_on": calendar.to_mark_on.isoformat()}
    return Subjects(database, days)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=list(CHROMIUM_ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture(scope="module", autouse=True)
def _anew() -> None:
    shutil.rmtree(LOOKS, ignore_errors=True)
    LOOKS.mkdir(parents=True)


def readers_of(endpoint: str) -> tuple[str, ...]:
    """In whose eyes a page is looked at."""
    may = [role for role in PEOPLE if expected()[endpoint, "GET"][role] == "yes"]
    if endpoint in EVERYONE:
        return tuple(may)
    if endpoint in SEVERAL:
        return SEVERAL[endpoint]
    return tuple(sorted(may, key=lambda role: FIRST.index(role) if role in FIRST else len(FIRST))[:1])


def pages() -> dict[str, list[str]]:
    """Role -> the endpoints that are looked at as this role."""
    found: dict[str, list[str]] = {}
    for endpoint, method in expected():
        if method == "GET" and endpoint not in PAPERS and not endpoint.startswith("accounts.sign_in.show"):
            for role in readers_of(endpoint):
                found.setdefault(role, []).append(endpoint)
    return found


def signed_in(chromium: Browser, served: Served, role: str) -> Page:
    page = chromium.new_context(base_url=served.address, viewport={"width": 1440, "height": 900}).new_page()
    page.goto("/sign-in")
    page.get_by_label("Username").fill(PEOPLE[role])
    page.get_by_label("Password").fill(PASSPHRASE)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{served.address}/")
    return page


def picture(page: Page, name: str) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=LOOKS / f"{name}-{width}.png", full_page=True)


def test_sign_in(chromium: Browser, served: Served) -> None:
    page = chromium.new_context(base_url=served.address).new_page()
    page.goto("/sign-in")
    picture(page, "sign-in")
    page.get_by_role("button", name="Sign in").click()
    picture(page, "sign-in-wrong")


@pytest.mark.parametrize("role", PEOPLE)
def test_every_page_as_someone_who_may_open_it(
    chromium: Browser, served: Served, subjects: Subjects, role: str
) -> None:
    page = signed_in(chromium, served, role)
    closed, lacking = {}, []
    for endpoint in pages().get(role, []):
        try:
            address = subjects.address(served.app, endpoint)
        except LookupError:
            lacking.append(endpoint)
            continue
        answer = page.request.get(address)
        if answer.status != 200:
            closed[endpoint] = answer.status
        elif "html" in answer.headers["content-type"]:
            page.goto(address)
            picture(page, f"{endpoint}-{role}")
    page.context.close()
    with (LOOKS / "not-looked-at.txt").open("a", encoding="utf-8") as handle:
        handle.writelines(f"{one} as {PEOPLE[role]}\n" for one in lacking)
    assert closed == {}


@pytest.mark.parametrize("name", MORE)
def test_what_a_page_becomes(chromium: Browser, served: Served, subjects: Subjects, name: str) -> None:
    role, endpoint, more = MORE[name]
    address = subjects.address(served.app, endpoint) if endpoint else more
    if more.startswith("?"):
        address += more.format(hearing_id=subjects.address(served.app, "court.bench.show").split("/")[2])
    elif endpoint == "court.sections.write":
        address = address.replace("/treatment", f"/{more}")
    page = signed_in(chromium, served, role)
    page.goto(address)
    if name == "roster-marked":
        page.locator("[data-roster-row] input[type=radio]").first.focus()
        for letter in "plxu":
            page.keyboard.press(letter)
    picture(page, name)
    page.context.close()


@pytest.mark.parametrize("endpoint", INVALID)
def test_a_form_sent_empty(chromium: Browser, served: Served, subjects: Subjects, endpoint: str) -> None:
    page = signed_in(chromium, served, readers_of(endpoint)[0])
    page.goto(subjects.address(served.app, endpoint))
    page.locator("main form").last.get_by_role("button").first.click()
    picture(page, f"{endpoint}-empty")
    page.context.close()


@pytest.mark.parametrize("endpoint", PAPERS)
def test_every_page_of_paper(chromium: Browser, served: Served, subjects: Subjects, endpoint: str) -> None:
    page = signed_in(chromium, served, PAPERS[endpoint])
    if endpoint == "court.packets.download":
        page.goto(subjects.address(served.app, "court.packets.shelf"))
        page.locator("main form").get_by_role("button").first.click()
        served.do_jobs(PEOPLE["judge"])
    answer = page.request.get(subjects.address(served.app, endpoint))
    assert answer.status == 200
    paper = LOOKS / f"{endpoint}.pdf"
    paper.write_bytes(answer.body())
    subprocess.run(["pdftoppm", "-r", "70", "-png", str(paper), str(paper.with_suffix(""))], check=True)
    page.context.close()
