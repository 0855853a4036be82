"""Every given case comes out exactly as expected: decision, reasons, obligations, consent relied on, status."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from portal.consent.check import check_file
from portal.consent.rules.cases import decide_case, defects_of_case, visible_records

FILE = Path(__file__).parents[2] / "vectors" / "consent-vectors.json"
GIVEN: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))


def by_id(case: dict[str, Any]) -> str:
    return str(case["id"])


def test_the_file_holds_cases_of_all_three_kinds() -> None:
    assert len(GIVEN["vectors"]) > 200 and len(GIVEN["form_vectors"]) > 10 and GIVEN["list_vectors"]


@pytest.mark.parametrize("case", GIVEN["vectors"], ids=by_id)
def test_decision(case: dict[str, Any]) -> None:
    decision, expected = decide_case(GIVEN["fixtures"], case), case["expected"]
    assert decision.effect == expected["decision"]
    assert set(decision.reasons) == set(expected["reasons"])
    assert set(decision.obligations) == set(expected["obligations"])
    assert list(decision.consent_ids) == expected["consent_ids"]
    assert decision.http == expected["http"]


@pytest.mark.parametrize("case", GIVEN["vectors"], ids=by_id)
def test_no_code_is_given_twice(case: dict[str, Any]) -> None:
    decision = decide_case(GIVEN["fixtures"], case)
    assert len(set(decision.reasons)) == len(decision.reasons)
    assert len(set(decision.obligations)) == len(decision.obligations)


@pytest.mark.parametrize("case", GIVEN["form_vectors"], ids=by_id)
def test_form(case: dict[str, Any]) -> None:
    assert sorted(defects_of_case(case)) == sorted(case["expected_defects"])


@pytest.mark.parametrize("case", GIVEN["list_vectors"], ids=by_id)
def test_list(case: dict[str, Any]) -> None:
    visible = visible_records(GIVEN["fixtures"], case)
    assert list(visible) == case["expected"]["visible_record_ids"]
    assert len(visible) == case["expected"]["count"]


def test_check_file_answers_every_case_in_order_and_finds_no_difference() -> None:
    answers = list(check_file(FILE, expect=True))
    cases = [*GIVEN["vectors"], *GIVEN["form_vectors"], *GIVEN["list_vectors"]]
    assert [answer["id"] for answer in answers] == [case["id"] for case in cases]
    assert [answer for answer in answers if answer["differs"]] == []


def test_check_file_without_expectations_gives_the_bare_answers() -> None:
    first, *_ = check_file(FILE, expect=False)
    assert set(first) == {"id", "decision", "reasons", "obligations", "consent_ids", "http"}
    json.dumps(first)


def test_check_file_names_each_field_that_differs(tmp_path: Path) -> None:
    vector, form, listing = GIVEN["vectors"][0], GIVEN["form_vectors"][0], GIVEN["list_vectors"][0]
    wrong = {
        "fixtures": GIVEN["fixtures"],
        "vectors": [{**vector, "expected": {**vector["expected"], "http": 404, "obligations": ["NOTICE_2_32"]}}],
        "form_vectors": [{**form, "expected_defects": ["D01_NO_PATIENT_NAME"]}],
        "list_vectors": [{**listing, "expected": {**listing["expected"], "count": 3}}],
    }
    file = tmp_path / "wrong.json"
    file.write_text(json.dumps(wrong), encoding="utf-8")
    assert [answer["differs"] for answer in check_file(file, expect=True)] == [
        ["obligations", "http"],
        ["defects"],
        ["count"],
    ]


def test_check_file_never_shows_an_unreadable_form_as_sound(tmp_path: Path) -> None:
    form = GIVEN["form_vectors"][0]
    broken = {name: value for name, value in form["consent"].items() if name != "signatures"}
    file = tmp_path / "broken.json"
    content = {"fixtures": {}, "vectors": [], "form_vectors": [{**form, "consent": broken}], "list_vectors": []}
    file.write_text(json.dumps(content), encoding="utf-8")
    assert list(check_file(file, expect=False)) == [{"id": form["id"], "defects": ["ERROR"]}]
