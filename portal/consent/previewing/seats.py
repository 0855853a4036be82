"""Whose view a preview shows: the people and posts that a paper names, and the rest of the team."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from portal.accounts.agencies.models import Appointment, UserAccount
from portal.accounts.agencies.vocabulary import ROLE_LABELS, AccountStatus
from portal.accounts.principal import Principal, principal_of
from portal.consent.grants.world import World
from portal.consent.previewing.known import known_seats
from portal.consent.register import ADMINISTRATORS
from portal.consent.rules.instruments import Recipient
from portal.consent.rules.parties import HEALTH_PLAN
from portal.consent.rules.terms import PartyClass, PartyType
from portal.gate.vocabulary import RoleName
from portal.ids import NIL


@dataclass(frozen=True, slots=True)
class Seat:
    """One who would look: a person, or whoever else has a post at an agency. `named`: the paper reaches that agency."""

    principal: Principal
    who: str
    second: str
    named: bool
    by_name: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a recipient leads: an agency, there to one post or one person only where the paper says so."""

    agency_id: UUID
    role: str = ""
    user_id: UUID = NIL

    def covers(self, one: Appointment) -> bool:
        return one.agency_id == self.agency_id and self.role in ("", one.role) and self.user_id in (NIL, one.user_id)


def seats(
    session: Session, world: World, recipients: Iterable[Recipient], at: datetime, holders: Collection[UUID]
) -> tuple[Seat, ...]:
    """Whom the paper names first, each by name who is on the team, then the posts; last the others on the team.

    The staff of those who tell are left out: what they see of their own records rests on no consent.
    """
    places = [place for one in recipients for place in places_of(session, one, world, at)]
    sitting = {(one.user_id, one.agency_id) for one in world.members if one.span.start <= at < one.span.end}
    team = sitting & known_seats(session, world.participant_id)
    agencies = {one.agency_id for one in places} | {agency for _, agency in team}
    staff = [one for one in appointments(session, agencies, at) if one.agency_id not in holders]
    staff = [one for one in staff if one.role != RoleName.EVALUATOR or evaluates(one, places)]
    order = {one.agency_id: number for number, one in reversed(list(enumerate(places)))}
    staff.sort(key=lambda one: (order.get(one.agency_id, len(order)), one.agency.name, one.role, one.user.full_name))
    named = [one for one in staff if any(place.covers(one) for place in places)]
    by_name = [one for one in named if is_known(one, team, places)]
    others = [one for one in staff if (one.user_id, one.agency_id) in team and one not in by_name]
    return (
        *(person(one, named=True) for one in by_name),
        *posts([one for one in named if one not in by_name], by_name, sitting),
        *(person(one, named=False) for one in others),
    )


def evaluates(one: Appointment, places: Iterable[Place]) -> bool:
    """An evaluator sees content only under an agreement that names that post (R4, R115, R116)."""
    return any(place.role == RoleName.EVALUATOR and place.covers(one) for place in places)


def is_known(one: Appointment, team: set[tuple[UUID, UUID]], places: Iterable[Place]) -> bool:
    return (one.user_id, one.agency_id) in team or any(place.user_id == one.user_id for place in places)


def places_of(session: Session, recipient: Recipient, world: World, at: datetime) -> Iterator[Place]:
    treating = [agency for agency, span in world.treating if span.start <= at < span.end]
    match recipient.type:
        case PartyType.PERSON:
            user_id = UUID(recipient.name)
            where = {UUID(recipient.agency)} if recipient.agency else agencies_of(session, user_id, at)
            yield from (Place(agency_id, user_id=user_id) for agency_id in sorted(where))
        case PartyType.AGENCY:
            yield Place(UUID(recipient.name))
        case PartyType.ROLE:
            yield Place(UUID(recipient.agency or ""), role=recipient.name)
        case PartyType.INTERMEDIARY:
            yield from (Place(UUID(one)) for one in sorted(recipient.participants))
            yield from (Place(one) for one in treating if recipient.treating_class)
        case PartyType.CLASS if recipient.name == PartyClass.COURT_TEAM:
            yield from (Place(one.agency_id, user_id=one.user_id) for one in world.members)
        case PartyType.CLASS if recipient.name in (PartyClass.TREATING_PROVIDERS, PartyClass.TPO_STANDARD):
            yield from (Place(one) for one in treating)
            if recipient.name == PartyClass.TPO_STANDARD:
                yield from (Place(UUID(one.id)) for one in world.agencies.values() if one.type == HEALTH_PLAN)


def appointments(session: Session, agencies: Collection[UUID], at: datetime) -> list[Appointment]:
    """Who acts for these agencies at the moment, without those who see no content, ever (R4)."""
    wanted = in_force(at).where(Appointment.agency_id.in_(agencies), Appointment.role.not_in(ADMINISTRATORS))
    return list(session.scalars(wanted).unique())


def agencies_of(session: Session, user_id: UUID, at: datetime) -> set[UUID]:
    return {one.agency_id for one in session.scalars(in_force(at).where(Appointment.user_id == user_id)).unique()}


def in_force(at: datetime) -> Select[Appointment]:
    return (
        select(Appointment)
        .join(UserAccount, Appointment.user_id == UserAccount.id)
        .where(
            UserAccount.status != AccountStatus.DISABLED,
            Appointment.starts_at <= at,
            or_(Appointment.ends_at.is_(None), Appointment.ends_at > at),
        )
    )


def person(one: Appointment, *, named: bool) -> Seat:
    role = str(ROLE_LABELS[RoleName(one.role)])
    second = _("%(role)s, %(agency)s", role=role, agency=one.agency.short_name)
    return Seat(principal_of(one), one.user.display_name, second, named, by_name=True)


def posts(
    unnamed: Sequence[Appointment], by_name: Iterable[Appointment], sitting: Collection[tuple[UUID, UUID]]
) -> Iterator[Seat]:
    """One line for each post at each agency that somebody has who is not shown by name: nobody's clearance is told.

    Who sits on the team of a court's paper and is not known by name has a line as "on the team".
    """
    on_team = {(one.agency_id, one.role): one for one in unnamed if (one.user_id, one.agency_id) in sitting}
    for one in on_team.values():
        member = replace(principal_of(one), cjis_cleared=False, medical_personnel=False)
        second = _("%(agency)s, on the team", agency=one.agency.short_name)
        yield Seat(member, str(ROLE_LABELS[RoleName(one.role)]), second, named=True)
    taken = {(one.agency_id, one.role) for one in by_name} | set(on_team)
    first: dict[tuple[UUID, str], Appointment] = {}
    for one in unnamed:
        if (one.user_id, one.agency_id) not in sitting:
            first.setdefault((one.agency_id, one.role), one)
    for key, one in first.items():
        anyone = replace(principal_of(one), user_id=NIL, cjis_cleared=False, medical_personnel=False)
        agency = one.agency.short_name
        second = _("%(agency)s, anyone with this post", agency=agency)
        if key in taken:
            second = _("%(agency)s, anyone else with this post", agency=agency)
        yield Seat(anyone, str(ROLE_LABELS[RoleName(one.role)]), second, named=True)
