"""The parts of a report that come from case management: areas of life, goals, barriers, recovery support."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask_babel import gettext as _

from portal.casework.facts import CaseSectionTold, NeedTold, OutsideTold
from portal.casework.needs.vocabulary import REPORTED, Area, NeedState
from portal.casework.outside.vocabulary import Section
from portal.casework.report_sections.vocabulary import Change
from portal.compliance.facts import RecoveryTold
from portal.court.reports.lines import Fact, Goal, Statement
from portal.court.reports.subject import Subject
from portal.web.dates import day

MOST_RECORDS = 3


def sections_of(subject: Subject) -> Sequence[CaseSectionTold]:
    return subject.material.case_sections.get(subject.id, ())


def needs_of(subject: Subject) -> Sequence[NeedTold]:
    return subject.material.needs.get(subject.id, ())


def changes(subject: Subject) -> tuple[Statement, ...]:
    """What case management says has changed since the last hearing, in its one line."""
    found = []
    for one in sections_of(subject):
        subject.sources.written_by(one.source.origin_id, one.author_name, one.submitted_at)
        if one.line:
            found.append(Statement(**subject.sources.line([one.source]), text=one.line, by=_("Case management")))
    return tuple(found)


def recovery_support(subject: Subject) -> tuple[Fact, ...]:
    """Meetings, peers, people, any pathway: what was recorded since the last hearing or in this phase, last first."""
    phase = subject.enrollment.phase_key if subject.enrollment else None
    told = [
        one
        for one in subject.material.recovery.get(subject.id, ())
        if one.on <= subject.last and (one.on >= subject.first or one.phase_key == phase)
    ]
    return tuple(
        recovery_line(subject, milestone, [one for one in reversed(told) if one.milestone == milestone])
        for milestone in dict.fromkeys(one.milestone for one in told)
    )


def recovery_line(subject: Subject, milestone: str, rows: Sequence[RecoveryTold]) -> Fact:
    """ "Met in person, Mon Nov 16; Met in person, Mon Nov 9; 4 before"."""
    parts = [f"{one.words}, {day(one.on, subject.last)}" for one in rows[:MOST_RECORDS]]
    if len(rows) > MOST_RECORDS:
        parts.append(_("%(num)d before", num=len(rows) - MOST_RECORDS))
    return Fact(**subject.sources.line(one.source for one in rows), topic=milestone, text="; ".join(parts))


def outside(subject: Subject, section: Section) -> tuple[Fact, ...]:
    """What agencies without an account told since the last hearing: the newest of each, and how it came."""
    told: dict[UUID, OutsideTold] = {}
    for one in subject.material.outside.get(subject.id, ()):
        if one.section is section and subject.first <= one.on <= subject.last:
            told.setdefault(one.source.origin_id, one)
    return tuple(
        Fact(
            **subject.sources.line([one.source]),
            topic=one.provenance,
            text=_("%(words)s (%(provenance)s)", words=one.words, provenance=one.provenance),
        )
        for one in told.values()
    )


def area(subject: Subject, wanted: Area) -> tuple[Fact, ...]:
    """How one area of life has moved, and what was met or taken up in it since the last hearing."""
    found = [
        Fact(**subject.sources.line([one.source]), topic=wanted.label, text=one.changes[wanted].label)
        for one in sections_of(subject)
        if one.changes.get(wanted, Change.NOT_SAID) is not Change.NOT_SAID
    ]
    return (*found, *(moved(subject, one) for one in needs_of(subject) if one.area is wanted and recent(subject, one)))


def recent(subject: Subject, need: NeedTold) -> bool:
    return subject.first <= need.changed_on <= subject.last


def moved(subject: Subject, need: NeedTold) -> Fact:
    text = _(
        "%(need)s: %(state)s, %(day)s",
        need=need.label,
        state=need.state.label.lower(),
        day=day(need.changed_on, subject.last),
    )
    return Fact(**subject.sources.line([need.source]), topic=need.area.label, text=text)


def goals(subject: Subject) -> tuple[Goal, ...]:
    """Goals that are worked on, and those reached since the last hearing."""
    return tuple(
        Goal(
            **subject.sources.line([goal.source]),
            goal=goal.words,
            measure=goal.measure or None,
            due_on=goal.due_on,
            state=goal.state.label.lower(),
        )
        for need in needs_of(subject)
        for goal in need.goals
        if goal.state.still_open or (goal.state is NeedState.MET and recent(subject, need))
    )


def barriers(subject: Subject) -> tuple[Fact, ...]:
    """Open needs outside the areas of life: transport, papers, income, legal matters."""
    return tuple(
        Fact(**subject.sources.line([one.source]), topic=one.area.label, text=one.label)
        for one in needs_of(subject)
        if one.area not in REPORTED and one.state.still_open
    )
