"""What was chosen on an earlier page and can be chosen no more is said by name, and the rest is kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from flask import Flask

from portal import clock
from portal.accounts.agencies.models import Appointment
from portal.accounts.agencies.services import appoint, end_appointment
from portal.db import unit_of_work
from portal.gate.vocabulary import RoleName
from tests.clients import SignedInClient
from tests.consent.guided.test_pages import begun
from tests.given.county import NOW, County

Client = Callable[[str], SignedInClient]
EVENT = "I move out of the recovery house"


@pytest.fixture
def second(app: Flask, county: County) -> Callable[[], None]:
    """The clerk is the court's second coordinator, until called."""
    with clock.set_to(NOW - timedelta(hours=1)), app.app_context(), unit_of_work() as session:
        post = appoint(session, None, county.users["clerk"], county.agencies["court"], RoleName.COURT_COORDINATOR).id

    def leaves() -> None:
        with app.app_context(), unit_of_work() as session:
            end_appointment(session, None, session.get_one(Appointment, post))

    return leaves


def test_who_writes_it_down_can_no_more(client_of: Client, county: County, second: Callable[[], None]) -> None:
    """R23: shown with the page and when it is sent from a page that was open meanwhile; nobody signs such a form."""
    client = client_of("coordinator")
    draft = begun(client, county, "part2_general")
    ends = {
        "expiry": "event",
        "event": EVENT,
        "recorder": str(county.users["clerk"]),
        "review_on": "2027-06-30",
    }
    for step, values in {
        "who-may-tell": {"disclosers": [str(county.agencies["court"])]},
        "whom": {"agencies": [str(county.agencies["defense"])]},
        "what": {"categories": ["attendance"]},
        "extra-protection": {f"label_{one}": "no" for one in ("HIV", "PSY", "DV", "GEN")},
        "what-for": {"purposes": ["defense_representation"]},
        "until-when": ends,
    }.items():
        assert client.submit(f"{draft}/{step}", values).status_code == 303, step
    assert client.get(f"{draft}/check").status_code == 200
    sign = client.get(client.submit(f"{draft}/check", {}).location).text
    document = sign.split('name="document" value="')[1].split('"')[0]
    assert "can’t write it down" not in client.get(f"{draft}/until-when").text
    second()
    said = "Clerk Example can’t write it down any more"
    page = unescape(client.get(f"{draft}/until-when").text)
    assert said in page and "Choose somebody else." in page and EVENT in page and "2027-06-30" in page
    again = client.submit(f"{draft}/until-when", ends)
    assert again.status_code == 422
    sent = unescape(again.text)
    assert said in sent and EVENT in sent and "2027-06-30" in sent and "valid choice" not in sent
    assert client.get(f"{draft}/check").location.endswith("/until-when")
    assert client.get(f"{draft}/sign").location.endswith("/check")
    assert client.get(f"{draft}/sign-on-paper").status_code == 200, "what is signed on paper already is taken"
    signed = client.submit(
        f"{draft}/sign-on-paper", {"document": document, "name_patient": "Marcus Bell"}, f"{draft}/sign"
    )
    assert signed.status_code == 422 and said in unescape(signed.text)
    mended = client.submit(f"{draft}/until-when", ends | {"recorder": str(county.users["coordinator"])})
    assert mended.status_code == 303 and mended.location.endswith("/check")
    assert client.get(f"{draft}/check").status_code == 200


@pytest.mark.parametrize(
    ("step", "values"),
    [
        ("who-may-tell", {"disclosers": [str(uuid4())]}),
        ("whom", {"agencies": [str(uuid4()), str(uuid4())]}),
        ("whom", {"person": f"{uuid4()}@{uuid4()}"}),
        ("until-when", {"expiry": "event", "event": EVENT, "recorder": str(uuid4())}),
    ],
    ids=["an agency that tells", "two agencies", "a person", "somebody who writes down"],
)
def test_a_choice_that_is_gone_is_said_in_plain_words(
    step: str, values: dict[str, object], client_of: Client, county: County
) -> None:
    """Never the code that was sent, and never WTForms' own words."""
    client = client_of("counselor")
    draft = begun(client, county, "part2_general", "xio")
    answer = client.submit(f"{draft}/{step}", values)
    assert answer.status_code == 422
    said = answer.text.split("usa-error-message")[1].split("</span>", 2)[1]
    assert "What was chosen is not in this list any more. Choose again." in said and "valid choice" not in answer.text
