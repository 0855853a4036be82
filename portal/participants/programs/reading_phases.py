"""Phases and milestones out of their tables (treatment-court practice: phase definitions, milestones)."""

from __future__ import annotations

from decimal import Decimal

from portal.gate.vocabulary import Category, RoleName
from portal.participants.programs.definition import Milestone, Phase, Span
from portal.participants.programs.reading import Table
from portal.participants.programs.vocabulary import Measure, MilestoneKind, ObligationKind, Unit

DAYS_MILESTONE, SOBER_MILESTONE = "days", "sober"


def read_phases(file: Table) -> tuple[Phase, ...]:
    """The phases in the order of the file, numbered from 1."""
    phases = tuple(_phase(table, number) for number, table in enumerate(file.rows("phase"), start=1))
    if not phases:
        raise file.wrong("phase", "at least one phase is needed")
    return phases


def _phase(table: Table, number: int) -> Phase:
    hours = table.pair("treatment_hours_weekly")
    phase = Phase(
        key=table.text("key"),
        number=number,
        name=table.text("name"),
        about=table.text("about", ""),
        min_days=table.whole("min_days"),
        max_days=table.whole_or_none("max_days"),
        hearing_every_days=table.whole_or_none("hearing_every_days"),
        hearing_every_days_most=table.whole_or_none("hearing_every_days_most"),
        hearing_every_days_unstable=table.whole_or_none("hearing_every_days_unstable"),
        review_every_days=table.whole_or_none("review_every_days"),
        treatment_hours_weekly=Span(Decimal(hours[0]), Decimal(hours[1])) if hours else None,
        treatment_note=table.text("treatment_note", ""),
        tests_weekly=table.whole("tests_weekly", most=7),
        sober_days=table.whole("sober_days"),
        sanction_free_days=table.whole("sanction_free_days"),
        contact_every_days=table.whole_or_none("contact_every_days"),
        home_visit_every_days=table.whole_or_none("home_visit_every_days"),
        curfew_at=table.hour("curfew_at") if table.has("curfew_at") else None,
        requirements=table.texts("requirements"),
    )
    if phase.max_days is not None and phase.max_days < phase.min_days:
        raise table.wrong("max_days", "must not be below min_days")
    table.close()
    return phase


def read_milestones(file: Table, phases: tuple[Phase, ...]) -> tuple[Milestone, ...]:
    """The days and the sober days of each phase, then what the file lists for it."""
    listed = [_milestone(table) for table in file.rows("milestone")]
    ordered: list[Milestone] = []
    for phase in phases:
        ordered += _own_milestones(phase)
        ordered += [milestone for milestone in listed if milestone.phase == phase.key]
    return (*ordered, *(m for m in listed if m.phase not in {phase.key for phase in phases}))


def _own_milestones(phase: Phase) -> list[Milestone]:
    """What follows from the numbers of a phase: its days, and its sober days unless it asks for none."""
    days = _run(phase, DAYS_MILESTONE, f"{phase.min_days} days in the phase", Measure.DAYS_IN_PHASE, phase.min_days)
    sober = _run(
        phase, SOBER_MILESTONE, f"{phase.sober_days} sober days, verified", Measure.SOBER_DAYS, phase.sober_days
    )
    return [run for run in (days, sober) if run.target]


def _run(phase: Phase, name: str, label: str, measure: Measure, target: int) -> Milestone:
    sober = measure is Measure.SOBER_DAYS
    return Milestone(
        key=f"{phase.key}.{name}",
        phase=phase.key,
        label=label,
        kind=MilestoneKind.CONSECUTIVE_DAYS,
        measure=measure,
        target=Decimal(target),
        unit=Unit.DAYS,
        window_days=None,
        due_within_days=None,
        evidence="Test results by day of collection" if sober else "Day the phase began",
        ask="Go on testing; days count once a test has verified them" if sober else "Stay with the program",
        category=Category.DRUG_TEST if sober else Category.PHASE_STATUS,
        attested_by=(),
        obligation=None,
        only_when_ordered=False,
        recovery_support=False,
    )


def _milestone(table: Table) -> Milestone:
    milestone = Milestone(
        key=table.text("key"),
        phase=table.text("phase"),
        label=table.text("label"),
        kind=table.choice("kind", MilestoneKind),
        measure=table.choice("measure", Measure, Measure.RECORDED),
        target=Decimal(table.whole("target", 1) if table.has("target") else 1),
        unit=table.choice("unit", Unit, Unit.ITEMS),
        window_days=table.whole_or_none("window_days"),
        due_within_days=table.whole_or_none("due_within_days"),
        evidence=table.text("evidence"),
        ask=table.text("ask"),
        category=_category(table),
        attested_by=read_roles(table, "attested_by"),
        obligation=table.choice("obligation", ObligationKind) if table.has("obligation") else None,
        only_when_ordered=table.flag("only_when_ordered"),
        recovery_support=table.flag("recovery_support"),
    )
    table.close()
    return milestone


def _category(table: Table) -> Category:
    value = table.text("category")
    if value not in set(Category):
        raise table.wrong("category", f"must be a category of records; it is {value!r}")
    return Category(value)


def read_roles(table: Table, key: str) -> tuple[RoleName, ...]:
    """A list of role names; absent means empty."""
    names = table.texts(key)
    for name in names:
        if name not in set(RoleName):
            raise table.wrong(key, f"must be roles; {name!r} is none")
    return tuple(RoleName(name) for name in names)
