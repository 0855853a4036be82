"""A court's people in bulk, for measuring: as the owner of the tables, behind the services."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, insert

from portal.clock import BEGINNING
from portal.consent.compile import compiled
from portal.consent.grants.models import AccessGrant
from portal.consent.grants.spans import ALWAYS, Span
from portal.consent.grants.world import Member, World
from portal.consent.rules.facts import Case, Participant
from portal.consent.rules.instruments import Consent, CriminalJusticeTerms, Discloser, Expiry, Information, Recipient
from portal.consent.rules.intervals import Interval
from portal.consent.rules.terms import AgreementKind, Capacity, ConsentKind, ExpiryType, MinorRule, PartyType
from portal.gate.vocabulary import Category, Label, Regime
from portal.ids import key_of, new_id
from portal.participants.enrollments.models import Whereabouts
from portal.participants.people.models import Participant as Person
from tests.consent.worlds.papers import NAME, SOUND
from tests.consent.worlds.site import PLACES, STAFF, Setting, agency_id, agreement, user_id
from tests.consent.worlds.store import add_setting, add_site

START = datetime(2026, 3, 2, 15, tzinfo=UTC)
LATER = datetime(2030, 1, 1, tzinfo=UTC)
TEAM = ("judge", "coordinator", "clerk", "prosecutor", "officer", "defender", "manager", "counselor")
SHARED = ("attendance", "drug_test", "progress_summary", "level_of_care")
FROM_COURT = ("hearing", "response", "phase_status")
BATCH = 200


def person_id(number: int) -> UUID:
    return key_of("bench", number)


def load(connection: Connection, people: int, records: int) -> None:
    """Agencies, and people with a team, two consents, a treating agency and their records of some months each."""
    add_site(connection)
    kinds = (AgreementKind.PARTICIPATION, AgreementKind.HOSTING)
    setting = Setting(tuple(agreement(kind, word, Interval(BEGINNING, None)) for word in PLACES for kind in kinds))
    add_setting(connection, setting)
    agencies, rng = setting.agencies(), Random(7)
    for first in range(0, people, BATCH):
        numbers = range(first, min(first + BATCH, people))
        connection.execute(insert(Person), [person_row(number) for number in numbers])
        rows = [row for number in numbers for row in record_rows(rng, number, records)]
        connection.execute(insert(Whereabouts), rows)
        grants = [row for number in numbers for row in compiled(world_of_person(number, agencies))[0]]
        connection.execute(insert(AccessGrant), [{"id": new_id(), **row} for row in grants])


def world_of_person(number: int, agencies: Any) -> World:
    person, case = person_id(number), str(key_of("bench case", number))
    members = tuple(
        Member(user_id(STAFF[word][0]), agency_id(STAFF[word][1]), str(STAFF[word][2]), ALWAYS, case) for word in TEAM
    )
    cases = (Case(case, True, None, None, {}),)
    terms = CriminalJusticeTerms(case, "18 months", revocable_event="final_disposition")
    return World(
        participant_id=person,
        participant=Participant(
            str(person), date(1990, 4, 2), 18, MinorRule.ALONE, Capacity.OK, None, frozenset(), cases
        ),
        consents=(
            signed(person, ConsentKind.CJ, "cj_monitoring", ("court", "prosecution", "probation"), terms),
            signed(person, ConsentKind.GENERAL, "case_management", ("manager", "defense"), None),
        ),
        members=members,
        treating=((agency_id("north"), Span(START)),),
        program_agencies=(agency_id("court"),),
        agencies=agencies,
    )


def signed(person: UUID, kind: ConsentKind, purpose: str, recipients: tuple[str, ...], terms: Any) -> Consent:
    return Consent(
        id=str(new_id()),
        kind=kind,
        participant=str(person),
        participant_name=NAME,
        disclosers=(Discloser(PartyType.AGENCY, str(agency_id("north"))),),
        information=Information(frozenset(SHARED)),
        recipients=tuple(Recipient(PartyType.AGENCY, str(agency_id(word))) for word in recipients),
        purposes=frozenset({purpose}),
        expiry=Expiry(ExpiryType.DATE, LATER),
        signed_at=START,
        effective_from=None,
        recorded_at=START,
        signers=frozenset({"patient"}),
        form=SOUND,
        terms=terms,
    )


def person_row(number: int) -> dict[str, Any]:
    person = person_id(number)
    gate = gate_row(person, Category.PRESENCE, START.date(), "court", Regime.CJ)
    return gate | {"id": person, "full_name": f"Person {number}", "sort_key": f"{number:06d}"}


def record_rows(rng: Random, number: int, records: int) -> Iterator[dict[str, Any]]:
    """Four of five from the clinic, the rest from the court; one every other day."""
    for count in range(records):
        origin, regime, words = ("north", Regime.PART2, SHARED) if count % 5 else ("court", Regime.CJ, FROM_COURT)
        on = START.date() + timedelta(days=2 * count)
        gate = gate_row(person_id(number), Category(rng.choice(words)), on, origin, regime)
        yield gate | {"place": "home", "starts_on": on}


def gate_row(person: UUID, category: Category, on: date, origin: str, regime: Regime) -> dict[str, Any]:
    return {
        "id": new_id(),
        "participant_id": person,
        "origin_id": agency_id(origin),
        "author_id": user_id("counselor"),
        "regime": regime.bit,
        "category": category.bit,
        "labels": Label.SUD.bit,
        "withheld": False,
        "service_on": on,
        "created_at": START,
    }
