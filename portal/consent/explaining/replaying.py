"""The facts of one past question, from the instruments, and the decision on them (R180-R184)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from sqlalchemy.orm import Session

from portal.accounts.agencies.models import Appointment
from portal.accounts.principal import PURPOSE_OF_ROLE
from portal.consent.compile import world_on_file
from portal.consent.deciding import decide_under_any, participant_at, site_at
from portal.consent.explaining.asking import GateRow
from portal.consent.grants.world import World
from portal.consent.readers import acting_role
from portal.consent.rules import Decision, first_failure
from portal.consent.rules import facts as rules
from portal.consent.rules.consents import Failure
from portal.consent.rules.facts import HeldCopy
from portal.consent.rules.instruments import Consent
from portal.consent.rules.parties import discloser_not_named
from portal.consent.rules.terms import CONSENT_BASIS, SYSTEM_ADMIN, Action
from portal.gate.vocabulary import Basis, Category, Label, Regime, RoleName


@dataclass(frozen=True, slots=True)
class Replay:
    """The decision, and what each consent on file at that moment says to it; `later` were recorded afterwards."""

    facts: rules.Facts
    decision: Decision
    consents: tuple[tuple[Consent, Failure | None], ...]
    later: int


@dataclass(frozen=True, slots=True)
class Looking:
    """Who looked, whether the appointment was in force, what for, on which basis, in which proceeding ("": none).

    `copy` is one that the looker's agency had by then; `papers` the consents that lie at the record's own program.
    """

    appointment: Appointment
    in_force: bool
    purpose: str
    claiming: str
    proceeding: str
    copy: HeldCopy | None
    papers: frozenset[str]


def replay(session: Session, row: GateRow, looking: Looking, at: datetime) -> Replay:
    """Decide anew on what was on file at a moment.

    A consent counts that lies at the record's program, or lets it tell. No other could cover a record of the program,
    and that there is one is not the program's to know (R11, R143).
    """
    world = world_on_file(session, row.participant_id)
    actor = actor_of(looking.appointment, looking.in_force)
    facts = rules.Facts(
        actor=actor,
        participant=participant_at(world, {(looking.appointment.user_id, looking.appointment.agency_id)}, at),
        record=record_of(row, looking.copy),
        request=request_of(world, looking, at),
        consents=(),
        restrictions=world.restrictions,
        site=site_at(session, world, at, looking.appointment.agency_id),
    )
    inquiry = rules.Inquiry(facts, at, actor, facts.record.origin)
    own = [one for one in world.consents if one.id in looking.papers or discloser_not_named(one, inquiry) is None]
    known = tuple(replace(one, known_false=false_by(one, at)) for one in own if one.recorded_at <= at)
    facts = replace(facts, consents=known)
    inquiry = replace(inquiry, facts=facts)
    judged = tuple((consent, first_failure(consent, inquiry)) for consent in known)
    return Replay(facts, decide_under_any(world.orders, facts, at), judged, len(own) - len(known))


def false_by(consent: Consent, at: datetime) -> bool:
    """Whether it was known by a moment that something on it is false (R17); where that is not said, it always was."""
    return consent.known_false and (consent.false_since is None or consent.false_since <= at)


def request_of(world: World, looking: Looking, at: datetime) -> rules.Request:
    """What was asked, with the emergency that this person had documented by then, if one is claimed."""
    person = (looking.appointment.user_id, looking.appointment.agency_id)
    documented = (
        one.emergency
        for one in world.emergencies
        if (one.user_id, one.agency_id) == person and one.span.start <= at < one.span.end
    )
    return rules.Request(
        Action.READ,
        looking.purpose or str(PURPOSE_OF_ROLE[RoleName(looking.appointment.role)]),
        looking.claiming or CONSENT_BASIS,
        proceeding_id=looking.proceeding or None,
        emergency=next(documented, None) if looking.claiming == Basis.EMERGENCY else None,
    )


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
        medical_personnel=appointment.medical_personnel,
    )


def record_of(row: GateRow, copy: HeldCopy | None) -> rules.Record:
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
        held_copy=copy,
    )
