"""The parts of a report that come from treatment: attendance, progress, level of care, coming sessions."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from portal.court.between import decisions
from portal.court.reports.lines import (
    AttendanceRate,
    Fact,
    MissedSession,
    NextDate,
    Recommendation,
    ServiceAttendance,
)
from portal.court.reports.subject import Subject
from portal.participants.programs.vocabulary import Measure
from portal.treatment import facts as treatment
from portal.treatment.facts import LevelAdviceFact, LevelFact, ProgressFact, SessionFact, SubmittedSection
from portal.treatment.report_sections.vocabulary import LevelAdvice
from portal.treatment.sessions.absences import Decided, absences
from portal.treatment.sessions.attendance import Tally
from portal.web.strip import SessionMark, absence_word

MOST_DATES = 4


def sections_of(subject: Subject) -> Sequence[SubmittedSection]:
    return subject.material.treatment_sections.get(subject.id, ())


def in_period(subject: Subject) -> list[SessionFact]:
    facts = subject.material.sessions.get(subject.id, ())
    return [fact for fact in facts if subject.first <= fact.on <= subject.last]


def decided_about(subject: Subject) -> Decided:
    """What people have decided about absences, as this addressee may know it."""
    return decisions(subject.material.questions.get(subject.id, ()))


def attendance(subject: Subject) -> tuple[ServiceAttendance, ...]:
    """Counts by service since the last hearing, each agency by itself; undecided absences stand apart as questions."""
    facts = in_period(subject)
    known = decided_about(subject)
    found = []
    for origin in dict.fromkeys(fact.source.origin_id for fact in facts):
        own = [fact for fact in facts if fact.source.origin_id == origin]
        for tally in treatment.summary_of(own, subject.first, subject.last).services:
            rows = [fact for fact in own if fact.service == tally.service]
            found.append(service_line(subject, tally, rows, known))
    return tuple(found)


def service_line(subject: Subject, tally: Tally, rows: Sequence[SessionFact], known: Decided) -> ServiceAttendance:
    """Why somebody was absent is a clinical note and no part of a report; how an absence stands is."""
    found = absences(tally, known)
    return ServiceAttendance(
        **subject.sources.line(fact.source for fact in rows),
        service=tally.service,
        scheduled=tally.scheduled,
        attended=tally.attended + tally.left_early,
        excused=found.count(SessionMark.EXCUSED),
        unexcused=found.count(SessionMark.UNEXCUSED),
        question=found.count(SessionMark.QUESTION),
        missed=tuple(MissedSession(on=one.on, reason=absence_word(one.stands)) for one in found.days),
    )


def attendance_rate(subject: Subject) -> AttendanceRate | None:
    """Attended of counted sessions in the phase so far, with what the phase asks for."""
    if subject.enrollment is None or subject.rules is None:
        return None
    start = subject.enrollment.phase_started_on
    facts = [one for one in subject.material.sessions.get(subject.id, ()) if start <= one.on <= subject.last]
    total = treatment.summary_of(facts, start, subject.last).total
    if not total.counted:
        return None
    wanted = [
        one for one in subject.rules.milestones_of(subject.enrollment.phase_key) if one.measure is Measure.ATTENDANCE
    ]
    return AttendanceRate(
        **subject.sources.line(fact.source for fact in facts),
        over=_("Phase to date"),
        attended=total.attended,
        counted=total.counted,
        undecided=absences(total, decided_about(subject)).count(SessionMark.QUESTION),
        needed_percent=int(wanted[0].target) if wanted else None,
    )


def level_of_care(subject: Subject) -> Fact | None:
    """The level that holds: figure and name."""
    levels = subject.material.levels.get(subject.id, ())
    if not levels:
        return None
    figure, _space, name = level_words(levels[-1])
    return Fact(**subject.sources.line([levels[-1].source]), topic=figure, text=name)


def level_words(fact: LevelFact) -> tuple[str, str, str]:
    return fact.level.label.partition(" ")


def progress(subject: Subject) -> tuple[Fact, ...]:
    """What the clinic submitted: goals, level, medication taken, and the clinician's one line."""
    found: list[Fact] = []
    for section in sections_of(subject):
        if section.progress is not None:
            source = section.progress.source
            author = subject.material.people.get(source.author_id, "")
            subject.sources.written_by(source.origin_id, author, section.submitted_at)
            found += progress_facts(subject, section.progress)
        if section.level is not None:
            line = subject.sources.line([section.level.source])
            found.append(Fact(**line, topic=_("Level of care"), text=advice_words(section.level)))
        if section.medication is not None:
            line = subject.sources.line([section.medication.source])
            found.append(Fact(**line, topic=_("Medication"), text=section.medication.taken.label))
    return tuple(found)


def progress_facts(subject: Subject, told: ProgressFact) -> list[Fact]:
    line = subject.sources.line([told.source])
    text = told.rating.label
    if told.goals_met is not None and told.goals_total:
        text = _("%(rating)s, %(met)d of %(all)d goals met", rating=text, met=told.goals_met, all=told.goals_total)
    found = [Fact(**line, topic=_("Progress"), text=text)]
    if told.line:
        found.append(Fact(**line, topic=_("In one line"), text=told.line))
    if told.next_sessions:
        found.append(Fact(**line, topic=_("Next sessions"), text=told.next_sessions))
    return found


def advice_words(told: LevelAdviceFact) -> str:
    """ "2.1 intensive outpatient; clinician recommends to keep it"."""
    present = told.level.label if told.level else ""
    if told.advice is LevelAdvice.KEEP:
        advice = _("clinician recommends to keep it")
    elif told.advised_level is not None:
        advice = _("clinician recommends %(level)s", level=told.advised_level.label)
    else:
        advice = told.advice.label
    return "; ".join(part for part in (present, advice) if part)


def clinicians_advice(subject: Subject) -> tuple[Recommendation, ...]:
    """The level of care that the clinician recommends, never why."""
    return tuple(
        Recommendation(
            **subject.sources.line([one.level.source]), by=_("Clinician"), text=f"{advice_words(one.level)}."
        )
        for one in sections_of(subject)
        if one.level is not None
    )


def coming_sessions(subject: Subject) -> list[NextDate]:
    """The next sessions at which the person is expected."""
    planned = subject.material.planned.get(subject.id, ())
    return [
        NextDate(**subject.sources.line([one.source]), on=one.on, at=one.starts_at, what=one.service)
        for one in planned[:MOST_DATES]
    ]
