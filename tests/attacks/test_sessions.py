"""The cookie of a session: one that somebody planted opens nothing, and after its end no copy opens anything."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from portal.accounts.agencies.models import UserAccount
from portal.accounts.agencies.vocabulary import AccountStatus
from portal.db import unit_of_work
from tests.clients import SignedInClient
from tests.given.county import PASSWORD, County

NEW = "another long password for tests"
PLANTED = "planted-by-somebody-else-000000000000000000"
INSIDE = ("/", "/participants", "/account")


def visitor(app: Flask) -> SignedInClient:
    app.test_client_class = SignedInClient
    client = app.test_client()
    assert isinstance(client, SignedInClient)
    return client


def token_of(client: SignedInClient) -> str:
    cookie = client.get_cookie("portal")
    assert cookie is not None
    return cookie.value


def opens(app: Flask, token: str) -> bool:
    """Whether a browser with a copy of this cookie gets in anywhere."""
    copy = visitor(app)
    copy.set_cookie("portal", token)
    return any(copy.get(address).status_code == 200 for address in INSIDE)


def test_a_planted_cookie_is_not_the_one_that_is_used(app: Flask) -> None:
    client = visitor(app)
    client.set_cookie("portal", PLANTED)
    client.sign_in("judge", PASSWORD)
    assert token_of(client) != PLANTED
    assert opens(app, token_of(client))
    assert not opens(app, PLANTED)


def test_the_cookie_of_somebody_else_is_not_taken_over(app: Flask) -> None:
    """A's own session, planted into B's browser: B signs in under another one, and A's ends."""
    attacker = visitor(app).sign_in("stranger", PASSWORD)
    planted = token_of(attacker)
    victim = visitor(app)
    victim.set_cookie("portal", planted)
    victim.sign_in("judge", PASSWORD)
    assert token_of(victim) != planted
    assert not opens(app, planted)


def leave(client: SignedInClient, _app: Flask, _county: County, _who: str) -> None:
    assert client.submit("/purpose", {}, to="/sign-out").status_code == 303


def disable(_client: SignedInClient, app: Flask, county: County, who: str) -> None:
    with app.app_context(), unit_of_work() as session:
        session.get_one(UserAccount, county.users[who]).status = AccountStatus.DISABLED


def change_password(_client: SignedInClient, app: Flask, _county: County, who: str) -> None:
    """By the same person in another browser."""
    other = visitor(app).sign_in(who, PASSWORD)
    values = {"current": PASSWORD, "password": NEW, "again": NEW}
    assert other.submit("/account/password", values).status_code == 303


@pytest.mark.parametrize(("end", "who"), [(leave, "coordinator"), (change_password, "defender"), (disable, "clerk")])
def test_a_copied_cookie_opens_nothing_after(
    app: Flask, county: County, end: Callable[[SignedInClient, Flask, County, str], None], who: str
) -> None:
    client = visitor(app).sign_in(who, PASSWORD)
    copied = token_of(client)
    assert opens(app, copied)
    end(client, app, county, who)
    assert not opens(app, copied)
