"""Draws what somebody may claim instead of a consent: orders, documented emergencies, agreements; and who claims it."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from uuid import UUID

from portal.consent.grants.spans import Span
from portal.consent.grants.world import Access, World
from portal.consent.rules.facts import CourtOrder, Emergency
from portal.consent.rules.intervals import Interval
from portal.consent.rules.site import Agreement
from portal.consent.rules.terms import AgreementKind
from portal.gate.vocabulary import UNDERTAKINGS, Basis, Purpose
from portal.ids import key_of
from tests.consent.worlds.chance import COURT_SET, LONG_AGO, TICK, Drawn, Look, beside, boundary, likely, maybe
from tests.consent.worlds.site import MEDICAL, STAFF, WORD_OF, Setting, agency_id, agreement, user_id

NOTES = ("clinical_note", "counseling_note", "assessment")
MEDICAL_STAFF = tuple(word for word in STAFF if STAFF[word][0] in MEDICAL)
PURPOSES_OF_CLAIM = {
    Basis.COURT_ORDER: (Purpose.LEGAL_PROCEEDING, Purpose.CRIMINAL_INVESTIGATION, Purpose.CJ_MONITORING),
    Basis.EMERGENCY: (Purpose.EMERGENCY_TREATMENT, Purpose.EMERGENCY_TREATMENT, Purpose.TREATMENT),
    Basis.QSOA: (Purpose.QSO_SERVICE, Purpose.QSO_SERVICE, Purpose.OPERATIONS),
    Basis.AUDIT: (Purpose.AUDIT_EVALUATION,),
    Basis.RESEARCH: (Purpose.RESEARCH,),
}


def draw_undertakings(rng: Random) -> list[Agreement]:
    """Programs and those who serve, audit or study them; now and then a party that is none of them (R111)."""
    found = []
    for kind, usual in (
        (AgreementKind.QSOA, "laboratory"),
        (AgreementKind.AUDIT, "oversight"),
        (AgreementKind.RESEARCH, "oversight"),
    ):
        for program in ("north", "south"):
            start = likely(rng, LONG_AGO, boundary(rng))
            end = maybe(rng, 0.4)
            if rng.random() < 0.8 and (end is None or start < end):
                other = likely(rng, usual, "court", "manager", "north", chance=0.2)
                services = frozenset(rng.sample((*COURT_SET, *NOTES), 5)) if kind == AgreementKind.QSOA else frozenset()
                found.append(agreement(kind, program, Interval(start, end), other, services))
    return found


def draw_orders(rng: Random, participant_id: UUID, records: tuple[Drawn, ...]) -> tuple[CourtOrder, ...]:
    """Mostly sound, about records of this world; each thing that an order may lack is lacking now and then."""
    return tuple(draw_order(rng, participant_id, records, number) for number in range(rng.choice((0, 1, 1, 2))))


def draw_order(rng: Random, participant_id: UUID, records: tuple[Drawn, ...], number: int) -> CourtOrder:
    issued = likely(rng, LONG_AGO, boundary(rng), chance=0.3)
    expires = maybe(rng, 0.3)
    some = frozenset(str(one.category) for one in rng.sample(records, 4))
    return CourtOrder(
        id=str(key_of(participant_id, "order", number)),
        section=rng.choice(("2.65", "2.65", "2.64", "2.64", "2.66")),
        participant=str(participant_id),
        issued_at=issued,
        expires_at=expires if expires is None or issued < expires else None,
        vacated_at=maybe(rng, 0.15),
        findings_recorded=likely(rng, True, False),
        notice_given=likely(rng, True, False),
        recipient_agencies=frozenset(
            str(agency_id(word)) for word in rng.sample(("court", "prosecution", "probation", "defense", "north"), 2)
        ),
        categories=frozenset((*COURT_SET, *NOTES, *some)) - frozenset(rng.sample(COURT_SET, 2)),
        covers_confidential_communications=rng.random() < 0.6,
        covers_counseling_notes=rng.random() < 0.5,
    )


def draw_emergencies(rng: Random, participant_id: UUID) -> tuple[Access, ...]:
    return tuple(draw_emergency(rng, participant_id, number) for number in range(rng.choice((0, 1, 1, 2))))


def draw_emergency(rng: Random, participant_id: UUID, number: int) -> Access:
    user, agency, _ = STAFF[rng.choice(MEDICAL_STAFF)]
    start = boundary(rng)
    closed = rng.choice((start + timedelta(hours=12), start + TICK, start + timedelta(days=20)))
    emergency = Emergency(
        bona_fide=likely(rng, True, False, chance=0.15),
        consent_unobtainable=likely(rng, True, False, chance=0.2),
        nature=likely(rng, "Found without breath at the station", " ", chance=0.15),
        recipient_name=likely(rng, "A. Physician", "", chance=0.1),
    )
    access = key_of(participant_id, "emergency", number)
    return Access(access, user_id(user), agency_id(agency), emergency, Span(start, closed))


def claiming_looks(rng: Random, setting: Setting, people: tuple[World, ...]) -> tuple[Look, ...]:
    """Those whom an order, an emergency or an agreement names, claiming it."""
    looks = []
    for world in people:
        looks += [of_agency(rng, Basis.COURT_ORDER, min(one.recipient_agencies)) for one in world.orders]
        looks += [of_emergency(rng, one) for one in world.emergencies]
    agreed = [one for one in setting.agreements if str(one.kind) in UNDERTAKINGS and one.counterparty]
    looks += [of_agency(rng, Basis(str(one.kind)), one.counterparty or "") for one in agreed if rng.random() < 0.5]
    return tuple(rng.sample(looks, min(5, len(looks))))


def of_agency(rng: Random, claim: Basis, agency: str) -> Look:
    word = WORD_OF[UUID(agency)]
    who = rng.choice([one for one in STAFF if STAFF[one][1] == word])
    return Look(who, rng.choice(PURPOSES_OF_CLAIM[claim]), beside(rng), claim=claim)


def of_emergency(rng: Random, access: Access) -> Look:
    """The very person, at a moment of the emergency or beside it; or anybody of the same kind."""
    names = [
        one for one in STAFF if (user_id(STAFF[one][0]), agency_id(STAFF[one][1])) == (access.user_id, access.agency_id)
    ]
    who = likely(rng, names[0], *MEDICAL_STAFF, chance=0.2)
    at = likely(rng, access.span.start, beside(rng), access.span.end, access.span.end - TICK, chance=0.4)
    return Look(who, rng.choice(PURPOSES_OF_CLAIM[Basis.EMERGENCY]), at, claim=Basis.EMERGENCY)
