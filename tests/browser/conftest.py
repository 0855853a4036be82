"""A portal with the demonstration county for each test, and a Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from portal.demo.keeping import Places
from tests.browser.served import Served, serve
from tests.machine import CHROMIUM_ARGUMENTS, chromium_path


@pytest.fixture
def served(demonstration: Places, tmp_path: Path) -> Iterator[Served]:
    with serve(demonstration, tmp_path / "served") as portal:
        yield portal


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=list(CHROMIUM_ARGUMENTS))
        yield browser
        browser.close()
