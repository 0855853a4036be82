"""Setting up what an agency offers: services and groups. Who belongs to a group: `treatment.sessions.rosters`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.audit.services import record_act
from portal.accounts.principal import Principal
from portal.treatment.groups import queries
from portal.treatment.groups.models import GroupLeader, ServiceLine, TreatmentGroup
from portal.treatment.groups.vocabulary import ServiceKind
from portal.web.refused import Refused

LONGEST = 720
SAME_NAME = _("There is one of this name. Choose another name.")


@dataclass(frozen=True, slots=True)
class AddServiceLine:
    """`name` is what courts read of it; `minutes` the usual length."""

    name: str
    kind: ServiceKind
    minutes: int = 60


@dataclass(frozen=True, slots=True)
class StartGroup:
    """A weekly group. `weekdays`: Monday is 0; `meets_at`: the clock on the agency's wall; `leaders`: user ids."""

    name: str
    service_line_id: UUID
    weekdays: tuple[int, ...]
    meets_at: time
    minutes: int
    starts_on: date
    room: str = ""
    leaders: tuple[UUID, ...] = ()


def add_service_line(session: Session, actor: Principal, command: AddServiceLine) -> ServiceLine:
    """Offer a service from now on."""
    name = command.name.strip()
    if not name:
        raise Refused("name", _("Enter what the service is called outside the clinic."))
    refuse_length(command.minutes)
    if any(line.name == name for line in queries.service_lines(session, actor.agency_id)):
        raise Refused("name", SAME_NAME)
    line = ServiceLine(agency_id=actor.agency_id, name=name, kind=command.kind, minutes=command.minutes)
    session.add(line)
    record_act(session, actor, "service_line_added", line)
    session.flush()
    return line


def start_group(session: Session, actor: Principal, command: StartGroup) -> TreatmentGroup:
    """Start a group of the actor's agency. Its sessions are planned by `scheduling.generate_sessions`."""
    name = command.name.strip()
    if not name:
        raise Refused("name", _("Enter a name for the group."))
    if not command.weekdays or any(day not in range(7) for day in command.weekdays):
        raise Refused("weekdays", _("Choose at least one day of the week."))
    refuse_length(command.minutes)
    line = queries.service_line(session, command.service_line_id, actor.agency_id)
    if line is None or line.kind != ServiceKind.GROUP:
        raise Refused("service", _("Choose one of your agency's group services."))
    same = select(TreatmentGroup).where(TreatmentGroup.agency_id == actor.agency_id, TreatmentGroup.name == name)
    if session.scalar(same) is not None:
        raise Refused("name", SAME_NAME)
    group = TreatmentGroup(
        agency_id=actor.agency_id,
        service_line_id=line.id,
        name=name,
        weekdays=sum(1 << day for day in set(command.weekdays)),
        meets_at=command.meets_at,
        minutes=command.minutes,
        room=command.room.strip(),
        starts_on=command.starts_on,
    )
    session.add(group)
    session.flush()
    session.add_all([GroupLeader(group_id=group.id, user_id=user_id) for user_id in dict.fromkeys(command.leaders)])
    record_act(session, actor, "group_started", group)
    session.flush()
    return group


def refuse_length(minutes: int) -> None:
    if not 1 <= minutes <= LONGEST:
        raise Refused("minutes", _("Enter the length in minutes, from 1 to 720."))
