"""Who may see this? For the agency whose records they are, for defense counsel, and for the participant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.accounts.principal import Principal
from portal.consent.grants.exceptions import order_rows
from portal.consent.grants.world import World
from portal.consent.loading import undertakings
from portal.consent.previewing.known import known_world
from portal.consent.previewing.seats import seats
from portal.consent.previewing.services import Question, holders_of, narrowed, openings
from portal.consent.previewing.table import Change, Opening
from portal.consent.previewing.words import ALWAYS, HEADS
from portal.consent.rules.instruments import Recipient
from portal.consent.rules.terms import AgreementKind, PartyType
from portal.gate.vocabulary import Category, RoleName

SIDE_OF_THE_PARTICIPANT = (RoleName.DEFENSE_COUNSEL, RoleName.PARTICIPANT)
"""Who may ask of every program's records, as far as they know of its papers; the others ask of their own agency's."""


def audience(
    session: Session, actor: Principal, participant_id: UUID, at: datetime, only: Category | None = None
) -> tuple[Opening, ...]:
    """Who sees what today: the team by name, and whomever a paper, a court order, an emergency or an agreement of the
    asker's agency reaches; nobody whom the asker may not know of.

    A table for the actor's own agency, when it has records or lets a paper tell of them; and for each other program
    whose papers the participant's side knows. `only`: one kind of records.
    """
    world = known_world(session, participant_id)
    own = actor.agency_id
    holders = holders_of(world.consents, world, at)
    if actor.role not in SIDE_OF_THE_PARTICIPANT:
        holders = tuple(one for one in holders if one == own)
    asked = holders if own in holders else (own, *holders)
    recipients = [one for paper in world.consents for one in paper.recipients]
    recipients += [*claimants(world, at), *bound_by_agreement(session, own, at)]
    who = seats(session, world, dict.fromkeys(recipients), at, ())
    kinds = frozenset({only} if only else ())
    question = Question(world, at, who, Change(world.consents, world.consents), asked, kinds, numbers=True)
    found = [(one, told(one, kinds)) for one in openings(session, actor, question)]
    there = (
        others
        for one, others in found
        if one.holder_id in holders or others.claimed or (others.lines and has_records(one))
    )
    return tuple(column(one, only) if only else one for one in there)


def claimants(world: World, at: datetime) -> Iterator[Recipient]:
    """Whom a court order reaches, and who has an emergency open: they look without a consent (R83, R100)."""
    for order in world.orders:
        if any(row["starts_at"] <= at < row["ends_at"] for row in order_rows(order, world)):
            yield from (Recipient(PartyType.AGENCY, agency) for agency in sorted(order.recipient_agencies))
    for one in world.emergencies:
        if one.span.start <= at < one.span.end:
            yield Recipient(PartyType.PERSON, str(one.user_id), str(one.agency_id))


def bound_by_agreement(session: Session, own: UUID, at: datetime) -> Iterator[Recipient]:
    """The agencies that serve the asker's program, audit it or study its records: everybody there may claim it, and an
    evaluator what is an audit or a study (R110, R115, R116)."""
    for one in undertakings(session):
        if one.party == str(own) and one.counterparty and one.term.covers(at):
            yield Recipient(PartyType.AGENCY, one.counterparty)
            if one.kind in (AgreementKind.AUDIT, AgreementKind.RESEARCH):
                yield Recipient(PartyType.ROLE, RoleName.EVALUATOR, one.counterparty)


def papers_told_by(session: Session, holder_id: UUID, participant_id: UUID, at: datetime) -> set[UUID]:
    """The papers that let this agency tell, by its name or as one that treats the participant."""
    world = known_world(session, participant_id)
    return {UUID(one.id) for one in world.consents if holder_id in holders_of([one], world, at)}


def column(one: Opening, kind: Category) -> Opening:
    """The table with one kind of information; with none, where the agency has no such records."""
    lines = (replace(line, cells=tuple(cell for cell in line.cells if cell.category == kind)) for line in one.lines)
    return replace(one, categories=tuple(known for known in one.categories if known == kind), lines=tuple(lines))


def told(one: Opening, kinds: frozenset[Category]) -> Opening:
    """Without the agency's own staff, and without those whom no paper by name reaches and who see nothing; then only
    the usual kinds, those that are asked for, and those of which one of the others sees something."""
    lines = (line for line in one.lines if line.seat.principal.agency_id != one.holder_id)
    others = replace(one, lines=tuple(line for line in lines if line.seen() or line.seat.by_name))
    return narrowed(others, {*ALWAYS, *kinds} if set(one.categories) <= HEADS.keys() else set(one.categories))


def has_records(one: Opening) -> bool:
    return any(cell.count is not None and cell.count.on_file for line in one.lines for cell in line.cells)
