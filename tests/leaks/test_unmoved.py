"""What a reader may not know changes nothing that the reader sees: no total, place in a list, suggestion, or choice.

Every page is taken three times: as the county is; after things happened to people of the same county that these readers
may not know of; and after a whole other county came into the database. All three must be the same bytes, from the same
statements.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask

from portal import clock
from portal.compliance.drug_tests.services import RecordTest, record_test
from portal.consent.instruments.vocabulary import ConsentKind
from portal.participants.people.services import RegisterParticipant, register_participant
from portal.participants.programs.vocabulary import AttendanceMark, ResultCode
from portal.treatment.admissions.services import SetLevel, set_level_of_care
from portal.treatment.admissions.vocabulary import Level
from portal.treatment.sessions.recording import CorrectMark, correct_mark
from tests.access.subjects import address_of
from tests.access.test_access import expected
from tests.given.county import NOW, Acting, County, give_consent
from tests.leaks.asking import Answer, asking

READERS = ("coordinator", "prosecutor", "officer", "deputy")
"""They may know that Marcus is in the program, and nothing of what the clinic or the diverter do."""
SLOW = {"court.staffing.paper", "court.staffing.docket_paper", "court.hearings.order_paper"}
"""Papers, drawn from what the pages of the same dockets and hearings are drawn from."""
OF_ONESELF = {"accounts.own.show", "accounts.second_factor.show"}
"""One's own sessions, of which asking adds one, and a secret that is drawn anew: never the same bytes twice."""
SEARCHES = ("/participants?name=b", "/participants?name=d", "/participants?name=%25", "/tests/new?name=a")
DIRECTORIES = {
    "consent.copies.choose",
    "consent.instruments.new",
    "consent.orders.new",
    "consent.paper_entry.show",
    "consent.program_packet.start",
    "consent.team_agreements.new",
    "casework.outside.roll",
    "casework.outside.new",
}
"""Every agency may be named in a consent, and every agency outside be asked, whoever is known there or not (R143)."""
LEAST_PAGES = 100

Pages = dict[tuple[str, str], Answer]


def pages(app: Flask, county: County, who: str) -> Pages:
    """Every page that is open to this one."""
    ask = asking(app, who)
    wanted = {
        endpoint: address_of(app, county, endpoint)
        for (endpoint, method), line in expected().items()
        if method == "GET" and line[who] == "yes" and endpoint not in SLOW | OF_ONESELF
    }
    asked = wanted | {address: address for address in SEARCHES if may_search(who, address)}
    return {(who, name): ask("GET", address) for name, address in asked.items()}


def may_search(who: str, address: str) -> bool:
    endpoint = "compliance.drug_tests.find" if address.startswith("/tests") else "participants.people.roll"
    return expected()[endpoint, "GET"][who] == "yes"


def taken(app: Flask, county: County) -> Pages:
    found: Pages = {}
    for who in READERS:
        found |= pages(app, county, who)
    return found


@pytest.fixture(scope="module")
def before(open_app: Flask, county: County) -> Pages:
    taken(open_app, county)  # what is loaded once and kept is loaded now
    return taken(open_app, county)


@pytest.fixture(scope="module")
def hidden(open_app: Flask, county: County, before: Pages) -> Pages:
    """Marcus's clinic and the diverter go on working; then the pages are taken again."""
    at = datetime(2026, 11, 18, 14, tzinfo=UTC)
    with Acting(open_app, county, "counselor", at) as (session, actor):
        mark = county.things["marcus-mark"]
        correct_mark(session, actor, CorrectMark(mark, AttendanceMark.UNEXCUSED, "He was not there.", 0))
        record_test(session, actor, RecordTest(county.people["marcus"], date(2026, 11, 17), ResultCode.POS_CONF))
        level = SetLevel(county.things["marcus-admission"], Level.OUTPATIENT, date(2026, 11, 16), reason="Asked for it")
        set_level_of_care(session, actor, level)
    give_consent(open_app, county, "marcus", "marcus-again", ConsentKind.GENERAL, "bridgeway", at=at)
    with Acting(open_app, county, "diverter", at) as (session, actor):
        for name in ("Aaron Able", "Bea Bellamy", "Dana Delgado", "Zoe Zimmer"):
            given, family = name.split()
            register_participant(session, actor, RegisterParticipant(name, f"{family}, {given}", date(1991, 1, 1)))
    with clock.set_to(NOW):
        return taken(open_app, county)


@pytest.fixture(scope="module")
def with_another_county(open_app: Flask, county: County, hidden: Pages, request: pytest.FixtureRequest) -> Pages:
    request.getfixturevalue("elsewhere")
    return taken(open_app, county)


def moved(one: Pages, other: Pages, but: Callable[[str], bool] = lambda _page: False) -> dict[str, Any]:
    assert set(one) == set(other)
    return {
        f"{who}: {page}": (known.status, len(known.statements), len(other[who, page].statements))
        for (who, page), known in one.items()
        if not but(page) and (known.seen, known.statements) != (other[who, page].seen, other[who, page].statements)
    }


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_happens_to_others_moves_nothing(before: Pages, hidden: Pages) -> None:
    assert len(before) > LEAST_PAGES
    assert {answer.status for answer in before.values()} <= {200, 302, 303}
    assert moved(before, hidden) == {}


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_county_of_strangers_moves_nothing_but_the_directory(hidden: Pages, with_another_county: Pages) -> None:
    assert moved(hidden, with_another_county, DIRECTORIES.__contains__) == {}
    directories = {page for (_who, page) in hidden} & DIRECTORIES
    assert directories == DIRECTORIES
    for key, page in hidden.items():
        if key[1] in DIRECTORIES:
            assert b"Far " in with_another_county[key].body
            assert len(page.statements) == len(with_another_county[key].statements)
