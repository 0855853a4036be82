"""Reading the trail: by day, person, kind and outcome, fifty rows at a time, the newest first.

The trail is no protected table, so nothing here may be shown before somebody said whose rows they are: each caller
gives a scope, and reads nothing without one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.agencies.models import Agency, Appointment, UserAccount
from portal.accounts.audit.models import AuditEvent
from portal.accounts.audit.vocabulary import EXPORTS, LOOKED, OWN_ACCOUNT, PAPERS, REFUSED, RIGHTS, STAFF_ACTS, Kind

PAGE = 50
Condition = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for; nothing of it means everything. Days are local ones and belong to it."""

    from_on: date | None = None
    to_on: date | None = None
    user_id: UUID | None = None
    kind: Kind | None = None
    refused: bool = False

    @property
    def narrowed(self) -> bool:
        return self != Wanted()


@dataclass(frozen=True, slots=True)
class Page:
    """At most fifty rows, and the last one's id if more follow."""

    rows: Sequence[AuditEvent]
    after: UUID | None


def conditions(wanted: Wanted, zone: str) -> list[Condition]:
    """What is looked for, as conditions on the trail's rows."""
    found: list[Condition] = []
    if wanted.from_on is not None:
        found.append(AuditEvent.at >= clock.day_ends_at(wanted.from_on - timedelta(days=1), zone))
    if wanted.to_on is not None:
        found.append(AuditEvent.at < clock.day_ends_at(wanted.to_on, zone))
    if wanted.user_id is not None:
        meant = and_(AuditEvent.subject_kind == UserAccount.__tablename__, AuditEvent.subject_id == wanted.user_id)
        found.append(or_(AuditEvent.user_id == wanted.user_id, and_(AuditEvent.user_id.is_(None), meant)))
    if wanted.kind is not None:
        found.append(of_kind(wanted.kind))
    if wanted.refused:
        found.append(AuditEvent.outcome.in_(REFUSED))
    return found


def of_kind(kind: Kind) -> Condition:
    page = AuditEvent.act.contains(".")
    paper = and_(page, or_(*(AuditEvent.note.endswith(f" {channel}") for channel in PAPERS)))
    plain = (*OWN_ACCOUNT, *RIGHTS, *EXPORTS, LOOKED)
    return {
        Kind.SIGN_IN: AuditEvent.act.in_(OWN_ACCOUNT),
        Kind.RIGHTS: AuditEvent.act.in_(RIGHTS),
        Kind.LOOK: AuditEvent.act == LOOKED,
        Kind.PAGE: page,
        Kind.CHANGE: and_(~page, AuditEvent.act.not_in(plain)),
        Kind.EXPORT: or_(AuditEvent.act.in_(EXPORTS), paper),
    }[kind]


def newest(
    session: Session, scopes: Iterable[Condition], wanted: list[Condition], after: UUID | None, most: int = PAGE
) -> Page:
    """The newest rows of any of the scopes that fit, from the one after `after` on, which must be one of them itself.

    Each scope is asked by itself, because each has an index of its own. A row belongs to one scope only.
    """
    scopes, beyond = list(scopes), list(wanted)
    if after is not None:
        last = session.scalar(select(AuditEvent).where(AuditEvent.id == after, or_(false(), *scopes)))
        if last is not None:
            beyond.append(or_(AuditEvent.at < last.at, and_(AuditEvent.at == last.at, AuditEvent.id < last.id)))
    found: list[AuditEvent] = []
    for scope in scopes:
        asked = select(AuditEvent).where(scope, *beyond)
        found += session.scalars(asked.order_by(AuditEvent.at.desc(), AuditEvent.id.desc()).limit(most + 1))
    found.sort(key=lambda one: (one.at, one.id.hex), reverse=True)
    more = len(found) > most
    found = found[:most]
    return Page(found, found[-1].id if more else None)


def of_staff(agency_id: UUID, *, site: bool) -> list[Condition]:
    """The rows that an agency's administrator may read: accounts, rights and exports of the agency, about nobody else.

    `site`: also attempts with names that no account has, which belong to no agency.
    """
    about_nobody = and_(AuditEvent.act.in_(STAFF_ACTS), AuditEvent.participant_id.is_(None))
    scopes: list[Condition] = [and_(AuditEvent.agency_id == agency_id, about_nobody)]
    if site:
        nobodys = and_(AuditEvent.agency_id.is_(None), AuditEvent.act.in_(OWN_ACCOUNT), AuditEvent.user_id.is_(None))
        scopes.append(nobodys)
    return scopes


@dataclass(frozen=True, slots=True)
class Names:
    """Who people and agencies are, for a page of rows: by the ids that the rows hold."""

    people: dict[UUID, str]
    agencies: dict[UUID, str]
    roles: dict[UUID, str]
    holders: dict[UUID, UUID]

    def meant(self, row: AuditEvent) -> str:
        """The colleague whom an act is about; "" when it is about no account."""
        if row.subject_kind == Appointment.__tablename__ and row.subject_id is not None:
            return self.people.get(self.holders.get(row.subject_id, row.subject_id), "")
        return self.people.get(row.subject_id, "") if row.subject_id is not None else ""


def names(session: Session, rows: Sequence[AuditEvent]) -> Names:
    """Three statements for a page, however many rows it has."""
    posts = {one.appointment_id for one in rows if one.appointment_id}
    posts |= {one.subject_id for one in rows if one.subject_kind == Appointment.__tablename__ and one.subject_id}
    found = {one.id: one for one in session.scalars(select(Appointment).where(Appointment.id.in_(posts)))}
    people = {one.user_id for one in rows if one.user_id} | {one.user_id for one in found.values()}
    people |= {one.subject_id for one in rows if one.subject_kind == UserAccount.__tablename__ and one.subject_id}
    known = session.scalars(select(UserAccount).where(UserAccount.id.in_(people)))
    agencies = session.scalars(select(Agency).where(Agency.id.in_({one.agency_id for one in rows if one.agency_id})))
    return Names(
        people={one.id: one.display_name for one in known},
        agencies={one.id: one.name for one in agencies},
        roles={one.id: one.role for one in found.values()},
        holders={one.id: one.user_id for one in found.values()},
    )
