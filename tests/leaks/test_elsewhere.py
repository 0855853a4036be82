"""Every endpoint that takes an id is asked for what another county has, and for what never was: the same answer.

The endpoints come from the application's own map of addresses, the things from a second county in the same database.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest
from flask import Flask
from werkzeug.routing import Rule, UUIDConverter

from portal.ids import new_id
from tests.access.subjects import ELSEWHERE, subject
from tests.access.test_access import UNFIT, expected
from tests.given.county import County
from tests.leaks.asking import asking, told_apart

LEAST_ENDPOINTS = 95
OPEN_TO_ALL = {"court.reports.verify"}
"""Whoever has a paper may ask whether it was filed; the answer tells no name."""
OF_THE_SITE = {
    "consent.doubts.change",
    "consent.doubts.decide",
    "accounts.operations.again",
    "accounts.operations.mail_again",
}
"""A doubt of the law is the same for everybody; so is the queue, which tells of nobody."""
BY_TOKEN = {
    "accounts.calendars.feed",
    "casework.one_time.show",
    "casework.one_time.enter",
    "casework.one_time.answer",
}
"""An address of 256 random bits in place of an id."""
OF_REGISTERS = {"consent.desk.kept", "consent.desk.new", "consent.desk.enter", "consent.patient_notice.paper"}
"""The names of the registers are the same for everybody, and versions of a notice are counted from 1 at each agency."""
OF_ALL_AGENCIES = {"consent.agreements.show", "consent.agreements.end"}
"""Agreements of agencies name no participant; who runs the site records them for all."""
WITHOUT_UUID = {"static", *OPEN_TO_ALL, *OF_THE_SITE, *BY_TOKEN, *OF_REGISTERS}
READERS = ("coordinator", "counselor", "supervisor", "casemanager", "officer", "prosecutor", "privacy", "sysadmin")
"""Between them they may open whatever can be opened."""
ON_POSTGRESQL = ("coordinator", "counselor")


def rules(app: Flask) -> Iterator[tuple[Rule, str]]:
    """Every address with an id in it, by method."""
    for rule in app.url_map.iter_rules():
        if rule.arguments and rule.endpoint not in WITHOUT_UUID:
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                yield rule, method


def ids_in(rule: Rule) -> list[str]:
    return [name for name, converter in rule._converters.items() if isinstance(converter, UUIDConverter)]


def values(county: County, rule: Rule) -> dict[str, UUID | str]:
    """What the address is about in one county."""
    own = ELSEWHERE.get(rule.endpoint, {})
    return {name: county.things[own[name]] if name in own else subject(county, name) for name in rule.arguments}


def addresses(app: Flask, rule: Rule, own: County, other: County) -> Iterator[tuple[str, str]]:
    """The address with everything from elsewhere, and the same with ids that never were; where it has several ids,
    also with one of them only."""
    here, there, names = values(own, rule), values(other, rule), ids_in(rule)
    nowhere = {name: new_id() for name in names}
    swapped = [names, *([name] for name in names if len(names) > 1)]
    with app.test_request_context():
        for some in swapped:
            yield (
                app.url_for(rule.endpoint, **here | {name: there[name] for name in some}),
                app.url_for(rule.endpoint, **here | {name: nowhere[name] for name in some}),
            )


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_map_of_addresses_is_searched_whole(open_app: Flask, elsewhere: County, county: County) -> None:
    found = list(rules(open_app))
    assert len(found) >= LEAST_ENDPOINTS
    assert all(ids_in(rule) for rule, _ in found), "an id that is no UUID: see that it can't be told apart"
    opened = {(rule.endpoint, method) for rule, method in found}
    unread = {one for one in opened if all(expected()[one][who] == "403" for who in READERS)}
    assert unread == set(), "nobody who asks here may open these at all"
    assert sum(len(list(addresses(open_app, rule, county, elsewhere))) for rule, _ in found) > len(found)


def told(app: Flask, own: County, other: County, who: str) -> dict[str, str]:
    ask = asking(app, who)
    found = {}
    for rule, method in rules(app):
        if who == "sysadmin" and rule.endpoint in OF_ALL_AGENCIES:
            continue
        for address, nowhere in addresses(app, rule, own, other):
            found[f"{method} {rule.endpoint} {address}"] = told_apart(ask, method, address, UNFIT, nowhere)
    return {address: how for address, how in found.items() if how}


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("who", READERS)
def test_nobody_can_tell_what_another_county_has(open_app: Flask, county: County, elsewhere: County, who: str) -> None:
    assert told(open_app, county, elsewhere, who) == {}


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
@pytest.mark.parametrize("who", ON_POSTGRESQL)
def test_nor_on_postgresql(open_app: Flask, county: County, elsewhere: County, who: str) -> None:
    assert told(open_app, county, elsewhere, who) == {}
