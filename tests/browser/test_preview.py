"""What the preview says before the forms are signed is what each then finds on the pages: kind by kind, for everybody
in the county. What is expected is read from the preview's own words in the browser, never asked of the engine."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from html import unescape

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from portal.accounts.agencies.services import AddUser, add_user, appoint
from portal.compliance.drug_tests.services import RecordTest, record_test
from portal.court.dockets.models import Docket
from portal.court.dockets.services import ScheduleHearing, schedule_hearing
from portal.gate.vocabulary import RoleName
from portal.participants.programs.vocabulary import AttendanceMark, ResultCode
from portal.treatment.report_sections.services import submit_section
from portal.treatment.report_sections.vocabulary import MedicationTaken
from portal.treatment.sessions.recording import MarkOne, RecordMarks, record_attendance
from tests.browser import sitting
from tests.browser.desk import Desk
from tests.clients import SignedInClient
from tests.given import filed_day
from tests.given.county import PASSWORD, STAFF, Acting, County

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]

Table = dict[str, dict[str, str]]
"""Who, then the head of a column, then what the cell says."""

CLINIC = "Riverbend Recovery"
LINE = "Helps the others in the evening group to speak."
REASON = "At the dentist"
MORNING = datetime(2026, 11, 18, 14, tzinfo=UTC)
RELIEF = "relief"
"""A second officer of probation, who has nothing to do with Marcus."""
POSTS = {"Supervision officer": RELIEF}
SEES = ("Sees", "Yes or no", "Some days")
UNKNOWN = "Not known"
BY_ANOTHER_PAPER = ("casemanager",)
"""Who sees more by the clinic's own paper: the court is not told of it, so its preview can't know (R143)."""
IN_BROWSER = ("judge", "prosecutor")


@dataclass(frozen=True, slots=True)
class Read:
    """The pages that tell of Marcus, as text: his own, his tests, why one may see it, and the report that was filed;
    "" for each that this reader is not given."""

    person: str
    tests: str
    why: str
    report: str

    @property
    def everything(self) -> str:
        return " ".join((self.person, self.tests, self.why, self.report))


PLACES: dict[str, tuple[tuple[str, str], ...]] = {
    "In treatment": (("why", r"In treatment"),),
    "Attendance": (
        ("why", r"\battendance\b"),
        ("person", r"Intensive outpatient group"),
        ("report", r"outpatient group"),
    ),
    "Tests": (("why", r"\btests\b"), ("tests", r"Fri Nov 13"), ("report", r"Fri Nov 13")),
    "Progress": (("why", r"\bprogress\b"), ("report", re.escape(LINE))),
    "Level of care": (
        ("why", r"\blevel of care\b"),
        ("person", r"Level of care"),
        ("report", r"2\.1 intensive outpatient"),
    ),
    "Medicine as prescribed": (("why", r"medication as prescribed"), ("report", r"Taken as prescribed")),
    "How it ended": (("why", r"how treatment ended"),),
    "Team summary": (("why", r"team’s summary|team's summary"),),
    "Plan": (("why", r"treatment plan"),),
    "Diagnosis": (("why", r"\bdiagnosis\b"),),
    "Session notes": (("why", r"clinical notes"), ("person", REASON), ("tests", REASON), ("report", REASON)),
}
"""By the head of the preview's column: on which pages such information stands, and in which words."""


def test_what_the_preview_says_is_what_each_then_finds(
    chromium: Browser, app: Flask, court_day: County, client_of: Callable[[str], SignedInClient]
) -> None:
    clinic_writes(app, court_day)
    with sitting.county_served(app) as address:
        desk = Desk(chromium, address)
        desk.arrive()
        sitting.signs_in(desk, "coordinator")
        sitting.begins(desk)
        sitting.answers_each_form(desk)
        said = preview(desk)
        before = {who: read(client_of(who), court_day) for who in ("judge", "defender", "casemanager")}
        sitting.checks_and_signs(desk, draws=False)
        sitting.leaves(desk)
        reports_are_filed(client_of("coordinator"), court_day)
        for who in IN_BROWSER:
            assert told(in_browser(chromium, address, court_day, who)) == told(read(client_of(who), court_day)), who
    named = {word_of(who): cells for who, cells in said.items()}
    assert named.keys() >= {"judge", "staff", "coordinator", "prosecutor", "defender", "officer", "casemanager", RELIEF}
    assert not told(before["judge"]) and not told(before["defender"]), "nothing was open to them before"
    assert all(words in (*SEES, UNKNOWN) for cells in named.values() for words in cells.values()), "no plain Not"
    for who in outside():
        differs = compared(read(client_of(who), court_day), named.get(who, {}))
        assert (differs != []) == (who in BY_ANOTHER_PAPER), f"{who}: {differs}"
        assert not [one for one in differs if "missing" in one or "no page" in one], "nothing was said that is not so"
    assert len({tuple(sorted(seen(cells))) for cells in named.values()}) >= 3, "roles see different things"


def clinic_writes(app: Flask, county: County) -> None:
    """A test of its own, a missed group with its reason, and the section for the hearing to which Marcus is called."""
    marcus = county.people["marcus"]
    with Acting(app, county, "coordinator", MORNING) as (session, actor):
        docket = session.get_one(Docket, county.things["docket"])
        county.things["marcus-hearing"] = schedule_hearing(session, actor, docket, ScheduleHearing(marcus)).id
        user = add_user(session, None, AddUser(RELIEF, "Relief Example", PASSWORD))
        appoint(session, None, user.id, county.agencies["probation"], RoleName.PROBATION_OFFICER)
    with Acting(app, county, "counselor", MORNING) as (session, actor):
        record_test(session, actor, RecordTest(marcus, date(2026, 11, 13), ResultCode.DILUTE))
        mark = MarkOne(marcus, AttendanceMark.EXCUSED, reason=REASON)
        record_attendance(session, actor, RecordMarks(county.things["to-mark"], (mark,)))
        section = replace(
            filed_day.section(county, LINE),
            participant_id=marcus,
            hearing_id=county.things["marcus-hearing"],
            medication=MedicationTaken.YES,
        )
        submit_section(session, actor, section)


def preview(desk: Desk) -> Table:
    """The table of all forms together, on the page on which they are checked, as a person reads it."""
    desk.reads_heading("What these forms open")
    desk.reads("Who would see what, with all these forms signed")
    table = desk.page.get_by_role("table", name=re.compile("^People by what they would see"))
    expect(table, "those of single forms are folded away").to_have_count(1)
    heads = [one.strip() for one in table.get_by_role("columnheader").all_inner_texts()][1:]
    assert set(heads) <= PLACES.keys(), "a kind of which this test does not know where it would stand"
    found: Table = {}
    for line in table.get_by_role("row").all()[1:]:
        cells = [one.strip().splitlines()[0] for one in line.get_by_role("cell").all_inner_texts()]
        found[line.get_by_role("rowheader").inner_text().strip()] = dict(zip(heads, cells, strict=True))
    return found


def word_of(who: str) -> str:
    """The county's word for the person of a line, or for whoever else has that post."""
    name, _line, second = who.partition("\n")
    if "anyone" in second:
        return POSTS[name]
    return name.split()[0].lower()


def seen(cells: dict[str, str]) -> set[str]:
    return {head for head, words in cells.items() if words in SEES}


def outside() -> Iterator[str]:
    """Everybody of the county who is told by consent only, on the table or not."""
    yield from (who for who, (agency, _role) in STAFF.items() if agency != "riverbend")
    yield RELIEF


def compared(pages: Read, cells: dict[str, str]) -> list[str]:
    """Where the pages and the preview differ; what the preview does not list is not to be seen."""
    wanted = seen(cells)
    found = []
    for head, places in PLACES.items():
        for page, words in places:
            text = getattr(pages, page)
            there = bool(re.search(words, text))
            if there and head not in wanted:
                found.append(f"{head} stands on {page}, against the preview")
            if text and not there and head in wanted:
                found.append(f"{head} is missing on {page}")
        if head in wanted and not pages.why:
            found.append(f"{head}: there is no page that says why")
    return found


def told(pages: Read) -> set[str]:
    """The kinds of which some page tells."""
    return {head for head, places in PLACES.items() if any(re.search(w, getattr(pages, page)) for page, w in places)}


def pages_of(county: County) -> dict[str, str]:
    person = f"/participants/{county.people['marcus']}"
    return {"person": person, "tests": f"{person}/tests", "why": f"{person}/why"}


REPORT = re.compile(r'href="(/reports/[0-9a-f-]{36})"')
PART = re.compile(r"<main.*</main>", re.DOTALL)
WHAT = re.compile(r"<dt>What</dt><dd>(.*?)</dd>", re.DOTALL)
TAG = re.compile(r"<[^>]+>")


def text_of(html: str) -> str:
    found = PART.search(html)
    assert found
    return " ".join(unescape(TAG.sub(" ", found[0])).split())


def read(client: SignedInClient, county: County) -> Read:
    """As the reader's own client is answered."""
    pages = {}
    for part, address in pages_of(county).items():
        answer = client.get(address)
        assert answer.status_code in (200, 403, 404)
        pages[part] = answer.text if answer.status_code == 200 else ""
    report = REPORT.search(pages["person"])
    why = " ".join(WHAT.findall(pages["why"]))
    return Read(
        person=text_of(pages["person"]) if pages["person"] else "",
        tests=text_of(pages["tests"]) if pages["tests"] else "",
        why=f"{why} " if pages["why"] else "",
        report=text_of(client.get(report[1]).text) if report else "",
    )


def in_browser(chromium: Browser, address: str, county: County, who: str) -> Read:
    """The same as somebody finds it by links: from the list to the person, the tests, the reasons, the report;
    without script, as every page has to do."""
    desk = Desk(chromium, address, script=False)
    desk.arrive()
    sitting.signs_in(desk, who)
    desk.menu("Participants")
    desk.open("Marcus Bell")
    main = desk.page.locator("main")
    person = main.inner_text()
    desk.open(re.compile("^Report, version 1"))
    report = main.inner_text()
    desk.page.go_back()
    desk.open("Tests", desk.page.get_by_role("navigation", name="Participant sections"))
    tests = main.inner_text()
    desk.open("Consents", desk.page.get_by_role("navigation", name="Participant sections"))
    desk.open("Why may I see this?")
    lines = (
        main.locator("dt", has_text=re.compile("^What$")).locator("xpath=following-sibling::dd[1]").all_inner_texts()
    )
    sitting.leaves(desk)
    return Read(*(" ".join(one.split()) for one in (person, tests, " ".join(lines), report)))


def reports_are_filed(coordinator: SignedInClient, county: County) -> None:
    board = f"/dockets/{county.things['docket']}/reports"
    assert coordinator.submit(board, {}).status_code == 303
