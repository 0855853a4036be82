"""When an agency was last reviewed, and whether the next review is due."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.agencies.models import Agency
from portal.accounts.reviews.models import AccessReview

EVERY = timedelta(days=91)


def last_review(session: Session, agency_id: UUID) -> AccessReview | None:
    wanted = select(AccessReview).where(AccessReview.agency_id == agency_id)
    return session.scalar(wanted.order_by(AccessReview.reviewed_at.desc()).limit(1))


def due_at(session: Session, agency_id: UUID) -> datetime:
    """A quarter after the last review, or after the agency was registered."""
    last = last_review(session, agency_id)
    return (last.reviewed_at if last else session.get_one(Agency, agency_id).created_at) + EVERY
