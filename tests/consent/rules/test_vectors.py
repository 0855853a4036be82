"""Every given case comes out exactly as expected: decision, reasons, obligations, consent relied on, status."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

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
