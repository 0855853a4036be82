"""Signing, revoking, exporting and emergencies ask for the password again: looked for by what an endpoint does."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from portal import clock
from portal.accounts.permissions import Permission
from tests.access.subjects import address_of
from tests.access.test_access import endpoints
from tests.clients import SignedInClient
from tests.given.county import NOW, PASSWORD, County

Client = Callable[[str], SignedInClient]
LATER = NOW + timedelta(minutes=10)

ACTS = {
    Permission.CONSENT_REVOKE,
    Permission.CONSENT_MARK_FALSE,
    Permission.TEAM_AGREEMENT_PROPOSE,
    Permission.TEAM_AGREEMENT_SIGN,
    Permission.AGREEMENT_RECORD,
    Permission.DISCLOSURE_ORDER_RECORD,
    Permission.EMERGENCY_END,
    Permission.STAFF_MANAGE,
}
"""What is done with these is signed, revoked, opened or ended in somebody's name, or decides who comes in."""
OF_EMERGENCIES = {Permission.EMERGENCY_OPEN, Permission.EMERGENCY_READ, Permission.EMERGENCY_REVIEW}
"""To open one asks for the password. To end one, or to write its review, closes or tells and asks for none."""
NAMED_SO = re.compile(r"(^|_)(sign|revoke|export|emergency|download)")


def proven(app: Flask, endpoint: str) -> bool:
    return bool(getattr(app.view_functions[endpoint], "needs_proof", False))


def mark(app: Flask, endpoint: str) -> Any:
    return getattr(app.view_functions[endpoint], "access_mark", None)


def forgotten(app: Flask) -> set[str]:
    """Forms of these permissions that nobody is asked for."""
    return {
        one for one, method in endpoints(app) if method == "POST" and mark(app, one) in ACTS and not proven(app, one)
    }


def test_every_act_of_these_permissions_asks(app: Flask) -> None:
    acts = {one for one, method in endpoints(app) if method == "POST" and mark(app, one) in ACTS}
    assert len(acts) > 10, "found more than nothing"
    assert forgotten(app) == set()


def test_a_form_without_the_mark_is_found(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app.view_functions["consent.instruments.end"], "needs_proof", False)
    assert forgotten(app) == {"consent.instruments.end"}


def test_a_permission_to_sign_or_export_is_among_them() -> None:
    """A permission that is added later, and named so, is looked at here."""
    named = {one for one in Permission if NAMED_SO.search(one)}
    assert len(named) > 2 and named <= ACTS | OF_EMERGENCIES


def test_a_download_waits_for_the_password_and_comes(app: Flask, filed_day: County, client_of: Client) -> None:
    """Without script: the page that follows the password starts the file by itself, has its link, and the way back."""
    client = client_of("coordinator")
    address = address_of(app, filed_day, "court.staffing.docket_paper")
    with clock.set_to(LATER):
        asked = client.get(address)
        assert asked.status_code == 302 and asked.location == f"/confirm?next={address}"
        done = client.submit(asked.location, {"password": PASSWORD, "next": address})
        assert (done.status_code, done.location) == (303, f"/confirm/file?next={address}")
        page = client.get(done.location).text
        assert f'http-equiv="refresh" content="0; url={address}"' in page
        assert f'class="usa-button" href="{address}"' in page
        assert f'href="/dockets/{filed_day.things["docket"]}"' in page
        sent = client.get(address)
        assert sent.mimetype == "application/pdf" and sent.data.startswith(b"%PDF")


@pytest.mark.parametrize("address", ["/participants", "/nowhere", "/packets/x/packet.pdf", "https://elsewhere.example"])
def test_only_a_file_has_such_a_page(client_of: Client, address: str) -> None:
    answer = client_of("coordinator").get(f"/confirm/file?next={address}")
    assert answer.status_code == 302
    assert answer.location == ("/" if "://" in address else address)
