"""The list of participants over several pages: whole, in order, and telling nothing of those between."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from urllib.parse import unquote

import pytest

from portal.ids import new_id
from portal.participants.people.queries import PAGE
from portal.participants.people.services import RegisterParticipant, register_participant
from tests.clients import SignedInClient
from tests.given.county import Acting, County

ONWARD = re.compile(r'href="(/participants\?[^"]*after=[^"]*)"')
PERSON = re.compile(r'href="/participants/([0-9a-f-]{36})"')
BORN = date(1990, 1, 1)


@pytest.fixture(scope="module")
def crowd(app: object, county: County) -> list[str]:
    """Sixty people of the diverter, and between each two of them one of the court."""
    made = []
    for who, word in (("diverter", "Even"), ("coordinator", "Odd")):
        with Acting(app, county, who) as (session, actor):
            for number in range(PAGE + 10):
                person = RegisterParticipant(f"{word} Person", f"Crowd {number:02} {word}", BORN)
                row = register_participant(session, actor, person)
                made += [str(row.id)] if who == "diverter" else []
    return made


def test_each_page_goes_on_where_the_one_before_ended(
    client_of: Callable[[str], SignedInClient], county: County, crowd: list[str]
) -> None:
    client = client_of("diverter")
    first = client.get("/participants")
    onward = ONWARD.findall(first.text)
    second = client.get(onward[0].replace("&amp;", "&"))
    pages = [list(dict.fromkeys(PERSON.findall(page.text))) for page in (first, second)]
    assert [len(page) for page in pages] == [PAGE, 11]
    assert set(pages[0]) | set(pages[1]) == {*crowd, str(county.people["maya"])}
    assert str(PAGE + 11) in first.text
    assert ONWARD.findall(second.text) == []


def test_no_address_carries_a_name(client_of: Callable[[str], SignedInClient], crowd: list[str]) -> None:
    onward = ONWARD.findall(client_of("diverter").get("/participants").text)
    assert onward
    assert "Crowd" not in unquote(onward[0])


def test_going_on_after_somebody_unknown_is_the_first_page(
    client_of: Callable[[str], SignedInClient], county: County, crowd: list[str]
) -> None:
    client = client_of("diverter")
    unknown = (county.people["marcus"].hex, new_id().hex, "x" * 32, "0" * 32)
    pages = [PERSON.findall(client.get(f"/participants?after={one}").text) for one in unknown]
    assert pages == [PERSON.findall(client.get("/participants").text)] * len(unknown)
