"""From rule files to `ProgramRules`: read, check, freeze.

A program is a folder of TOML files (program, phases, milestones, behaviors, responses, tests). They are read into one
document, whose JSON text (order kept: store it as text) goes with the version; `rules_from_text` reads it back to
equal rules.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from datetime import time
from functools import cache
from pathlib import Path

from portal.participants.programs.checking import check_references
from portal.participants.programs.definition import (
    AttendancePolicy,
    Deadlines,
    DrugTestPolicy,
    ProgramRules,
    ReportSection,
    ResultRule,
)
from portal.participants.programs.reading import Json, RulesUnreadable, Table
from portal.participants.programs.reading_packet import read_packet_form
from portal.participants.programs.reading_phases import read_milestones, read_phases, read_roles
from portal.participants.programs.reading_responses import read_catalog, read_limits, read_lookup
from portal.participants.programs.vocabulary import (
    AttendanceCount,
    AttendanceMark,
    ClockEffect,
    Counting,
    ProgramKind,
    ResultCode,
)

RULES = Path(__file__).parent / "rules"
FILES = ("program", "phases", "milestones", "behaviors", "responses", "tests")


def builtin_keys() -> tuple[str, ...]:
    """The programs that come with the portal."""
    return tuple(sorted(folder.name for folder in RULES.iterdir() if (folder / "program.toml").is_file()))


@cache
def builtin_rules(key: str) -> ProgramRules:
    """The rules of a program that comes with the portal. Raises RulesUnreadable for an unknown key."""
    if key not in builtin_keys():
        raise RulesUnreadable(key, "", f"is not a program that comes with the portal: {', '.join(builtin_keys())}")
    return load_rules(RULES / key)


def load_rules(folder: Path) -> ProgramRules:
    """The rules in a folder. Raises RulesUnreadable, which names the file and the key."""
    document: dict[str, Json] = {}
    for name in FILES:
        path = folder / f"{name}.toml"
        try:
            values = tomllib.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise RulesUnreadable(path.name, "", f"is missing in {folder}") from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
            raise RulesUnreadable(path.name, "", f"is not readable TOML: {fault}") from None
        document[name] = _plain(values)
    return _parse(document)


def rules_from_text(text: str) -> ProgramRules:
    """The rules in a stored text. Raises RulesUnreadable."""
    try:
        document = json.loads(text)
    except json.JSONDecodeError as fault:
        raise RulesUnreadable("stored rules", "", f"is not readable JSON: {fault}") from None
    if not isinstance(document, dict):
        raise RulesUnreadable("stored rules", "", "must be a table")
    return _parse(document)


def _plain(value: object) -> Json:
    """TOML values as JSON has them: times become text."""
    if isinstance(value, dict):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    if isinstance(value, time):
        return value.isoformat()
    if isinstance(value, (str, int, float, bool)):
        return value
    return str(value)


def _parse(document: Mapping[str, Json]) -> ProgramRules:
    files = {name: _file(document, name) for name in FILES}
    program = files["program"].below("program")
    phases = read_phases(files["phases"])
    rules = ProgramRules(
        key=program.text("key"),
        name=program.text("name"),
        kind=program.choice("kind", ProgramKind),
        has_hearings=program.flag("has_hearings"),
        has_judge=program.flag("has_judge"),
        needs_case_number=program.flag("needs_case_number"),
        completion_label=program.text("completion_label"),
        close_at_percent=program.whole("close_at_percent", 1, 100),
        phases=phases,
        milestones=read_milestones(files["milestones"], phases),
        tests=_tests(files["tests"]),
        attendance=_attendance(files["program"].below("attendance")),
        sections=tuple(_section(table) for table in files["program"].rows("section")),
        packet=tuple(read_packet_form(table) for table in files["program"].rows("packet")),
        deadlines=_deadlines(files["program"].below("deadlines")),
        responses=read_catalog(files["behaviors"], files["responses"], tuple(phase.key for phase in phases)),
        lookup=read_lookup(files["behaviors"]),
        limits=read_limits(files["responses"]),
        text=json.dumps(document, ensure_ascii=False, separators=(",", ":")),
    )
    for table in (program, *files.values()):
        table.close()
    check_references(rules)
    return rules


def _file(document: Mapping[str, Json], name: str) -> Table:
    values = document.get(name)
    if not isinstance(values, dict):
        raise RulesUnreadable(f"{name}.toml", "", "is missing")
    return Table(values, f"{name}.toml", "")


def _tests(file: Table) -> DrugTestPolicy:
    table = file.below("tests")
    rules = {code: _code_rule(code, row) for name, row in table.each("codes") for code in [_result(table, name)]}
    for code in ResultCode:
        if code not in rules:
            raise table.wrong(f"codes.{code.value}", "is missing")
    policy = DrugTestPolicy(
        tested=table.flag("tested"),
        gap_days=table.whole("gap_days", 1),
        residual_days=table.whole("residual_days"),
        repeat_within_days=table.whole("repeat_within_days"),
        dilute_concern_count=table.whole("dilute_concern_count", 1),
        dilute_concern_days=table.whole("dilute_concern_days", 1),
        result_within_hours=table.whole("result_within_hours", 1),
        codes=rules,
    )
    table.close()
    return policy


def _result(table: Table, name: str) -> ResultCode:
    return table.word("codes", name, ResultCode)


def _code_rule(code: ResultCode, table: Table) -> ResultRule:
    rule = ResultRule(
        code=code,
        effect=table.choice("effect", ClockEffect),
        counts_as=table.choice("counts_as", Counting),
        raises=table.text("raises") if table.has("raises") else None,
        cleared_by_repeat=table.flag("cleared_by_repeat"),
        needs_retest=table.flag("needs_retest"),
        needs_response=table.flag("needs_response"),
    )
    table.close()
    return rule


def _attendance(table: Table) -> AttendancePolicy:
    counted, asked = table.below("counts"), table.below("question_for")
    counts = {mark: counted.choice(mark.value, AttendanceCount) for mark in AttendanceMark}
    policy = AttendancePolicy(
        late_grace_minutes=table.whole("late_grace_minutes"),
        counts=counts,
        question_for={asked.word(name, name, AttendanceMark): asked.text(name) for name in asked.values},
        raise_count=table.whole("raise_count", 1),
        raise_within_days=table.whole("raise_within_days", 1),
    )
    for part in (counted, asked, table):
        part.close()
    return policy


def _section(table: Table) -> ReportSection:
    section = ReportSection(table.text("key"), table.text("label"), read_roles(table, "roles"), table.text("when"))
    if section.when not in {"hearing", "review"} or not section.roles:
        raise table.wrong("when", "must be hearing or review, and roles must name at least one role")
    table.close()
    return section


def _deadlines(table: Table) -> Deadlines:
    deadlines = Deadlines(
        sections_due_days_before=table.whole("sections_due_days_before"),
        sections_due_at=table.hour("sections_due_at"),
        entry_within_hours=table.whole("entry_within_hours", 1),
        court_response_days=table.whole("court_response_days", 1),
        officer_response_business_days=table.whole("officer_response_business_days", 1),
        whereabouts_unknown_days=table.whole("whereabouts_unknown_days", 1),
    )
    table.close()
    return deadlines
