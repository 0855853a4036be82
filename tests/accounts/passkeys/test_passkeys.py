"""Passkeys in a real browser with Chromium's virtual authenticator, and what is refused without one."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, CDPSession, Page, expect
from sqlalchemy import select

from portal.accounts.agencies.models import UserAccount
from portal.accounts.passkeys.models import Passkey, PasskeyChallenge
from portal.db import unit_of_work
from portal.extensions import db
from tests.clients import SignedInClient
from tests.given.county import PASSWORD

Fresh = Callable[[], SignedInClient]
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
TODAY = re.compile(r"^http://localhost:\d+/$")
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(autouse=True)
def _required(app: Flask) -> Iterator[None]:
    app.config["REQUIRE_SECOND_FACTOR"] = True
    yield
    app.config["REQUIRE_SECOND_FACTOR"] = False


@pytest.fixture
def device(chromium: Browser, address: str) -> Iterator[tuple[Page, CDPSession, str]]:
    """A browser with an authenticator inside, its remote control, and the authenticator's id there."""
    page = chromium.new_context(base_url=address).new_page()
    control = page.context.new_cdp_session(page)
    control.send("WebAuthn.enable")
    made = control.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    yield page, control, made["authenticatorId"]
    page.context.close()


def give_password(page: Page, who: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("Username").fill(who)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/sign-in/code|/second-factor"))


def add_first(page: Page, who: str) -> None:
    """Somebody without a second factor adds a passkey at the first sign-in."""
    give_password(page, who)
    page.get_by_role("link", name="Use a passkey instead").click()
    page.get_by_label("Name of this passkey").fill("Office computer")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.get_by_role("link", name="I have kept them").click()


@pytest.mark.browser
def test_a_passkey_is_added_and_signs_in(app: Flask, device: tuple[Page, CDPSession, str]) -> None:
    page, _, _ = device
    add_first(page, "judge")
    page.goto("/account")
    expect(page.get_by_text("Office computer, since")).to_be_visible()
    page.get_by_role("button", name="Sign out").first.click()
    give_password(page, "judge")
    page.get_by_role("button", name="Use your passkey").click()
    page.wait_for_url(TODAY)
    page.goto("/participants")
    expect(page.get_by_role("heading", name="Participants")).to_be_visible()
    with app.app_context():
        kept = db.session.scalars(select(Passkey)).one()
        assert kept.used_at is not None and kept.sign_count > 1
        assert all(one.ended_at for one in db.session.scalars(select(PasskeyChallenge)))
        db.session.remove()


@pytest.mark.browser
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_passkey_of_somebody_else_opens_nothing(
    app: Flask, device: tuple[Page, CDPSession, str], fresh: Fresh
) -> None:
    """The device signs properly, but for the session of another person."""
    page, control, authenticator = device
    add_first(page, "clerk")
    own = control.send("WebAuthn.getCredentials", {"authenticatorId": authenticator})["credentials"]
    page.get_by_role("button", name="Sign out").first.click()
    add_first(page, "staff")
    page.get_by_role("button", name="Sign out").first.click()
    control.send("WebAuthn.clearCredentials", {"authenticatorId": authenticator})
    for one in own:
        control.send("WebAuthn.addCredential", {"authenticatorId": authenticator, "credential": one})
    give_password(page, "staff")
    stolen = page.evaluate(SIGN_WITH_ANY, re.sub(r"=+$", "", own[0]["credentialId"]))
    page.evaluate(SEND, stolen)
    page.wait_for_url(re.compile("done=passkey-refused"))


SIGN_WITH_ANY = """async (id) => {
  const form = document.querySelector("[data-passkey]").form;
  const fields = new FormData();
  fields.set("csrf_token", form.elements.csrf_token.value);
  const options = await (await fetch("/passkeys/to-answer", { method: "POST", body: fields })).json();
  options.allowCredentials = [];
  const answer = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  return JSON.stringify((await navigator.credentials.get({ publicKey: answer })).toJSON());
}"""
SEND = """(credential) => {
  const form = document.querySelector("[data-passkey]").form;
  form.elements.credential.value = credential;
  form.submit();
}"""


@pytest.mark.browser
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_an_answer_is_taken_once(device: tuple[Page, CDPSession, str]) -> None:
    """What a device signed opens one session; sent again in another one it opens nothing."""
    page, _, _ = device
    add_first(page, "officer")
    page.get_by_role("button", name="Sign out").first.click()
    give_password(page, "officer")
    signed = page.evaluate(SIGN_WITH_ANY, "")
    page.evaluate(SEND, signed)
    page.wait_for_url(TODAY)
    page.get_by_role("button", name="Sign out").first.click()
    give_password(page, "officer")
    page.evaluate(SEND, signed)
    page.wait_for_url(re.compile("done=passkey-refused"))


@pytest.mark.browser
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_only_second_factor_stays(device: tuple[Page, CDPSession, str]) -> None:
    page, _, _ = device
    add_first(page, "prosecutor")
    page.goto("/account")
    page.get_by_role("button", name="Remove Office computer").click()
    expect(page.get_by_text("This is your only second factor")).to_be_visible()


def half(fresh: Fresh, who: str) -> tuple[SignedInClient, str]:
    client = fresh()
    client.submit("/sign-in", {"username": who, "password": PASSWORD})
    token = TOKEN.search(client.get("/passkeys/add").text)
    assert token is not None
    return client, token[1]


@pytest.mark.parametrize("credential", ["{}", "null", "[]", "no json", '{"id": "AA"}', json.dumps({"rawId": "x" * 99})])
def test_what_no_device_signed_is_refused(fresh: Fresh, credential: str) -> None:
    client, token = half(fresh, "defender")
    assert client.post("/passkeys/to-add", data={"csrf_token": token}).is_json
    sent: dict[str, Any] = {"csrf_token": token, "credential": credential}
    assert client.post("/passkeys/add", data=sent).status_code == 422
    assert client.get("/participants").status_code == 302


def test_whoever_knows_only_the_password_adds_no_passkey(app: Flask, fresh: Fresh) -> None:
    client, token = half(fresh, "diverter")
    with app.app_context(), unit_of_work() as session:
        user = session.scalars(select(UserAccount).where(UserAccount.username == "diverter")).one()
        session.add(Passkey(user_id=user.id, credential_id=b"known", public_key=b"key", name="Known"))
    assert client.post("/passkeys/to-add", data={"csrf_token": token}).status_code == 403
    assert client.post("/passkeys/add", data={"csrf_token": token, "credential": "{}"}).status_code == 403
    refused = client.post("/passkeys/answer", data={"csrf_token": token, "credential": '{"rawId": "AA"}'})
    assert "passkey-refused" in refused.location
    assert client.get("/participants").status_code == 302
