"""The facts of one past question, from the instruments, and the decision on them (R180-R184)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.agencies.models import Appointment
from portal.accounts.principal import PURPOSE_OF_ROLE
from portal.consent.compile import world_on_file
from portal.consent.doubts.queries import state_labels, strict
from portal.consent.doubts.vocabulary import Doubt
from portal.consent.explaining.asking import GateRow
from portal.consent.grants.models import RoleCeiling
from portal.consent.grants.world import World
from portal.consent.instruments.models import Agreement
from portal.consent.readers import acting_role
from portal.consent.register import register
from portal.consent.rules import Decision, decide, first_failure
from portal.consent.rules import facts as rules
from portal.consent.rules.consents import Failure
from portal.consent.rules.instruments import Consent
from portal.consent.rules.intervals import Interval
from portal.consent.rules.site import Agreement as SiteAgreement
from portal.consent.rules.site import Matrices, Matrix, Site, by_kind_and_party
from portal.consent.rules.terms import SYSTEM_ADMIN, Action, AgreementKind
from portal.gate.vocabulary import Category, Label, Regime, RoleName


@dataclass(frozen=True, slots=True)
class Replay:
    """The decision, and what each consent on file at that moment says to it; `later` were recorded afterwards."""

    facts: rules.Facts
    decision: Decision
    consents: tuple[tuple[Consent, Failure | None], ...]
    later: int


def replay(session: Session, row: GateRow, acting: tuple[Appointment, bool], purpose: str, at: datetime) -> Replay:
    """Decide anew on what was on file at a moment, for somebody who read for a purpose and claimed no other basis."""
    appointment, in_force = acting
    world = world_on_file(session, row.participant_id)
    known = tuple(consent for consent in world.consents if consent.recorded_at <= at)
    actor = actor_of(appointment, in_force)
    facts = rules.Facts(
        actor=actor,
        participant=participant_at(world, actor.agency, at),
        record=record_of(row),
        request=rules.Request(Action.READ, purpose or str(PURPOSE_OF_ROLE[RoleName(appointment.role)]), "consent"),
        consents=known,
        restrictions=world.restrictions,
        site=site_at(session, world, at),
    )
    inquiry = rules.Inquiry(facts, at, actor, facts.record.origin)
    judged = tuple((consent, first_failure(consent, inquiry)) for consent in known)
    return Replay(facts, decide(facts, at), judged, len(world.consents) - len(known))


def actor_of(appointment: Appointment, in_force: bool) -> rules.Actor:
    """Whoever administers is an administrator to the rules (R4); an appointment that is not in force is none (R1)."""
    role = acting_role(appointment.role)
    return rules.Actor(
        user=str(appointment.user_id),
        role=SYSTEM_ADMIN if role == RoleName.PROGRAM_ADMIN else str(role),
        agency=str(appointment.agency_id),
        cjis_cleared=appointment.user.cjis_cleared,
        status=appointment.user.status if in_force else "not appointed",
        ended_at=appointment.user.ended_at,
    )


def participant_at(world: World, agency: str, at: datetime) -> rules.Participant:
    """Who treats at that moment, and the teams as far as this agency goes: a member is a person at an agency."""
    teams: dict[str, dict[str, tuple[Interval, ...]]] = {}
    for member in world.members:
        if str(member.agency_id) == agency and member.case_id is not None:
            team = teams.setdefault(member.case_id, {})
            user = str(member.user_id)
            team[user] = (*team.get(user, ()), Interval(member.span.start, member.span.end))
    cases = tuple(replace(case, team=teams.get(case.id, {})) for case in world.participant.cases)
    treating = frozenset(str(one) for one, span in world.treating if span.start <= at < span.end)
    return replace(world.participant, cases=cases, treating_agencies=treating)


def record_of(row: GateRow) -> rules.Record:
    return rules.Record(
        id=str(row.id),
        category=cast(Category, Category.from_mask(row.category)[0]),
        origin=str(row.origin_id),
        regime=cast(Regime, Regime.from_mask(row.regime)[0]),
        labels=frozenset(cast(Label, one) for one in Label.from_mask(row.labels)),
        service_on=row.service_on,
        created_at=row.created_at,
        author=str(row.author_id),
        withheld=row.withheld,
    )


def site_at(session: Session, world: World, at: datetime) -> Site:
    known = {str(kind) for kind in AgreementKind}
    agreements = [
        SiteAgreement(
            id=str(one.id),
            kind=AgreementKind(one.kind),
            party=str(one.agency_id),
            counterparty=None if one.party_id is None else str(one.party_id),
            term=Interval(one.starts_at, one.ends_at),
            services=words_of(one.categories),
        )
        for one in session.scalars(select(Agreement))
        if one.kind in known
    ]
    across, team = world.matrices
    matrices = Matrices(
        own_agency={str(role): words_of(mask) for role, mask in register().own_agency.items()},
        cross_agency=matrix_at(session, across, at),
        cj_regime=matrix_at(session, team, at),
    )
    return Site(
        world.agencies,
        by_kind_and_party(agreements),
        matrices,
        state_labels(session, at),
        strict(session, Doubt.D5, at),
    )


def matrix_at(session: Session, matrix: UUID, at: datetime) -> Matrix:
    """The version of a matrix that was in force (R43)."""
    wanted = select(RoleCeiling).where(
        RoleCeiling.matrix == matrix, RoleCeiling.starts_at <= at, RoleCeiling.ends_at > at
    )
    needs: dict[str, frozenset[str]] = {}
    for one in session.scalars(wanted):
        needs[one.role] = needs.get(one.role, frozenset()) | words_of(one.categories)
    return needs


def words_of(mask: int) -> frozenset[str]:
    return frozenset(str(one) for one in Category.from_mask(mask))
