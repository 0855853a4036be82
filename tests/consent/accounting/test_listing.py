"""The accounting lists exactly what others looked at, as a person goes through the pages (R170, R171)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest

from portal import clock
from portal.consent.accounting.queries import account_of, disclosed, through_intermediaries
from portal.consent.accounting.services import Seen, account
from portal.consent.accounting.summary import period
from portal.consent.instruments.services import record_consent
from portal.consent.readers import reader_for
from portal.gate.vocabulary import Category
from portal.ids import NIL, new_id
from tests.clients import SignedInClient
from tests.given.county import NOW, Acting, County
from tests.given.papers import a_paper

Client = Callable[[str], SignedInClient]
Act = Callable[..., Acting]
ZONE = "America/Chicago"
CELL = re.compile(r"<t[hd] role=\"(?:rowheader|cell)\"[^>]*>(.*?)</t[hd]>", re.DOTALL)
TAG = re.compile(r"<[^>]+>")


def rows(page: str, caption: str) -> list[list[str]]:
    """The cells of a table, as text, by its caption."""
    table = next(one for one in re.findall(r"<table.*?</table>", page, re.DOTALL) if caption in one)
    body = table.partition("<tbody")[2]
    lines = [CELL.findall(line) for line in body.split("</tr>") if "<tr" in line]
    return [[" ".join(unescape(TAG.sub(" ", cell)).split()) for cell in cells] for cells in lines]


def test_who_looked_at_what_and_nothing_else(client_of: Client, court_day: County) -> None:
    xio = f"/participants/{court_day.people['xio']}"
    judge, manager = client_of("judge"), client_of("casemanager")
    for _ in range(2):
        assert judge.get(f"{xio}/tests").status_code == 200
    with clock.set_to(NOW + timedelta(hours=2)):
        again = client_of("judge")
        assert again.get(f"{xio}/tests").status_code == 200
    assert manager.get(f"{xio}/milestones").status_code == 200
    assert client_of("prosecutor").get(xio).status_code == 200
    assert client_of("coordinator").get("/participants").status_code == 200
    assert client_of("counselor").get(xio).status_code == 200
    assert client_of("stranger").get(xio).status_code == 404
    with clock.set_to(NOW + timedelta(days=1)):
        page = client_of("privacy").get(f"{xio}/disclosures").text
        listed = {(one[0], one[2]): (one[1], one[3]) for one in rows(page, "Who was told, in the order")}
    court = "Marlow County Treatment Court Judge Example, Judge"
    prosecution = "Marlow County Prosecutor Prosecutor Example, Prosecutor"
    casework = "Bridgeway Case Management Casemanager Example, Case manager"
    assert listed == {
        (court, "Monitoring in the case Consent for the court"): ("Attendance", "Wed Nov 18, 2026 2 times"),
        (casework, "Case management Consent"): ("Attendance", "Wed Nov 18, 2026 1 time"),
        (prosecution, "Monitoring in the case Consent for the court"): (
            "In treatment, attendance",
            "Wed Nov 18, 2026 1 time",
        ),
    }


def tell(acting: Act, county: County, who: str, kind: str, at: datetime, instrument: str = "xio-court") -> None:
    """Riverbend tells somebody of Xio's attendance, at a moment, on paper."""
    with acting(who, at) as (session, actor):
        seen = Seen(
            county.people["xio"],
            county.agencies["riverbend"],
            Category.ATTENDANCE.bit,
            kind,
            county.consents.get(instrument, NIL),
        )
        account(session, reader_for(session, actor, at), [seen], session_id=new_id(), zone=ZONE, channel="report")


@pytest.fixture(scope="module")
def told_long_ago(app: object, county: County) -> None:
    """Disclosures on both sides of three and of six years before Nov 18, 2026."""
    from tests.given.county import Acting as Acts

    def acting(who: str, at: datetime) -> Acts:
        return Acts(app, county, who, at)

    for kind, years in (("part2_cj", 3), ("emergency", 6)):
        for day in (17, 18):
            tell(acting, county, "officer", kind, datetime(2026 - years, 11, day, 18, tzinfo=UTC))


def kinds(acting: Act, county: County, who: str, wanted_from: date | None = None) -> list[tuple[str, int]]:
    with acting(who) as (session, _):
        covered = period(date(2026, 11, 18), wanted_from)
        found = disclosed(session, county.people["xio"], covered, ZONE, NOW)
        return [(one.instrument_kind, one.at.year) for one in found if one.at.year < 2026]


def test_three_years_by_consent_and_six_otherwise(acting: Act, county: County, told_long_ago: None) -> None:
    """R171, R173: the day three (six) years before is in, the day before it is out; fewer where fewer are wanted."""
    assert kinds(acting, county, "privacy") == [("emergency", 2020), ("part2_cj", 2023)]
    assert kinds(acting, county, "privacy", date(2022, 1, 1)) == [("part2_cj", 2023)]


def test_nobody_accounts_for_what_another_agency_told(acting: Act, county: County, told_long_ago: None) -> None:
    """R150: each for its own; a court's officer may know whom the court told, never whom the clinic told."""
    for who in ("stranger", "coordinator", "officer"):
        assert kinds(acting, county, who) == []


def test_repeats_are_first_how_many_and_last(acting: Act, county: County, told_long_ago: None) -> None:
    for day in (2, 3, 3, 9):
        tell(acting, county, "prosecutor", "part2_cj", datetime(2026, 10, day, 18, tzinfo=UTC))
    with acting("privacy") as (session, _):
        found = account_of(session, county.people["xio"], period(date(2026, 11, 18)), ZONE, NOW)
        (line,) = [one for one in found.lines if one.agency_id == county.agencies["prosecution"]]
    assert (line.first_at.day, line.times, line.last_at.day, line.on_paper) == (2, 4, 9, True)


def test_the_list_of_a_go_between_has_what_stands_on_its_consent(acting: Act, county: County) -> None:
    """2.24, R136: who was told under a consent that names an intermediary, and nobody else."""
    with acting("counselor") as (session, actor):
        plain = a_paper(session, county, "xio", "bridgeway")
        member = str(county.agencies["bridgeway"])
        named = replace(plain, recipients=({"type": "intermediary", "id": member, "participants": [member]},))
        county.consents["go-between"] = record_consent(session, actor, named).id
    tell(acting, county, "casemanager", "part2_general", NOW - timedelta(days=2), "go-between")
    tell(acting, county, "defender", "part2_general", NOW - timedelta(days=2), "xio-others")
    with acting("privacy") as (session, _):
        found = account_of(session, county.people["xio"], period(date(2026, 11, 18)), ZONE, NOW)
        listed = through_intermediaries(session, found.lines)
        assert [one.agency_id for one in listed] == [county.agencies["bridgeway"]]
        assert county.agencies["defense"] in {one.agency_id for one in found.lines}
