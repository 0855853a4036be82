"""Reading dockets and hearings, for many people at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from portal.accounts.agencies.models import Appointment, UserAccount
from portal.accounts.principal import Principal
from portal.court.dockets.models import Docket, Hearing
from portal.court.dockets.vocabulary import HearingState
from portal.gate.vocabulary import RoleName
from portal.participants.enrollments.models import Enrollment
from portal.participants.people.models import Participant
from portal.participants.programs.models import Program

ON_THE_DOCKET = tuple(state.value for state in HearingState if state.on_the_docket)


@dataclass(frozen=True, slots=True)
class Called:
    """One person of a docket: the hearing and who it is."""

    hearing: Hearing
    participant: Participant


def docket(session: Session, principal: Principal, docket_id: UUID) -> Docket | None:
    """A docket of the reader's own court, or one on which the reader may know somebody."""
    return session.scalar(select(Docket).where(Docket.id == docket_id, within_reach(principal)))


def within_reach(principal: Principal) -> ColumnElement[bool]:
    own = Docket.program_id.in_(select(Program.id).where(Program.agency_id == principal.agency_id))
    return or_(own, exists(select(Hearing.id).where(Hearing.docket_id == Docket.id)))


def dockets_between(
    session: Session, principal: Principal, first: date, last: date, most: int = 60
) -> Sequence[Docket]:
    """The dockets within reach from day to day, in the order of their starts."""
    wanted = select(Docket).where(Docket.held_on.between(first, last), within_reach(principal))
    return session.scalars(wanted.order_by(Docket.starts_at, Docket.id).limit(most)).all()


def next_docket(session: Session, principal: Principal, today: date) -> Docket | None:
    """The first docket from today on that is within reach; a closed one of today is over."""
    wanted = select(Docket).where(Docket.held_on >= today, Docket.state != "closed", within_reach(principal))
    return session.scalars(wanted.order_by(Docket.starts_at, Docket.id).limit(1)).first()


def days_around(session: Session, principal: Principal, here: Docket, each_way: int = 2) -> list[Docket]:
    """The dockets before and after this one, for the navigation by days."""
    reach = within_reach(principal)
    same = Docket.program_id == here.program_id
    before = (
        select(Docket)
        .where(same, Docket.starts_at < here.starts_at, reach)
        .order_by(Docket.starts_at.desc(), Docket.id.desc())
    )
    after = select(Docket).where(same, Docket.starts_at > here.starts_at, reach).order_by(Docket.starts_at, Docket.id)
    earlier = session.scalars(before.limit(each_way)).all()
    return [*reversed(earlier), here, *session.scalars(after.limit(each_way + 1)).all()]


def docket_on(session: Session, program_id: UUID, on: date) -> Docket | None:
    """The program's docket of a day, the earliest if there are several."""
    wanted = select(Docket).where(Docket.program_id == program_id, Docket.held_on == on)
    return session.scalars(wanted.order_by(Docket.starts_at, Docket.id).limit(1)).first()


def open_dockets(session: Session, program_id: UUID, from_on: date, most: int = 12) -> Sequence[Docket]:
    """Dockets that may still take people, from a day on."""
    wanted = select(Docket).where(Docket.program_id == program_id, Docket.held_on >= from_on, Docket.state != "closed")
    return session.scalars(wanted.order_by(Docket.starts_at, Docket.id).limit(most)).all()


def hearing(session: Session, hearing_id: UUID) -> Hearing | None:
    return session.scalar(select(Hearing).where(Hearing.id == hearing_id))


def called_on(session: Session, docket_id: UUID) -> list[Called]:
    """Everybody on a docket whom the reader may know of, in the order of time."""
    wanted = (
        select(Hearing, Participant)
        .join(Participant, Participant.id == Hearing.participant_id)
        .where(Hearing.docket_id == docket_id, Hearing.state.in_(ON_THE_DOCKET))
        .order_by(Hearing.starts_at, Participant.sort_key, Hearing.id)
    )
    return [Called(found, person) for found, person in session.execute(wanted)]


def hearings_by_id(session: Session, hearing_ids: Collection[UUID]) -> dict[UUID, Hearing]:
    wanted = select(Hearing).where(Hearing.id.in_(list(hearing_ids)))
    return {one.id: one for one in session.scalars(wanted)}


def enrollments_by_id(session: Session, enrollment_ids: Iterable[UUID]) -> dict[UUID, Enrollment]:
    wanted = select(Enrollment).where(Enrollment.id.in_(list(enrollment_ids)))
    return {one.id: one for one in session.scalars(wanted)}


def hearings_after(session: Session, participant_ids: Collection[UUID], moment: datetime) -> dict[UUID, Hearing]:
    """Each person's first scheduled hearing after a moment, in one statement."""
    return _edge(session, participant_ids, Hearing.starts_at > moment, [HearingState.SCHEDULED], newest=False)


def hearings_before(session: Session, participant_ids: Collection[UUID], moment: datetime) -> dict[UUID, Hearing]:
    """Each person's last held hearing before a moment, in one statement."""
    return _edge(session, participant_ids, Hearing.starts_at < moment, [HearingState.HELD], newest=True)


def _edge(
    session: Session,
    participant_ids: Collection[UUID],
    when: ColumnElement[bool],
    states: list[HearingState],
    newest: bool,
) -> dict[UUID, Hearing]:
    order = Hearing.starts_at.desc() if newest else Hearing.starts_at
    place = func.row_number().over(partition_by=Hearing.participant_id, order_by=(order, Hearing.id))
    numbered = (
        select(Hearing.id.label("id"), place.label("place"))
        .where(Hearing.participant_id.in_(list(participant_ids)), Hearing.state.in_(states), when)
        .subquery()
    )
    wanted = select(Hearing).join(numbered, numbered.c.id == Hearing.id).where(numbered.c.place == 1)
    return {one.participant_id: one for one in session.scalars(wanted)}


def hearing_days(session: Session, participant_ids: Collection[UUID], first: date, last: date) -> list[Hearing]:
    """All hearings held in a stretch of days."""
    wanted = select(Hearing).where(
        Hearing.participant_id.in_(list(participant_ids)),
        Hearing.service_on.between(first, last),
        Hearing.state == HearingState.HELD,
    )
    return list(session.scalars(wanted.order_by(Hearing.starts_at, Hearing.id)))


def hearings_of(session: Session, participant_id: UUID, most: int) -> list[Hearing]:
    """A person's hearings, the latest first: the one to come, and those before it."""
    wanted = select(Hearing).where(Hearing.participant_id == participant_id, Hearing.state.in_(ON_THE_DOCKET))
    return list(session.scalars(wanted.order_by(Hearing.starts_at.desc(), Hearing.id).limit(most)))


def judges_of(session: Session, agency_id: UUID) -> list[UserAccount]:
    """The judges of a court, by name."""
    wanted = (
        select(UserAccount)
        .join(Appointment, Appointment.user_id == UserAccount.id)
        .where(Appointment.agency_id == agency_id, Appointment.role == RoleName.JUDGE, Appointment.ends_at.is_(None))
    )
    return list(session.scalars(wanted.order_by(UserAccount.full_name)).unique())


def programs_of(session: Session, agency_id: UUID) -> list[Program]:
    wanted = select(Program).where(Program.agency_id == agency_id, Program.has_hearings)
    return list(session.scalars(wanted.order_by(Program.name)))


def enrolled_in(session: Session, program_id: UUID) -> list[tuple[Participant, Enrollment]]:
    """People of a program whose enrollment has not ended, by name: whom a docket may call."""
    wanted = (
        select(Participant, Enrollment)
        .join(Enrollment, Enrollment.participant_id == Participant.id)
        .where(Enrollment.program_id == program_id, Enrollment.ended_on.is_(None))
    )
    return [(person, found) for person, found in session.execute(wanted.order_by(Participant.sort_key))]


def person(session: Session, participant_id: UUID) -> Participant | None:
    return session.scalar(select(Participant).where(Participant.id == participant_id))


def name_of(session: Session, participant_id: UUID) -> str:
    """The person's name, empty when the reader may not know of him or her."""
    found = person(session, participant_id)
    return found.full_name if found else ""
