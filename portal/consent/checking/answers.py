"""Answers a file of decision cases, in the file's order, one answer a case."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from portal.consent.checking.forms import stored_defects
from portal.consent.checking.listing import visible_through_database
from portal.consent.checking.naming import register_of
from portal.consent.checking.scratch import Scratch
from portal.consent.register import Register, shipped
from portal.consent.rules import walk
from portal.consent.rules.cases import case_from, facts_from_case, matrices_from, moment_of
from portal.consent.rules.codes import Reason
from portal.consent.rules.decision import Decision, deny
from portal.consent.rules.papers import consent_from

Answer = dict[str, Any]
Open = Callable[[Register], AbstractContextManager[Scratch]]
"""Opens a scratch database whose ceilings are those of a register (`checking.scratch.scratch_database`)."""

KINDS = ("vectors", "form_vectors", "list_vectors")
EXPECTED_DEFECTS = "expected_defects"
UNREADABLE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RuntimeError,
    SQLAlchemyError,
    TypeError,
    ValueError,
)
"""What a case with parts that nobody understands may raise, on its way into the facts or into the database."""

log = logging.getLogger(__name__)


class NoCaseFile(ValueError):
    """The file is none of decision cases; the text says what is wrong with it."""


def check_file(path: Path, open_scratch: Open, expect: bool = False) -> Iterator[Answer]:
    """One answer a case of the file (schema: section 0 of the consent rules), in the file's order.

    `vectors` give {"id", "decision", "reasons", "obligations", "consent_ids", "http"}; `form_vectors` {"id", "defects"}
    and `list_vectors` {"id", "visible_record_ids", "count"}, both through a scratch database. With `expect` each answer
    gets "differs": the names of the fields that are not as the case expects, codes compared without order. NoCaseFile
    before the first answer; a case that can't be read is denied with ERROR, and the log says why.
    """
    given = read_file(path)
    fixtures = given["fixtures"]
    for case in given["vectors"]:
        yield compared(decided(fixtures, case), case, expect)
    through_database = [*given["form_vectors"], *given["list_vectors"]]
    if not through_database:
        return
    with open_scratch(register_for(fixtures, given["list_vectors"])) as scratch:
        answers = [
            *(form_checked(scratch, f"form {place}", case) for place, case in enumerate(given["form_vectors"])),
            *(listed(scratch, f"list {place}", fixtures, case) for place, case in enumerate(given["list_vectors"])),
        ]
    for answer, case in zip(answers, through_database, strict=True):
        yield compared(answer, case, expect)


def read_file(path: Path) -> dict[str, Any]:
    """The file's fixtures and its three lists of cases, of which those that it lacks are empty."""
    try:
        given = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as problem:
        raise NoCaseFile(problem.strerror or "it can't be read") from None
    except (ValueError, RecursionError) as problem:
        raise NoCaseFile(f"it is not JSON: {problem}") from None
    if not isinstance(given, dict) or not any(kind in given for kind in KINDS):
        raise NoCaseFile(f"it has none of {', '.join(KINDS)}")
    cases = {kind: given.get(kind, []) for kind in KINDS}
    for kind, found in cases.items():
        if not isinstance(found, list) or not all(isinstance(case, dict) and "id" in case for case in found):
            raise NoCaseFile(f"{kind} is no list of cases with an id each")
    fixtures = given.get("fixtures", {})
    if not isinstance(fixtures, dict):
        raise NoCaseFile("fixtures is no object")
    return {"fixtures": fixtures, **cases}


def register_for(fixtures: Mapping[str, Any], cases: Iterable[Mapping[str, Any]]) -> Register:
    """The file's matrices; the shipped ones where the file has none, so that no list of it can be read either."""
    actors = (case.get("actor") for case in cases)
    roles = {str(actor["role"]) for actor in actors if isinstance(actor, dict) and "role" in actor}
    try:
        return register_of(matrices_from(fixtures), roles)
    except (LookupError, TypeError, ValueError, AttributeError) as problem:
        log.warning("The role matrices of the file can't be read: %s", told(problem))
        return shipped()


def decided(fixtures: Mapping[str, Any], case: Mapping[str, Any]) -> Answer:
    try:
        decision = walk(facts_from_case(fixtures, case), moment_of(case))
    except UNREADABLE as problem:
        decision = unreadable(case, problem)
    return {
        "id": case["id"],
        "decision": decision.effect,
        "reasons": sorted(decision.reasons),
        "obligations": sorted(decision.obligations),
        "consent_ids": list(decision.consent_ids),
        "http": decision.http,
    }


def form_checked(scratch: Scratch, name: str, case: Mapping[str, Any]) -> Answer:
    """A form that can't be read must not look like one without defects."""
    try:
        named = None if case["case"] is None else case_from(case["case"])
        defects = stored_defects(scratch, name, consent_from(case["consent"]), named)
    except UNREADABLE as problem:
        defects = [str(reason) for reason in unreadable(case, problem).reasons]
    return {"id": case["id"], "defects": defects}


def listed(scratch: Scratch, name: str, fixtures: Mapping[str, Any], case: Mapping[str, Any]) -> Answer:
    """A record that can't be read is not shown; a case that can't be read shows nothing."""
    shown: list[int] = []
    count = 0
    readable = []
    try:
        for place, record in enumerate(case["records"]):
            try:
                readable.append((place, facts_from_case(fixtures, {**case, "record": record})))
            except UNREADABLE as problem:
                unreadable(case, problem)
        if readable:
            records = [(place, facts.record) for place, facts in readable]
            shown, count = visible_through_database(scratch, name, readable[0][1], records, moment_of(case))
        return {"id": case["id"], "visible_record_ids": [case["records"][at]["id"] for at in shown], "count": count}
    except UNREADABLE as problem:
        unreadable(case, problem)
        return {"id": case["id"], "visible_record_ids": [], "count": 0}


def unreadable(case: Mapping[str, Any], problem: Exception) -> Decision:
    """R181: whatever can't be understood is denied; the log says what it was."""
    log.warning("%s can't be read and is denied: %s", case["id"], told(problem))
    return deny(Reason.ERROR)


def told(problem: Exception) -> str:
    return f"{type(problem).__name__} {problem}".replace("\n", " ")[:300]


def compared(answer: Answer, case: Mapping[str, Any], expect: bool) -> Answer:
    """The answer with the names of the fields in which it differs; unchanged when nothing is to be compared."""
    if not expect:
        return answer
    expected = {"defects": case.get(EXPECTED_DEFECTS)} if "defects" in answer else case.get("expected")
    if not isinstance(expected, Mapping):
        return {**answer, "differs": ["expected"]}
    names = [name for name in answer if name != "id"]
    return {**answer, "differs": [name for name in names if not same(name, answer[name], expected.get(name))]}


def same(name: str, got: Any, wanted: Any) -> bool:
    """Equal; lists of codes without order, while the rows of a list have one."""
    if isinstance(got, list) and isinstance(wanted, list) and name != "visible_record_ids":
        return sorted(map(str, got)) == sorted(map(str, wanted))
    return bool(got == wanted)
