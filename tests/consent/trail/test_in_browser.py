"""The pages of the trail in a real browser: at a phone's width and a desk's, with and without script, for axe-core."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from tests.accounts.conftest import chromium, faults, serving
from tests.clients import SignedInClient
from tests.given.county import PASSWORD, County

__all__ = ["chromium"]
pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]
WIDTHS = (390, 1440)


@pytest.fixture
def address(app: Flask, filed_day: County) -> Iterator[str]:
    app.test_client_class = SignedInClient
    for who in ("judge", "casemanager", "counselor"):
        client = app.test_client()
        assert isinstance(client, SignedInClient)
        client.sign_in(who, PASSWORD).get(f"/participants/{filed_day.people['xio']}")
    with serving(app) as found:
        yield found


def sign_in(page: Page, username: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Today").wait_for()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_privacy_officers_pages(chromium: Browser, address: str, filed_day: County, width: int) -> None:
    with chromium.new_context(base_url=address, viewport={"width": width, "height": 900}) as context:
        page = context.new_page()
        sign_in(page, "privacy")
        page.goto("/audit")
        assert faults(page, "audit") == []
        page.get_by_label("What").select_option("look")
        page.get_by_role("button", name="Show").click()
        page.get_by_role("cell", name="Looked at records").first.wait_for()
        assert page.get_by_role("cell", name="Opened a page").count() == 0
        page.get_by_role("link", name="Xiomara Delgado-Pruitt").first.click()
        page.get_by_role("heading", name="Who looked at this record").wait_for()
        assert faults(page, "looks") == []
        page.get_by_role("link", name="All acts about this person").click()
        page.get_by_text("Show it for everybody").wait_for()
        assert faults(page, "audit-of-one") == []


@pytest.mark.parametrize("width", WIDTHS)
def test_the_administrators_page(chromium: Browser, address: str, width: int) -> None:
    with chromium.new_context(base_url=address, viewport={"width": width, "height": 900}) as context:
        page = context.new_page()
        sign_in(page, "programadmin")
        page.goto("/staff/log")
        assert faults(page, "staff-log") == []
        page.goto("/staff/log?from=2030-01-01")
        page.get_by_text("Nothing fits").wait_for()
        assert faults(page, "staff-log-empty") == []


def test_the_file_comes_without_script(chromium: Browser, address: str) -> None:
    with chromium.new_context(base_url=address, java_script_enabled=False, accept_downloads=True) as context:
        page = context.new_page()
        sign_in(page, "privacy")
        page.get_by_role("link", name="Audit trail").first.click()
        page.get_by_label("What").select_option("look")
        page.get_by_role("button", name="Show").click()
        with page.expect_download() as waited:
            page.get_by_role("button", name="Export these rows").click()
        text = Path(waited.value.path()).read_text(encoding="utf-8-sig")
        assert waited.value.suggested_filename.startswith("audit-")
        assert "Judge Example" in text and "Opened a page" not in text
