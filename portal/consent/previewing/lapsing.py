"""What somebody no longer sees once a consent ends by itself: asked of the engine, at the moment of its end."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy.orm import Session

from portal.accounts.principal import Principal
from portal.consent.instruments.models import Consent
from portal.consent.previewing.known import known_world
from portal.consent.previewing.seats import seats
from portal.consent.previewing.services import Question, holders_of, openings
from portal.consent.previewing.table import Change, Opening


def lapse_of(session: Session, actor: Principal, consent: Consent) -> tuple[Opening, ...]:
    """The tables at the end of a consent that has a day of its own: as if it went on, and as it is.

    What another paper keeps open is no change.
    """
    ends_at = consent.expires_at
    if ends_at is None:
        return ()
    world = known_world(session, consent.participant_id)
    paper = next(one for one in world.consents if one.id == str(consent.id))
    longer = replace(paper, expiry=replace(paper.expiry, at=ends_at + timedelta(days=1)))
    renewed = tuple(longer if one.id == paper.id else one for one in world.consents)
    holders = holders_of([paper], world, ends_at)
    who = seats(session, world, paper.recipients, ends_at, holders)
    return openings(session, actor, Question(world, ends_at, who, Change(renewed, world.consents), holders))
