"""Pages of one's own account, of staff and of operations for axe-core, at both widths; a recovery code that is used."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from tests.accounts.conftest import faults
from tests.accounts.passkeys.test_passkeys import DEVICE, TODAY
from tests.given.county import PASSWORD, County

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]
WIDTHS = (390, 1440)
OUTSIDE = ("/sign-in", "/activate", "/single-sign-on")
OWN = ("/account", "/account/password", "/notices", "/notices/settings", "/calendar", "/passkeys/add", "/second-factor")
OF_STAFF = (
    *("/staff", "/staff/invite", "/staff/appoint", "/staff/review", "/staff/second-factors", "/staff/single-sign-on"),
    *("/staff/log", "/operations", "/confirm"),
)


@pytest.fixture(params=WIDTHS)
def page(request: pytest.FixtureRequest, chromium: Browser, address: str) -> Iterator[Page]:
    with chromium.new_context(base_url=address, viewport={"width": request.param, "height": 900}) as context:
        yield context.new_page()


@pytest.fixture
def _required(app: Flask) -> Iterator[None]:
    app.config["REQUIRE_SECOND_FACTOR"] = True
    yield
    app.config["REQUIRE_SECOND_FACTOR"] = False


def give_password(page: Page, who: str, then: str | re.Pattern[str]) -> None:
    page.goto("/sign-in")
    page.get_by_label("Username").fill(who)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(then)


def all_faults(page: Page, paths: tuple[str, ...]) -> dict[str, list[str]]:
    """What axe finds on each; an address that leads elsewhere would be looked at under a wrong name."""
    found = {}
    for path in paths:
        answer = page.goto(path)
        assert answer is not None and answer.status == 200, path
        assert page.url.endswith(path), (path, page.url)
        found[path] = faults(page, path.strip("/").replace("/", "-"))
    return {path: said for path, said in found.items() if said}


def test_pages_of_an_account_and_of_staff(page: Page, county: County) -> None:
    assert all_faults(page, OUTSIDE) == {}
    give_password(page, "programadmin", TODAY)
    person = f"/staff/{county.users['clerk']}"
    assert all_faults(page, (*OWN, *OF_STAFF, person, f"{person}/cover")) == {}
    page.goto(person)
    page.get_by_role("button", name=re.compile("code", re.IGNORECASE)).first.click()
    expect(page.locator(".secret-code")).to_be_visible()
    assert faults(page, "staff-code") == []


@pytest.mark.usefixtures("_required")
def test_a_recovery_code_opens_once_in_place_of_the_passkey(page: Page) -> None:
    control = page.context.new_cdp_session(page)
    control.send("WebAuthn.enable")
    control.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    assert page.viewport_size is not None
    who = {390: "judge", 1440: "clerk"}[page.viewport_size["width"]]  # each without a second factor yet
    give_password(page, who, re.compile("/second-factor"))
    assert faults(page, "second-factor-first") == []
    page.get_by_role("link", name="Use a passkey instead").click()
    page.get_by_label("Name of this passkey").fill("Office computer")
    assert faults(page, "passkey-first") == []
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    assert faults(page, "recovery-codes") == []
    code = page.locator(".recovery-codes li").first.inner_text()
    page.get_by_role("link", name="I have kept them").click()
    page.goto("/account")
    assert faults(page, "account-with-passkey") == []
    page.context.clear_cookies()

    give_password(page, who, re.compile("/sign-in/code"))
    assert faults(page, "second-factor-asked") == []
    page.get_by_label("Code").fill(code.lower().replace("-", " "))
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url(TODAY)
    page.context.clear_cookies()

    give_password(page, who, re.compile("/sign-in/code"))
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("This code does not fit, or was used already").first).to_be_visible()
    assert faults(page, "second-factor-refused") == []
