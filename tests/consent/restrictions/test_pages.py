"""A promise to tell less, on its pages: made, kept by the program's own records, ended by the patient or alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from portal.treatment.sessions.models import Attendance
from tests.clients import SignedInClient
from tests.given.county import Acting, County

Client = Callable[[str], SignedInClient]
Act = Callable[..., Acting]


def shelf(county: County) -> str:
    return f"/participants/{county.people['xio']}/restrictions"


def marks(acting: Act, county: County, who: str) -> int:
    with acting(who) as (session, _):
        wanted = select(Attendance).where(Attendance.participant_id == county.people["xio"])
        return len(session.scalars(wanted).all())


def promised(client: SignedInClient, county: County, **values: Any) -> Any:
    return client.submit(shelf(county) + "/new", {"reach": "tpo"} | values)


def end_page(client: SignedInClient, county: County) -> str:
    return "/restrictions/" + client.get(shelf(county)).text.split('href="/restrictions/')[1].split('"')[0]


def test_a_promise_for_every_use_stops_reports_to_the_court_until_the_patient_ends_it(
    client_of: Client, court_day: County, acting: Act
) -> None:
    client = client_of("counselor")
    assert marks(acting, court_day, "judge") == 1
    values = {"reach": "all", "categories": ["attendance"], "recipients": [str(court_day.agencies["court"])]}
    warned = promised(client, court_day, **values)
    assert warned.status_code == 422 and "not told to the court either" in warned.text, "D8: the warning"
    assert marks(acting, court_day, "judge") == 1
    done = promised(client, court_day, **values, stops_court="y")
    assert done.status_code == 303
    assert marks(acting, court_day, "judge") == 0 and marks(acting, court_day, "casemanager") == 1
    page = client.get(done.location).text
    for words in ("Not told: Attendance", "Marlow County Treatment Court", "In force", "Counselor Example"):
        assert words in page
    assert "Not told" not in client_of("judge").get(shelf(court_day)).text, "nobody else learns of it"
    ended = client.submit(end_page(client, court_day), {"by": "patient"})
    assert ended.status_code == 303 and marks(acting, court_day, "judge") == 1
    assert "Ended" in client.get(ended.location).text


def test_the_program_alone_ends_it_for_what_comes_and_after_telling(
    client_of: Client, court_day: County, acting: Act
) -> None:
    client = client_of("privacy")
    values = {"reach": "all", "stops_court": "y", "recipients": [str(court_day.agencies["bridgeway"])]}
    assert promised(client, court_day, **values).status_code == 303
    assert marks(acting, court_day, "casemanager") == 0
    page = end_page(client, court_day)
    for wrong, words in (({}, "Say who ends it."), ({"by": "program"}, "Tell the patient first")):
        answer = client.submit(page, wrong)
        assert answer.status_code == 422 and words in answer.text
    assert client.submit(page, {"by": "program", "told": "y"}).status_code == 303
    assert marks(acting, court_day, "casemanager") == 0, "older records stay as promised (R122)"
    assert "Holds for older records" in client.get(shelf(court_day)).text


def test_what_was_paid_in_full_is_ended_by_the_patient_only(client_of: Client, court_day: County) -> None:
    """R123."""
    client = client_of("supervisor")
    assert promised(client, court_day, categories=["billing"], paid_in_full="y").status_code == 303
    page = end_page(client, court_day)
    refused = client.submit(page, {"by": "program", "told": "y"})
    assert refused.status_code == 422 and "only the patient ends this promise" in refused.text
    assert client.submit(page, {"by": "patient"}).status_code == 303


@pytest.mark.parametrize("who", ["coordinator", "casemanager", "office"])
def test_who_promises_nothing_has_no_form(client_of: Client, court_day: County, who: str) -> None:
    assert client_of(who).get(shelf(court_day) + "/new").status_code == 403
    assert "Record a promise" not in client_of(who).get(shelf(court_day)).text
