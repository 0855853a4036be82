"""All forms of the pages that somebody may open, filled as a person fills them, with what an attacker types."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from flask import Flask
from flask.testing import FlaskClient

from portal.ids import new_token
from tests.access.subjects import address_of
from tests.access.test_access import expected
from tests.given.county import County
from tests.leaks.asking import sign_in
from tests.leaks.filling import Filled, Forms

LEAVING = ("accounts.sign_in.leave",)
"""What it does is to end the visit."""


@dataclass(slots=True)
class Form:
    """A form of a page: where it is sent, its values, and which of them somebody types freely."""

    endpoint: str
    address: str
    values: dict[str, str]
    texts: set[str] = field(default_factory=set)
    boxes: set[str] = field(default_factory=set)

    def fresh(self) -> dict[str, str]:
        """The values with a key of their own, so that this is the first post of the form."""
        return self.values | {"form_key": new_token()}


class TypedForms(Forms):
    """Forms, with the names of the fields for free text and of the boxes."""

    def __init__(self, page: str) -> None:
        self.texts: dict[int, set[str]] = {}
        self.boxes: dict[int, set[str]] = {}
        super().__init__(page)

    def read(self, tag: str, said: dict[str, str]) -> None:
        super().read(tag, said)
        kind = said.get("type", "text") if tag == "input" else tag
        for kinds, names in ((("text", "search", "email", "url", "textarea"), self.texts), (("checkbox",), self.boxes)):
            if kind in kinds and said.get("name"):
                names.setdefault(id(self.form), set()).add(said["name"])


def browser(app: Flask, who: str) -> FlaskClient:
    """Signed in, or nobody for ""."""
    return sign_in(app, who) if who else app.test_client()


def forms_for(app: Flask, county: County, who: str) -> Iterator[Form]:
    """One form for each address that takes a post, from all pages that this one may open."""
    client, seen = browser(app, who), set(LEAVING)
    for _endpoint, address in pages_for(app, county, who):
        page = client.get(address)
        if page.status_code != 200 or page.mimetype != "text/html":
            continue
        for form in forms_on(app, page.text, address):
            if form.endpoint not in seen:
                seen.add(form.endpoint)
                yield form
    assert len(seen) > len(LEAVING), f"no form for {who}"


def forms_on(app: Flask, page: str, address: str) -> Iterator[Form]:
    """All forms of one page."""
    urls, read = app.url_map.bind("localhost"), TypedForms(page)
    for form in read.found:
        path = sent_to(form, address)
        rule, _values = urls.match(path, method="POST", return_rule=True)
        texts, boxes = (names.get(id(form), set()) for names in (read.texts, read.boxes))
        yield Form(rule.endpoint, path, dict(form.values), texts, boxes)


def sent_to(form: Filled, page: str) -> str:
    return urlsplit(form.action or page).path


def pages_for(app: Flask, county: County, who: str) -> list[tuple[str, str]]:
    """Endpoint and address of every page that the table of expected access lets this one open."""
    role = who or "anonymous"
    return [
        (endpoint, address_of(app, county, endpoint))
        for (endpoint, method), line in expected().items()
        if method == "GET" and line[role] == "yes"
    ]
