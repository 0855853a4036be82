"""From a drawn world to the facts of the rules, for one look at one record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from portal.consent.grants.world import Access, World
from portal.consent.readers import acting_role
from portal.consent.rules import Decision, walk
from portal.consent.rules.facts import (
    Actor,
    Case,
    CourtOrder,
    Emergency,
    Facts,
    HeldCopy,
    Participant,
    Record,
    Request,
)
from portal.consent.rules.instruments import Consent
from portal.consent.rules.intervals import Interval
from portal.consent.rules.site import Site
from portal.consent.rules.terms import PARTICIPANT, SYSTEM_ADMIN, Action
from portal.gate.vocabulary import Basis, RoleName
from portal.ids import NIL
from tests.consent.worlds.chance import Drawn, Look
from tests.consent.worlds.drawing import Drawing
from tests.consent.worlds.site import CLEARED, MEDICAL, STAFF, agency_id, user_id


@dataclass(frozen=True, slots=True)
class Asking:
    """Everything about one look that is the same for every record."""

    look: Look
    actor: Actor
    request: Request
    site: Site
    participants: dict[str, Participant]
    consents: tuple[Consent, ...]
    people: dict[str, World]
    at: datetime
    held: dict[UUID, HeldCopy]

    def decide(self, drawn: Drawn) -> Decision:
        """With every order and every emergency on file: one that permits is enough."""
        return first_permit(walk(one, self.at) for one in self.claims(self.facts(drawn)))

    def claims(self, facts: Facts) -> Iterator[Facts]:
        """The facts as they are, or once for each paper that the reader may mean."""
        orders: list[CourtOrder | None] = [None]
        emergencies: list[Emergency | None] = [None]
        if self.look.claim == Basis.COURT_ORDER:
            orders += [order for world in self.people.values() for order in world.orders]
        if self.look.claim == Basis.EMERGENCY:
            documented = self.people[facts.participant.id].emergencies
            emergencies += [one.emergency for one in documented if self.is_open(one)]
        for order in orders:
            for emergency in emergencies:
                yield replace(facts, request=replace(facts.request, court_order=order, emergency=emergency))

    def is_open(self, access: Access) -> bool:
        """Documented by this very person at this agency, and open at this moment."""
        whose = (str(access.user_id), str(access.agency_id)) == (self.actor.user, self.actor.agency)
        return whose and access.span.start <= self.at < access.span.end

    def facts(self, drawn: Drawn) -> Facts:
        whose = str(drawn.participant_id)
        return Facts(
            actor=self.actor,
            participant=self.participants[whose],
            record=replace(record_of(drawn), held_copy=self.held.get(drawn.id)),
            request=self.request,
            consents=self.consents,
            restrictions=self.people[whose].restrictions,
            site=self.site,
        )


def asking(drawing: Drawing, look: Look) -> Asking:
    actor = actor_of(look)
    return Asking(
        look=look,
        actor=actor,
        request=Request(
            Action.READ,
            str(look.purpose),
            str(look.claim or "consent"),
            proceeding_id=None if look.proceeding == NIL else str(look.proceeding),
        ),
        site=drawing.setting.site(look.at, UUID(actor.agency)),
        participants={
            str(world.participant_id): participant_at(world, actor.agency, look.at) for world in drawing.people
        },
        consents=tuple(consent for world in drawing.people for consent in world.consents),
        people={str(world.participant_id): world for world in drawing.people},
        at=look.at,
        held={one.drawn.id: one.as_copy() for one in drawing.held},
    )


def actor_of(look: Look) -> Actor:
    """A program's administrator is an administrator: no content, ever (R4)."""
    if look.who == "patient":
        whose = None if look.self_participant == NIL else str(look.self_participant)
        return Actor("patient", PARTICIPANT, str(agency_id("court")), status="active", participant_id=whose)
    user, agency, role = STAFF[look.who]
    acting = SYSTEM_ADMIN if role == RoleName.PROGRAM_ADMIN else str(acting_role(role))
    return Actor(
        str(user_id(user)),
        acting,
        str(agency_id(agency)),
        cjis_cleared=user in CLEARED,
        medical_personnel=user in MEDICAL,
        status="active",
    )


def participant_at(world: World, agency: str, at: datetime) -> Participant:
    """The participant as the rules see it now: who treats at this moment, and the teams as far as this agency goes.

    The rules name a member of a team by user; the portal by user and agency, because one person may work for two.
    """
    teams: dict[str, dict[str, tuple[Interval, ...]]] = {}
    for member in world.members:
        if str(member.agency_id) == agency:
            team = teams.setdefault(str(member.case_id), {})
            stint = Interval(member.span.start, member.span.end)
            team[str(member.user_id)] = (*team.get(str(member.user_id), ()), stint)
    cases: tuple[Case, ...] = tuple(replace(case, team=teams.get(case.id, {})) for case in world.participant.cases)
    treating = frozenset(str(one) for one, span in world.treating if span.start <= at < span.end)
    return replace(world.participant, cases=cases, treating_agencies=treating)


def record_of(drawn: Drawn) -> Record:
    return Record(
        id=str(drawn.id),
        category=drawn.category,
        origin=str(agency_id(drawn.origin)),
        regime=drawn.regime,
        labels=drawn.labels,
        service_on=drawn.service_on,
        created_at=drawn.created_at,
        author=str(drawn.author_id),
        withheld=drawn.withheld,
    )


def first_permit(decisions: Iterable[Decision]) -> Decision:
    """The first that permits; else that of the last paper that was looked at."""
    last: Decision | None = None
    for decision in decisions:
        if decision.permits:
            return decision
        last = decision
    assert last is not None
    return last
