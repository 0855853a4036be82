"""Sections, reports and proposals: whole for the last docket, and begun for the next one, so that it can be played."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta

from portal.demo.calendar import Calendar, moment
from portal.demo.court_happenings import CaseworkSaid, Proposed, ReportsFiled, SupervisionSaid, TreatmentSaid
from portal.demo.happenings import Happening
from portal.demo.lives import saying
from portal.demo.lives.court_days import come_again, ready_for
from portal.demo.lives.life import Life
from portal.participants.enrollments.vocabulary import Place

FILED_AHEAD = 4
"""For so many people of the next docket everything is in and the report is filed."""

HELD_BACK = {"xio": ("supervision",), "marcus": (), "dee": ("supervision", "casework")}
"""Whose sections wait to be written by whoever plays the story; what of them is in already."""

PARTS = (
    ("treatment", "casework", "supervision"),
    ("treatment", "casework", "supervision"),
    ("casework", "supervision"),
    ("supervision",),
    ("treatment", "supervision"),
    (),
)
PROPOSALS = 6
GOOD_NEWS = (
    ("token", "Every session and every contact since the last hearing."),
    ("fishbowl", "On time each week, and called ahead once when the bus was late."),
    ("praise", "Nothing missed; helped somebody new find the group."),
    ("gift_card", "A month without a missed session."),
)


def report(lives: list[Life], day: date, calendar: Calendar) -> Iterator[Happening]:
    """The day before the last docket, and yesterday for the next one."""
    if day == calendar.last_docket_on - timedelta(days=1):
        called = [life for life in lives if life.hearing_on == calendar.last_docket_on and not life.ended]
        for life in called:
            yield from sections(life, day, calendar, calendar.last_docket_on, PARTS[0])
        yield ReportsFiled(at=moment(day, time(17, 5)), by="quiroz", on=calendar.last_docket_on)
    if day == calendar.ends_on:
        called = [life for life in lives if life.hearing_on == calendar.next_docket_on and not life.ended]
        yield from begin_next(called, day, calendar)


def begin_next(called: list[Life], day: date, calendar: Calendar) -> Iterator[Happening]:
    """Some sections are in, some are drafts; a few reports are filed; a few responses are proposed."""
    whole = []
    for place, life in enumerate(called):
        parts = HELD_BACK.get(life.key, PARTS[place % len(PARTS)])
        if parts == PARTS[0] and life.admitted_on is not None:
            whole.append(life.key)
        yield from sections(life, day, calendar, calendar.next_docket_on, parts, draft=life.key not in HELD_BACK)
    filed = tuple(whole[:FILED_AHEAD])
    if filed:
        yield ReportsFiled(at=moment(day, time(17, 40)), by="quiroz", on=calendar.next_docket_on, people=filed)
    yield from proposals(called, day, calendar)


def sections(
    life: Life, day: date, calendar: Calendar, hearing_on: date, parts: tuple[str, ...], draft: bool = False
) -> Iterator[Happening]:
    """The sections of one person; with `draft` a treatment section that is not in is begun."""
    since = life.heard_on or life.enters_on
    if life.admitted_on is not None and ("treatment" in parts or (draft and "casework" in parts)):
        yield treatment(life, day, calendar, hearing_on, since, "treatment" in parts)
    if "casework" in parts and life.person.manager:
        yield CaseworkSaid(
            at=moment(day, time(10, life.rng.randrange(60))),
            by=life.person.manager,
            person=life.key,
            hearing_on=hearing_on,
            line=saying.manager_line(life),
            changes=saying.changes(life),
        )
    if "supervision" in parts and life.person.officer:
        yield SupervisionSaid(
            at=moment(day, time(11, life.rng.randrange(50))),
            by=life.person.officer,
            person=life.key,
            hearing_on=hearing_on,
            line=saying.officer_line(life, since),
        )


def treatment(
    life: Life, day: date, calendar: Calendar, hearing_on: date, since: date, submitted: bool
) -> TreatmentSaid:
    rating, line = saying.clinic_line(life, since, day)
    total = life.rng.choice((3, 4, 4, 5))
    met = min(total, {"on_track": 2, "some": 1, "stalled": 1, "too_early": 0}[rating] + (life.phase > "p2"))
    return TreatmentSaid(
        at=moment(day, time(9, life.rng.randrange(60))),
        by=life.clinician,
        person=life.key,
        clinic=life.person.clinic,
        hearing_on=hearing_on,
        due_on=hearing_on - timedelta(days=1),
        period_from=since,
        rating=rating,
        goals=(met, total),
        line=line,
        next_sessions=saying.next_sessions(life, day, calendar),
        advice="keep",
        medication="yes" if life.person.story == "medication" else "not_prescribed",
        submitted=submitted,
    )


def proposals(called: list[Life], day: date, calendar: Calendar) -> Iterator[Proposed]:
    """What the team thinks of so far: a phase, praise with a token, help after a hard week."""
    made = 0
    for life in called:
        since = life.heard_on or life.enters_on
        option = why = view = ""
        if life.place is not Place.HOME or life.key in HELD_BACK:
            continue
        if ready_for(life, day):
            option, why = "phase_advance", "All that the phase asks for is met, and nothing was missed."
        elif saying.positive_since(life, since):
            option, why = "case_management", "A hard weekend; more contact for three weeks, and a ride to the group."
            view = "Ask the clinic first whether the times fit."
        elif not saying.missed_since(life, since):
            option, why = GOOD_NEWS[made % len(GOOD_NEWS)]
        if not option or made >= PROPOSALS:
            continue
        made += 1
        yield Proposed(
            at=moment(day, time(16, 50 + made)),
            by="quiroz",
            person=life.key,
            hearing_on=calendar.next_docket_on,
            option=option,
            why=why,
            next_on=come_again(life, calendar.next_docket_on, calendar),
            view=view,
        )
