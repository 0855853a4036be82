"""What goes round a page tells nothing: headers, names of files, addresses and titles of windows (R145, R146)."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import unquote

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.access.subjects import address_of
from tests.access.test_access import expected
from tests.given.county import County
from tests.leaks.asking import sign_in

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
READERS = ("coordinator", "counselor")
LEAST_PAGES, LEAST_ADDRESSES = 35, 200
ADDRESS = re.compile(r'(?:href|src|action|hx-[a-z]+)="([^"]*)"')
NAMED = re.compile(r"xio|delgado|pruitt|marcus|bell\b|maya|brandt|CR-2026", re.IGNORECASE)
KIND = re.compile(r"/(?:sud|counsel|addict|mental|psych|rehab|drug)", re.IGNORECASE)
NEVER_SENT = {"ETag", "Last-Modified", "Expires", "Server", "X-Powered-By"}


def answers(app: Flask, county: County, who: str) -> dict[str, TestResponse]:
    client = sign_in(app, who)
    return {
        endpoint: client.get(address_of(app, county, endpoint))
        for (endpoint, method), line in expected().items()
        if method == "GET" and line[who] in ("yes", "404")
    }


@pytest.mark.parametrize("who", READERS)
def test_nothing_round_a_page_names_a_person(open_app: Flask, county: County, who: str) -> None:
    found = answers(open_app, county, who)
    assert len(found) >= LEAST_PAGES
    headers = {page: [f"{name}: {unquote(value)}" for name, value in one.headers] for page, one in found.items()}
    named = {page: [line for line in lines if NAMED.search(line)] for page, lines in headers.items()}
    assert {page: lines for page, lines in named.items() if lines} == {}
    assert {page for page, one in found.items() if NEVER_SENT & set(one.headers.keys())} == set()
    assert {one.headers["Cache-Control"] for one in found.values()} == {"no-store"}
    assert {one.headers["Referrer-Policy"] for one in found.values()} == {"no-referrer"}


@pytest.mark.parametrize("who", READERS)
def test_no_address_on_a_page_names_a_person_or_a_treatment(open_app: Flask, county: County, who: str) -> None:
    pages = {page: one.text for page, one in answers(open_app, county, who).items() if one.mimetype == "text/html"}
    addresses = {(page, unquote(unescape(one))) for page, text in pages.items() for one in ADDRESS.findall(text)}
    assert len(addresses) >= LEAST_ADDRESSES
    assert {one for one in addresses if NAMED.search(one[1]) or KIND.search(one[1])} == set()
