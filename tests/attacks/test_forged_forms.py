"""A form counts only when a page of this portal sent it: every address that takes a post, from the map of addresses."""

from __future__ import annotations

from itertools import cycle

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.access.subjects import address_of
from tests.access.test_access import UNFIT, endpoints
from tests.clients import TOKEN, SignedInClient
from tests.given.county import PASSWORD, County
from tests.leaks.asking import statements

LEAST_POSTS = 60
WRITES = ("INSERT", "UPDATE", "DELETE", "BEGIN IMMEDIATE")
FOREIGN = (
    {"Origin": "https://elsewhere.example"},
    {"Origin": "http://localhost.elsewhere.example"},
    {"Origin": "http://localhost:8001"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "null"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site"},
)
OWN = (
    {},
    {"Origin": "http://localhost"},
    {"Origin": "null", "Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "none"},
)


@pytest.fixture(scope="module")
def posts(app: Flask, filed_day: County) -> dict[str, str]:
    """Endpoint -> address of everything that takes a post. Signing out comes last: it ends what the others need."""
    found = sorted(endpoint for endpoint, method in endpoints(app) if method == "POST")
    found.sort(key=lambda endpoint: endpoint == "accounts.sign_in.leave")
    assert len(found) > LEAST_POSTS
    return {endpoint: address_of(app, filed_day, endpoint) for endpoint in found}


def visitor(app: Flask, who: str) -> SignedInClient:
    app.test_client_class = SignedInClient
    client = app.test_client()
    assert isinstance(client, SignedInClient)
    return client.sign_in(who, PASSWORD) if who else client


def token_of(client: FlaskClient) -> str:
    return dict(TOKEN.findall(client.get("/sign-in").text))["csrf_token"]


@pytest.mark.parametrize("who", ["", "coordinator"])
@pytest.mark.parametrize("whose", ["nobody's", "somebody else's"])
def test_every_post_needs_the_token_of_its_browser(app: Flask, posts: dict[str, str], who: str, whose: str) -> None:
    client = visitor(app, who)
    token_of(client)
    token = {} if whose == "nobody's" else {"csrf_token": token_of(visitor(app, "judge"))}
    taken = {}
    with statements(app) as asked:
        for endpoint, address in posts.items():
            answer = client.post(address, data=UNFIT | token)
            if answer.status_code != 400:
                taken[endpoint] = answer.status_code
    assert taken == {}
    assert [one for one in asked if one.startswith(WRITES)] == []


@pytest.mark.parametrize("said", FOREIGN, ids=str)
def test_every_post_from_a_page_of_another_host_is_refused(
    app: Flask, posts: dict[str, str], said: dict[str, str]
) -> None:
    client = visitor(app, "coordinator")
    token, taken = {"csrf_token": token_of(client)}, {}
    with statements(app) as asked:
        for endpoint, address in posts.items():
            answer = client.post(address, data=UNFIT | token, headers=said)
            if answer.status_code != 400:
                taken[endpoint] = answer.status_code
    assert taken == {}
    assert [one for one in asked if one.startswith(WRITES)] == []


def test_the_portals_own_pages_are_let_through(app: Flask, posts: dict[str, str]) -> None:
    """So the refusals above have the reason that they seem to have. What browsers say of themselves comes in turn."""
    client, refused = visitor(app, "coordinator"), {}
    token = {"csrf_token": token_of(client)}
    for said, (endpoint, address) in zip(cycle(OWN), posts.items(), strict=False):
        answer = client.post(address, data=UNFIT | token, headers=said)
        if answer.status_code == 400:
            refused[endpoint] = address
    assert refused == {}


def test_the_public_address_is_an_own_one_behind_a_proxy(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "PUBLIC_ADDRESS", "https://portal.example")
    client = visitor(app, "judge")
    values = {"csrf_token": token_of(client), "purpose": "court_monitoring"} | UNFIT
    assert client.post("/purpose", data=values, headers={"Origin": "https://portal.example"}).status_code == 422
    assert client.post("/purpose", data=values, headers={"Origin": "http://portal.example:81"}).status_code == 400


def test_a_refused_form_is_logged(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    client = visitor(app, "judge")
    client.post("/purpose", data={"purpose": "words of a form"})
    client.post("/purpose", headers={"Origin": "https://elsewhere.example"})
    told = [one.getMessage() for one in caplog.records if one.name == "portal.web_edge"]
    assert [one.startswith("a form to accounts.sign_in.state was refused") for one in told] == [True, True]
    assert "words of a form" not in caplog.text
