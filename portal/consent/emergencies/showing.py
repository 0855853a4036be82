"""Emergencies as pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.agencies.models import Agency, UserAccount
from portal.accounts.permissions import Permission
from portal.accounts.principal import Principal
from portal.consent.emergencies import queries
from portal.consent.emergencies.due import review_due_at
from portal.consent.emergencies.models import EmergencyReview
from portal.consent.emergencies.vocabulary import Finding, Standing
from portal.consent.instruments.models import EmergencyAccess
from portal.consent.words import categories_sentence


@dataclass(frozen=True, slots=True)
class Shown:
    """One emergency. `over_at` is when it ended or will end; `due_at` is set while a review is owed here."""

    row: EmergencyAccess
    who: str
    agency: str
    standing: Standing
    over_at: datetime
    finding: Finding | None
    review: EmergencyReview | None
    reviewer: str
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Looked:
    """What was looked at, by the accounting of disclosures."""

    at: datetime
    what: str


def shown(session: Session, found: Sequence[EmergencyAccess], principal: Principal, at: datetime) -> list[Shown]:
    reviews = queries.reviews_of(session, [one.id for one in found])
    reviews_here = principal.may(Permission.EMERGENCY_REVIEW)
    owed = {one.id for one in queries.to_review(session, principal.agency_id)} if reviews_here else set()
    names = people(session, {one.user_id for one in found} | {one.recorded_by_id for one in reviews.values()})
    agencies = agency_names(session, {one.agency_id for one in found})
    lines = []
    for one in found:
        review = reviews.get(one.id)
        over_at = min(one.ends_at, one.closed_at or one.ends_at)
        lines.append(
            Shown(
                row=one,
                who=names[one.user_id],
                agency=agencies[one.agency_id],
                standing=Standing.OPEN if at < over_at else Standing.OVER,
                over_at=over_at,
                finding=Finding(review.finding) if review else None,
                review=review,
                reviewer=names[review.recorded_by_id] if review else "",
                due_at=review_due_at(one.starts_at, principal.zone) if one.id in owed else None,
            )
        )
    return lines


def people(session: Session, ids: set[UUID]) -> dict[UUID, str]:
    found = session.scalars(select(UserAccount).where(UserAccount.id.in_(ids)))
    return {one.id: one.display_name for one in found}


def agency_names(session: Session, ids: set[UUID]) -> dict[UUID, str]:
    return {one.id: one.name for one in session.scalars(select(Agency).where(Agency.id.in_(ids)))}


def looked(session: Session, access: EmergencyAccess, holder_id: UUID) -> list[Looked]:
    """What of one program was looked at; being here at all is no record of the program's."""
    rows = queries.looks_at(session, access.id, holder_id)
    lines = [Looked(one.at, categories_sentence(one.categories)) for one in rows]
    return [one for one in lines if one.what]
