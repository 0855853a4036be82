"""Draws copies that agencies hold, and what is passed on: by a holder to somebody else, or by a program as a report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random
from typing import Any
from uuid import UUID

from portal.accounts.principal import Principal
from portal.consent.copies.models import DeliveredCopy
from portal.consent.copies.services import PassOn
from portal.consent.doubts.vocabulary import Doubt, Reading
from portal.consent.grants.keys import agency_key
from portal.consent.grants.world import World
from portal.consent.rules import Decision, walk
from portal.consent.rules.actor import agency_not_participating, technical_role
from portal.consent.rules.facts import Actor, Facts, Redisclosure, Request
from portal.consent.rules.intervals import Interval
from portal.consent.rules.terms import Action, ConsentKind
from portal.gate.vocabulary import Category, Label, Purpose, Regime
from portal.ids import NIL, key_of
from tests.consent.worlds.chance import LONG_AGO, Drawn, Look, beside, likely
from tests.consent.worlds.drawing import PURPOSES_OF, Drawing
from tests.consent.worlds.expected import world
from tests.consent.worlds.facts import actor_of, asking, first_permit, record_of
from tests.consent.worlds.holding import Held
from tests.consent.worlds.site import PLACES, STAFF, agency_id, principal, user_id

REPORTS = ("child_abuse_report", "crime_on_premises", "vital_statistics", "elder_abuse")
ADDRESSEE = {"child_abuse_report": "caseworker", "crime_on_premises": "deputy", "vital_statistics": "registrar"}


@dataclass(frozen=True, slots=True)
class Passing:
    """Somebody passes a record on: a holder its copy (`held`), or a program a record of its own as a report."""

    drawn: Drawn
    by: str
    to: str
    purpose: Purpose
    at: datetime
    held: Held | None = None
    basis: str = "consent"
    initial: bool = False

    def command(self) -> PassOn:
        return PassOn(principal(self.to, self.purpose), self.purpose, "It was asked for", self.basis, self.initial)

    def actor(self) -> Principal:
        return principal(self.by, self.purpose)


def copies(seed: int) -> tuple[Held, ...]:
    return world(seed).held


def copy_row(held: Held) -> dict[str, Any]:
    drawn, holder = held.drawn, agency_id(held.holder)
    return {
        "id": key_of("copy", drawn.id),
        "participant_id": drawn.participant_id,
        "holder_id": holder,
        "filed_by_id": user_id("counselor"),
        "categories": drawn.category.bit,
        "received_kind": held.kind,
        "created_at": held.received_at,
        "document_id": NIL,
        "recipient": agency_key(holder),
        "record_origin_id": agency_id(drawn.origin),
        "regime": drawn.regime.bit,
        "labels": Label.mask(drawn.labels),
        "withheld": drawn.withheld,
        "service_on": drawn.service_on,
        "record_created_at": drawn.created_at,
        "record_author_id": drawn.author_id,
        "source_table": "whereabouts",
        "record_id": drawn.id,
        "content": {},
        "purpose": "treatment",
        "permitted_by": "CONSENT_COVERS",
        "obligations": [],
        "instrument_id": NIL,
        "recipient_user_id": user_id("coordinator"),
        "recipient_role": "clerk",
    }


def held_row(held: Held) -> DeliveredCopy:
    return DeliveredCopy(**copy_row(held))


def draw_passing(seed: int) -> tuple[Passing, ...]:
    """Redisclosures to whoever might be meant, and reports to whom they are for or to somebody else."""
    rng, people = Random(f"passing {seed}"), {one.participant_id: one for one in world(seed).people}
    found = [anyhow(rng, held) for held in copies(seed)]
    found += [redisclosed(rng, held, people) for held in copies(seed) for _ in range(2)]
    program = [one for one in world(seed).records if one.regime == Regime.PART2]
    for basis in REPORTS * 3 if program else ():
        drawn = rng.choice(program)
        if basis == "crime_on_premises":
            drawn = replace(drawn, category=likely(rng, Category.INCIDENT_REPORT, drawn.category, chance=0.3))
        who = likely(rng, ADDRESSEE.get(basis, "caseworker"), "deputy", "registrar", "caseworker", chance=0.3)
        initial = rng.random() < 0.7
        found.append(Passing(drawn, "counselor", who, Purpose.OPERATIONS, beside(rng), None, basis, initial))
    died = [one for one in program if people[one.participant_id].participant.deceased_at is not None]
    for drawn in died * 2:
        at = likely(rng, people[drawn.participant_id].participant.deceased_at or beside(rng), beside(rng), chance=0.4)
        found.append(Passing(drawn, "counselor", "registrar", Purpose.OPERATIONS, at, None, "vital_statistics"))
    return tuple(found)


def anyhow(rng: Random, held: Held) -> Passing:
    """By anybody at the holder, to anybody."""
    by, to = rng.choice(staff_of(held.holder)), rng.choice(tuple(STAFF))
    kinds = (PLACES[STAFF[to][1]].kind, PLACES[held.holder].kind)
    return Passing(held.drawn, by, to, rng.choice(PURPOSES_OF[rng.choice(kinds)]), beside(rng), held)


def redisclosed(rng: Random, held: Held, people: dict[UUID, World]) -> Passing:
    """To whom the kind of consent under which it came might let it go on."""
    whose = people[held.drawn.participant_id]
    if held.kind == ConsentKind.CJ:
        seats = {(one.user_id, one.agency_id) for one in whose.members}
        team = [word for word, (user, agency, _) in STAFF.items() if (user_id(user), agency_id(agency)) in seats]
        justice = [word for word in team if PLACES[STAFF[word][1]].cj_system] or ["judge"]
        own = [word for word in justice if STAFF[word][1] == held.holder] or staff_of(held.holder)
        return Passing(held.drawn, rng.choice(own), rng.choice(justice), Purpose.CJ_MONITORING, beside(rng), held)
    treating = [word for word in STAFF if agency_id(STAFF[word][1]) in {agency for agency, _ in whose.treating}]
    to = rng.choice([*treating, "biller", "reviewer"])
    purpose = rng.choice((Purpose.TREATMENT, Purpose.TREATMENT, Purpose.PAYMENT))
    return Passing(held.drawn, rng.choice(staff_of(held.holder)), to, purpose, beside(rng), held)


def staff_of(word: str) -> list[str]:
    return [one for one in STAFF if STAFF[one][1] == word and one not in ("evaluator", "administrator")]


def duty_to_named_only(seed: int) -> bool:
    """D5: two of three sites read 2.35(d) loosely; at first every site reads it strictly."""
    return seed % 3 == 0


def loose_reading() -> dict[str, Any]:
    """The decision of a site on D5, as it is kept."""
    return {
        "id": key_of("world", "D5"),
        "doubt": Doubt.D5,
        "number": 1,
        "reading": Reading.OTHER,
        "reason": "Counsel has looked at it",
        "decided_at": LONG_AGO,
        "decided_by_id": user_id("administrator"),
    }


def decided(drawing: Drawing, passing: Passing) -> Decision:
    """What the rules say on the facts as drawn; of a redisclosure's target S1-S3 are asked before."""
    who = passing.by if passing.held else passing.to
    about = asking(drawing, Look(who, passing.purpose, passing.at))
    facts = about.facts(passing.drawn)
    request = Request(
        Action.REDISCLOSE if passing.held else Action.READ,
        str(passing.purpose),
        passing.basis,
        report_initial=passing.initial,
        redisclosure=Redisclosure(str(passing.held.kind), actor_of(Look(passing.to, passing.purpose, passing.at)))
        if passing.held
        else None,
    )
    record = replace(record_of(passing.drawn), held_copy=passing.held.as_copy() if passing.held else None)
    whose = next(one for one in drawing.people if one.participant_id == passing.drawn.participant_id)
    participant = replace(facts.participant, cases=with_teams(whose, (passing.by, passing.to)))
    reads = agency_id(STAFF[passing.to][1])
    site = drawing.setting.site(passing.at, reads)
    site = replace(site, official_duty_only_to_named=duty_to_named_only(drawing.seed))
    facts = replace(facts, record=record, request=request, participant=participant, site=site)
    return first_permit([before(facts, passing) or walk(facts, passing.at)])


def before(facts: Facts, passing: Passing) -> Decision | None:
    if passing.held is None:
        return None
    target: Actor = actor_of(Look(passing.to, passing.purpose, passing.at))
    of_target = replace(facts, actor=target)
    return agency_not_participating(of_target, passing.at) or technical_role(of_target, passing.at)


def with_teams(of: World, words: Iterable[str]) -> Any:
    """The cases with the stints of these people, each at the agency for which he or she acts."""
    seats = {(user_id(STAFF[word][0]), agency_id(STAFF[word][1])) for word in words}
    found = []
    for case in of.participant.cases:
        team: dict[str, tuple[Interval, ...]] = {}
        for member in of.members:
            if member.case_id == case.id and (member.user_id, member.agency_id) in seats:
                stint = Interval(member.span.start, member.span.end)
                team[str(member.user_id)] = (*team.get(str(member.user_id), ()), stint)
        found.append(replace(case, team=team))
    return tuple(found)
