"""What has ended isn't taken back again, and of a consent that ends in part the rest is shown (R25, R26)."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from portal.consent.instruments import showing
from portal.consent.instruments.models import Consent, Revocation
from portal.consent.instruments.services import record_consent
from portal.consent.turns.services import record_expiry_event
from tests.clients import SignedInClient
from tests.given.county import NOW, Acting, County
from tests.given.papers import a_paper

Act = Callable[..., Acting]
Client = Callable[[str], SignedInClient]


def a_long_paper(acting: Act, county: County, **changes: object) -> UUID:
    """By which the clinic tells the lawyers and the case manager of two kinds about Marcus."""
    with acting("counselor") as (session, actor):
        paper = a_paper(session, county, "marcus", "defense", "bridgeway")
        command = replace(paper, categories=("attendance", "drug_test"), **changes)
        return record_consent(session, actor, command).id


def pressed(client: SignedInClient, paper: UUID, **part: object) -> Any:
    """The second press, from a window in which the page has shown what this part changes."""
    return client.submit(f"/consents/{paper}/revoke", {"written": "written", "by": "patient"} | part)


def taken(acting: Act, paper: UUID) -> int:
    with acting("counselor") as (session, _):
        return len(session.scalars(select(Revocation).where(Revocation.consent_id == paper)).all())


def card(acting: Act, paper: UUID) -> showing.Paper:
    with acting("counselor", NOW + timedelta(minutes=1)) as (session, _):
        return showing.paper(session, session.get_one(Consent, paper), NOW + timedelta(minutes=1))


def test_a_part_is_taken_back_once_and_the_card_shows_what_is_left(
    client_of: Client, county: County, acting: Act
) -> None:
    client, paper = client_of("counselor"), a_long_paper(acting, county)
    tests: dict[str, object] = {"scope": "category", "categories": ["drug_test"], "shown": "drug_test"}
    assert "consent-part-ended" in pressed(client, paper, **tests).location
    assert (card(acting, paper).what, card(acting, paper).state) == ("Attendance", "open")
    again = pressed(client, paper, **tests)
    assert again.status_code == 422 and "taken back before" in again.text and taken(acting, paper) == 1
    page = client.get(f"/consents/{paper}/revoke").text
    assert 'value="attendance"' in page and 'value="drug_test"' not in page
    lawyers = {"type": "agency", "id": str(county.agencies["defense"])}
    one: dict[str, object] = {"scope": "recipient", "recipient": "0", "shown": json.dumps(lawyers, sort_keys=True)}
    assert "consent-part-ended" in pressed(client, paper, **one).location
    assert card(acting, paper).told == "Bridgeway Case Management"
    again = pressed(client, paper, **one)
    assert again.status_code == 422 and "taken back before" in again.text and taken(acting, paper) == 2
    last: dict[str, object] = {"scope": "category", "categories": ["attendance"], "shown": "attendance"}
    assert pressed(client, paper, **last).status_code == 303
    assert (card(acting, paper).state, card(acting, paper).revocable) == ("ended", False), "nothing is left of it"
    whole = pressed(client, paper, scope="all", shown="all")
    assert whole.status_code == 422 and "has ended already" in whole.text and taken(acting, paper) == 3


def test_what_its_event_has_ended_is_not_taken_back(client_of: Client, county: County, acting: Act) -> None:
    """From a second window, which was open before."""
    client = client_of("counselor")
    paper = a_long_paper(acting, county, expiry_kind="event", expiry_event="He moves out")
    with acting("counselor") as (session, actor):
        record_expiry_event(session, actor, session.get_one(Consent, paper), NOW - timedelta(hours=1))
    late = pressed(client, paper, scope="all", shown="all")
    assert late.status_code == 422 and "has ended already" in late.text and 'href="#scope' in late.text
    assert taken(acting, paper) == 0
