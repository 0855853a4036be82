"""Headers and cookies of every address, and what is believed of those that a request brings."""

from __future__ import annotations

from collections.abc import Iterator
from http.cookies import SimpleCookie

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal import create_app
from portal.extensions import db
from tests.access.subjects import address_of
from tests.access.test_access import endpoints
from tests.given.county import PASSWORD, County

Addresses = dict[tuple[str, str], str]
HERE = "https://portal.example"
OF_GIVEN_FILES = "default-src 'none'; sandbox; frame-ancestors 'none'"
"""What somebody gave is saved, and shown by no page: stricter than the pages' own."""
SLOW = {"court.staffing.docket_paper", "court.hearings.order_paper"}
"""Papers that are drawn when they are asked for, as court.staffing.paper is."""
EXPECTED = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
}


@pytest.fixture(scope="module")
def secure(app: Flask, filed_day: County) -> Iterator[Flask]:
    """The application as it is in production, as far as cookies and hosts go."""
    there = create_app(
        dict(app.config) | {"SESSION_COOKIE_SECURE": True, "TRUSTED_HOSTS": "portal.example", "WTF_CSRF_ENABLED": False}
    )
    yield there
    with there.app_context():
        db.session.remove()
        db.engine.dispose()


def lacking(client: FlaskClient, addresses: Addresses) -> dict[str, dict[str, str | None]]:
    """For each endpoint and method the headers that are not as expected."""
    found = {}
    for (endpoint, method), address in addresses.items():
        data = {"form_key": "x" * 65} if method == "POST" else None
        answer = client.open(address, method=method, data=data, base_url=HERE)
        given = {name: answer.headers.get(name) for name in EXPECTED}
        if given["Content-Security-Policy"] == OF_GIVEN_FILES and "attachment" in answer.headers["Content-Disposition"]:
            given["Content-Security-Policy"] = EXPECTED["Content-Security-Policy"]
        wrong = {name: value for name, value in given.items() if value != EXPECTED[name]}
        loose = [line for line in answer.headers.getlist("Set-Cookie") if not guarded(line)]
        if wrong or loose:
            found[f"{method} {endpoint}"] = wrong | ({"Set-Cookie": loose[0]} if loose else {})
    return found


@pytest.fixture(scope="module")
def addresses(app: Flask, filed_day: County) -> Addresses:
    """An address for each endpoint and method. Signing out is left out: what comes after it would be anonymous."""
    wanted = [one for one in endpoints(app) if one[0] not in SLOW | {"accounts.sign_in.leave"}]
    return {(endpoint, method): address_of(app, filed_day, endpoint) for endpoint, method in wanted}


def guarded(line: str) -> bool:
    """A cookie that only this host can set, over TLS, and no script can read."""
    ((name, cookie),) = SimpleCookie(line).items()
    flags = cookie["secure"] and cookie["httponly"] and cookie["path"] == "/" and not cookie["domain"]
    return bool(name.startswith("__Host-") and flags and cookie["samesite"] in ("Lax", "Strict"))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("who", ["", "coordinator"])
def test_every_answer_has_the_headers_and_guarded_cookies(secure: Flask, addresses: Addresses, who: str) -> None:
    client = secure.test_client()
    if who:
        signed = client.post("/sign-in", data={"username": who, "password": PASSWORD}, base_url=HERE)
        assert [guarded(line) for line in signed.headers.getlist("Set-Cookie")] == [True]
    assert len(addresses) > 50
    assert lacking(client, addresses) == {}
    left = client.post("/sign-out", base_url=HERE)
    assert [line for line in left.headers.getlist("Set-Cookie") if not guarded(line)] == []


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("host", ["evil.example", "portal.example.evil.example", "127.0.0.1", ""])
def test_a_host_of_another_name_is_refused(secure: Flask, host: str) -> None:
    answer = secure.test_client().get("/sign-in", headers={"Host": host})
    assert answer.status_code == 400
    assert answer.headers["Content-Security-Policy"] == EXPECTED["Content-Security-Policy"]
    assert secure.test_client().get("/sign-in", headers={"Host": "portal.example:443"}).status_code == 200
    assert secure.test_client().get("/health", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("proxies", "proto", "believed"),
    [(0, "https", False), (1, "https", True), (1, "http, https", True), (1, "https, http", False), (2, "https", False)],
)
def test_forwarded_headers_are_believed_as_far_as_proxies_are_trusted(
    app: Flask, proxies: int, proto: str, believed: bool
) -> None:
    there = create_app(dict(app.config) | {"TRUSTED_PROXIES": proxies})
    given = {"X-Forwarded-Proto": proto, "X-Forwarded-Host": "evil.example", "Host": "portal.example"}
    answer = there.test_client().get("/", headers=given)
    with there.app_context():
        db.engine.dispose()
    assert ("Strict-Transport-Security" in answer.headers) is believed
    assert answer.status_code == 302
    assert "evil.example" not in (answer.location or "")
