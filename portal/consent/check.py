"""Answers a file of decision cases: how a site tests its own policy and matrices before it goes live."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from portal.consent.rules.cases import decide_case, defects_of_case, visible_records
from portal.consent.rules.codes import Reason

Answer = dict[str, Any]


def check_file(path: Path, expect: bool = False) -> Iterator[Answer]:
    """One answer a case of the file (schema: section 0 of the consent rules), in the file's order.

    `vectors` give {"id", "decision", "reasons", "obligations", "consent_ids", "http"}, `form_vectors` {"id",
    "defects"}, `list_vectors` {"id", "visible_record_ids", "count"}. With `expect` each answer gets "differs": the
    names of the fields that are not as the case expects, codes compared without order. OSError or ValueError when the
    file is no such file; a case that can't be read is denied with ERROR.
    """
    given = json.loads(path.read_text(encoding="utf-8"))
    fixtures = given["fixtures"]
    for case in given["vectors"]:
        yield compared(decided(fixtures, case), case["expected"] if expect else None)
    for case in given["form_vectors"]:
        yield compared(form_checked(case), {"defects": case["expected_defects"]} if expect else None)
    for case in given["list_vectors"]:
        yield compared(listed(fixtures, case), case["expected"] if expect else None)


def decided(fixtures: Mapping[str, Any], case: Mapping[str, Any]) -> Answer:
    decision = decide_case(fixtures, case)
    return {
        "id": case["id"],
        "decision": decision.effect,
        "reasons": sorted(decision.reasons),
        "obligations": sorted(decision.obligations),
        "consent_ids": list(decision.consent_ids),
        "http": decision.http,
    }


def form_checked(case: Mapping[str, Any]) -> Answer:
    """A form that can't be read must not look like one without defects."""
    try:
        defects = [str(defect) for defect in defects_of_case(case)]
    except (LookupError, TypeError, ValueError, AttributeError):
        defects = [str(Reason.ERROR)]
    return {"id": case["id"], "defects": defects}


def listed(fixtures: Mapping[str, Any], case: Mapping[str, Any]) -> Answer:
    visible = visible_records(fixtures, case)
    return {"id": case["id"], "visible_record_ids": list(visible), "count": len(visible)}


def compared(answer: Answer, expected: Mapping[str, Any] | None) -> Answer:
    """The answer with the names of the fields in which it differs; unchanged when nothing is expected."""
    if expected is None:
        return answer
    names = [name for name in answer if name != "id"]
    return {**answer, "differs": [name for name in names if not same(name, answer[name], expected[name])]}


def same(name: str, got: Any, wanted: Any) -> bool:
    """Equal; lists of codes without order, while the rows of a list have one."""
    if isinstance(got, list) and name != "visible_record_ids":
        return sorted(got) == sorted(wanted)
    return bool(got == wanted)
