"""Nobody is led out of the portal by an address that somebody put into a link or a form."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask

from tests.access.subjects import address_of
from tests.access.test_access import endpoints
from tests.attacks.sending import browser, forms_for
from tests.given.county import PASSWORD, County

OUTSIDE = (
    "https://elsewhere.example/x",
    "//elsewhere.example/x",
    "///elsewhere.example/x",
    "/\\elsewhere.example/x",
    "\\\\elsewhere.example/x",
    "/\t/elsewhere.example/x",
    "/\n//elsewhere.example/x",
    "https:elsewhere.example",
    "javascript:alert(1)",
    "//[elsewhere.example",
    "/x\r\nLocation: https://elsewhere.example",
)
NAMES = ("next", "address", "back", "to", "return", "url", "open")


def leads_out(location: str | None) -> bool:
    """As a browser reads it: tabs and line ends are dropped, a backslash is a slash, two of them begin a host."""
    read = (location or "/").replace("\\", "/")
    for sign in "\t\r\n":
        read = read.replace(sign, "")
    if read.startswith("//"):
        return True
    parts = urlsplit(urljoin("http://localhost/here", read))
    return parts.hostname != "localhost" or parts.scheme not in ("http", "https")


def test_what_leads_out_is_known() -> None:
    assert all(leads_out(one) for one in OUTSIDE[:-1])
    assert not any(leads_out(one) for one in (None, "/", "/participants?next=//x", "here"))


@pytest.mark.parametrize("who", ["", "coordinator"])
def test_no_page_leads_out(open_app: Flask, county: County, who: str) -> None:
    client, out, leading = browser(open_app, who), {}, set()
    for endpoint, method in endpoints(open_app):
        address = address_of(open_app, county, endpoint)
        for outside in OUTSIDE if method == "GET" else ():
            answer = client.get(address, query_string=dict.fromkeys(NAMES, outside))
            if leads_out(answer.location):
                out[endpoint, outside] = answer.location
            if answer.location is None and b"elsewhere.example" not in answer.data:
                break  # it neither leads on nor repeats where to
            leading.add(endpoint)
    assert out == {}
    assert leading, "nothing leads anywhere"


@pytest.mark.parametrize("outside", OUTSIDE)
def test_signing_in_leads_nowhere_else(open_app: Flask, outside: str) -> None:
    values = {"username": "judge", "password": PASSWORD, "next": outside}
    answer = browser(open_app, "").post("/sign-in", data=values)
    assert answer.status_code == 303
    assert not leads_out(answer.location)


def test_no_form_leads_out(open_app: Flask, county: County) -> None:
    """Every hidden field that holds an address of ours, with another one."""
    out, tried = {}, 0
    for who in ("", "coordinator", "counselor"):
        client = browser(open_app, who)
        for form in forms_for(open_app, county, who):
            for name in [one for one, value in form.values.items() if value.startswith("/")]:
                for outside in OUTSIDE[:6]:
                    answer = client.post(form.address, data=form.fresh() | {name: outside})
                    tried += 1
                    if leads_out(answer.location):
                        out[form.endpoint, name, outside] = answer.location
    assert out == {}
    assert tried
