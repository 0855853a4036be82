"""Browsers of people who sign in, and a server on this machine for those that need a real one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import make_server

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
