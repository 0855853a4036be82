"""What a row of the grants says of itself: all columns and no other, on what it stands, and by which instrument."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from portal.clock import BEGINNING, END, FIRST_DAY, LAST_DAY
from portal.consent.compile import common_grants, compiled
from portal.consent.grants.compiling import told_rows
from portal.consent.grants.exceptions import order_rows, undertaking_rows
from portal.consent.grants.keys import agency_key, class_key, undertaking_key
from portal.consent.grants.models import AccessBar, AccessCopy, AccessGrant
from portal.consent.grants.spans import ALWAYS, Span
from portal.consent.grants.world import Kept, Reach, World, barred_reaches
from portal.consent.register import NO_CEILING
from portal.consent.rules.facts import CourtOrder
from portal.consent.rules.instruments import Discloser, Recipient
from portal.consent.rules.intervals import Interval
from portal.consent.rules.site import Agreement
from portal.consent.rules.terms import AgreementKind, ConsentKind, PartyType
from portal.gate.vocabulary import Basis, Category, Label, Purpose, Regime
from portal.ids import NIL, key_of
from tests.consent.worlds.chance import BOUNDARIES, LONG_AGO, TICK
from tests.consent.worlds.corners import CORNERS
from tests.consent.worlds.expected import world

Row = dict[str, Any]
WORLDS = 30
KINDS = {
    Basis.TEAM.bit: {"team"},
    Basis.HIPAA.bit: {"hipaa"},
    Basis.PRESENCE.bit: {"presence"},
    Basis.EMERGENCY.bit: {"emergency"},
    Basis.COURT_ORDER.bit: {"court_order"},
    Basis.CONSENT.bit: {str(kind) for kind in ConsentKind},
    0: {"told"},
}
"""By the basis that a reader stands on: what the accounting of disclosures is told (45 CFR 164.528)."""


def drawn() -> Iterator[tuple[World, list[Row], list[Row], list[Row]]]:
    for seed in range(-len(CORNERS), WORLDS):
        for one in world(seed).people:
            yield one, *compiled(one)


def columns(table: Any) -> set[str]:
    return {column.name for column in table.__table__.columns} - {"id"}


def test_every_row_says_something_of_every_column_and_of_no_other() -> None:
    """An insert would pass over a word that is no column, and fill in the default of the one that was meant."""
    for _, grants, bars, copies in drawn():
        assert [row for row in grants if set(row) != columns(AccessGrant)] == []
        assert [row for row in bars if set(row) != columns(AccessBar)] == []
        assert [row for row in copies if set(row) != columns(AccessCopy)] == []
        assert [row for row in grants + bars + copies if None in row.values()] == []


def test_every_row_is_about_the_participant_and_lasts_for_some_time() -> None:
    for one, grants, bars, copies in drawn():
        assert {row["participant_id"] for row in grants + bars + copies} <= {one.participant_id}
        assert [row for row in grants + bars if row["starts_at"] >= row["ends_at"]] == []


def test_every_grant_names_the_kind_on_which_it_stands_and_the_instrument() -> None:
    seen: Counter[int] = Counter()
    for one, grants, _, _ in drawn():
        by_kind = {
            "court_order": {UUID(order.id) for order in one.orders},
            "emergency": {access.id for access in one.emergencies},
            **{str(kind): {UUID(c.id) for c in one.consents if c.kind == kind} for kind in ConsentKind},
        }
        told = set().union(*by_kind.values())
        for row in grants:
            seen[row["bases"]] += 1
            assert row["instrument_kind"] in KINDS[row["bases"]]
            allowed = {"team": {NIL}, "hipaa": {NIL}, "presence": told | {NIL}, "told": told} | by_kind
            assert row["instrument_id"] in allowed[row["instrument_kind"]]
    assert set(seen) == set(KINDS) and min(seen.values()) > 10


def test_who_is_told_of_an_instrument_is_told_of_nothing_else() -> None:
    """R143: the row opens no record, by no law, for no purpose; it lies with the one who is told."""
    found = 0
    for _, grants, _, _ in drawn():
        for row in grants:
            if row["instrument_kind"] == "told":
                found += 1
                assert row["recipient"] == agency_key(row["holder_id"])
                assert [row[word] for word in ("categories", "purposes", "regimes", "labels", "bases")] == [0] * 5
                assert row["matrix"] == NO_CEILING
                assert not row["beats_bars"] and not row["beats_withhold"]
    assert found > 10


def test_a_program_that_treated_the_person_before_the_paper_is_not_told_and_hides_no_other() -> None:
    """C9: the class of treatment programs, each for as long as it treats, from the recording on."""
    one, consent = next((one, consent) for one, *_ in drawn() for consent in one.consents)
    ended, running, later = (key_of(word) for word in ("ended", "running", "later"))
    treating = (
        (ended, Span(BEGINNING, consent.recorded_at)),
        (running, Span(BEGINNING, END)),
        (later, Span(consent.recorded_at + TICK, END)),
    )
    programs = Discloser(PartyType.CLASS, "treatment_programs")
    rows = list(told_rows(replace(consent, disclosers=(programs,)), replace(one, treating=treating)))
    told = [(row["holder_id"], row["starts_at"], row["ends_at"]) for row in rows]
    assert told == [(running, consent.recorded_at, END), (later, consent.recorded_at + TICK, END)]


def test_programs_are_told_of_an_order_or_an_emergency_for_good() -> None:
    """2.51(c), R82: whoever treated the person before it was over, from its beginning or from when they began; and
    whoever runs a program of the person and has such records."""
    found = ended = 0
    for one, grants, _, _ in drawn():
        lasts = {
            UUID(order.id): (order.issued_at, min(filter(None, (order.expires_at, order.vacated_at)), default=END))
            for order in one.orders
        }
        lasts |= {access.id: (access.span.start, access.span.end) for access in one.emergencies}
        running = [agency for agency in one.program_agencies if one.agencies[str(agency)].part2_program]
        wanted: dict[tuple[UUID, UUID], datetime] = {}
        for instrument, (start, end) in lasts.items():
            begun = [(agency, span.start) for agency, span in one.treating] + [(agency, start) for agency in running]
            for agency, since in begun:
                if since < end:
                    earliest = wanted.get((instrument, agency), END)
                    wanted[instrument, agency] = min(earliest, max(since, start))
            ended += sum(span.end <= start for _agency, span in one.treating)
        rows = [row for row in grants if row["instrument_id"] in lasts and row["instrument_kind"] == "told"]
        assert {(row["instrument_id"], row["holder_id"]): row["starts_at"] for row in rows} == wanted
        assert {row["ends_at"] for row in rows} <= {END} and len(rows) == len(wanted)
        found += len(rows)
    assert found > 10 and ended > 3, "also programs that treated the person no longer"


@pytest.mark.parametrize(
    "changes",
    [
        {"categories": frozenset({"counseling_note"})},
        {"categories": frozenset()},
        {"section": "2.99"},
        {"findings_recorded": False},
        {"notice_given": False},
        {"vacated_at": LONG_AGO},
        {"expires_at": LONG_AGO},
    ],
)
def test_an_order_that_opens_nothing_does_not_even_tell_that_the_person_is_here(changes: dict[str, Any]) -> None:
    """R83, R93, R143."""
    order = CourtOrder(
        id=str(key_of("order")),
        section="2.65",
        participant=str(key_of("somebody")),
        issued_at=LONG_AGO,
        expires_at=None,
        vacated_at=None,
        findings_recorded=True,
        notice_given=True,
        recipient_agencies=frozenset({str(key_of("court"))}),
        categories=frozenset({"attendance"}),
        covers_confidential_communications=False,
        covers_counseling_notes=False,
    )
    one = world(0).people[0]
    assert len(list(order_rows(order, one))) == 1
    assert list(order_rows(replace(order, **changes), one)) == []


def test_every_bar_names_the_restriction_or_the_consent_that_was_taken_back() -> None:
    found = 0
    for one, _, bars, _ in drawn():
        consents, restrictions = ({UUID(i.id) for i in kind} for kind in (one.consents, one.restrictions))
        for row in bars:
            found += 1
            assert row["instrument_id"] in (consents if row["holder_id"] == NIL else restrictions)
    assert found > 10


def test_what_is_open_about_everybody_by_law() -> None:
    """R133: payment and operations among covered entities and their associates; psychotherapy notes never."""
    assert common_grants([]) == [
        {
            "participant_id": NIL,
            "holder_id": NIL,
            "recipient": class_key("hipaa_entity"),
            "categories": Category.every() & ~Category.PSYCHOTHERAPY_NOTE.bit,
            "purposes": Purpose.mask(["payment", "operations"]),
            "regimes": Regime.HIPAA.bit,
            "labels": Label.every(),
            "bases": Basis.HIPAA.bit,
            "matrix": NO_CEILING,
            "record_from": FIRST_DAY,
            "record_to": LAST_DAY,
            "starts_at": BEGINNING,
            "ends_at": END,
            "proceeding_id": NIL,
            "beats_withhold": True,
            "beats_bars": True,
            "instrument_kind": "hipaa",
            "instrument_id": NIL,
        }
    ]


def test_what_undertakings_open_about_everybody() -> None:
    """R110, R115, R116: to the other side alone, of the program's records, while that side claims it."""
    found: Counter[str] = Counter()
    for seed in range(WORLDS):
        agreements = {one.id: one for one in world(seed).setting.agreements}
        for row in common_grants(agreements.values())[1:]:
            assert set(row) == columns(AccessGrant)
            one, basis = agreements[str(row["instrument_id"])], Basis(row["instrument_kind"])
            assert row["bases"] == basis.bit and str(basis) == str(one.kind)
            assert row["participant_id"] == undertaking_key(basis, UUID(one.counterparty))
            assert row["holder_id"] == UUID(one.party)
            assert (row["starts_at"], row["ends_at"]) == (one.term.start, one.term.end or END)
            found[basis] += 1
    assert len(found) == 3


@pytest.mark.parametrize("kind", AgreementKind)
@pytest.mark.parametrize("other", [None, str(key_of("other"))])
def test_only_an_undertaking_with_another_side_opens_anything(kind: AgreementKind, other: str | None) -> None:
    """R2, R3: taking part and hosting open nothing by themselves."""
    term = Interval(LONG_AGO, None)
    one = Agreement(str(key_of("one")), kind, str(key_of("program")), other, term, frozenset({"drug_test"}))
    opens = other is not None and kind in (AgreementKind.QSOA, AgreementKind.AUDIT, AgreementKind.RESEARCH)
    assert len(list(undertaking_rows(one))) == opens
    assert list(undertaking_rows(replace(one, services=frozenset()))) == [] or kind != AgreementKind.QSOA


@pytest.mark.parametrize("name", ["friends", "", "hipaa_entity"])
def test_what_takes_access_away_from_a_class_that_nobody_knows_takes_it_from_everybody(name: str) -> None:
    """R181."""
    one = world(0).people[0]
    assert list(barred_reaches(Recipient(PartyType.CLASS, name), one, None)) == [Reach(NIL, ALWAYS)]


def test_a_copy_counts_from_when_the_first_of_its_kind_came() -> None:
    """R28: an agency that received the same record twice has held it since the first time."""
    first, record, holder = BOUNDARIES[0], key_of("record"), key_of("holder")
    copies = tuple(Kept(record, holder, at) for at in (first + TICK, first, first + 2 * TICK))
    one = replace(next(iter(drawn()))[0], copies=copies)
    assert [(row["record_id"], row["recipient"], row["starts_at"]) for row in compiled(one)[2]] == [
        (record, agency_key(holder), first)
    ]
    assert {row["matrix"] for row in compiled(one)[2]} == {one.matrices[0]}
