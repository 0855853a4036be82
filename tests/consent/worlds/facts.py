"""From a drawn world to the facts of the rules, for one look at one record."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from portal.consent.grants.world import World
from portal.consent.readers import acting_role
from portal.consent.rules.facts import Actor, Case, Facts, Participant, Record, Request
from portal.consent.rules.instruments import Consent
from portal.consent.rules.intervals import Interval
from portal.consent.rules.site import Site
from portal.consent.rules.terms import PARTICIPANT, SYSTEM_ADMIN, Action
from portal.gate.vocabulary import RoleName
from portal.ids import NIL
from tests.consent.worlds.chance import Drawn, Look
from tests.consent.worlds.drawing import Drawing
from tests.consent.worlds.site import CLEARED, STAFF, agency_id, user_id


@dataclass(frozen=True, slots=True)
class Asking:
    """Everything about one look that is the same for every record."""

    actor: Actor
    request: Request
    site: Site
    participants: dict[str, Participant]
    consents: tuple[Consent, ...]
    people: dict[str, World]
    at: datetime

    def facts(self, drawn: Drawn) -> Facts:
        whose = str(drawn.participant_id)
        return Facts(
            actor=self.actor,
            participant=self.participants[whose],
            record=record_of(drawn),
            request=self.request,
            consents=self.consents,
            restrictions=self.people[whose].restrictions,
            site=self.site,
        )


def asking(drawing: Drawing, look: Look) -> Asking:
    actor = actor_of(look)
    return Asking(
        actor=actor,
        request=Request(
            Action.READ,
            str(look.purpose),
            "emergency" if look.claims_emergency else "consent",
            proceeding_id=None if look.proceeding == NIL else str(look.proceeding),
        ),
        site=drawing.setting.site(look.at),
        participants={
            str(world.participant_id): participant_at(world, actor.agency, look.at) for world in drawing.people
        },
        consents=tuple(consent for world in drawing.people for consent in world.consents),
        people={str(world.participant_id): world for world in drawing.people},
        at=look.at,
    )


def actor_of(look: Look) -> Actor:
    """A program's administrator is an administrator: no content, ever (R4)."""
    if look.who == "patient":
        whose = None if look.self_participant == NIL else str(look.self_participant)
        return Actor("patient", PARTICIPANT, str(agency_id("court")), status="active", participant_id=whose)
    user, agency, role = STAFF[look.who]
    acting = SYSTEM_ADMIN if role == RoleName.PROGRAM_ADMIN else str(acting_role(role))
    return Actor(str(user_id(user)), acting, str(agency_id(agency)), cjis_cleared=user in CLEARED, status="active")


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
