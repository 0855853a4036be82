"""Words of sessions and rosters. The marks themselves are the program rules', which say how each of them counts."""

from __future__ import annotations

from types import MappingProxyType

from flask_babel import lazy_gettext as _

from portal.participants.programs.sentences import Worded
from portal.participants.programs.vocabulary import AttendanceCount, AttendanceMark

__all__ = [
    "ATTENDED_MARKS",
    "LETTERS",
    "MARKS_BY_LETTER",
    "ROSTER_MARKS",
    "AttendanceCount",
    "AttendanceMark",
    "Modality",
    "SessionStatus",
]

LETTERS = MappingProxyType(
    {
        AttendanceMark.PRESENT: "P",
        AttendanceMark.TELEHEALTH: "T",
        AttendanceMark.LATE: "L",
        AttendanceMark.LEFT_EARLY: "E",
        AttendanceMark.EXCUSED: "X",
        AttendanceMark.UNEXCUSED: "U",
        AttendanceMark.PROVIDER_CANCELLED: "C",
        AttendanceMark.RESCHEDULED: "R",
        AttendanceMark.MAKEUP: "M",
        AttendanceMark.SUSPENDED: "S",
    }
)
"""One letter for each mark: the key that sets it on the roster, and how the last sessions are shown."""

MARKS_BY_LETTER = MappingProxyType({letter: mark for mark, letter in LETTERS.items()})

ROSTER_MARKS = tuple(LETTERS)[:6]
"""The marks of the roster's keys, in their order; the others are set elsewhere."""


class Modality(Worded):
    """How a session is held."""

    IN_PERSON = "in_person", _("In person")
    VIDEO = "video", _("By video")
    PHONE = "phone", _("By phone")


class SessionStatus(Worded):
    """A session takes place, or the provider cancelled it."""

    HELD = "held", _("Held")
    CANCELLED = "cancelled", _("Cancelled by the provider")


ATTENDED_MARKS = frozenset(
    {
        AttendanceMark.PRESENT,
        AttendanceMark.TELEHEALTH,
        AttendanceMark.LATE,
        AttendanceMark.LEFT_EARLY,
        AttendanceMark.MAKEUP,
    }
)
"""The marks of somebody who was there, at least for some minutes."""
