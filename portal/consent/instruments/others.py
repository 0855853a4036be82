"""The other papers about a participant's records that a reader is party to: one line each, with where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.agencies.models import Agency
from portal.consent.instruments.models import DisclosureOrder, EmergencyAccess, Restriction, TreatingRelationship
from portal.consent.words import categories_sentence


@dataclass(frozen=True, slots=True)
class OtherPaper:
    """`what` names the kind of paper, `text` what it says; `ends_at` is None while no end is known."""

    what: str
    text: str
    starts_at: datetime
    ends_at: datetime | None
    ended: bool


def others(session: Session, participant_id: UUID, at: datetime) -> list[OtherPaper]:
    """Promises of programs, orders of courts, emergencies, and who treats: those in force first, then the newest."""
    agencies = {one.id: one.name for one in session.scalars(select(Agency))}
    found = [
        *promised(rows(session, Restriction, participant_id), agencies, at),
        *ordered(rows(session, DisclosureOrder, participant_id), agencies, at),
        *looked_in(rows(session, EmergencyAccess, participant_id), agencies, at),
        *treats(rows(session, TreatingRelationship, participant_id), agencies, at),
    ]
    return sorted(found, key=lambda one: (one.ended, -one.starts_at.timestamp()))


def rows(session: Session, table: Any, participant_id: UUID) -> list[Any]:
    return list(session.scalars(select(table).where(table.participant_id == participant_id)))


def line(what: str, text: str, starts_at: datetime, ends_at: datetime | None, at: datetime) -> OtherPaper:
    return OtherPaper(what, text, starts_at, ends_at, ends_at is not None and ends_at <= at)


def promised(found: list[Restriction], agencies: dict[UUID, str], at: datetime) -> Iterator[OtherPaper]:
    for one in found:
        what = categories_sentence(one.categories) if one.categories else _("everything")
        text = _("%(agency)s promised to tell less: %(what)s", agency=agencies[one.agency_id], what=what)
        yield line(_("Promise to the participant"), text, one.agreed_at, one.terminated_at, at)


def ordered(found: list[DisclosureOrder], _agencies: dict[UUID, str], at: datetime) -> Iterator[OtherPaper]:
    for one in found:
        ends = min((end for end in (one.expires_at, one.vacated_at) if end is not None), default=None)
        text = _("%(court)s, for: %(what)s", court=one.court, what=categories_sentence(one.categories))
        yield line(_("Court order"), text, one.issued_at, ends, at)


def looked_in(found: list[EmergencyAccess], agencies: dict[UUID, str], at: datetime) -> Iterator[OtherPaper]:
    for one in found:
        text = _("%(who)s, %(agency)s", who=one.recipient_name, agency=agencies[one.agency_id])
        ends = min(one.ends_at, one.closed_at or one.ends_at)
        yield line(_("Medical emergency"), text, one.starts_at, ends, at)


def treats(found: list[TreatingRelationship], agencies: dict[UUID, str], at: datetime) -> Iterator[OtherPaper]:
    for one in found:
        yield line(_("In treatment"), agencies[one.agency_id], one.starts_at, one.ends_at, at)
