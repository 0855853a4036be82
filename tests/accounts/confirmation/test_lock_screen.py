"""The screen that covers a page nobody uses, in a real browser: what was typed is there afterwards."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from tests.given.county import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]


def test_the_page_is_covered_and_given_back(app: Flask, chromium: Browser, address: str) -> None:
    page = chromium.new_context(base_url=address).new_page()
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if "Content Security" in said.text else None)
    page.clock.install()
    page.goto("/sign-in")
    page.get_by_label("Username").fill("sysadmin")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/")
    page.goto("/site-settings/justice-staff-not-named")
    page.get_by_label("Why, and who advised it").fill("Half a sentence")
    cover = page.get_by_role("dialog", name="Locked")
    page.clock.fast_forward("14:50")
    expect(cover).not_to_be_visible()
    page.clock.fast_forward("00:20")
    expect(cover).to_be_visible()
    expect(page).to_have_title("Locked")
    expect(cover.get_by_text("This is not your password")).not_to_be_visible()
    page.keyboard.press("Escape")
    expect(cover).to_be_visible()
    cover.get_by_label("Password").fill("wrong")
    page.keyboard.press("Enter")
    expect(cover.get_by_text("This is not your password")).to_be_visible()
    cover.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(cover).not_to_be_visible()
    expect(page.get_by_label("Why, and who advised it")).to_have_value("Half a sentence")
    assert refused == []
    page.context.close()
