"""Standing in for a colleague: the same role at the same agency, from one day to another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.agencies.models import Appointment
from portal.accounts.agencies.vocabulary import AccountStatus
from portal.accounts.audit.services import record_act
from portal.accounts.principal import Principal
from portal.accounts.sign_in.sessions import in_force
from portal.accounts.staff.services import known_member, lock_agency, refuse_role
from portal.accounts.staff.telling import ROLE_GIVEN, tell_others
from portal.gate.vocabulary import RoleName
from portal.web.refused import Refused

LONGEST = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Cover:
    """Who stands in for the holder of an appointment, on which days (both included)."""

    user_id: UUID
    covered_id: UUID
    first_on: date
    last_on: date


def cover(session: Session, actor: Principal, command: Cover) -> Appointment:
    """Let somebody who works here act in a colleague's role for some days. It ends by itself."""
    lock_agency(session, actor.agency_id)
    covered = session.get(Appointment, command.covered_id)
    if covered is None or covered.agency_id != actor.agency_id or covered.covers_id is not None or is_over(covered):
        raise Refused("covered", _("Choose a colleague of your agency."))
    refuse_role(actor, RoleName(covered.role))
    user = known_member(session, actor, command.user_id).user
    if user.id in (actor.user_id, covered.user_id) or user.status == AccountStatus.DISABLED:
        raise Refused("covered", _("Nobody stands in for himself or herself, nor appoints himself or herself."))
    today = clock.local_date(clock.now(), actor.zone)
    if command.first_on < today:
        raise Refused("first_on", _("Enter today or a day to come."))
    if not timedelta() <= command.last_on - command.first_on < LONGEST:
        raise Refused("last_on", _("Enter a day after the first one, at most 90 days later."))
    starts_at = clock.local_moment(command.first_on, time(0), actor.zone)
    made = Appointment(
        user_id=user.id,
        agency_id=actor.agency_id,
        role=covered.role,
        covers_id=covered.id,
        starts_at=max(starts_at, clock.now()),
        ends_at=clock.day_ends_at(command.last_on, actor.zone),
    )
    session.add(made)
    session.flush()
    record_act(session, actor, "coverage_given", made)
    tell_others(session, ROLE_GIVEN, actor.agency_id, user.id, made.id, actor.user_id)
    return made


def is_over(covered: Appointment) -> bool:
    """Whether there is nobody left to stand in for: coverage ends with the role, and with the account."""
    return not in_force(covered, clock.now()) or covered.user.status == AccountStatus.DISABLED
