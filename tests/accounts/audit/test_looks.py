"""Who saw which agency's records about whom: a row for each, once an hour, in the sealed trail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from portal import clock
from portal.accounts.audit.looks import looks_of
from portal.accounts.audit.models import AuditEvent
from portal.accounts.audit.vocabulary import LOOKED
from portal.gate.looking import Looked
from portal.gate.vocabulary import Category, Regime
from portal.ids import new_id
from tests.accounts.audit.conftest import Rows
from tests.clients import SignedInClient
from tests.given.county import NOW, County

Client = Callable[[str], SignedInClient]
ONE, OTHER, HERE, THERE = (new_id() for _ in range(4))
PRESENCE, HEARING = Category.PRESENCE.bit, Category.HEARING.bit


def seen(*rows: tuple[UUID, UUID, int]) -> Looked:
    return Looked(rows={(person, origin, Regime.CJ.bit): kinds for person, origin, kinds in rows})


def test_a_page_about_one_person_is_a_look_also_at_the_name() -> None:
    assert looks_of(seen((ONE, HERE, PRESENCE))) == {(ONE, HERE): PRESENCE}


def test_a_name_among_others_is_none() -> None:
    assert looks_of(seen((ONE, HERE, PRESENCE), (OTHER, HERE, PRESENCE))) == {}
    several = looks_of(seen((ONE, HERE, PRESENCE | HEARING), (OTHER, THERE, PRESENCE)))
    assert several == {(ONE, HERE): HEARING}


def of(county: County, who: str) -> tuple[object, ...]:
    return AuditEvent.act == LOOKED, AuditEvent.user_id == county.users[who]


def test_a_look_is_one_row_an_hour_and_origin(client_of: Client, court_day: County, rows: Rows) -> None:
    client, page = client_of("judge"), f"/participants/{court_day.people['xio']}"
    client.get(page)
    first = rows(*of(court_day, "judge"))
    assert {one.origin_id for one in first} >= {court_day.agencies["riverbend"], court_day.agencies["court"]}
    assert len(first) == len({one.origin_id for one in first})
    assert {one.participant_id for one in first} == {court_day.people["xio"]}
    client.get(page)
    with clock.set_to(NOW + timedelta(minutes=10)):
        client.get(page)
    assert len(rows(*of(court_day, "judge"))) == len(first)
    with clock.set_to(NOW + timedelta(minutes=10)):
        client_of("judge").get(page)
    assert len(rows(*of(court_day, "judge"))) == 2 * len(first), "another session"


def test_a_look_says_from_where_and_of_which_kinds(client_of: Client, court_day: County, rows: Rows) -> None:
    client_of("counselor").get(f"/participants/{court_day.people['xio']}")
    found = [one for one in rows(*of(court_day, "counselor")) if one.origin_id == court_day.agencies["riverbend"]]
    kinds = 0
    for one in found:
        kinds |= one.categories
    assert kinds & Category.ATTENDANCE.bit
    pages = rows(AuditEvent.act == "participants.people.overview", AuditEvent.request_id == found[0].request_id)
    assert [(one.user_id, one.address) for one in pages] == [(court_day.users["counselor"], "127.0.0.1")]
    assert found[0].address == "127.0.0.1"


def test_a_list_is_a_look_at_what_it_shows_and_not_at_names(client_of: Client, court_day: County, rows: Rows) -> None:
    client = client_of("clerk")
    client.get("/participants")
    found = rows(*of(court_day, "clerk"))
    assert {one.participant_id for one in found} == {court_day.people["xio"], court_day.people["marcus"]}
    assert not any(one.categories & PRESENCE for one in found)
    client.get(f"/dockets/{court_day.things['docket']}/bench")
    assert any(one.categories & HEARING for one in rows(*of(court_day, "clerk")))


@pytest.mark.parametrize("page", ["/participants/{maya}", "/participants/{nobody}"])
def test_what_was_not_found_is_no_look(client_of: Client, court_day: County, rows: Rows, page: str) -> None:
    client = client_of("prosecutor")
    before = len(rows(*of(court_day, "prosecutor")))
    address = page.format(maya=court_day.people["maya"], nobody=new_id())
    assert client.get(address).status_code == 404
    assert len(rows(*of(court_day, "prosecutor"))) == before


def test_what_is_done_in_a_request_says_from_where(client_of: Client, court_day: County, rows: Rows) -> None:
    """An act of a service stands with the request that led to it; a command stands nowhere."""
    client = client_of("programadmin")
    client.submit("/purpose", {"purpose": "operations"})
    (act,) = rows(AuditEvent.act == "purpose_stated", AuditEvent.user_id == court_day.users["programadmin"])
    (page,) = rows(AuditEvent.act == "accounts.sign_in.state", AuditEvent.request_id == act.request_id)
    assert (act.address, act.session_id) == ("127.0.0.1", page.session_id)
    assert {one.address for one in rows(AuditEvent.act == "participant_registered")} == {""}
