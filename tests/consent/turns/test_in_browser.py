"""A consent is false, and one takes the place of another, in a real browser: at a phone's width and a desk's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from portal.consent.instruments.services import record_consent
from tests.accounts.conftest import chromium, faults, serving
from tests.given.county import NOW, PASSWORD, Acting, County
from tests.given.papers import a_paper

__all__ = ["chromium"]
pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]
WIDTHS = (390, 1440)


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    with serving(app) as found:
        yield found


def sign_in(page: Page, username: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Today").wait_for()


def papers(app: Flask, county: County) -> tuple[UUID, UUID]:
    """An older consent and one that was signed after it."""
    made = []
    for hours in (2, 1):
        with Acting(app, county, "counselor", NOW - timedelta(hours=hours)) as (session, actor):
            made.append(record_consent(session, actor, a_paper(session, county, "xio", "defense", "bridgeway")).id)
    return made[0], made[1]


@pytest.mark.parametrize("width", WIDTHS)
def test_something_on_it_is_false(app: Flask, chromium: Browser, address: str, county: County, width: int) -> None:
    paper, _ = papers(app, county)
    with chromium.new_context(base_url=address, viewport={"width": width, "height": 900}) as context:
        page = context.new_page()
        sign_in(page, "privacy")
        page.goto(f"/consents/{paper}/papers")
        assert faults(page, "papers") == []
        page.get_by_role("link", name="Something on it is false").click()
        page.get_by_role("heading", name="What ends by it").wait_for()
        assert faults(page, "false") == []
        page.get_by_role("button", name="Record that it is false").click()
        page.get_by_role("link", name="Say what is false.").click()
        assert page.evaluate("document.activeElement.name") == "reason"
        assert faults(page, "false-refused") == []
        page.get_by_label("What is false?").fill("Her sister wrote her name")
        page.get_by_role("button", name="Record that it is false").click()
        page.get_by_text("From now on this consent opens nothing.").wait_for()
        page.get_by_text("Her sister wrote her name").first.wait_for()
        assert faults(page, "false-shelf") == []
        page.goto(f"/consents/{paper}/false")
        page.get_by_text("This is recorded already.").wait_for()
        assert faults(page, "false-twice") == []


@pytest.mark.parametrize("width", WIDTHS)
def test_the_new_one_takes_the_place_of_the_old(
    app: Flask, chromium: Browser, address: str, county: County, width: int
) -> None:
    old, new = papers(app, county)
    with chromium.new_context(base_url=address, viewport={"width": width, "height": 900}) as context:
        page = context.new_page()
        sign_in(page, "counselor")
        page.goto(f"/participants/{county.people['xio']}/consents/take-back")
        assert faults(page, "choose") == []
        page.goto(f"/consents/{new}/papers")
        assert faults(page, "papers-of-new") == []
        page.locator(f'a[href^="/consents/{old}/replace"]').click()
        page.get_by_role("heading", name="What ends, and what goes on").wait_for()
        assert page.locator("input[name=new]:checked").get_attribute("value") == str(new)
        assert faults(page, "replace") == []
        page.get_by_role("button", name="End the old one").click()
        page.get_by_text("The old consent ended just now").wait_for()
        assert faults(page, "replace-shelf") == []
        page.goto(f"/consents/{old}/replace")
        page.get_by_text("This consent has ended already").wait_for()
        assert faults(page, "replace-ended") == []
