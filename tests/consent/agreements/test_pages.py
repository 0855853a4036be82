"""The register of agreements: recorded by who speaks for the agency, or who runs the site; read by the parties."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.consent.agreements.services import agree
from portal.consent.grants.models import AccessGrant
from portal.consent.instruments.models import Agreement
from portal.consent.instruments.vocabulary import AgreementKind
from portal.web.refused import Refused
from tests.clients import SignedInClient
from tests.given.county import NOW, Acting, County

Client = Callable[[str], SignedInClient]
Act = Callable[..., Acting]


def filled(county: County, **changes: Any) -> dict[str, Any]:
    return {
        "kind": "qsoa",
        "party": str(county.agencies["bridgeway"]),
        "categories": ["billing"],
        "starts_on-month": "11",
        "starts_on-day": "18",
        "starts_on-year": "2026",
    } | changes


def test_a_service_is_recorded_read_by_both_sides_and_ended(client_of: Client, county: County, acting: Act) -> None:
    client = client_of("privacy")
    assert "Agreements" in client.get("/").text
    done = client.submit("/agreements/new", filled(county))
    assert done.status_code == 303, done.text
    page = client.get(done.location).text
    for words in ("Service to a program", "Riverbend Recovery, Bridgeway Case Management", "Bills", "In force"):
        assert words in page
    address = done.location.split("?")[0]
    assert client_of("casemanager").get(address).status_code == 200
    for who in ("judge", "deputy", "prosecutor"):
        assert client_of(who).get(address).status_code == 404
        assert "Service to a program" not in client_of(who).get("/agreements").text
    early = client.submit(address, {"ends_at": "2026-11-17"}, to=f"{address}/end")
    assert early.status_code == 422 and "Enter a day from today on" in early.text
    ended = client.submit(address, {"ends_at": "2026-11-18"}, to=f"{address}/end")
    assert ended.status_code == 303
    assert "through Wed Nov 18, 2026" in client.get(ended.location).text
    with acting("privacy") as (session, _):
        grant = session.scalars(select(AccessGrant).where(AccessGrant.instrument_kind == "qsoa")).one()
        assert grant.ends_at.isoformat() == "2026-11-19T06:00:00+00:00"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"kind": ""}, "Choose the kind of agreement."),
        ({"kind": "participation"}, "is not in this list any more"),
        ({"party": ""}, "Choose the other agency."),
        ({"categories": []}, "Choose what the service needs to see."),
        ({"ends_on": "2026-11-01"}, "Enter an end that lies after the start."),
        ({"starts_on-day": "31"}, "There is no such day"),
    ],
)
def test_what_is_wrong_is_named_at_its_field(
    client_of: Client, county: County, changes: dict[str, Any], message: str
) -> None:
    answer = client_of("privacy").submit("/agreements/new", filled(county, **changes))
    assert answer.status_code == 422 and message in answer.text


def test_who_runs_the_site_lets_agencies_in_and_out(client_of: Client, county: County, acting: Act) -> None:
    client = client_of("sysadmin")
    sheriff = str(county.agencies["sheriff"])
    with acting("judge") as (session, _):
        wanted = select(Agreement.id).where(Agreement.agency_id == county.agencies["sheriff"])
        address = f"/agreements/{session.scalars(wanted).one()}"
    assert client.submit(address, {"ends_at": "2026-11-18"}, to=f"{address}/end").status_code == 303
    assert "Choose an agency." in client.submit("/agreements/new", filled(county, kind="hosting_qsoa")).text
    again = filled(county, kind="participation", agency=sheriff)
    assert client.submit("/agreements/new", again).status_code == 303
    assert client.get("/agreements").text.count("Marlow County Sheriff") == 2


@pytest.mark.parametrize("who", ["privacy", "programadmin"])
def test_nobody_else_does(acting: Act, county: County, who: str) -> None:
    """R2, R3; and who runs the site agrees to nothing in a program's name."""
    with acting(who) as (session, actor):
        for kind in (AgreementKind.PARTICIPATION, AgreementKind.HOSTING):
            with pytest.raises(Refused) as said:
                agree(session, actor, kind, actor.agency_id, NOW)
            assert said.value.field == "kind"
        session.rollback()
    with acting("sysadmin") as (session, actor):
        riverbend, court = county.agencies["riverbend"], county.agencies["court"]
        with pytest.raises(Refused, match="Ask the administrator or the privacy officer"):
            agree(session, actor, AgreementKind.AUDIT, riverbend, NOW, party_id=court)
        session.rollback()


def test_the_register_tells_only_the_parties(app: Flask, client_of: Client, county: County) -> None:
    text = client_of("judge").get("/agreements").text
    assert "Marlow County Treatment Court" in text and "Riverbend" not in text
