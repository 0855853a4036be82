"""Grants for who claims another basis than a consent: an order, a documented emergency, an agreement (S11).

None of them knows a role ceiling, a restriction or the origin's withholding, and none reaches a counseling note but an
order that names such notes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from portal.clock import END
from portal.consent.grants.keys import agency_key, person_key, undertaking_key
from portal.consent.grants.spans import Span
from portal.consent.grants.world import Access, World
from portal.consent.register import NO_CEILING, PRESENCE
from portal.consent.rules.exceptions import emergency_failure
from portal.consent.rules.facts import CourtOrder
from portal.consent.rules.legal import reaches_confidential, section_fits
from portal.consent.rules.site import Agreement
from portal.consent.rules.terms import AgreementKind
from portal.gate.vocabulary import LEGAL, UNDERTAKINGS, Basis, Category, Label, Purpose, Regime

Row = dict[str, Any]

ALL_BUT_COUNSELING = Category.every() & ~Category.COUNSELING_NOTE.bit
NO_LEGAL_USE = Purpose.every() & ~Purpose.mask(LEGAL)
BEATS_ALL: Row = {
    "matrix": NO_CEILING,
    "regimes": Regime.PART2.bit,
    "labels": Label.every(),
    "beats_withhold": True,
    "beats_bars": True,
}


def order_rows(order: CourtOrder, world: World) -> Iterator[Row]:
    """R82-R84, R93: the categories that the order names, for the purposes of its section, to the agencies it names."""
    span = Span(order.issued_at).until(order.expires_at, order.vacated_at)
    if span is None or order.findings_recorded is not True or order.notice_given is not True:
        return
    categories = Category.mask(one for one in Category if one in order.categories and reaches_confidential(order, one))
    purposes = Purpose.mask(one for one in Purpose if section_fits(order.section, one))
    for agency in sorted(order.recipient_agencies) if categories and purposes else ():
        yield BEATS_ALL | {
            "participant_id": world.participant_id,
            "recipient": agency_key(UUID(agency)),
            "categories": categories,
            "purposes": purposes,
            "bases": Basis.COURT_ORDER.bit,
            "starts_at": span.start,
            "ends_at": span.end,
            "instrument_kind": str(Basis.COURT_ORDER),
            "instrument_id": UUID(order.id),
        }


def emergency_rows(access: Access, world: World) -> Iterator[Row]:
    """R100-R103: a documented emergency opens to the one who documented it, for as long as it is open."""
    if emergency_failure(access.emergency) is None:
        yield BEATS_ALL | {
            "participant_id": world.participant_id,
            "recipient": person_key(access.user_id, access.agency_id),
            "categories": ALL_BUT_COUNSELING,
            "purposes": NO_LEGAL_USE,
            "bases": Basis.EMERGENCY.bit,
            "starts_at": access.span.start,
            "ends_at": access.span.end,
            "instrument_kind": str(Basis.EMERGENCY),
            "instrument_id": access.id,
        }


def presence_of(row: Row) -> Row:
    """Whoever may claim something about a person may, while claiming it, know that the person is here."""
    return row | {"categories": Category.PRESENCE.bit, "regimes": Regime.every(), "matrix": PRESENCE}


def undertaking_rows(agreement: Agreement) -> Iterator[Row]:
    """R110, R115, R116: the program's records about everybody, to the other side, while that side claims it.

    A service agreement opens the categories among its services; audit and research all but counseling notes.
    """
    basis = Basis(str(agreement.kind)) if str(agreement.kind) in UNDERTAKINGS else None
    if basis is None or agreement.counterparty is None:
        return
    services = ALL_BUT_COUNSELING
    if agreement.kind == AgreementKind.QSOA:
        services &= Category.mask(one for one in Category if one in agreement.services)
    if services:
        other = UUID(agreement.counterparty)
        yield BEATS_ALL | {
            "participant_id": undertaking_key(basis, other),
            "holder_id": UUID(agreement.party),
            "recipient": agency_key(other),
            "categories": services,
            "purposes": NO_LEGAL_USE,
            "bases": basis.bit,
            "starts_at": agreement.term.start,
            "ends_at": agreement.term.end or END,
            "instrument_kind": str(basis),
            "instrument_id": UUID(agreement.id),
        }


def told_of_order(order: CourtOrder, world: World) -> Iterator[Row]:
    ends = (one for one in (order.expires_at, order.vacated_at) if one is not None)
    return told_of_use(UUID(order.id), Span(order.issued_at, min(ends, default=END)), world)


def told_of_use(instrument_id: UUID, span: Span, world: World) -> Iterator[Row]:
    """The programs whose records an order or an emergency can reach know of it from its beginning (2.51(c), R82, R83).

    It opens what they wrote before, so a program that treats the person no longer is told too; one that begins when it
    is over is not.
    """
    since: dict[UUID, datetime] = {}
    for agency_id, treated in with_records(world):
        if treated.start < span.end:
            since[agency_id] = min(max(treated.start, span.start), since.get(agency_id, END))
    for agency_id, start in since.items():
        yield {
            "participant_id": world.participant_id,
            "holder_id": agency_id,
            "recipient": agency_key(agency_id),
            "categories": 0,
            "purposes": 0,
            "regimes": 0,
            "bases": 0,
            "matrix": NO_CEILING,
            "starts_at": start,
            "instrument_kind": "told",
            "instrument_id": instrument_id,
        }


def with_records(world: World) -> Iterator[tuple[UUID, Span]]:
    """Who has records about the person that 42 CFR Part 2 protects: who treats or treated, and from when; and whoever
    runs a program of the person and is such a program itself (D4)."""
    yield from world.treating
    for agency_id in world.program_agencies:
        agency = world.agencies.get(str(agency_id))
        if agency is not None and agency.part2_program:
            yield agency_id, Span()
