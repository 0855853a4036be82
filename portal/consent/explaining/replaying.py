"""The facts of one past question, from the instruments, and the decision on them (R180-R184)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from sqlalchemy.orm import Session

from portal.accounts.agencies.models import Appointment
from portal.accounts.principal import PURPOSE_OF_ROLE
from portal.consent.compile import world_on_file
from portal.consent.deciding import site_at
from portal.consent.explaining.asking import GateRow
from portal.consent.grants.world import World
from portal.consent.readers import acting_role
from portal.consent.rules import Decision, decide, first_failure
from portal.consent.rules import facts as rules
from portal.consent.rules.consents import Failure
from portal.consent.rules.instruments import Consent
from portal.consent.rules.intervals import Interval
from portal.consent.rules.terms import SYSTEM_ADMIN, Action
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
