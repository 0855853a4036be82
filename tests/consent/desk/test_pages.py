"""The desk as its keeper uses it: entering, adding steps, bad input at its field with what was typed kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from portal import clock
from tests.clients import SignedInClient
from tests.given.county import NOW, County

Client = Callable[[str], SignedInClient]
CAME = {"received_on-month": "11", "received_on-day": "17", "received_on-year": "2026"}
DEMAND = CAME | {
    "kind": "warrant",
    "issuer": "County Court",
    "number": "W-17",
    "named": "A. Person",
    "answer_on": "2026-12-01",
    "words": "Everything about treatment.",
}


def test_a_subpoena_is_logged_answered_and_done(client_of: Client, filed_day: County) -> None:
    client = client_of("privacy")
    entered = client.submit("/privacy/demands/new", DEMAND)
    assert entered.status_code == 303 and "matter-entered" in entered.location
    address = entered.location.partition("?")[0]
    page = client.get(entered.location).text
    for said in ("Entered.", "W-17", "A. Person", "Tue Dec 1", "Answered with the neutral letter"):
        assert said in page
    letter = client.get(f"{address}/paper")
    assert letter.mimetype == "application/pdf"
    step = {"step": "neutral", "words": "Sent by mail with a copy kept.", "happened_on-month": "11"}
    day = {"happened_on-day": "18", "happened_on-year": "2026"}
    assert "Answer" in client.get("/privacy").text and address in client.get("/privacy").text
    assert client.submit(address, step | day).status_code == 303
    done = client.get(address).text
    assert "Sent by mail with a copy kept." in done and "Privacy Example" in done
    assert address not in client.get("/privacy").text, "nothing is owed on it any more"
    assert address in client.get("/privacy/demands").text


WRONG = [
    ("issuer", {"issuer": ""}, "Write down who sent it."),
    ("answer_on", {"answer_on": "2026-11-01"}, "not before the day it came"),
    ("received_on", {"received_on-day": "31"}, "There is no such day"),
    ("words", {"words": "All"}, "Say it in a sentence or two."),
]


@pytest.mark.parametrize(("field", "changes", "said"), WRONG)
def test_a_wrong_form_comes_back_as_it_was_typed(
    client_of: Client, filed_day: County, field: str, changes: dict[str, str], said: str
) -> None:
    client = client_of("privacy")
    before = client.get("/privacy/demands").text.count("/privacy/demands/")
    answer = client.submit("/privacy/demands/new", DEMAND | changes)
    assert answer.status_code == 422
    assert said in answer.text and f'id="{field}-error"' in answer.text
    assert "<title>Error:" in answer.text and "A. Person" in answer.text
    assert client.get("/privacy/demands").text.count("/privacy/demands/") == before


def test_what_needs_a_person_is_entered_from_the_persons_page(client_of: Client, filed_day: County) -> None:
    client = client_of("privacy")
    for register in ("accounting", "amendments"):
        assert client.get(f"/privacy/{register}").status_code == 200
        assert client.get(f"/privacy/{register}/new").status_code == 404
    assert client.get("/privacy/nothing-of-the-kind").status_code == 404
    page = f"/participants/{filed_day.people['xio']}/privacy/amendments/new"
    wanted = CAME | {"record": "The level of care", "words": "It was changed a week later."}
    entered = client.submit(page, wanted)
    assert entered.status_code == 303
    shown = client.get(f"/participants/{filed_day.people['xio']}/privacy").text
    assert "The level of care" in shown and "Sat Jan 16, 2027" in shown
    stranger = f"/participants/{filed_day.people['maya']}/privacy"
    assert client.get(stranger).status_code == 404 and client.get(f"{stranger}/breaches/new").status_code == 404


def test_today_tells_what_is_due_to_the_privacy_officer_alone(client_of: Client, filed_day: County) -> None:
    assert "Privacy desk" in client_of("privacy").get("/").text
    assert "Privacy desk" not in client_of("counselor").get("/").text


def test_the_letter_is_the_same_whoever_is_named(client_of: Client, filed_day: County) -> None:
    """R140: for somebody who is treated here and for somebody of whom nobody knows, byte for byte."""
    client = client_of("privacy")
    known = f"/participants/{filed_day.people['xio']}/privacy/demands/new"
    letters = set()
    for page, name in ((known, "Xiomara Delgado-Pruitt"), ("/privacy/demands/new", "Nobody Known")):
        address = client.submit(page, DEMAND | {"named": name}).location.partition("?")[0]
        letters.add(client.get(f"{address}/paper").data)
    assert len(letters) == 1


def test_records_given_under_an_order_stand_in_the_list(client_of: Client, filed_day: County) -> None:
    """R83, R173: from the demand's own page, with the error at its field."""
    xio = f"/participants/{filed_day.people['xio']}"
    client = client_of("privacy")
    elsewhere = client.get(client.submit("/privacy/demands/new", DEMAND).location).text
    assert "Under which order" not in elsewhere, "a demand about nobody who is known here"
    address = client.submit(f"{xio}/privacy/demands/new", DEMAND).location.partition("?")[0]
    page = client.get(address).text
    assert "Under which order, and to whom" in page
    under = re.findall(r'name="under"[^>]* value="([0-9a-f]{64})"', page)[0]
    day = {"happened_on-month": "11", "happened_on-day": "18", "happened_on-year": "2026"}
    step = day | {"step": "complied", "words": "Two pages, by a messenger of the court."}
    lacking = client.submit(address, step)
    assert lacking.status_code == 422 and 'id="under-error"' in lacking.text and "Two pages" in lacking.text
    given = re.findall(r'name="given"[^>]* value="([a-z_]+)"', page)[0]
    done = client.submit(address, step | {"under": under, "given": given})
    assert done.status_code == 303
    assert "Records given under a court order" in client.get(address).text
    with clock.set_to(NOW + timedelta(minutes=5)):
        assert "A court order" in client_of("privacy").get(f"{xio}/disclosures").text


BREACH = CAME | {
    "happened_on-month": "11",
    "happened_on-day": "16",
    "happened_on-year": "2026",
    "kind": "wrong_recipient",
    "people": "1",
    "recipient": "Another clinic",
    "words": "A fax went to another number.",
}


@pytest.mark.parametrize("people", ["abc", "0", "99999999999", "9" * 30])
def test_how_many_people_is_a_number_that_can_be(client_of: Client, filed_day: County, people: str) -> None:
    answer = client_of("privacy").submit("/privacy/breaches/new", BREACH | {"people": people})
    assert answer.status_code == 422 and 'id="people-error"' in answer.text


def test_a_year_is_one_that_people_mean(client_of: Client, filed_day: County) -> None:
    client = client_of("privacy")
    late = client.submit("/privacy/demands/new", DEMAND | {"answer_on": "9999-12-31"})
    assert late.status_code == 422 and "Check the year." in late.text and 'id="answer_on-error"' in late.text
    old = client.submit("/privacy/demands/new", DEMAND | {"received_on-year": "1926"})
    assert old.status_code == 422 and "last 10 years" in old.text


def test_days_of_a_list_that_cannot_be_are_named(client_of: Client, filed_day: County) -> None:
    """And no list of other days is printed instead."""
    client, page = client_of("privacy"), f"/participants/{filed_day.people['xio']}/disclosures"
    for days, field in (
        ("from_on=2026-13-45", "from_on"),
        ("from_on=2027-01-01", "from_on"),
        ("from_on=2026-11-02&to_on=2026-11-01", "to_on"),
    ):
        answer = client.get(f"{page}?{days}")
        assert answer.status_code == 422 and f'id="{field}-error"' in answer.text
        assert client.get(f"{page}/paper?{days}").status_code == 404
    answer = client.get(f"{page}?from_on=2026-11-01&to_on=2026-11-18")
    assert answer.status_code == 200 and "from_on=2026-11-01&amp;to_on=2026-11-18" in answer.text
