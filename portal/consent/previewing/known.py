"""What is on file about a participant, as far as one reader may know of it: what a preview counts with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.consent.compile import world_on_file
from portal.consent.grants.world import World
from portal.consent.instruments.models import (
    Consent,
    DisclosureOrder,
    EmergencyAccess,
    Restriction,
    TreatingRelationship,
)
from portal.consent.rules.instruments import Consent as Paper
from portal.consent.rules.terms import ConsentKind, PartyType
from portal.participants.enrollments.models import TeamMember


def known_world(session: Session, participant_id: UUID, *further: Paper) -> World:
    """The world of the decisions, less every paper, promise, order, emergency, program and seat that this reader is not
    told of.

    A table of who sees what would otherwise give away that a paper exists which its reader knows nothing about
    (R143). For the program whose records are told, all that matters is there: it is party to each paper about them.
    Who is party to a court's paper (or to one of `further`) knows that its team sits at the justice agencies that it
    names, though not who it is: those are shown by their posts.
    """
    world = world_on_file(session, participant_id)
    papers = ids_of(session, Consent, participant_id)
    promises = ids_of(session, Restriction, participant_id)
    orders = ids_of(session, DisclosureOrder, participant_id)
    emergencies = ids_of(session, EmergencyAccess, participant_id)
    seats = known_seats(session, participant_id)
    treating = known_programs(session, participant_id) | {agency for _, agency in seats}
    consents = tuple(one for one in world.consents if one.id in papers)
    monitoring = monitors((*consents, *further), world)
    return replace(
        world,
        participant=replace(
            world.participant,
            treating_agencies=frozenset(one for one in world.participant.treating_agencies if UUID(one) in treating),
        ),
        consents=consents,
        restrictions=tuple(one for one in world.restrictions if one.id in promises),
        members=tuple(
            one
            for one in world.members
            if (one.user_id, one.agency_id) in seats or (one.case_id, one.agency_id) in monitoring
        ),
        treating=tuple((agency, span) for agency, span in world.treating if agency in treating),
        orders=tuple(one for one in world.orders if one.id in orders),
        emergencies=tuple(one for one in world.emergencies if str(one.id) in emergencies),
    )


def monitors(papers: Iterable[Paper], world: World) -> set[tuple[str | None, UUID]]:
    """(case, agency) for each justice agency that a court's paper names."""
    return {
        (paper.case_id, UUID(name))
        for paper in papers
        if paper.kind == ConsentKind.CJ
        for recipient in paper.recipients
        for name in (recipient.name if recipient.type == PartyType.AGENCY else recipient.agency,)
        if name in world.agencies and world.agencies[name].cj_system
    }


def ids_of(session: Session, paper: Any, participant_id: UUID) -> set[str]:
    return {str(one.id) for one in session.scalars(select(paper).where(paper.participant_id == participant_id))}


def known_seats(session: Session, participant_id: UUID) -> set[tuple[UUID, UUID]]:
    """The people of the care team whom the reader may know of, by user and agency."""
    wanted = select(TeamMember).where(TeamMember.participant_id == participant_id)
    return {(one.user_id, one.agency_id) for one in session.scalars(wanted)}


def known_programs(session: Session, participant_id: UUID) -> set[UUID]:
    wanted = select(TreatingRelationship).where(TreatingRelationship.participant_id == participant_id)
    return {one.agency_id for one in session.scalars(wanted)}
