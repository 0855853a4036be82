"""What every answer carries, and what none may say."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from flask import Flask

from tests.clients import TOKEN, SignedInClient
from tests.given.county import County

Client = Callable[[str], SignedInClient]


def test_every_page_has_the_strict_policy(client_of: Client, county: County) -> None:
    client = client_of("coordinator")
    for address in ("/", "/participants", f"/participants/{county.people['xio']}", "/sign-in", "/nothing-here"):
        headers = client.get(address).headers
        assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'")
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Content-Type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH", "PROPFIND"])
def test_methods_that_no_page_has_are_not_found(client_of: Client, method: str) -> None:
    client = client_of("coordinator")
    for address in ("/", "/participants", "/sign-in", "/nothing-here"):
        assert client.open(address, method=method).status_code in (400, 404)


def test_denied_absent_and_malformed_are_one_answer(client_of: Client, county: County) -> None:
    client = client_of("stranger")
    answers = [
        client.get(f"/participants/{key}")
        for key in (county.people["xio"], uuid4(), "not-an-id", "00000000-0000-0000-0000-000000000000")
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.data for answer in answers}) == 1
    assert len({str(sorted(answer.headers.items())) for answer in answers}) == 1


def test_a_form_without_its_token_changes_nothing(app: Flask, client_of: Client) -> None:
    client = client_of("judge")
    assert client.post("/purpose", data={"purpose": "legal_proceeding"}).status_code == 400
    assert "For: Monitoring in the case" in client.get("/").text


def test_a_form_posted_twice_acts_once(client_of: Client, county: County) -> None:
    client = client_of("counselor")
    page = f"/participants/{county.people['marcus']}/consents/new"
    hidden = dict(TOKEN.findall(client.get(page).text))
    values = hidden | {
        "kind": "part2_general",
        "patient_name": "Marcus Bell",
        "discloser": str(county.agencies["riverbend"]),
        "recipients": str(county.agencies["sheriff"]),
        "categories": "attendance",
        "purposes": "case_management",
        "signed_on-month": "11",
        "signed_on-day": "2",
        "signed_on-year": "2026",
        "expires_on": "2027-01-15",
    }
    first, second = client.post(page, data=values), client.post(page, data=values)
    assert first.status_code == second.status_code == 303
    assert first.location == second.location
    shelf = client.get(f"/participants/{county.people['marcus']}/consents").text
    assert shelf.count("to Marlow County Sheriff</h3>") == 1


@pytest.mark.parametrize("role", ["sysadmin", "evaluator", "deputy"])
def test_roles_without_need_see_no_name_anywhere(client_of: Client, county: County, role: str) -> None:
    client = client_of(role)
    assert client.get("/participants").status_code == 403
    assert client.get(f"/participants/{county.people['xio']}").status_code == 403
