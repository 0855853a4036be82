"""Reading decision cases: what is missing or misspelled denies, and never passes for a no."""

from __future__ import annotations

import copy
import json
import logging
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest

from portal.consent.rules.cases import decide_case, facts_from_case
from portal.consent.rules.codes import Reason
from portal.consent.rules.values import flag, moment, number, text, words

FILE = Path(__file__).parents[2] / "vectors" / "consent-vectors.json"
GIVEN: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
CASES = {case["id"]: case for case in GIVEN["vectors"]}

# Not looked at by any rule, or what the schema has for some cases only.
MAY_BE_ABSENT = {
    "id",
    "title",
    "rules",
    "expected",
    "name",
    "court",
    "method",
    "evidence",
    "stated_at",
    "written",
    "agency",
    "recipient",
    "category",
    "subpoena",
    "emergency",
    "court_order",
    "report",
    "proceeding_id",
    "participants",
    "treating_class",
    "participant_id",
    "holder_copy",
    "cj",
}


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """No log of the errors that these tests make on purpose."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def keys(thing: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every key inside a case."""
    if isinstance(thing, dict):
        for name, value in thing.items():
            yield (*path, name)
            yield from keys(value, (*path, name))
    elif isinstance(thing, list):
        for place, value in enumerate(thing[:2]):
            yield from keys(value, (*path, place))


def without(case: dict[str, Any], path: tuple[Any, ...]) -> dict[str, Any]:
    changed = copy.deepcopy(case)
    place = changed
    for step in path[:-1]:
        place = place[step]
    del place[path[-1]]
    return changed


def may_be_absent(path: tuple[Any, ...]) -> bool:
    """Also an override, and all of a signature but who signed."""
    return path[-1] in MAY_BE_ABSENT or (path[0] == "agreement_overrides" and len(path) > 1) or path[-2:] == (0, "at")


@pytest.mark.parametrize("name", ["V002", "V028", "V104", "V110", "V129", "V031", "V153", "V092"])
def test_every_key_that_a_rule_needs_is_needed(name: str) -> None:
    case = {key: value for key, value in CASES[name].items() if key not in ("title", "rules", "expected", "id")}
    paths = list(keys(case))
    assert len(paths) > 50
    for path in paths:
        decision = decide_case(GIVEN["fixtures"], without(case, path))
        if not may_be_absent(path):
            assert decision.reasons == (Reason.ERROR,), path


@pytest.mark.parametrize("name", ["V002", "V028", "V153"])
def test_a_null_flag_is_not_a_no(name: str) -> None:
    for path in keys(CASES[name]):
        changed = copy.deepcopy(CASES[name])
        place = changed
        for step in path[:-1]:
            place = place[step]
        if isinstance(place[path[-1]], bool):
            place[path[-1]] = None
            assert decide_case(GIVEN["fixtures"], changed).reasons == (Reason.ERROR,), path


@pytest.mark.parametrize(
    ("part", "name", "value"),
    [
        ("record", "category", "shoe_size"),
        ("record", "regime", "gdpr"),
        ("record", "sensitivity", ["XXX"]),
        ("request", "action", "print"),
        ("request", "at", "2026-03-10T15:00:00"),
        ("participant", "capacity", "tired"),
        ("participant", "minor_rule", ""),
        ("participant", "dob", "yesterday"),
        ("participant", "age_of_majority", True),
    ],
)
def test_words_that_no_rule_knows_deny(part: str, name: str, value: Any) -> None:
    case = copy.deepcopy(CASES["V002"])
    case[part][name] = value
    assert decide_case(GIVEN["fixtures"], case).reasons == (Reason.ERROR,)


@pytest.mark.parametrize(
    "restriction",
    [
        {"categories": ["shoe_size"]},
        {"applies_to": "some"},
        {"recipients": [{"type": "class", "class": "friends"}]},
        {"recipients": [{"type": "everybody"}]},
        {"agreed_at": None},
    ],
)
def test_an_unreadable_restriction_denies(restriction: dict[str, Any]) -> None:
    case = copy.deepcopy(CASES["V153"])
    case["restrictions"][0].update(restriction)
    assert decide_case(GIVEN["fixtures"], case).reasons == (Reason.ERROR,)


def test_a_redisclosure_without_its_facts_denies() -> None:
    case = copy.deepcopy(CASES["V092"])
    del case["request"]["redisclosure"]
    assert decide_case(GIVEN["fixtures"], case).reasons == (Reason.ERROR,)


def test_what_is_said_of_a_redisclosure_in_a_read_is_not_looked_at() -> None:
    case = copy.deepcopy(CASES["V002"])
    case["request"]["redisclosure"] = {"nonsense": True}
    assert decide_case(GIVEN["fixtures"], case).permits


def test_an_override_of_an_unknown_agreement_denies() -> None:
    case = {**CASES["V002"], "agreement_overrides": {"qsoa-nobody": {"ends": None}}}
    assert decide_case(GIVEN["fixtures"], case).reasons == (Reason.ERROR,)


def test_overrides_leave_the_fixtures_as_they_are() -> None:
    before = copy.deepcopy(GIVEN["fixtures"])
    facts_from_case(GIVEN["fixtures"], {**CASES["V104"]})
    assert GIVEN["fixtures"] == before


def test_a_target_s_clearance_is_read_when_it_is_stated() -> None:
    case = copy.deepcopy(CASES["V092"])
    case["request"]["redisclosure"]["target"]["cjis_cleared"] = True
    assert facts_from_case(GIVEN["fixtures"], case).target.cjis_cleared


def test_moments_are_utc_whatever_zone_they_are_written_in() -> None:
    assert moment("2026-03-10T10:00:00-05:00") == moment("2026-03-10T15:00:00Z")
    assert moment("2026-03-10T10:00:00-05:00").tzinfo is UTC
    with pytest.raises(ValueError, match="time zone"):
        moment("2026-03-10")


@pytest.mark.parametrize(
    ("read", "value"), [(text, None), (flag, 1), (flag, "true"), (number, True), (number, "18"), (words, "all")]
)
def test_single_values_are_what_they_should_be(read: Any, value: Any) -> None:
    with pytest.raises(TypeError):
        read(value)
