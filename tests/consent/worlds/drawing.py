"""Draws worlds: two participants, their papers, their records, and people who look. A world follows from its seed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from uuid import UUID

from portal.consent.grants.spans import Span
from portal.consent.grants.world import Member, World
from portal.consent.readers import acting_role
from portal.consent.register import CROSS_AGENCY, TEAM, register
from portal.consent.rules.facts import Case, Participant
from portal.consent.rules.instruments import Consent, Recipient
from portal.consent.rules.intervals import Interval
from portal.consent.rules.terms import AgreementKind, Capacity, MinorRule, PartyType
from portal.gate.vocabulary import CLAIMABLE, Category, Label, Purpose, Regime
from portal.ids import NIL, key_of
from tests.consent.worlds.chance import (
    CATEGORIES,
    COURT_SET,
    LATER,
    LONG_AGO,
    OTHER_PROCEEDING,
    PROCEEDING,
    Drawn,
    Look,
    beside,
    boundary,
    likely,
    maybe,
)
from tests.consent.worlds.claims import claiming_looks, draw_emergencies, draw_orders, draw_undertakings
from tests.consent.worlds.holding import Held, draw_held, kept
from tests.consent.worlds.papers import Drawer
from tests.consent.worlds.site import PLACES, STAFF, TEAM_USERS, Ceilings, Setting, agency_id, agreement, user_id

CLINICAL = (
    *(Purpose.TREATMENT,) * 4,
    Purpose.PAYMENT,
    Purpose.OPERATIONS,
    Purpose.SUPERVISED_TRAINING,
    Purpose.PROGRAM_DEFENSE,
    Purpose.LEGAL_PROCEEDING,
)
JUSTICE = (*(Purpose.CJ_MONITORING,) * 4, Purpose.LEGAL_PROCEEDING, Purpose.PROSECUTION_NEW_CHARGE)
PURPOSES_OF = {
    "treatment": CLINICAL,
    "hospital": CLINICAL,
    "health_plan": (Purpose.PAYMENT, Purpose.OPERATIONS, Purpose.TREATMENT),
    "other": (Purpose.OPERATIONS, Purpose.PAYMENT, Purpose.TREATMENT, Purpose.SUPERVISED_TRAINING),
    "court": JUSTICE,
    "prosecution": JUSTICE,
    "supervision": (*JUSTICE, Purpose.CRIMINAL_INVESTIGATION),
    "defense": (Purpose.DEFENSE_REPRESENTATION, Purpose.DEFENSE_REPRESENTATION, Purpose.LEGAL_PROCEEDING),
    "laboratory": (Purpose.QSO_SERVICE, Purpose.TREATMENT),
    "child_protection": (Purpose.CASE_MANAGEMENT, Purpose.OPERATIONS),
    "law_enforcement": JUSTICE,
    "vital_records": (Purpose.OPERATIONS,),
    "oversight": (Purpose.AUDIT_EVALUATION, Purpose.RESEARCH),
    "case_management": (Purpose.CASE_MANAGEMENT, Purpose.CASE_MANAGEMENT, Purpose.TREATMENT),
}
NOTES = (Category.COUNSELING_NOTE, Category.PSYCHOTHERAPY_NOTE) * 12
USUAL = {
    "part2": (*COURT_SET, *COURT_SET, "counseling_note", "counseling_note", "clinical_note"),
    "hipaa": ("attendance", "attendance", "mental_health", "psychotherapy_note"),
    "cj": ("court_event", "hearing", "response", "drug_test", "criminal_history", "privileged_defense"),
}


@dataclass(frozen=True, slots=True)
class Drawing:
    """A whole world."""

    seed: int
    setting: Setting
    people: tuple[World, ...]
    records: tuple[Drawn, ...]
    looks: tuple[Look, ...]
    held: tuple[Held, ...] = ()


def draw_setting(rng: Random) -> Setting:
    agreements = []
    for word, place in PLACES.items():
        kinds = (AgreementKind.PARTICIPATION, AgreementKind.HOSTING)[: 2 if place.part2_program else 1]
        for kind in kinds:
            if rng.random() < 0.985:
                term = Interval(likely(rng, LONG_AGO, boundary(rng), chance=0.02), maybe(rng, 0.04))
                if term.end is None or term.start < term.end:
                    agreements.append(agreement(kind, word, term))
    some = [("holding", "north"), ("holding", "south"), ("north", "south"), ("holding", "mind"), ("mind", "north")]
    controls = frozenset(pair for pair in some if rng.random() < 0.3)
    agreements.extend(draw_undertakings(rng))
    return Setting(tuple(agreements), controls, draw_ceilings(rng))


def draw_ceilings(rng: Random) -> Ceilings:
    """In half of the worlds one role's ceiling changes at a boundary: wider or narrower by some categories."""
    if rng.random() < 0.3:
        return Ceilings()
    matrix = rng.choice((CROSS_AGENCY, CROSS_AGENCY, TEAM))
    given = register().cross_agency if matrix == CROSS_AGENCY else register().team
    role = rng.choice(("judge", "court_coordinator", "treatment_admin", "treatment_admin", "case_manager"))
    other = given[role] ^ Category.mask(rng.sample([*COURT_SET, "identity", "hearing", "response"], 4))
    before, after = rng.sample((given[role], other), 2)
    return Ceilings(matrix, role, boundary(rng), before, after)


def draw_participant(rng: Random, participant_id: UUID) -> Participant:
    cases = [
        Case(
            id=str(key_of(participant_id, "case", number)),
            condition_of_disposition=likely(rng, True, False, chance=0.03),
            final_disposition_at=maybe(rng, 0.4),
            latest_possible_disposition_at=likely(rng, None, LATER, boundary(rng), chance=0.2),
            team={},
        )
        for number in range(likely(rng, 1, 2, chance=0.3))
    ]
    return Participant(
        id=str(participant_id),
        born_on=likely(rng, date(1990, 4, 2), date(2009, 3, 10), chance=0.07),
        age_of_majority=18,
        minor_rule=rng.choice(list(MinorRule)),
        capacity=likely(rng, Capacity.OK, Capacity.ADJUDICATED_LACKING, Capacity.NOT_ADJUDICATED, chance=0.04),
        deceased_at=maybe(rng, 0.06),
        treating_agencies=frozenset(),
        cases=tuple(cases),
    )


def draw_span(rng: Random) -> Span:
    start = likely(rng, LONG_AGO, boundary(rng), chance=0.25)
    return Span(start).until(likely(rng, LATER, boundary(rng), chance=0.3)) or Span(LONG_AGO)


def draw_members(rng: Random, participant: Participant) -> tuple[Member, ...]:
    return tuple(
        Member(
            user_id=user_id(STAFF[word][0]),
            agency_id=agency_id(STAFF[word][1]),
            role=str(acting_role(STAFF[word][2])),
            span=draw_span(rng),
            case_id=rng.choice(participant.cases).id,
        )
        for word in rng.sample(TEAM_USERS, rng.randint(6, 11))
    )


def draw_treating(rng: Random) -> tuple[tuple[UUID, Span], ...]:
    words = {likely(rng, "north", "south"), rng.choice(("south", "mind", "manager", "plan"))}
    return tuple((agency_id(word), draw_span(rng)) for word in sorted(words))


def draw_look(rng: Random, people: tuple[UUID, ...]) -> Look:
    if rng.random() < 0.06:
        whose = likely(rng, rng.choice(people), NIL)
        return Look("patient", Purpose.PATIENT_REQUEST, beside(rng), self_participant=whose)
    who = likely(rng, rng.choice(tuple(STAFF)), "office", "manager", "coordinator", chance=0.25)
    return Look(
        who,
        rng.choice(PURPOSES_OF[PLACES[STAFF[who][1]].kind]),
        beside(rng),
        likely(rng, PROCEEDING, OTHER_PROCEEDING, NIL, chance=0.3),
        claim=rng.choice(CLAIMABLE) if rng.random() < 0.06 else None,
    )


def aimed_look(rng: Random, consents: tuple[Consent, ...]) -> Look:
    """Somebody whom a consent names, for one of its purposes."""
    consent = rng.choice(consents)
    named = [word for word in TEAM_USERS if any(names(one, word) for one in consent.recipients)]
    who = rng.choice(named or tuple(STAFF))
    purposes = [one for one in Purpose if one in consent.purposes] or [Purpose.TREATMENT]
    proceeding = likely(rng, PROCEEDING, OTHER_PROCEEDING)
    claim = rng.choice(CLAIMABLE) if rng.random() < 0.06 else None
    return Look(who, rng.choice(purposes), beside(rng), proceeding, claim)


def names(recipient: Recipient, word: str) -> bool:
    """As far as a class goes, whoever might belong to it."""
    user, agency, _ = STAFF[word]
    if recipient.type == PartyType.CLASS:
        return agency in ("court", "probation") if recipient.name == "court_team" else agency in ("south", "plan")
    return str(agency_id(agency)) in (recipient.name, recipient.agency) or str(user_id(user)) == recipient.name


def draw_record(rng: Random, participant_id: UUID, number: int) -> Drawn:
    origin = rng.choice(("north",) * 20 + ("south",) * 4 + ("mind",) * 3 + tuple(PLACES))
    users = [one for one, at, _ in STAFF.values() if at == origin] or ["counselor"]
    regime = likely(rng, PLACES[origin].regime, *Regime)
    return Drawn(
        id=key_of(participant_id, "record", number),
        participant_id=participant_id,
        origin=origin,
        author_id=user_id(likely(rng, rng.choice(users), "counselor", "psychiatrist", chance=0.2)),
        regime=regime,
        category=likely(rng, Category(rng.choice(USUAL[regime])), *NOTES, *CATEGORIES, chance=0.25),
        labels=likely(rng, frozenset({Label.SUD}), *(frozenset({Label.SUD, one}) for one in Label), chance=0.12),
        withheld=rng.random() < 0.1,
        service_on=boundary(rng).date() + timedelta(days=rng.choice((-1, 0, 1))),
        created_at=likely(rng, LONG_AGO, beside(rng), chance=0.5),
    )


def draw(seed: int) -> Drawing:
    """The world of a seed."""
    rng = Random(seed)
    setting = draw_setting(rng)
    ids = tuple(key_of("world", seed, number) for number in (1, 2))
    touched = [word for word in STAFF if STAFF[word][2] == setting.ceilings.role]
    looks = tuple(draw_look(rng, ids) for _ in range(5))
    looks += tuple(replace(draw_look(rng, ids), who=word) for word in touched)
    people, records, held = [], [], []
    for participant_id, most in zip(ids, (6, 3), strict=True):
        participant = draw_participant(rng, participant_id)
        own = tuple(draw_record(rng, participant_id, number) for number in range(5 * most // 2))
        world = World(
            participant_id=participant_id,
            participant=participant,
            members=draw_members(rng, participant),
            treating=draw_treating(rng),
            program_agencies=(agency_id(likely(rng, "court", "court" if setting.ceilings.matrix else "manager")),),
            agencies=setting.agencies(),
            matrices=setting.ceilings.ids(),
        )
        drawer = Drawer(rng, world, own, looks)
        consents = tuple(drawer.consent(number) for number in range(likely(rng, rng.randint(most // 3, most), 0)))
        restrictions = tuple(drawer.restriction(number) for number in range(rng.choice((0, 1, 1, 2))))
        orders, emergencies = draw_orders(rng, participant_id, own), draw_emergencies(rng, participant_id)
        elsewhere = draw_held(seed, own)
        held.extend(elsewhere)
        papers = replace(world, consents=consents, restrictions=restrictions, orders=orders, emergencies=emergencies)
        people.append(replace(papers, copies=kept(elsewhere, own)))
        records.extend(own)
    signed = tuple(consent for world in people for consent in world.consents)
    if signed:
        looks += tuple(aimed_look(rng, signed) for _ in range(6))
    looks += claiming_looks(rng, setting, tuple(people))
    return Drawing(seed, setting, tuple(people), tuple(records), looks, tuple(held))
