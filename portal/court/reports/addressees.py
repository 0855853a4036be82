"""Who gets a report: one document for each agency and role of the participant's team that the program reports to.

A report is read by the judge's office, the prosecution, the defense and supervision; each gets its own document,
assembled as the one of them who is on the team.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.agencies.models import Appointment
from portal.accounts.principal import Principal, principal_of
from portal.court.dockets.models import Hearing
from portal.gate.vocabulary import RoleName
from portal.participants.enrollments import queries as enrollments
from portal.participants.enrollments.models import TeamMember

ROLES = (RoleName.JUDGE, RoleName.PROSECUTOR, RoleName.DEFENSE_COUNSEL, RoleName.PROBATION_OFFICER)
"""The addressees of a progress report, in the order of the report board."""

RECIPIENTS = {
    RoleName.JUDGE: _("the judge’s office"),
    RoleName.PROSECUTOR: _("the prosecution"),
    RoleName.DEFENSE_COUNSEL: _("defense counsel"),
    RoleName.PROBATION_OFFICER: _("supervision"),
}

OPENS_FOR = {
    RoleName.JUDGE: RoleName.JUDGE,
    RoleName.JUDICIAL_STAFF: RoleName.JUDGE,
    RoleName.COURT_COORDINATOR: RoleName.JUDGE,
    RoleName.PROSECUTOR: RoleName.PROSECUTOR,
    RoleName.DEFENSE_COUNSEL: RoleName.DEFENSE_COUNSEL,
    RoleName.PROBATION_OFFICER: RoleName.PROBATION_OFFICER,
}
"""Whose document a role of the addressee's agency opens. The gate decides about the agency."""


@dataclass(frozen=True, slots=True)
class Addressee:
    """One agency in one role, and the appointment as which its document is assembled."""

    principal: Principal

    @property
    def role(self) -> RoleName:
        return self.principal.role

    @property
    def agency_id(self) -> UUID:
        return self.principal.agency_id

    @property
    def key(self) -> tuple[UUID, str]:
        return self.agency_id, str(self.role)

    @property
    def order(self) -> int:
        return ROLES.index(self.role)


def recipient_words(role: RoleName) -> str:
    return str(RECIPIENTS[role])


def addressees_of(session: Session, hearings: Sequence[Hearing], at: datetime) -> dict[UUID, list[Addressee]]:
    """Each hearing's addressees, in their order: whoever of these roles is on the team now, and the docket's judge."""
    teams = enrollments.members_of(session, {one.participant_id for one in hearings})
    people = {member.user_id for members in teams.values() for member in members}
    people |= {one.docket.judge_user_id for one in hearings}
    appointments = appointments_for(session, people, ROLES, at)
    found: dict[UUID, list[Addressee]] = {}
    for hearing in hearings:
        wanted = [
            (hearing.docket.judge_user_id, hearing.origin_id, str(RoleName.JUDGE)),
            *members(teams.get(hearing.participant_id, []), at),
        ]
        unique: dict[tuple[UUID, str], Addressee] = {}
        for key in wanted:
            appointment = appointments.get(key)
            if appointment is not None:
                addressee = Addressee(principal_of(appointment))
                unique.setdefault(addressee.key, addressee)
        found[hearing.id] = sorted(unique.values(), key=lambda one: one.order)
    return found


def members(team: Iterable[TeamMember], at: datetime) -> list[tuple[UUID, UUID, str]]:
    """Users of the team in a role that gets a report, by when they joined."""
    return [
        (one.user_id, one.agency_id, one.role)
        for one in sorted(team, key=lambda member: member.starts_at)
        if one.role in list(ROLES) and one.starts_at <= at and (one.ends_at is None or one.ends_at > at)
    ]


def appointments_for(
    session: Session, user_ids: Iterable[UUID], roles: Iterable[RoleName], at: datetime
) -> dict[tuple[UUID, UUID, str], Appointment]:
    """The appointments in force of some users in some roles, by user, agency and role."""
    wanted = select(Appointment).where(Appointment.user_id.in_(list(user_ids)), Appointment.role.in_(list(roles)))
    return {
        (one.user_id, one.agency_id, one.role): one
        for one in session.scalars(wanted.order_by(Appointment.starts_at, Appointment.id))
        if one.starts_at <= at and (one.ends_at is None or one.ends_at > at)
    }


def addressee_of(session: Session, appointment_id: UUID) -> Addressee:
    """The addressee that an appointment stands for."""
    return Addressee(principal_of(session.get_one(Appointment, appointment_id)))
