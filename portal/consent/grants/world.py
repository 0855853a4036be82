"""What compiling one participant's instruments looks at: the papers, and the facts on which classes resolve."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from portal.consent.grants.keys import agency_key, class_key, person_key, role_key, seat_key
from portal.consent.grants.spans import ALWAYS, Span
from portal.consent.register import CROSS_AGENCY, TEAM
from portal.consent.rules.facts import CourtOrder, Emergency, Participant
from portal.consent.rules.instruments import Consent, Recipient, Restriction
from portal.consent.rules.parties import HEALTH_PLAN
from portal.consent.rules.site import Agency
from portal.consent.rules.terms import PartyClass, PartyType
from portal.ids import NIL


@dataclass(frozen=True, slots=True)
class Member:
    """One person at one agency on the team of a case (or of a program without a case), for a span."""

    user_id: UUID
    agency_id: UUID
    role: str
    span: Span
    case_id: str | None


@dataclass(frozen=True, slots=True)
class Access:
    """A documented emergency (2.51): who may look at which agency, for how long."""

    id: UUID
    user_id: UUID
    agency_id: UUID
    emergency: Emergency
    span: Span


@dataclass(frozen=True, slots=True)
class Kept:
    """A Part 2 record that another agency holds as a copy, from its receipt on (R28)."""

    record_id: UUID
    agency_id: UUID
    received_at: datetime


@dataclass(frozen=True, slots=True)
class World:
    """One participant's instruments and facts. Ids of agencies and cases are UUIDs as text, as the rules have them.

    `matrices` are the role ceilings that hold for the participant's program: across agencies, and for the team; they
    are those of `courts` together, of which nil is the product itself, or the product's own where there are none.
    """

    participant_id: UUID
    participant: Participant
    consents: tuple[Consent, ...] = ()
    restrictions: tuple[Restriction, ...] = ()
    members: tuple[Member, ...] = ()
    treating: tuple[tuple[UUID, Span], ...] = ()
    program_agencies: tuple[UUID, ...] = ()
    agencies: dict[str, Agency] = field(default_factory=dict)
    matrices: tuple[UUID, UUID] = (CROSS_AGENCY, TEAM)
    courts: tuple[UUID, ...] = ()
    orders: tuple[CourtOrder, ...] = ()
    emergencies: tuple[Access, ...] = ()
    copies: tuple[Kept, ...] = ()

    def is_cj(self, agency_id: UUID) -> bool:
        agency = self.agencies.get(str(agency_id))
        return agency is not None and agency.cj_system

    def is_health_plan(self, agency_id: UUID) -> bool:
        agency = self.agencies.get(str(agency_id))
        return agency is not None and agency.type == HEALTH_PLAN


@dataclass(frozen=True, slots=True)
class Reach:
    """A key that a recipient resolves to, for a span."""

    key: UUID
    span: Span


def reaches(recipient: Recipient, world: World, case_id: str | None) -> Iterable[Reach]:
    """The keys of one named recipient (C10). A class that resolves to nobody covers nobody (R32)."""
    match recipient.type:
        case PartyType.PERSON:
            agency = UUID(recipient.agency) if recipient.agency else NIL
            yield Reach(person_key(UUID(recipient.name), agency), ALWAYS)
        case PartyType.AGENCY:
            yield Reach(agency_key(UUID(recipient.name)), ALWAYS)
        case PartyType.ROLE:
            agency = UUID(recipient.agency or "")
            yield Reach(role_key(recipient.name, agency), ALWAYS)
        case PartyType.CLASS:
            yield from class_reaches(recipient.name, world, case_id)
        case PartyType.INTERMEDIARY:
            for name in sorted(recipient.participants):
                yield Reach(agency_key(UUID(name)), ALWAYS)
            if recipient.treating_class:
                yield from treating_reaches(world)


def barred_reaches(recipient: Recipient, world: World, case_id: str | None) -> Iterable[Reach]:
    """The same for what takes access away: a class that nobody knows means everybody, not nobody (R181)."""
    if recipient.type == PartyType.CLASS and recipient.name not in set(PartyClass):
        return [Reach(NIL, ALWAYS)]
    return reaches(recipient, world, case_id)


def class_reaches(name: str, world: World, case_id: str | None) -> Iterable[Reach]:
    if name in (PartyClass.TREATING_PROVIDERS, PartyClass.TPO_STANDARD):
        yield from treating_reaches(world)
    if name == PartyClass.TPO_STANDARD:
        yield Reach(class_key("health_plan"), ALWAYS)
    if name == PartyClass.COURT_TEAM:
        for member in world.members:
            if member.case_id is not None and case_id in (None, member.case_id):
                yield Reach(person_key(member.user_id, member.agency_id), member.span)


def treating_reaches(world: World) -> Iterable[Reach]:
    for agency_id, span in world.treating:
        yield Reach(agency_key(agency_id), span)


def team_reaches(recipient: Recipient, world: World, case_id: str | None) -> Iterable[Reach]:
    """R61: of a criminal-justice consent only members of the named case's team, at an agency of the justice system.

    Of a role whoever has it today, whatever role the seat was given for (R31).
    """
    for member in world.members:
        if member.case_id is None or member.case_id != case_id or not world.is_cj(member.agency_id):
            continue
        key = person_key(member.user_id, member.agency_id)
        if recipient.type == PartyType.ROLE:
            key = seat_key(member.user_id, recipient.name, member.agency_id)
        for span in named_spans(recipient, member, world):
            met = member.span.met(span)
            if met is not None:
                yield Reach(key, met)


def named_spans(recipient: Recipient, member: Member, world: World) -> Iterable[Span]:
    """When a recipient's words name this member (C10)."""
    agency, named = str(member.agency_id), False
    match recipient.type:
        case PartyType.PERSON:
            named = recipient.name == str(member.user_id) and recipient.agency in (None, "", agency)
        case PartyType.AGENCY:
            named = recipient.name == agency
        case PartyType.ROLE:
            named = recipient.agency == agency
        case PartyType.CLASS:
            named = recipient.name == PartyClass.COURT_TEAM
            named |= recipient.name == PartyClass.TPO_STANDARD and world.is_health_plan(member.agency_id)
            if recipient.name in (PartyClass.TREATING_PROVIDERS, PartyClass.TPO_STANDARD):
                yield from treating_spans(member, world)
        case PartyType.INTERMEDIARY:
            named = agency in recipient.participants
            if recipient.treating_class:
                yield from treating_spans(member, world)
    if named:
        yield ALWAYS


def treating_spans(member: Member, world: World) -> Iterable[Span]:
    return (span for agency_id, span in world.treating if agency_id == member.agency_id)
