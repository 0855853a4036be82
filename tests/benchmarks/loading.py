"""A court's people in bulk, for measuring: as the owner of the tables, behind the services.

Papers are compiled once, as for anybody; everybody else's grants are the same rows under their own ids. Rows are
made as text, which COPY and SQLite's column types both read.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, insert, text
from sqlalchemy.engine import make_url

from portal.clock import BEGINNING
from portal.consent.compile import compiled
from portal.consent.grants.models import AccessGrant
from portal.consent.grants.spans import ALWAYS, Span
from portal.consent.grants.world import Member, World
from portal.consent.rules.facts import Case, Participant
from portal.consent.rules.instruments import Consent, CriminalJusticeTerms, Discloser, Expiry, Information, Recipient
from portal.consent.rules.intervals import Interval
from portal.consent.rules.terms import AgreementKind, Capacity, ConsentKind, ExpiryType, MinorRule, PartyType
from portal.database import owner_connection, unwalled_engine
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
COURT_SIZE = 200
"""People whose records are written in turns, day by day, as in a court of that size."""
KINDS = 20
"""How many different sequences of records there are."""

TextRow = tuple[str, ...]


def person_id(number: int) -> UUID:
    return key_of("bench", number)


def load(owner: str, people: int, records: int) -> None:
    """Agencies, and people with a team, two consents, a treating agency and their records of some months each."""
    kinds = (AgreementKind.PARTICIPATION, AgreementKind.HOSTING)
    setting = Setting(tuple(agreement(kind, word, Interval(BEGINNING, None)) for word in PLACES for kind in kinds))
    tables: list[Table] = [Whereabouts.__table__, AccessGrant.__table__]
    with owner_connection(owner) as connection:
        add_site(connection)
        add_setting(connection, setting)
        connection.execute(insert(Person), [person_row(number) for number in range(people)])
        for index in (index for table in tables for index in table.indexes):
            index.drop(connection)
    write(owner, tables[0], RECORD_COLUMNS, (row for first in courts(people) for row in records_of(first, records)))
    grants = Grants(setting.agencies())
    write(owner, tables[1], grants.columns, (row for number in range(people) for row in grants.of(number)))
    with owner_connection(owner) as connection:
        for index in (index for table in tables for index in table.indexes):
            index.create(connection)
    settle(owner)


def courts(people: int) -> Iterator[range]:
    return (range(first, min(first + COURT_SIZE, people)) for first in range(0, people, COURT_SIZE))


def settle(owner: str) -> None:
    """The planner knows how much there is."""
    engine = unwalled_engine(owner).execution_options(isolation_level="AUTOCOMMIT")
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            connection.execute(text("VACUUM ANALYZE"))
    engine.dispose()


def write(owner: str, table: Table, columns: Sequence[str], rows: Iterable[TextRow]) -> None:
    """Many rows at once, without looking at what they refer to: COPY on PostgreSQL, one statement on SQLite."""
    named = f"{table.name} ({', '.join(columns)})"
    if owner.startswith("sqlite"):
        with closing(sqlite3.connect(str(make_url(owner).database), isolation_level=None)) as raw:
            for pragma in ("foreign_keys=off", "journal_mode=off", "synchronous=off"):
                raw.execute(f"PRAGMA {pragma}")
            raw.execute("BEGIN")
            raw.executemany(f"INSERT INTO {named} VALUES ({', '.join('?' * len(columns))})", rows)  # noqa: S608
            raw.execute("COMMIT")
        return
    with owner_connection(owner) as connection:
        copy_in(connection, f"COPY {named} FROM STDIN", rows)


def copy_in(connection: Connection, statement: str, rows: Iterable[TextRow]) -> None:
    """As a replica would: neither foreign keys nor guards are asked about rows that were made for measuring."""
    connection.exec_driver_sql("SET LOCAL session_replication_role = replica; SET LOCAL TIME ZONE 'UTC'")
    raw: Any = connection.connection.driver_connection
    with raw.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write("\t".join(row) + "\n")


def plain(value: Any) -> str:
    """A value as the text that both databases read."""
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds") if value.tzinfo else ""
    return str(value)


class Grants:
    """The grants of one person, compiled, and of everybody else under other ids."""

    def __init__(self, agencies: Any) -> None:
        self.agencies = agencies
        rows = compiled(world_of_person(0, agencies))[0]
        self.columns = ("id", *(name for name in rows[0]))
        self.rows = [tuple(plain(row[name]) for name in self.columns[1:]) for row in rows]
        self.own = [plain(one) for one in ids_of_person(0)]
        assert sorted(row[1:] for row in self.of(1)) == sorted(
            tuple(plain(row[name]) for name in self.columns[1:]) for row in compiled(world_of_person(1, agencies))[0]
        )

    def of(self, number: int) -> Iterator[TextRow]:
        other = dict(zip(self.own, (plain(one) for one in ids_of_person(number)), strict=True))
        for row in self.rows:
            yield (new_id().hex, *(other.get(value, value) for value in row))


def ids_of_person(number: int) -> tuple[UUID, ...]:
    """The ids that a person's grants may hold and nobody else's do."""
    kinds = (ConsentKind.CJ, ConsentKind.GENERAL)
    return (person_id(number), key_of("bench case", number), *(consent_id(number, kind) for kind in kinds))


def consent_id(number: int, kind: ConsentKind) -> UUID:
    return key_of("bench consent", kind, number)


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
            signed(number, ConsentKind.CJ, "cj_monitoring", ("court", "prosecution", "probation"), terms),
            signed(number, ConsentKind.GENERAL, "case_management", ("manager", "defense"), None),
        ),
        members=members,
        treating=((agency_id("north"), Span(START)),),
        program_agencies=(agency_id("court"),),
        agencies=agencies,
    )


def signed(number: int, kind: ConsentKind, purpose: str, recipients: tuple[str, ...], terms: Any) -> Consent:
    return Consent(
        id=str(consent_id(number, kind)),
        kind=kind,
        participant=str(person_id(number)),
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
    gate = gate_columns(Category.PRESENCE, START.date(), "court", Regime.CJ)
    names = {"full_name": f"Person {number}", "sort_key": f"{number:06d}"}
    return {"id": person, "participant_id": person} | gate | names


def gate_columns(category: Category, on: date, origin: str, regime: Regime) -> dict[str, Any]:
    return {
        "origin_id": agency_id(origin),
        "author_id": user_id("counselor"),
        "regime": regime.bit,
        "category": category.bit,
        "labels": Label.SUD.bit,
        "withheld": False,
        "service_on": on,
        "created_at": START,
    }


def record_columns(rng: Random, count: int) -> dict[str, Any]:
    """Four of five from the clinic, the rest from the court; one every other day."""
    origin, regime, words = ("north", Regime.PART2, SHARED) if count % 5 else ("court", Regime.CJ, FROM_COURT)
    on = START.date() + timedelta(days=2 * count)
    gate = gate_columns(Category(rng.choice(words)), on, origin, regime)
    return gate | {"place": "home", "starts_on": on, "recorded_at": START, "correction_reason": ""}


RECORD_COLUMNS = ("id", "participant_id", *record_columns(Random(0), 0))


def records_of(numbers: range, records: int) -> Iterator[TextRow]:
    """The records of some people, day by day, so that one person's lie as far apart as in a court's table."""
    people = [(person_id(number).hex, number % KINDS) for number in numbers]
    sequences = [Random(kind) for kind in range(KINDS)]
    for count in range(records):
        kinds = [tuple(plain(value) for value in record_columns(rng, count).values()) for rng in sequences]
        for person, kind in people:
            yield (new_id().hex, person, *kinds[kind])
