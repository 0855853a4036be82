"""Forms tell nothing: filled as a person fills them and sent to what another county has, or with another county's ids
in their fields, they are answered as if those things never were."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from flask import Flask
from werkzeug.routing import Rule

from portal.ids import new_id, new_token
from tests.access.subjects import address_of
from tests.access.test_access import expected
from tests.given.county import County
from tests.leaks.asking import UUID, Answer, asking, differs, told_apart
from tests.leaks.filling import Filled, Forms
from tests.leaks.test_elsewhere import addresses

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
READERS = ("coordinator", "counselor", "officer")
LEAST_FORMS = 30
IN_ADDRESS = (
    "after={0.hex}",
    "after={0}",
    "docket_id={0}",
    "open={0}",
    "as={0}",
    "show={0}",
    "act={0}",
    "name={0}",
    "by={0}",
)


def forms_of(app: Flask, county: County, who: str) -> list[tuple[Rule, str, Filled]]:
    """The same, looked for once."""
    kept: dict[str, list[tuple[Rule, str, Filled]]] = app.extensions.setdefault("forms of the tests", {})
    if who not in kept:
        kept[who] = list(forms(app, county, who))
    return kept[who]


def forms(app: Flask, county: County, who: str) -> Iterator[tuple[Rule, str, Filled]]:
    """Every form of the pages that this one may open, with the rule and the address that it is sent to."""
    ask = asking(app, who)
    urls = app.url_map.bind("localhost")
    seen = set()
    for (endpoint, method), line in expected().items():
        if method != "GET" or line[who] != "yes":
            continue
        page = ask("GET", address := address_of(app, county, endpoint))
        for form in Forms(page.body.decode(errors="replace")).found if page.status == 200 else ():
            path = urlsplit(form.action or address).path
            rule, _values = urls.match(path, method="POST", return_rule=True)
            if rule.endpoint not in seen:
                seen.add(rule.endpoint)
                yield rule, path, form


def once(form: Filled) -> dict[str, str]:
    """The form's values with a key of its own, so that it is the first post of this form."""
    return form.values | {"form_key": new_token()}


def test_forms_of_every_kind_are_found(open_app: Flask, county: County) -> None:
    found = {rule.endpoint for who in READERS for rule, _, _ in forms_of(open_app, county, who)}
    assert len(found) >= LEAST_FORMS


@pytest.mark.parametrize("who", READERS)
def test_a_filled_form_does_not_tell_what_another_county_has(
    open_app: Flask, county: County, elsewhere: County, who: str
) -> None:
    ask = asking(open_app, who)
    found = {}
    for rule, _, form in forms_of(open_app, county, who):
        for address, nowhere in addresses(open_app, rule, county, elsewhere) if rule.arguments else ():
            found[address] = told_apart(ask, "POST", address, once(form), nowhere)
    assert len(found) >= 2
    assert {address: how for address, how in found.items() if how} == {}


def ids_of(county: County) -> list[str]:
    """What a field of a form may be about."""
    kinds = ("docket", "hearing", "question", "group", "xio-membership", "proposal")
    some = (county.people["xio"], county.users["judge"], county.cases["xio"], county.versions["court"])
    return [str(one) for one in (*some, *(county.things[word] for word in kinds))]


def fields_with_ids(form: Filled) -> list[str]:
    return [name for name, value in form.values.items() if UUID.fullmatch(value)]


@pytest.mark.parametrize("who", READERS)
def test_an_id_of_another_county_in_a_field_is_no_choice(
    open_app: Flask, county: County, elsewhere: County, who: str
) -> None:
    ask = asking(open_app, who)
    wrong = {}
    for rule, address, form in forms_of(open_app, county, who):
        for name in fields_with_ids(form):
            ask("POST", address, once(form) | {name: str(new_id())})  # the look is noted once an hour: now
            nobodys = ask("POST", address, once(form) | {name: str(new_id())})
            for known in ids_of(elsewhere):
                theirs = ask("POST", address, once(form) | {name: known})
                if theirs.status not in (404, 422) or told(theirs, nobodys):
                    wrong[rule.endpoint, name, known] = f"{theirs.status}: {told(theirs, nobodys)}"
    assert wrong == {}


def told(theirs: Answer, nobodys: Answer) -> str:
    """The difference that is left when the id that was sent is blotted out wherever the page repeats it."""
    return differs(blotted(theirs), blotted(nobodys))


def blotted(answer: Answer) -> Answer:
    body = UUID.sub("", answer.body.decode(errors="replace"))
    headers = tuple(one for one in answer.headers if one[0] != "Content-Length")
    return Answer(answer.status, body.encode(), headers, answer.statements)


@pytest.mark.parametrize("who", READERS)
def test_an_id_of_another_county_in_a_question_is_no_word(
    open_app: Flask, county: County, elsewhere: County, who: str
) -> None:
    ask = asking(open_app, who)
    wrong = {}
    for address in pages(open_app, county, who):
        for words in IN_ADDRESS:
            ask("GET", f"{address}?{words.format(new_id())}")  # the look is noted once an hour: now
            other = ask("GET", f"{address}?{words.format(new_id())}")
            for known in (elsewhere.people["xio"], elsewhere.things["hearing"], elsewhere.things["docket"]):
                one = ask("GET", f"{address}?{words.format(known)}")
                if how := told(one, other):
                    wrong[address, words] = how
    assert wrong == {}


def pages(app: Flask, county: County, who: str) -> list[str]:
    """The pages that look at what stands behind the question mark."""
    looking = (
        "participants.people.roll",
        "compliance.drug_tests.find",
        "court.packets.shelf",
        "court.staffing.sheet",
        "court.hearings.record",
    )
    return [address_of(app, county, one) for one in looking if expected()[one, "GET"][who] == "yes"]
