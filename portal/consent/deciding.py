"""The facts of one decision, from what is on file: for what is passed on as a document, which no query can decide."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.principal import Principal
from portal.clock import END
from portal.consent.compile import world_on_file
from portal.consent.doubts.queries import state_labels, strict
from portal.consent.doubts.vocabulary import Doubt
from portal.consent.grants.models import RoleCeiling
from portal.consent.grants.world import World
from portal.consent.instruments.models import Agreement
from portal.consent.instruments.vocabulary import AgreementKind
from portal.consent.readers import acting_role
from portal.consent.register import register
from portal.consent.rules import Decision, decide, terms
from portal.consent.rules import site as rules
from portal.consent.rules.facts import Actor, CourtOrder, Facts, Participant, Reader, Record, Request
from portal.consent.rules.intervals import Interval
from portal.consent.rules.site import Matrices, Matrix, Site, by_kind_and_party
from portal.consent.rules.terms import SYSTEM_ADMIN
from portal.gate.vocabulary import Basis, Category, RoleName
from portal.ids import NIL


class OnFile:
    """One participant's instruments and the site's facts at one moment, loaded once for any number of records."""

    def __init__(self, session: Session, participant_id: UUID, at: datetime) -> None:
        self.session = session
        self.world: World = world_on_file(session, participant_id)
        self.at = at
        self.site = site_at(session, self.world, at)
        self.ceilings: dict[UUID, Matrices] = {NIL: self.site.matrices}

    def facts(self, record: Record, request: Request, actor: Principal, *others: Principal) -> Facts:
        """For one record. `others` are those whose place on a team matters too: the target of a redisclosure.

        The ceilings are those of whoever reads: the target, if there is one.
        """
        reads = (others or (actor,))[0]
        return Facts(
            actor=actor_of(actor),
            participant=participant_at(self.world, {(one.user_id, one.agency_id) for one in (actor, *others)}, self.at),
            record=record,
            request=request,
            consents=self.world.consents,
            restrictions=self.world.restrictions,
            site=replace(self.site, matrices=self.matrices_for(reads.agency_id)),
        )

    def matrices_for(self, agency_id: UUID) -> Matrices:
        """The ceilings that hold for whoever reads at an agency."""
        if agency_id not in self.ceilings:
            self.ceilings[agency_id] = matrices(self.session, self.world, self.at, agency_id)
        return self.ceilings[agency_id]


def actor_of(one: Principal) -> Actor:
    """An appointment in force; a program's administrator is an administrator (R4)."""
    role = SYSTEM_ADMIN if one.role == RoleName.PROGRAM_ADMIN else str(acting_role(one.role))
    return Actor(
        user=str(one.user_id),
        role=role,
        agency=str(one.agency_id),
        cjis_cleared=one.cjis_cleared,
        status="active",
        medical_personnel=one.medical_personnel,
    )


def reader_of_target(one: Principal) -> Reader:
    actor = actor_of(one)
    return Reader(actor.user, actor.role, actor.agency, actor.cjis_cleared)


def participant_at(world: World, seats: Collection[tuple[UUID, UUID]], at: datetime) -> Participant:
    """As the rules see the participant at a moment: who treats, and the teams as far as these people are on them.

    The rules name a member by user, the portal by user and agency (`seats`), because one person may work for two.
    """
    teams: dict[str, dict[str, tuple[Interval, ...]]] = {}
    for member in world.members:
        if (member.user_id, member.agency_id) in seats:
            team = teams.setdefault(member.case_id or "", {})
            stint = Interval(member.span.start, None if member.span.end == END else member.span.end)
            team[str(member.user_id)] = (*team.get(str(member.user_id), ()), stint)
    cases = tuple(replace(case, team=teams.get(case.id, {})) for case in world.participant.cases)
    treating = frozenset(str(agency) for agency, span in world.treating if span.start <= at < span.end)
    return replace(world.participant, cases=cases, treating_agencies=treating)


def decide_under_any(orders: Iterable[CourtOrder], facts: Facts, at: datetime) -> Decision:
    """Who claims a court order means any of those on file about the participant: one that permits is enough."""
    decision = decide(facts, at)
    for order in orders if facts.request.basis == Basis.COURT_ORDER else ():
        if decision.permits:
            break
        decision = decide(replace(facts, request=replace(facts.request, court_order=order)), at)
    return decision


def site_at(session: Session, world: World, at: datetime, agency_id: UUID = NIL) -> Site:
    """Agencies, agreements, the matrices in force for this participant's program and an agency (R43), the settings."""
    return Site(
        world.agencies,
        agreements(session),
        matrices(session, world, at, agency_id),
        state_labels(session, at),
        strict(session, Doubt.D5, at),
    )


def agreements(session: Session) -> dict[tuple[terms.AgreementKind, str], tuple[rules.Agreement, ...]]:
    """All agreements but the teams', which are matrices."""
    found = [
        rules.Agreement(
            id=str(row.id),
            kind=terms.AgreementKind(row.kind),
            party=str(row.agency_id),
            counterparty=str(row.party_id) if row.party_id else None,
            term=Interval(row.starts_at, row.ends_at),
            services=frozenset(str(one) for one in Category.from_mask(row.categories)),
        )
        for row in session.scalars(select(Agreement).where(Agreement.kind != AgreementKind.TEAM))
    ]
    return by_kind_and_party(found)


def matrices(session: Session, world: World, at: datetime, agency_id: UUID) -> Matrices:
    """The ceilings in force, as far as this agency signed to them; within an agency the product's own."""
    across, team = (ceilings(session, matrix, at, agency_id) for matrix in world.matrices)
    return Matrices(words_of(register().own_agency), across, team)


def ceilings(session: Session, matrix: UUID, at: datetime, agency_id: UUID) -> Matrix:
    wanted = select(RoleCeiling).where(
        RoleCeiling.matrix == matrix,
        RoleCeiling.agency_id.in_((NIL, agency_id)),
        RoleCeiling.starts_at <= at,
        RoleCeiling.ends_at > at,
    )
    masks: dict[str, int] = {}
    for row in session.scalars(wanted):
        masks[row.role] = masks.get(row.role, 0) | row.categories
    return words_of(masks)


def words_of(masks: dict[str, int]) -> Matrix:
    return {str(role): frozenset(str(one) for one in Category.from_mask(mask)) for role, mask in masks.items()}
