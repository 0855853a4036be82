"""Reading notices: the versions of an agency, and to whom they were given."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.consent.instruments.models import TreatingRelationship
from portal.consent.patient_notice.models import NoticeGiven, PatientNotice
from portal.consent.patient_notice.vocabulary import Acknowledged


def versions(session: Session, agency_id: UUID) -> Sequence[PatientNotice]:
    """The versions of an agency's notice, the newest first."""
    wanted = select(PatientNotice).where(PatientNotice.agency_id == agency_id)
    return session.scalars(wanted.order_by(PatientNotice.number.desc())).all()


def version(session: Session, agency_id: UUID, number: int) -> PatientNotice | None:
    wanted = select(PatientNotice).where(PatientNotice.agency_id == agency_id, PatientNotice.number == number)
    return session.scalar(wanted)


def current(session: Session, agency_id: UUID, on: date) -> PatientNotice | None:
    """The newest version that is in effect on a day."""
    return next((one for one in versions(session, agency_id) if one.effective_on <= on), None)


def given_to(session: Session, participant_id: UUID) -> list[tuple[NoticeGiven, PatientNotice]]:
    """Each time that the reader's agency gave its notice to a participant, the newest first."""
    given = session.scalars(
        select(NoticeGiven)
        .where(NoticeGiven.participant_id == participant_id)
        .order_by(NoticeGiven.given_on.desc(), NoticeGiven.id.desc())
    ).all()
    ids = {one.notice_id for one in given}
    known = {one.id: one for one in session.scalars(select(PatientNotice).where(PatientNotice.id.in_(ids)))}
    return [(one, known[one.notice_id]) for one in given]


def owed_to(session: Session, agency_id: UUID, at: datetime) -> dict[UUID, datetime]:
    """Whom the agency treats now, since when, and has given no notice that the person could understand (2.22(a))."""
    treated = session.scalars(
        select(TreatingRelationship).where(
            TreatingRelationship.agency_id == agency_id,
            TreatingRelationship.starts_at <= at,
            or_(TreatingRelationship.ends_at.is_(None), TreatingRelationship.ends_at > at),
        )
    )
    since = {one.participant_id: one.starts_at for one in treated}
    wanted = select(NoticeGiven).where(
        NoticeGiven.participant_id.in_(list(since)), NoticeGiven.acknowledged != Acknowledged.NOT_ABLE
    )
    done = {one.participant_id for one in session.scalars(wanted)}
    return {person: starts_at for person, starts_at in since.items() if person not in done}
