"""A court order on its pages: entered as it reads, shown to whom it concerns, taken back."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from portal import clock
from portal.accounts.notices.deciding import decide_waiting
from portal.consent.readers import reader_for
from portal.extensions import db
from tests.clients import SignedInClient
from tests.given.county import NOW, County

Client = Callable[[str], SignedInClient]


def filled(county: County, **changes: Any) -> dict[str, Any]:
    return {
        "section": "2.65",
        "court": "Marlow District Court",
        "number": "26-114",
        "issued_at-month": "11",
        "issued_at-day": "16",
        "issued_at-year": "2026",
        "findings": ["serious_crime", "substantial_value", "no_other_way", "public_interest", "independent_counsel"],
        "notice": "y",
        "recipient_agencies": [str(county.agencies["prosecution"])],
        "categories": ["attendance"],
        "ground": "",
    } | changes


def shelf(county: County) -> str:
    return f"/participants/{county.people['xio']}/disclosure-orders"


def test_an_order_is_entered_shown_and_taken_back(client_of: Client, county: County) -> None:
    client = client_of("clerk")
    overview = client.get(f"/participants/{county.people['xio']}").text
    assert shelf(county) in overview, "a clerk has the way there without a page of consents"
    answer = client.submit(shelf(county) + "/new", filled(county))
    assert answer.status_code == 303 and "order-recorded" in answer.location
    shown = client.get(answer.location).text
    for words in ("Marlow District Court, 26-114", "In force", "Marlow County Prosecutor", "Clerk Example"):
        assert words in shown
    for who in ("judge", "privacy", "prosecutor"):
        assert "26-114" in client_of(who).get(shelf(county)).text, who
    for who in ("defender", "officer", "casemanager"):
        assert "26-114" not in client_of(who).get(shelf(county)).text, who
    vacate = shown.split("/disclosure-orders/")[-1].split('"')[0]
    page = f"/disclosure-orders/{vacate}"
    wrong = {"vacated_at-month": "11", "vacated_at-day": "2", "vacated_at-year": "2026"}
    refused = client.submit(page, wrong)
    assert refused.status_code == 422 and "not before the day of the order" in refused.text
    done = client.submit(page, wrong | {"vacated_at-day": "18"})
    assert done.status_code == 303
    assert "Taken back by the court" in client.get(done.location).text
    assert "26-114" not in client_of("prosecutor").get(shelf(county)).text, "as if it never was (R151)"


def test_an_order_without_findings_is_refused_at_the_field_or_kept_as_deficient(
    client_of: Client, county: County
) -> None:
    client = client_of("coordinator")
    page = shelf(county) + "/new"
    assert "Keep it as it is" not in client.get(page).text
    short = filled(county, number="26-115", findings=["serious_crime", "no_other_way"])
    answer = client.submit(page, short)
    assert answer.status_code == 422
    assert "This section needs these findings too: The records are likely to be of substantial value" in answer.text
    assert 'value="26-115"' in answer.text and "Keep it as it is" in answer.text
    kept = client.submit(page, short | {"deficient": "y"})
    assert "order-deficient" in kept.location
    shown = client.get(kept.location).text
    assert "Opens nothing" in shown and "What is missing" in shown
    assert "26-115" not in client_of("prosecutor").get(shelf(county)).text


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"section": ""}, "Choose the section"),
        ({"issued_at-day": "19"}, "Enter a day that has come."),
        ({"expires_at": "2026-11-01"}, "Enter an end that lies after the day of the order."),
        ({"notice": ""}, "The other side must have had notice"),
        ({"recipient_agencies": []}, "Choose who may be told."),
        ({"categories": []}, "Choose what may be told."),
        ({"categories": ["clinical_note"]}, "Say on which ground"),
        ({"court": ""}, "Write the name of the court."),
    ],
)
def test_what_is_wrong_is_named_and_what_was_typed_stays(
    client_of: Client, county: County, changes: dict[str, Any], message: str
) -> None:
    answer = client_of("privacy").submit(shelf(county) + "/new", filled(county, number="26-999", **changes))
    assert answer.status_code == 422
    assert message in answer.text and 'value="26-999"' in answer.text
    assert "26-999" not in client_of("privacy").get(shelf(county)).text


def test_the_privacy_officer_of_the_program_is_told(app: Flask, client_of: Client, county: County) -> None:
    """R82: by a notice that names nobody, and on "Today"; nobody else, and no more once the court has taken it back."""
    told, line = "An order was entered that your program has to look at.", "A court order about records of your program"
    client = client_of("clerk")
    answer = client.submit(shelf(county) + "/new", filled(county, number="26-120"))
    with app.app_context(), clock.set_to(NOW):
        decide_waiting(db.session.session_factory, reader_for)
    officer = client_of("privacy")
    inbox = officer.get("/notices").text
    assert told in inbox and "Xio" not in inbox and "Delgado" not in inbox
    today = officer.get("/").text
    assert line in today and "Xio" not in today.split(line)[1].split("</li>")[0]
    found = re.search(r'href="(/disclosure-orders/[0-9a-f-]{36})"', today)
    assert found is not None
    onward = officer.get(found[1])
    assert onward.status_code == 303 and "26-120" in officer.get(onward.location).text
    for who in ("clerk", "judge", "coordinator", "prosecutor", "defender", "counselor", "stranger"):
        assert told not in client_of(who).get("/notices").text, who
        assert line not in client_of(who).get("/").text, who
    assert client_of("defender").get(found[1]).status_code == 404
    shown = client.get(answer.location).text
    for page in re.findall(r'href="(/disclosure-orders/[0-9a-f-]{36}/vacate)"', shown):
        day = {"vacated_at-month": "11", "vacated_at-day": "18", "vacated_at-year": "2026"}
        assert client.submit(page, day).status_code == 303
    assert line not in officer.get("/").text


def test_an_order_is_taken_back_on_the_day_on_which_it_was_made(client_of: Client, county: County) -> None:
    """The day is known, the hour is not: made at ten in the morning, taken back that day, entered on the next."""
    client = client_of("coordinator")
    today = filled(county, number="26-117") | {"issued_at-day": "18"}
    shown = client.get(client.submit(shelf(county) + "/new", today).location).text
    (page, *_) = re.findall(r"/disclosure-orders/[0-9a-f-]{36}/vacate", shown.partition("26-117")[2])
    with clock.set_to(NOW + timedelta(days=1)):
        day = {"vacated_at-month": "11", "vacated_at-day": "18", "vacated_at-year": "2026"}
        assert client_of("coordinator").submit(page, day).status_code == 303


def test_an_order_names_its_court(client_of: Client, county: County) -> None:
    answer = client_of("coordinator").submit(shelf(county) + "/new", filled(county, court="   "))
    assert answer.status_code == 422 and 'id="court-error"' in answer.text
