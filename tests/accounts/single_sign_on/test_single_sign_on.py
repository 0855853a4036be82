"""Single sign-on against a real provider process on this machine."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask import Flask
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from portal.accounts.agencies.models import UserAccount
from portal.accounts.single_sign_on import exchange, services
from portal.accounts.single_sign_on.queries import provider_of
from portal.db import unit_of_work
from portal.extensions import db
from tests.clients import SignedInClient
from tests.given.county import PASSWORD, Acting, County

Client = Callable[[str], SignedInClient]
Fresh = Callable[[], SignedInClient]
HIDDEN = re.compile(r'name="(code|state|csrf_token)"[^>]* value="([^"]*)"')
KEY = "only-for-tests-" + "0" * 32


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """The issuer's address of a provider that knows three people."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    users = [word for name in ("subject-of-judge", "subject-of-clerk", "nobody-here") for word in ("--user", name)]
    process = subprocess.Popen([sys.executable, "-m", "oidc_provider_mock", "--port", str(port), *users])
    issuer = f"http://127.0.0.1:{port}"
    try:
        for _ in range(200):
            try:
                requests.get(f"{issuer}/.well-known/openid-configuration", timeout=5).raise_for_status()
                break
            except requests.RequestException:
                assert process.poll() is None, "the provider ended"
                time.sleep(0.1)
        yield issuer
    finally:
        process.terminate()
        process.wait(timeout=15)


@pytest.fixture
def offered(provider: str, client_of: Client) -> str:
    """The court offers this provider; its administrator entered it on the page."""
    words = {"name": "Marlow sign-in", "issuer": provider, "client_id": "portal", "secret": "a client's secret"}
    answer = client_of("programadmin").submit("/staff/single-sign-on", words)
    assert answer.status_code == 303, answer.text
    return provider


def link_on(page: str, path: str) -> str:
    found = re.search(rf'href="({path}\?provider=[^"]+)"', page)
    assert found is not None, page
    return unescape(found[1])


def signed_in_there(address: str, subject: str) -> str:
    """What a person does at the provider; the address with which the browser comes back, without its host."""
    answer = requests.post(address, data={"sub": subject}, timeout=10, allow_redirects=False)
    assert answer.status_code == 302, answer.text
    back = urlsplit(answer.headers["Location"])
    return f"{back.path}?{back.query}"


def carried(client: SignedInClient, back: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in HIDDEN.findall(client.get(back).text)}


def come_in(client: SignedInClient, subject: str) -> str:
    """Sign in through the agency; where that leads."""
    away = client.get(link_on(client.get("/single-sign-on").text, "/single-sign-on/go"))
    back = signed_in_there(away.location, subject)
    return client.post("/single-sign-on/enter", data=carried(client, back)).location


def connect(client: SignedInClient, subject: str) -> str:
    away = client.get(link_on(client.get("/account").text, "/single-sign-on/connect"))
    return client.post("/single-sign-on/enter", data=carried(client, signed_in_there(away.location, subject))).location


def test_who_connected_the_account_comes_in(offered: str, client_of: Client, fresh: Fresh) -> None:
    assert "provider-unknown" in come_in(fresh(), "subject-of-judge")
    assert connect(client_of("judge"), "subject-of-judge") == "/account?done=provider-connected"
    client = fresh()
    assert come_in(client, "subject-of-judge") == "/"
    assert "Judge Example" in client.get("/").text
    assert "provider-unknown" in come_in(fresh(), "nobody-here")


def test_the_portal_asks_for_its_second_factor_unless_the_provider_does(
    app: Flask, provider: str, offered: str, client_of: Client, fresh: Fresh
) -> None:
    connect(client_of("clerk"), "subject-of-clerk")
    app.config["REQUIRE_SECOND_FACTOR"] = True
    try:
        client = fresh()
        assert come_in(client, "subject-of-clerk").startswith("/sign-in/code")
        assert client.get("/dockets").location.startswith("/sign-in")
    finally:
        app.config["REQUIRE_SECOND_FACTOR"] = False


def test_a_sign_in_begun_in_another_browser_is_refused(offered: str, client_of: Client, fresh: Fresh) -> None:
    """Somebody sends the address with which he came back to somebody else."""
    connect(client_of("judge"), "subject-of-judge")
    attacker, victim = fresh(), fresh()
    away = attacker.get(link_on(attacker.get("/single-sign-on").text, "/single-sign-on/go"))
    back = signed_in_there(away.location, "subject-of-judge")
    assert "provider-refused" in victim.post("/single-sign-on/enter", data=carried(victim, back)).location
    victim.get(link_on(victim.get("/single-sign-on").text, "/single-sign-on/go"))
    assert "provider-refused" in victim.post("/single-sign-on/enter", data=carried(victim, back)).location


@pytest.mark.parametrize("wrong_passwords", [0, 1, 5], ids=("as it is", "signed out by it", "locked by it"))
def test_whoever_was_handed_the_device_is_not_let_in_by_it(
    offered: str, client_of: Client, county: County, wrong_passwords: int
) -> None:
    """The provider knows the browser and asks nobody; the session may have been ended meanwhile to come so far."""
    client = client_of("coordinator")
    connect(client, "subject-of-judge")
    back = signed_in_there(
        client.get(link_on(client.get("/single-sign-on").text, "/single-sign-on/go")).location, "subject-of-judge"
    )
    fields = carried(client, back)
    person = f"/participants/{county.people['marcus']}"
    assert client.submit(f"{person}/consents", {}, to=f"{person}/hand-over").status_code == 303
    for _one in range(wrong_passwords):
        form, name = ("/sign-in", {"username": "coordinator"}) if wrong_passwords == 1 else ("/hand-back", {})
        client.submit(form, name | {"password": "not the password"})
    away = client.get(link_on(client.get("/single-sign-on").text, "/single-sign-on/go"))
    assert away.location == "/sign-in?done=password-here"
    assert client.post("/single-sign-on/enter", data=fields).location == "/sign-in?done=password-here"
    assert client.get(f"{person}/consents").status_code == 302
    if wrong_passwords < 5:
        client.sign_in("coordinator", PASSWORD)
        assert come_in(client, "subject-of-judge") == "/", "the owner has it again"


def test_a_code_is_taken_once(offered: str, client_of: Client, fresh: Fresh) -> None:
    connect(client_of("judge"), "subject-of-judge")
    client = fresh()
    away = client.get(link_on(client.get("/single-sign-on").text, "/single-sign-on/go"))
    kept = client.get_cookie("away")
    fields = carried(client, signed_in_there(away.location, "subject-of-judge"))
    assert client.post("/single-sign-on/enter", data=fields).location == "/"
    assert kept is not None
    client.set_cookie("away", kept.value)
    assert "provider-refused" in client.post("/single-sign-on/enter", data=fields).location


def test_a_closed_account_stays_closed(
    app: Flask, offered: str, county: County, client_of: Client, fresh: Fresh
) -> None:
    connect(client_of("judge"), "subject-of-judge")
    for status, way in (("disabled", "provider-unknown"), ("active", "/")):
        with app.app_context(), unit_of_work() as session:
            session.get_one(UserAccount, county.users["judge"]).status = status
        assert way in come_in(fresh(), "subject-of-judge")


def test_a_provider_speaks_for_its_own_agency_only(
    app: Flask, offered: str, county: County, client_of: Client, acting: Callable[..., Acting]
) -> None:
    """Neither on the page nor by the service; and nobody takes over a subject that somebody has."""
    with app.app_context():
        found = provider_of(db.session(), county.agencies["court"])
        assert found is not None
        provider_id = found.id
        db.session.remove()
    counselor = client_of("counselor")
    assert "/single-sign-on/connect" not in counselor.get("/account").text
    away = counselor.get(f"/single-sign-on/connect?provider={provider_id}")
    fields = carried(counselor, signed_in_there(away.location, "nobody-here"))
    assert "provider-taken" in counselor.post("/single-sign-on/enter", data=fields).location
    connect(client_of("judge"), "subject-of-judge")
    assert "provider-taken" in connect(client_of("staff"), "subject-of-judge")


def test_the_provider_that_ended_opens_nothing(
    offered: str, client_of: Client, fresh: Fresh, acting: Callable[..., Acting]
) -> None:
    connect(client_of("judge"), "subject-of-judge")
    client = fresh()
    away = client.get(link_on(client.get("/single-sign-on").text, "/single-sign-on/go"))
    fields = carried(client, signed_in_there(away.location, "subject-of-judge"))
    with acting("programadmin") as (session, actor):
        services.end_provider(session, actor)
    assert "provider-refused" in client.post("/single-sign-on/enter", data=fields).location
    assert "/single-sign-on/go" not in fresh().get("/single-sign-on").text


def test_the_secret_is_kept_encrypted(app: Flask, offered: str, county: County) -> None:
    with app.app_context():
        found = provider_of(db.session(), county.agencies["court"])
        assert found is not None and b"a client's secret" not in found.sealed_secret
        assert services.secret_of(found, KEY.encode()) == "a client's secret"
        db.session.remove()


def test_a_silent_provider_leads_back_to_the_password(client_of: Client, fresh: Fresh) -> None:
    words = {"name": "Silent", "issuer": "http://127.0.0.1:1", "client_id": "portal", "secret": "x"}
    assert client_of("programadmin").submit("/staff/single-sign-on", words).status_code == 303
    client = fresh()
    answer = client.get(link_on(client.get("/single-sign-on").text, "/single-sign-on/go"))
    assert answer.location == "/single-sign-on?done=provider-silent"


@pytest.mark.parametrize("address", ["http://sign-in.example", "ftp://127.0.0.1", "https://", "/etc", ""])
def test_a_provider_is_asked_over_tls_only(address: str) -> None:
    with pytest.raises(exchange.ProviderUnusable):
        exchange.refuse_unsafe(address, loopback=True)
    with pytest.raises(exchange.ProviderUnusable):
        exchange.refuse_unsafe("http://127.0.0.1", loopback=False)


CLIENT = exchange.Client("https://sign-in.example", "portal", "secret", "https://portal.example/back")
ONCE = exchange.Once("state", "nonce", "v" * 64)
OURS, THEIRS = RSAKey.generate_key(2048, {"kid": "one"}), RSAKey.generate_key(2048, {"kid": "one"})
NOW = int(time.time())
CLAIMS = {
    "iss": "https://sign-in.example",
    "aud": "portal",
    "sub": "nia",
    "nonce": "nonce",
    "iat": NOW,
    "exp": NOW + 86400,
}


def subject_in(claims: dict[str, object], key: RSAKey = OURS, algorithm: str = "RS256") -> str:
    token = {"id_token": jwt.encode({"alg": algorithm, "kid": "one"}, claims, key)}
    keys = KeySet([OURS]).as_dict(private=False)
    return exchange.checked_subject(CLIENT, ONCE, token, keys, "https://sign-in.example")


def test_a_proper_token_names_its_subject() -> None:
    assert subject_in(dict(CLAIMS)) == "nia"


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://elsewhere.example"},
        {"aud": "another"},
        {"nonce": "another"},
        {"nonce": None},
        {"exp": NOW - 600, "iat": NOW - 900},
        {"iat": NOW + 40000},
        {"sub": ""},
        {"sub": None},
        {"aud": ["portal", "another"], "azp": "another"},
    ],
)
def test_a_token_for_somebody_else_names_nobody(changed: dict[str, object]) -> None:
    claims = {name: value for name, value in (CLAIMS | changed).items() if value is not None}
    with pytest.raises(exchange.ProviderRefused):
        subject_in(claims)


def test_a_token_of_another_signer_or_of_none_names_nobody() -> None:
    with pytest.raises(exchange.ProviderRefused):
        subject_in(dict(CLAIMS), key=THEIRS)
    for given in ("", "a.b.c", "eyJhbGciOiJub25lIn0.e30."):
        with pytest.raises(exchange.ProviderRefused):
            exchange.checked_subject(CLIENT, ONCE, {"id_token": given}, KeySet([OURS]).as_dict(private=False), "x")


def test_what_goes_to_the_provider_tells_nobody(offered: str, fresh: Fresh) -> None:
    client = fresh()
    asked = parse_qs(
        urlsplit(client.get(link_on(client.get("/single-sign-on").text, "/single-sign-on/go")).location).query
    )
    assert asked["response_type"] == ["code"] and asked["scope"] == ["openid"]
    assert asked["code_challenge_method"] == ["S256"] and len(asked["nonce"][0]) == 64
    assert PASSWORD not in str(asked)
