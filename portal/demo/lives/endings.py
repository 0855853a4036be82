"""How a life in the program ends: at a hearing, or by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time

from portal.demo.calendar import Calendar, moment
from portal.demo.court_happenings import CaseDisposed, HearingDropped
from portal.demo.happenings import Discharged, Happening, StatusChanged
from portal.demo.lives.life import Life
from portal.participants.enrollments.vocabulary import EnrollmentStatus

REASONS = {
    EnrollmentStatus.COMPLETED: "All milestones met",
    EnrollmentStatus.TERMINATED: "By order after the hearing of the grounds",
    EnrollmentStatus.NEUTRAL_DISCHARGE: "Health; another program fits better",
    EnrollmentStatus.WITHDRAWN: "Own wish, after talking with counsel",
    EnrollmentStatus.TRANSFERRED: "Moved; accepted by the court of Brandt County",
    EnrollmentStatus.DECEASED: "Told by the family",
}
CLINIC_STATUS = {
    EnrollmentStatus.COMPLETED: "completed",
    EnrollmentStatus.TERMINATED: "not_completed",
    EnrollmentStatus.NEUTRAL_DISCHARGE: "medical",
    EnrollmentStatus.WITHDRAWN: "withdrew",
    EnrollmentStatus.TRANSFERRED: "transferred",
    EnrollmentStatus.DECEASED: "deceased",
}
DISPOSED = (EnrollmentStatus.COMPLETED, EnrollmentStatus.TERMINATED)


def status_of(life: Life) -> EnrollmentStatus:
    return EnrollmentStatus(life.person.story)


def end_at_hearing(life: Life, day: date, calendar: Calendar) -> Iterator[Happening]:
    """The ending that the judge orders, at the first hearing from the story's day on."""
    if life.ends_on is None or day < life.ends_on or status_of(life) is EnrollmentStatus.DECEASED:
        return
    yield from end(life, day, time(17, 15))


def end_by_itself(life: Life, day: date, calendar: Calendar) -> Iterator[Happening]:
    """A death, and the end of a diversion agreement, need no hearing."""
    if life.ended or life.ends_on is None or day < life.ends_on or calendar.open_from(day) != day:
        return
    if not life.person.in_court or status_of(life) is EnrollmentStatus.DECEASED:
        yield from end(life, day, time(16, 20))


def end(life: Life, day: date, hour: time) -> Iterator[Happening]:
    status = status_of(life)
    life.ended = True
    by = "quiroz" if life.person.in_court else "novak"
    yield StatusChanged(at=moment(day, hour), by=by, person=life.key, status=status, reason=REASONS[status])
    if life.hearing_on is not None:
        yield HearingDropped(at=moment(day, hour), by=by, person=life.key, on=life.hearing_on)
        life.hearing_on = None
    if life.admitted_on is not None:
        yield Discharged(
            at=moment(day, time(18, 30)),
            by=life.clinician,
            person=life.key,
            clinic=life.person.clinic,
            status=CLINIC_STATUS[status],
        )
    if status in DISPOSED and life.person.in_court:
        yield CaseDisposed(at=moment(day, time(18, 45)), by=by, person=life.key)
