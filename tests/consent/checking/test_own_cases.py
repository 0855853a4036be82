"""More than two hundred cases of our own, written from the rules: decisions, forms, lists."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from portal.consent.checking.answers import Open, check_file, compared, decided
from tests.consent.checking.own import by_consent, inside, left_out, notes, on_paper, passed_on, who
from tests.consent.checking.own.paper import FIXTURES, GIVEN, Json

DECISIONS = [case for part in (who, notes, passed_on, inside, by_consent, left_out) for case in part.cases()]


@pytest.mark.parametrize("case", DECISIONS, ids=lambda case: str(case["id"]))
def test_decision(case: Json) -> None:
    assert compared(decided(FIXTURES, case), case, expect=True)["differs"] == []


def test_there_are_many_and_none_is_given() -> None:
    assert len({case["id"] for case in DECISIONS}) == len(DECISIONS) > 160
    assert not {case["id"] for case in DECISIONS} & {case["id"] for case in GIVEN["vectors"]}


def as_list(case: Json) -> Json:
    """A decision as the list of that one record: it is shown when it is permitted."""
    shown = [] if case["expected"]["decision"] == "DENY" else [case["record"]["id"]]
    expected = {"visible_record_ids": shown, "count": len(shown)}
    return {**case, "records": [case["record"]], "expected": expected}


def test_forms_and_lists_through_the_database(open_scratch: Open, tmp_path: Path) -> None:
    cases = [*DECISIONS, *GIVEN["vectors"]]
    lacking = left_out.cases()
    passing_on = [case for case in cases if case["request"]["action"] == "redisclose"]
    readings = [case for case in cases if case not in passing_on]
    sampled = [case for case in readings[::10] if case not in lacking] + lacking
    content = {
        "fixtures": FIXTURES,
        "form_vectors": on_paper.forms(),
        "list_vectors": [*on_paper.lists(), *map(as_list, [*passing_on[::3], *sampled])],
    }
    file = tmp_path / "own.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    answers = list(check_file(file, open_scratch, expect=True))
    assert len(answers) > 60
    assert [answer for answer in answers if answer["differs"]] == []
