"""A record that is denied, one that never was, and an address that is none: nobody can tell them apart.

Neither by status, bytes and headers of the answer, nor by what the portal asks its database. Here within one county:
who may know something of the place, and not this. `test_elsewhere` asks for what is another county's.
"""

from __future__ import annotations

import pytest
from flask import Flask

from tests.access.subjects import address_of
from tests.access.test_access import UNFIT, expected
from tests.given.county import County
from tests.leaks.asking import UUID, asking, told_apart

COURT = ("judge", "coordinator", "clerk", "prosecutor", "defender", "officer", "collector", "casemanager")
ON_POSTGRESQL = {
    "participants.people.overview",
    "compliance.behaviors.show",
    "compliance.drug_tests.shelf",
    "consent.instruments.revoke",
    "court.packets.download",
    "court.reports.show",
    "treatment.sessions.correct_page",
}
NOT_MADE_YET = {("prosecutor", "court.packets.download")}
"""The packet is the prosecutor's own; its file waits for the queue, so this 404 denies nothing."""


def denied_to(app: Flask, county: County, who: str) -> list[tuple[str, str]]:
    """(method, address) of every record that this one may not know of: about Xio for a stranger, and for the court
    about Maya, whom another program leads."""
    found = []
    for (endpoint, method), line in expected().items():
        address = address_of(app, county, endpoint)
        if (who, endpoint) in NOT_MADE_YET:
            continue
        if line[who] == "404" and UUID.search(address):
            found.append((method, address))
        elif who in COURT and line[who] == "yes" and str(county.people["xio"]) in address:
            found.append((method, address.replace(str(county.people["xio"]), str(county.people["maya"]))))
    return found


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("who", "least"),
    [
        ("stranger", 30),
        ("prosecutor", 11),
        ("clerk", 4),
        ("collector", 6),
        ("casemanager", 20),
        ("counselor", 6),
        ("diverter", 20),
        ("deputy", 4),
        ("sysadmin", 4),
    ],
)
def test_nobody_can_tell_a_denied_record_from_one_that_never_was(
    open_app: Flask, county: County, who: str, least: int
) -> None:
    denied = denied_to(open_app, county, who)
    assert len(denied) >= least
    ask = asking(open_app, who)
    found = {f"{method} {address}": told_apart(ask, method, address, UNFIT) for method, address in denied}
    assert {address: how for address, how in found.items() if how} == {}


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_nor_on_postgresql(open_app: Flask, county: County) -> None:
    ask = asking(open_app, "stranger")
    found = {endpoint: told_apart(ask, "GET", address_of(open_app, county, endpoint)) for endpoint in ON_POSTGRESQL}
    assert {endpoint: how for endpoint, how in found.items() if how} == {}


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_an_address_that_never_was_answers_the_same(open_app: Flask, county: County) -> None:
    ask = asking(open_app, "stranger")
    packet = ask("GET", address_of(open_app, county, "court.packets.download"))
    assert packet.seen == ask("GET", "/nothing/of/the/kind").seen
