"""Who may open what: every endpoint of the application against a table that people wrote.

`expected.csv` has a line for each endpoint and method, a column for each role. `yes` means that the role may act there
(the answer is a page, a redirect after a form, or a form with something to mend), `403` that the role may not do this,
`404` that there is nothing to see for this one. `sign` stands for being sent to sign in. Nothing here is imported from
the portal's own permissions.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.access.files import OF_MANY, faults, is_file
from tests.access.subjects import address_of
from tests.given.county import PASSWORD, County

TABLE = Path(__file__).with_name("expected.csv")
UNFIT = {"form_key": "x" * 65}
"""Every form of the portal refuses a key of this length: whoever may act gets the form back, and nothing changes."""
ROLES = (
    "anonymous",
    "judge",
    "staff",
    "coordinator",
    "clerk",
    "prosecutor",
    "defender",
    "officer",
    "collector",
    "counselor",
    "supervisor",
    "office",
    "privacy",
    "stranger",
    "casemanager",
    "diverter",
    "deputy",
    "evaluator",
    "programadmin",
    "sysadmin",
)
WORDS = {"yes", "403", "404", "sign"}


@cache
def expected() -> dict[tuple[str, str], dict[str, str]]:
    """(endpoint, method) -> role -> word."""
    with TABLE.open(newline="", encoding="utf-8") as handle:
        return {(line["endpoint"], line["method"]): line for line in csv.DictReader(handle)}


def endpoints(app: Flask) -> Iterator[tuple[str, str]]:
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            if rule.endpoint != "static":
                yield rule.endpoint, method


def asked(client: FlaskClient, method: str, address: str) -> TestResponse:
    return client.open(address, method=method, data=UNFIT if method == "POST" else None)


def word_of(answer: TestResponse, *, public: bool) -> str:
    """What happened, in the table's words."""
    if not public and answer.status_code in (302, 303) and "/sign-in" in (answer.location or ""):
        return "sign"
    if answer.status_code in (403, 404):
        return str(answer.status_code)
    assert answer.status_code in (200, 302, 303, 409, 422), f"{answer.request.path}: {answer.status_code}"
    return "yes"


HANDS_OVER = ("consent.handing_over.begin", "consent.handing_over.read")
"""After which a session opens nothing else, until the device is given back."""


@pytest.fixture(scope="module")
def open_app(app: Flask, filed_day: County) -> Flask:
    """Form tokens are another test's matter."""
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_table_has_every_endpoint_and_no_other(open_app: Flask) -> None:
    known = set(endpoints(open_app))
    assert len(known) > 10
    assert set(expected()) == known


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_table_speaks_its_own_words(open_app: Flask) -> None:
    assert {line[role] for line in expected().values() for role in ROLES} <= WORDS


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_what_the_table_says(
    open_app: Flask, county: County, role: str, address_for: Callable[[str], str]
) -> None:
    """And a file to keep is marked so, or stands in `files` with its reason."""
    found: dict[tuple[str, str], str] = {}
    sent: set[str] = set()
    client = open_app.test_client()
    if role != "anonymous":
        client.post("/sign-in", data={"username": role, "password": PASSWORD})
    for endpoint, method in sorted(endpoints(open_app), key=lambda one: one[0] == "accounts.sign_in.leave"):
        public = expected().get((endpoint, method), {}).get("anonymous") == "yes"
        answer = asked(client, method, address_for(endpoint))
        found[endpoint, method] = word_of(answer, public=public)
        if is_file(answer):
            sent.add(endpoint)
        if endpoint in HANDS_OVER:
            client.post("/hand-back", data={"password": PASSWORD})
    wrong = {
        f"{method} {endpoint}": f"{word}, expected {expected()[endpoint, method][role]}"
        for (endpoint, method), word in found.items()
        if (endpoint, method) in expected() and expected()[endpoint, method][role] != word
    }
    assert wrong == {}
    assert faults(open_app, sent) == []
    assert sent >= (OF_MANY if role == "coordinator" else set()), "found more than nothing"


@pytest.fixture(scope="module")
def address_for(open_app: Flask, county: County) -> Callable[[str], str]:
    return lambda endpoint: address_of(open_app, county, endpoint)
