"""How marks and sessions are shown: keys and tags of marks, lines of a roster, entries of a history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask import g, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.agencies.models import UserAccount
from portal.accounts.principal import Principal
from portal.participants.people import queries as people
from portal.treatment.groups import queries as groups
from portal.treatment.sessions import queries
from portal.treatment.sessions.conflicts import shown
from portal.treatment.sessions.models import Attendance, TreatmentSession
from portal.treatment.sessions.vocabulary import (
    ATTENDED_MARKS,
    LETTERS,
    AttendanceMark,
    SessionStatus,
)
from portal.web.components import MarkKey, enum_tag, tag_for
from portal.web.dates import day, moment, time_of

M = AttendanceMark
TAGS: dict[AttendanceMark, tuple[str, Any]] = {
    M.PRESENT: ("done", _("Present")),
    M.TELEHEALTH: ("done", _("Telehealth")),
    M.LATE: ("done", _("Late")),
    M.LEFT_EARLY: ("part", _("Left early")),
    M.EXCUSED: ("open", _("Excused")),
    M.UNEXCUSED: ("late", _("Unexcused")),
    M.PROVIDER_CANCELLED: ("plain", _("Cancelled by the provider")),
    M.RESCHEDULED: ("plain", _("Rescheduled")),
    M.MAKEUP: ("done", _("Make-up session attended")),
    M.SUSPENDED: ("plain", _("Treatment suspended")),
}
tag_for(AttendanceMark, TAGS)


def mark_keys() -> tuple[MarkKey, ...]:
    """The marks of a roster row, in the order of its keys."""
    return (
        MarkKey(M.PRESENT, gettext("&Present"), gettext("here"), totals="there"),
        MarkKey(M.TELEHEALTH, gettext("&Telehealth"), gettext("tele"), totals="there"),
        MarkKey(M.LATE, gettext("&Late"), gettext("late"), asks="minutes reason", totals="there"),
        MarkKey(M.LEFT_EARLY, gettext("Left &early"), gettext("left"), asks="minutes reason", totals="there"),
        MarkKey(M.EXCUSED, gettext("E&xcused"), gettext("exc."), asks="reason", tone="due", totals="excused"),
        MarkKey(M.UNEXCUSED, gettext("&Unexcused"), gettext("unex."), asks="reason", tone="alert", totals="unexcused"),
    )


@dataclass(frozen=True, slots=True)
class RosterLine:
    """One person on a roster: either a mark that is saved, or fields to fill."""

    participant_id: UUID
    person: str
    recent: tuple[tuple[str, str, bool], ...]
    saved: Attendance | None = None
    reason: str = ""
    chosen: str = ""
    minutes: str = ""
    error: str = ""
    note: str = ""

    @property
    def key(self) -> str:
        """How the row's fields are named: the id, never the name."""
        return self.participant_id.hex


def roster_lines(
    session: Session, principal: Principal, meeting: TreatmentSession, typed: dict[UUID, Any], errors: dict[UUID, str]
) -> list[RosterLine]:
    """The roster in the order of names, with what is saved, what was typed, and what is wrong with it."""
    expected = [place.participant_id for place in queries.places(session, meeting.id)]
    names = people.participants(session, expected)
    saved = queries.marks(session, meeting.id)
    reasons = queries.reasons(session, saved.values())
    recent = queries.recent_marks(session, expected, principal.agency_id, meeting.starts_at)
    lines = []
    for person in sorted(names.values(), key=lambda one: (one.sort_key, one.id)):
        row, entry = saved.get(person.id), typed.get(person.id)
        lines.append(
            RosterLine(
                participant_id=person.id,
                person=person.full_name,
                recent=tuple(recent_word(one) for one in recent.get(person.id, [])),
                saved=row,
                reason=reasons.get(row.id, "") if row else (entry.reason if entry else ""),
                chosen=entry.mark if entry else "",
                minutes=entry.minutes if entry else str(meeting.minutes),
                error=errors.get(person.id, ""),
                note=meanwhile(row, entry),
            )
        )
    return lines


def meanwhile(row: Attendance | None, entry: Any) -> str:
    """What this editor had typed for somebody whom another one marked."""
    if row is None or entry is None or not entry.mark or entry.mark == row.mark:
        return ""
    return gettext("You had: %(mark)s", mark=AttendanceMark(entry.mark).label)


def recent_word(row: Attendance) -> tuple[str, str, bool]:
    mark = AttendanceMark(row.mark)
    return LETTERS[mark], mark.label.lower(), mark is AttendanceMark.UNEXCUSED


def totals(lines: Sequence[RosterLine]) -> list[tuple[str, int, str]]:
    """The sums of the save bar, of what is chosen and not saved yet."""
    keys = {key.code: key.totals for key in mark_keys()}
    sums = {"there": 0, "excused": 0, "unexcused": 0}
    for line in lines:
        if line.saved is None and line.chosen in keys:
            sums[keys[line.chosen]] += 1
    words = {"there": gettext("there"), "excused": gettext("excused"), "unexcused": gettext("unexcused")}
    return [(name, count, words[name]) for name, count in sums.items()]


def when_and_where(session: Session, principal: Principal, meeting: TreatmentSession, expected: int) -> str:
    """ "Tue Nov 17, 6:00 PM to 7:30 PM. Room 2. 12 people. Led by R. Kowal." """
    parts = [hours(meeting, principal.zone)]
    if meeting.room:
        parts.append(gettext("%(room)s.", room=meeting.room))
    if meeting.group_id is not None:
        parts.append(gettext("%(count)d people.", count=expected))
        names = [user.full_name for user in groups.leaders(session, [meeting.group_id]).get(meeting.group_id, [])]
        if names:
            parts.append(gettext("Led by %(names)s.", names=gettext(" and ").join(names)))
    elif meeting.clinician is not None:
        parts.append(gettext("With %(name)s.", name=meeting.clinician.full_name))
    return " ".join(parts)


def hours(meeting: TreatmentSession, zone: str) -> str:
    ends_at = meeting.starts_at + timedelta(minutes=meeting.minutes)
    return gettext(
        "%(day)s, %(start)s to %(end)s.",
        day=day(meeting.meets_on, g.today),
        start=time_of(meeting.starts_at, zone),
        end=time_of(ends_at, zone),
    )


def history_items(session: Session, rows: Sequence[Attendance], zone: str) -> list[dict[str, Any]]:
    """Marks for the component `timeline`: what holds, and under it what was marked first, by whom and when.

    `rows` may hold several marks of one session; the one that holds stands for it.
    """
    names = names_of(session, rows)
    reasons = queries.reasons(session, rows)
    by_session: dict[UUID, list[Attendance]] = {}
    for row in rows:
        by_session.setdefault(row.session_id, []).append(row)
    items = []
    for marks in by_session.values():
        marks.sort(key=lambda row: row.version)
        last = marks[-1]
        items.append(
            {
                "on": last.service_on,
                "shown": day(last.service_on, g.today),
                "text": gettext("%(service)s, %(mark)s", service=last.service, mark=lowered(last)),
                "second": reasons.get(last.id, ""),
                "corrected": "; ".join(was_marked(row, names, zone) for row in marks[:-1]),
                "correction": corrected_by(last, names, zone) if len(marks) > 1 else "",
                "href": url_for("treatment.sessions.correct_page", attendance_id=last.id),
            }
        )
    return items


def lowered(row: Attendance) -> str:
    """The mark within a line: "present, 90 minutes"."""
    words = shown(row.mark, row.minutes)
    return words[:1].lower() + words[1:]


def mark_items(session: Session, rows: Sequence[Attendance], zone: str) -> list[dict[str, Any]]:
    """All marks of one session of one person for the component `timeline`, each with who, when and why."""
    names = names_of(session, rows)
    reasons = queries.reasons(session, rows)
    return [
        {
            "on": row.service_on,
            "shown": moment(row.created_at, zone, g.today),
            "tag": enum_tag(AttendanceMark(row.mark)),
            "text": by_whom(row, names.get(row.author_id, "")),
            "second": reasons.get(row.id, ""),
        }
        for row in reversed(rows)
    ]


def by_whom(row: Attendance, name: str) -> str:
    if AttendanceMark(row.mark) in ATTENDED_MARKS:
        return gettext("%(minutes)d minutes, by %(who)s", minutes=row.minutes, who=name)
    return gettext("by %(who)s", who=name)


def was_marked(row: Attendance, names: dict[UUID, str], zone: str) -> str:
    return gettext(
        "%(mark)s, marked %(when)s by %(who)s.",
        mark=shown(row.mark, row.minutes),
        when=moment(row.created_at, zone, g.today),
        who=names.get(row.author_id, ""),
    )


def corrected_by(row: Attendance, names: dict[UUID, str], zone: str) -> str:
    when = moment(row.created_at, zone, g.today)
    return gettext("Corrected %(when)s by %(who)s.", when=when, who=names.get(row.author_id, ""))


def names_of(session: Session, rows: Sequence[Attendance]) -> dict[UUID, str]:
    wanted = select(UserAccount).where(UserAccount.id.in_({row.author_id for row in rows}))
    return {user.id: user.full_name for user in session.scalars(wanted)}


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One session in a list: what, when, how far it is marked, and what can be done."""

    meeting: TreatmentSession
    title: str
    leaders: str
    expected: int
    marked: int
    state: tuple[str, str]
    waits: bool


def session_lines(session: Session, meetings: Sequence[TreatmentSession], at: datetime) -> list[SessionLine]:
    """Sessions with how far each is marked; a fixed number of statements for all of them together."""
    ids = [meeting.id for meeting in meetings]
    expected, marked = queries.places_count(session, ids), queries.marks_count(session, ids)
    leading = groups.leaders(session, {meeting.group_id for meeting in meetings if meeting.group_id})
    single = with_whom(session, [meeting.id for meeting in meetings if meeting.group_id is None])
    lines = []
    for meeting in meetings:
        users = leading.get(meeting.group_id, []) if meeting.group_id else [meeting.clinician]
        all_of, done = expected.get(meeting.id, 0), marked.get(meeting.id, 0)
        waits = meeting.status == SessionStatus.HELD and meeting.starts_at <= at and done < all_of
        names = ", ".join(user.full_name for user in users if user is not None)
        title, state = title_of(meeting, single.get(meeting.id, "")), state_of(meeting, at, all_of, done)
        lines.append(SessionLine(meeting, title, names, all_of, done, state, waits))
    return lines


def with_whom(session: Session, session_ids: Sequence[UUID]) -> dict[UUID, str]:
    """The person of each session with one person."""
    expected = {place.session_id: place.participant_id for place in queries.places_of(session, session_ids)}
    names = people.participants(session, list(expected.values()))
    return {meeting: names[person].full_name for meeting, person in expected.items() if person in names}


def title_of(meeting: TreatmentSession, person: str) -> str:
    if meeting.group_id is None and person:
        return gettext("%(service)s with %(name)s", service=meeting.title, name=person)
    return meeting.title


def state_of(meeting: TreatmentSession, at: datetime, expected: int, marked: int) -> tuple[str, str]:
    """Kind and words of a session's tag."""
    if meeting.status == SessionStatus.CANCELLED:
        return "plain", gettext("Cancelled")
    if meeting.starts_at > at:
        return "wait", gettext("To come")
    if expected == 0:
        return "plain", gettext("Nobody expected")
    if marked >= expected:
        return "done", gettext("All marked")
    words = (
        gettext("%(marked)d of %(all)d marked", marked=marked, all=expected) if marked else gettext("Not marked yet")
    )
    return ("part" if marked else "due"), words
