"""Browsers of people who sign in, and a server on this machine for those that need a real one."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from tests.browser.desk import AXE
from tests.browser.served import Quiet
from tests.clients import SignedInClient
from tests.machine import CHROMIUM_ARGUMENTS, chromium_path


@pytest.fixture
def fresh(app: Flask) -> Callable[[], SignedInClient]:
    """Browsers in which nobody has signed in."""

    def make() -> SignedInClient:
        app.test_client_class = SignedInClient
        client = app.test_client()
        assert isinstance(client, SignedInClient)
        return client

    return make


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """The address of a real server; `localhost`, because a browser gives passkeys to names only, not to numbers."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    before = app.config["PUBLIC_ADDRESS"]
    with serving(app) as found:
        app.config["PUBLIC_ADDRESS"] = found
        yield found
    app.config["PUBLIC_ADDRESS"] = before


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=list(CHROMIUM_ARGUMENTS))
        yield browser
        browser.close()


def faults(page: Page, name: str) -> list[str]:
    """What axe-core finds on this page; a picture of it, where somebody wants to look (`PORTAL_PICTURES`)."""
    if folder := os.environ.get("PORTAL_PICTURES"):
        width = page.viewport_size["width"] if page.viewport_size else 0
        page.screenshot(path=str(Path(folder) / f"{name}-{width}.png"), full_page=True)
    page.evaluate(f"{AXE};0")
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert found["passes"], "axe looked at nothing"
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return [one["id"] for one in found["violations"]] + (["wider than the window"] if wide else [])
