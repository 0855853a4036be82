"""What must fit together across the rule files of one program; each fault names the file and the key to mend."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from portal.participants.programs.definition import Milestone, ProgramRules
from portal.participants.programs.reading import RulesUnreadable
from portal.participants.programs.vocabulary import Measure, MilestoneKind

_MEASURES = {
    MilestoneKind.COUNT: {Measure.RECORDED, Measure.SESSIONS_IN_ROW, Measure.CONTACTS_KEPT},
    MilestoneKind.CONSECUTIVE_DAYS: {Measure.DAYS_IN_PHASE, Measure.SOBER_DAYS},
    MilestoneKind.PERCENTAGE_WINDOW: {Measure.ATTENDANCE},
    MilestoneKind.DOCUMENT: {Measure.RECORDED},
    MilestoneKind.ATTESTATION: {Measure.RECORDED, Measure.OBLIGATION},
    MilestoneKind.SCORE: {Measure.RECORDED},
}


def check_references(rules: ProgramRules) -> None:
    """Raises RulesUnreadable for the first thing that does not fit."""
    _unique("phases.toml", "phase", (phase.key for phase in rules.phases))
    _unique("milestones.toml", "milestone", (milestone.key for milestone in rules.milestones))
    _unique("behaviors.toml", "behavior", (behavior.code for behavior in rules.responses.behaviors))
    _unique("responses.toml", "response", (option.key for option in rules.responses.options))
    _unique("program.toml", "section", (section.key for section in rules.sections))
    _check_hearings(rules)
    for milestone in rules.milestones:
        _check_milestone(rules, milestone)
    _check_behaviors(rules)
    _check_custody(rules)


def _unique(file: str, what: str, keys: Iterable[str]) -> None:
    for key, count in Counter(keys).items():
        if count > 1:
            raise RulesUnreadable(file, f"{what}[{key}]", "is listed more than once")


def _check_hearings(rules: ProgramRules) -> None:
    for phase in rules.phases:
        where = f"phase[{phase.key}].hearing_every_days"
        if rules.has_hearings and phase.hearing_every_days is None:
            raise RulesUnreadable("phases.toml", where, "is missing, and the program has hearings")
        if not rules.has_hearings and phase.hearing_every_days is not None:
            raise RulesUnreadable("phases.toml", where, "must not be set, because the program has no hearings")
    for section in rules.sections:
        if section.when == "hearing" and not rules.has_hearings:
            raise RulesUnreadable(
                "program.toml", f"section[{section.key}].when", "must be review: there are no hearings"
            )


def _check_milestone(rules: ProgramRules, milestone: Milestone) -> None:
    where = f"milestone[{milestone.key}]"
    if milestone.phase not in {phase.key for phase in rules.phases}:
        raise RulesUnreadable("milestones.toml", f"{where}.phase", f"{milestone.phase!r} is no phase of phases.toml")
    fitting = _MEASURES[milestone.kind]
    if milestone.measure not in fitting:
        words = ", ".join(sorted(measure.value for measure in fitting))
        raise RulesUnreadable("milestones.toml", f"{where}.measure", f"must be one of {words} for this kind")
    if (milestone.measure is Measure.OBLIGATION) != (milestone.obligation is not None):
        raise RulesUnreadable(
            "milestones.toml", f"{where}.obligation", 'goes with measure = "obligation", and only with it'
        )
    if milestone.measure is Measure.ATTENDANCE and milestone.target > 100:
        raise RulesUnreadable("milestones.toml", f"{where}.target", "must be a percentage up to 100")


def _check_behaviors(rules: ProgramRules) -> None:
    codes = {behavior.code for behavior in rules.responses.behaviors}
    for code_rule in rules.tests.codes.values():
        if code_rule.raises is not None and code_rule.raises not in codes:
            where = f"tests.codes.{code_rule.code.value}.raises"
            raise RulesUnreadable("tests.toml", where, f"{code_rule.raises!r} is no behavior of behaviors.toml")
    for mark, code in rules.attendance.question_for.items():
        if code not in codes:
            where = f"attendance.question_for.{mark.value}"
            raise RulesUnreadable("program.toml", where, f"{code!r} is no behavior of behaviors.toml")
    for behavior in rules.responses.behaviors:
        if behavior.severity is not None and behavior.severity not in rules.lookup.levels:
            where = f"lookup.levels.{behavior.severity}"
            raise RulesUnreadable("behaviors.toml", where, f"is missing; behavior {behavior.code} has this severity")


def _check_custody(rules: ProgramRules) -> None:
    for option in rules.responses.options:
        if option.custody_days_most > rules.limits.jail_stop_days:
            where = f"{option.key}.custody_days_most"
            raise RulesUnreadable("responses.toml", where, "is above jail_stop_days, so it could never be proposed")
