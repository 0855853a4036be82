"""How a site reads the doubts, at a moment."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.consent.doubts.models import SiteSetting
from portal.consent.doubts.vocabulary import LABEL_OF, OFFERED, Doubt, Reading
from portal.gate.vocabulary import Label


def decisions(session: Session, at: datetime) -> dict[Doubt, SiteSetting]:
    """The last decision on each doubt by then; a doubt without one, or without a second reading, is read strictly."""
    wanted = select(SiteSetting).where(SiteSetting.decided_at <= at).order_by(SiteSetting.doubt, SiteSetting.number)
    offered = {str(one) for one in OFFERED}
    return {Doubt(one.doubt): one for one in session.scalars(wanted) if one.doubt in offered}


def reading(session: Session, doubt: Doubt, at: datetime) -> Reading:
    """How one doubt is read at a moment."""
    found = decisions(session, at).get(doubt)
    return Reading.STRICT if found is None else Reading(found.reading)


def strict(session: Session, doubt: Doubt, at: datetime) -> bool:
    return reading(session, doubt, at) is Reading.STRICT


def state_labels(session: Session, at: datetime) -> frozenset[Label]:
    """R36: the labels that a consent must name here."""
    found = decisions(session, at)
    return frozenset(
        label for doubt, label in LABEL_OF.items() if doubt not in found or found[doubt].reading == Reading.STRICT
    )
