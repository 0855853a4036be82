"""Two people at one roster: what each of them entered, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn, Protocol
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.agencies.models import UserAccount
from portal.accounts.principal import Principal
from portal.participants.people import queries as people
from portal.treatment.sessions import queries
from portal.treatment.sessions.models import Attendance, TreatmentSession
from portal.treatment.sessions.vocabulary import ATTENDED_MARKS, AttendanceMark
from portal.web.dates import moment
from portal.web.refused import EditedMeanwhile


class Entered(Protocol):
    """A mark as somebody typed it."""

    @property
    def participant_id(self) -> UUID: ...
    @property
    def mark(self) -> AttendanceMark: ...
    @property
    def minutes(self) -> int | None: ...


def refuse_lost_update(
    session: Session, actor: Principal, meeting: TreatmentSession, pairs: Sequence[tuple[Attendance, Entered]]
) -> NoReturn:
    """Others marked the same people differently since the form was opened."""
    names = people.participants(session, [row.participant_id for row, _one in pairs])
    lines = sorted(
        (names[row.participant_id].full_name, shown(row.mark, row.minutes), typed(one)) for row, one in pairs
    )
    last = max((row for row, _one in pairs), key=lambda row: row.created_at)
    raise EditedMeanwhile(lines, saved_by(session, last), saved_when(actor, last), meeting.version)


def refuse_stale_mark(session: Session, actor: Principal, old: Attendance, one: Entered) -> NoReturn:
    """Somebody corrected the mark since its form was opened."""
    last = queries.history(session, old.session_id, old.participant_id)[-1]
    lines = [(_("Mark"), shown(last.mark, last.minutes), typed(one))]
    raise EditedMeanwhile(lines, saved_by(session, last), saved_when(actor, last), last.version)


def saved_by(session: Session, row: Attendance) -> str:
    return session.get_one(UserAccount, row.author_id).display_name


def saved_when(actor: Principal, row: Attendance) -> str:
    return moment(row.created_at, actor.zone, clock.local_date(clock.now(), actor.zone))


def typed(one: Entered) -> str:
    return shown(one.mark, one.minutes)


def shown(mark: str, minutes: int | None) -> str:
    """ "Late, 80 minutes"; who was not there has no minutes."""
    word = AttendanceMark(mark)
    if word in ATTENDED_MARKS and minutes is not None:
        return _("%(mark)s, %(minutes)d minutes", mark=word.label, minutes=minutes)
    return word.label
