"""What the end of a consent would change, before it is recorded: asked of the engine, recipient by recipient (R66)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.accounts.principal import Principal
from portal.consent.grants.world import World
from portal.consent.instruments.models import Consent, Revocation
from portal.consent.instruments.parts import require_part
from portal.consent.instruments.services import Revoke
from portal.consent.on_file import revocation_facts
from portal.consent.previewing.known import known_world
from portal.consent.previewing.seats import seats
from portal.consent.previewing.services import Question, holders_of, openings
from portal.consent.previewing.table import Change, Opening
from portal.consent.rules import instruments as papers
from portal.consent.rules.criminal_justice import revocable_from
from portal.consent.rules.terms import ConsentKind


@dataclass(frozen=True, slots=True)
class Effect:
    """What each is told today and what then, a table for each program that tells.

    `later`: it does not hold at once (R63); the tables then say how it is once it holds. `point` is that moment, None
    while it is not known.
    """

    openings: tuple[Opening, ...]
    later: bool
    point: datetime | None


def effect_of(session: Session, actor: Principal, consent: Consent, command: Revoke, at: datetime) -> Effect:
    """The world with the consent as it is and with it taken back; nothing is kept.

    Refused when a part is to be taken back that is none of this consent's.
    """
    require_part(consent, command.scope, command.categories, command.recipient)
    world = known_world(session, consent.participant_id)
    return effect_in(session, actor, world, consent, command, at)


def effect_in(
    session: Session, actor: Principal, world: World, consent: Consent, command: Revoke, at: datetime
) -> Effect:
    """The same in a world that is loaded already, for several consents of one participant."""
    paper = next(one for one in world.consents if one.id == str(consent.id))
    point = revocable_from(paper, world.participant) if paper.terms else at
    later = point is None or point > at
    gone = {paper.id: taken_back(paper, command, at)}
    return Effect(openings_of(session, actor, world, gone, at), later, point if later else None)


def effect_of_end(session: Session, actor: Principal, consent: Consent, at: datetime, *, with_case: bool) -> Effect:
    """The world with the consent as it is and as ended; `with_case`: each consent for its case ends with it (R65)."""
    world = known_world(session, consent.participant_id)
    paper = next(one for one in world.consents if one.id == str(consent.id))
    gone = {
        one.id: replace(one, expiry=replace(one.expiry, occurred_at=at))
        for one in world.consents
        if one.id == paper.id or (with_case and one.kind == ConsentKind.CJ and one.case_id == paper.case_id)
    }
    return Effect(openings_of(session, actor, world, gone, at), later=False, point=None)


def effect_as(session: Session, actor: Principal, consent: Consent, at: datetime, **becomes: Any) -> Effect:
    """The world with the consent as it is and as it becomes at once, by the words of its facts (R13, R17)."""
    world = known_world(session, consent.participant_id)
    paper = next(one for one in world.consents if one.id == str(consent.id))
    return Effect(openings_of(session, actor, world, {paper.id: replace(paper, **becomes)}, at), False, None)


def openings_of(
    session: Session, actor: Principal, world: World, changed: dict[str, papers.Consent], at: datetime
) -> tuple[Opening, ...]:
    """A table for each program that tells by one of the papers: as they are, and as they would be; by id."""
    before = [one for one in world.consents if one.id in changed]
    after = tuple(changed.get(one.id, one) for one in world.consents)
    holders = holders_of(before, world, at)
    recipients = dict.fromkeys(recipient for one in before for recipient in one.recipients)
    who = seats(session, world, recipients, at, holders)
    return openings(session, actor, Question(world, at, who, Change(world.consents, after), holders))


def taken_back(paper: papers.Consent, command: Revoke, at: datetime) -> papers.Consent:
    """The consent as if the revocation held: a criminal-justice one as if its point had come."""
    row = Revocation(
        received_at=at, scope=command.scope, recipient=command.recipient, categories=list(command.categories)
    )
    terms = replace(paper.terms, revocable_at=at) if paper.terms else None
    return replace(paper, terms=terms, revocations=(*paper.revocations, *revocation_facts(row)))
