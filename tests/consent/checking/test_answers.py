"""A file of cases is answered case by case: decisions by the rules, forms and lists through a database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from portal.consent.checking.answers import NoCaseFile, Open, check_file

FILE = Path(__file__).parents[2] / "vectors" / "consent-vectors.json"
GIVEN: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
ONLY_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def written(folder: Path, **content: Any) -> Path:
    """A file of cases with the given fixtures."""
    file = folder / "cases.json"
    file.write_text(json.dumps({"fixtures": GIVEN["fixtures"]} | content), encoding="utf-8")
    return file


def test_every_given_case_is_answered_in_order_and_as_expected(open_scratch: Open) -> None:
    answers = list(check_file(FILE, open_scratch, expect=True))
    cases = [*GIVEN["vectors"], *GIVEN["form_vectors"], *GIVEN["list_vectors"]]
    assert [answer["id"] for answer in answers] == [case["id"] for case in cases]
    assert [answer for answer in answers if answer["differs"]] == []


@ONLY_SQLITE
def test_without_expectations_the_answers_are_bare(open_scratch: Open, tmp_path: Path) -> None:
    file = written(tmp_path, **{kind: GIVEN[kind][:1] for kind in ("vectors", "form_vectors", "list_vectors")})
    assert [set(answer) for answer in check_file(file, open_scratch)] == [
        {"id", "decision", "reasons", "obligations", "consent_ids", "http"},
        {"id", "defects"},
        {"id", "visible_record_ids", "count"},
    ]


@ONLY_SQLITE
def test_each_field_that_differs_is_named(open_scratch: Open, tmp_path: Path) -> None:
    vector, form, listing = (GIVEN[kind][0] for kind in ("vectors", "form_vectors", "list_vectors"))
    file = written(
        tmp_path,
        vectors=[{**vector, "expected": {**vector["expected"], "http": 404, "obligations": ["NOTICE_2_32"]}}],
        form_vectors=[{**form, "expected_defects": ["D01_NO_PATIENT_NAME"]}],
        list_vectors=[{**listing, "expected": {**listing["expected"], "count": 3}}],
    )
    assert [answer["differs"] for answer in check_file(file, open_scratch, expect=True)] == [
        ["obligations", "http"],
        ["defects"],
        ["count"],
    ]


@ONLY_SQLITE
def test_a_case_that_expects_nothing_differs(open_scratch: Open, tmp_path: Path) -> None:
    bare = {name: value for name, value in GIVEN["vectors"][0].items() if name != "expected"}
    [answer] = check_file(written(tmp_path, vectors=[bare]), open_scratch, expect=True)
    assert answer["differs"] == ["expected"]


@ONLY_SQLITE
def test_what_can_not_be_read_is_denied_and_the_rest_is_answered(open_scratch: Open, tmp_path: Path) -> None:
    vector, form, listing = (GIVEN[kind][0] for kind in ("vectors", "form_vectors", "list_vectors"))
    mixed = GIVEN["list_vectors"][2]
    unsigned = {name: value for name, value in form["consent"].items() if name != "signatures"}
    odd_record = {**mixed["records"][0], "category": "horoscope"}
    file = written(
        tmp_path,
        vectors=[{"id": "bare"}, {**vector, "request": None}, vector],
        form_vectors=[{"id": "bare"}, {**form, "consent": unsigned}, form],
        list_vectors=[
            {"id": "bare"},
            {**listing, "records": None},
            {**mixed, "records": [odd_record, *mixed["records"]]},
        ],
    )
    answers = list(check_file(file, open_scratch))
    assert [answer["reasons"] for answer in answers[:2]] == [["ERROR"], ["ERROR"]]
    assert answers[2]["reasons"] == vector["expected"]["reasons"]
    assert [answer["defects"] for answer in answers[3:6]] == [["ERROR"], ["ERROR"], []]
    assert [answer["visible_record_ids"] for answer in answers[6:]] == [[], [], ["rec-a", "rec-d"]]
    assert [answer["count"] for answer in answers[6:]] == [0, 0, 2]


@ONLY_SQLITE
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"{}",
        b'"x"',
        b"\xff\xfe",
        b'{"vectors": {}}',
        b'{"vectors": [1]}',
        b'{"list_vectors": [{}]}',
        b'{"vectors": [], "fixtures": []}',
        b"[" * 100_000,
    ],
)
def test_a_file_that_is_none_of_cases_is_refused_before_the_first_answer(
    open_scratch: Open, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "cases.json"
    file.write_bytes(content)
    with pytest.raises(NoCaseFile):
        next(check_file(file, open_scratch))
