"""Grants that stand on facts instead of papers: the team agreement, HIPAA's treatment rule, and presence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from portal.clock import END
from portal.consent.grants.keys import agency_key, class_key, cleared_key, person_key
from portal.consent.grants.spans import Span
from portal.consent.grants.world import World
from portal.consent.register import NO_CEILING, PRESENCE
from portal.gate.vocabulary import Basis, Category, Label, Purpose, Regime
from portal.ids import NIL

Row = dict[str, Any]

NEVER_BY_TEAM = Category.mask(["privileged_defense", "criminal_history"])
EVERY_REGIME = Regime.every()
ALL_LABELS = Label.every()


def team_rows(world: World) -> Iterator[Row]:
    """R130, R131: members of the team read justice records within the team's matrix; criminal history only cleared."""
    for member in world.members:
        base = {
            "participant_id": world.participant_id,
            "purposes": Purpose.every(),
            "regimes": Regime.CJ.bit,
            "bases": Basis.TEAM.bit,
            "starts_at": member.span.start,
            "ends_at": member.span.end,
            "labels": ALL_LABELS,
            "beats_withhold": True,
            "beats_bars": True,
            "instrument_kind": "team",
        }
        key = person_key(member.user_id, member.agency_id)
        yield base | {"recipient": key, "categories": Category.every() & ~NEVER_BY_TEAM, "matrix": world.matrices[1]}
        if world.is_cj(member.agency_id):
            cleared = cleared_key(member.user_id, member.agency_id)
            yield base | {"recipient": cleared, "categories": Category.CRIMINAL_HISTORY.bit, "matrix": NO_CEILING}


def hipaa_rows(world: World) -> Iterator[Row]:
    """R133: a treating agency reads other providers' health records for treatment, without a ceiling."""
    for agency_id, span in world.treating:
        yield {
            "participant_id": world.participant_id,
            "recipient": agency_key(agency_id),
            "categories": Category.every() & ~Category.PSYCHOTHERAPY_NOTE.bit,
            "purposes": Purpose.TREATMENT.bit,
            "regimes": Regime.HIPAA.bit,
            "bases": Basis.HIPAA.bit,
            "matrix": NO_CEILING,
            "starts_at": span.start,
            "ends_at": span.end,
            "labels": ALL_LABELS,
            "beats_withhold": True,
            "beats_bars": True,
            "instrument_kind": "hipaa",
        }


def everyones_rows() -> Iterator[Row]:
    """R133: covered entities and business associates read health records for payment and operations, whoever's."""
    yield {
        "participant_id": NIL,
        "recipient": class_key("hipaa_entity"),
        "categories": Category.every() & ~Category.PSYCHOTHERAPY_NOTE.bit,
        "purposes": Purpose.PAYMENT.bit | Purpose.OPERATIONS.bit,
        "regimes": Regime.HIPAA.bit,
        "bases": Basis.HIPAA.bit,
        "matrix": NO_CEILING,
        "labels": ALL_LABELS,
        "beats_withhold": True,
        "beats_bars": True,
        "instrument_kind": "hipaa",
    }


def presence_rows(world: World, granted: Iterable[Row]) -> Iterator[Row]:
    """Who may know that the person is in the portal: program, team, treating agencies, and whom a consent tells.

    What a consent tells stays tied to it, so that a recipient from whom it was taken back loses this too (R26, R151).
    """
    spans: dict[tuple[UUID, UUID], list[Span]] = {}
    for row in granted:
        if row["bases"] == Basis.CONSENT.bit:
            told = (row["recipient"], row["instrument_id"])
            spans.setdefault(told, []).append(Span(row["starts_at"], row["ends_at"]))
    for member in world.members:
        spans.setdefault((person_key(member.user_id, member.agency_id), NIL), []).append(member.span)
    for agency_id, span in world.treating:
        spans.setdefault((agency_key(agency_id), NIL), []).append(Span(span.start, END))
    for agency_id in world.program_agencies:
        spans.setdefault((agency_key(agency_id), NIL), []).append(Span())
    for (recipient, instrument_id), parts in spans.items():
        for span in joined(parts):
            yield {
                "participant_id": world.participant_id,
                "recipient": recipient,
                "categories": Category.PRESENCE.bit,
                "purposes": Purpose.every(),
                "regimes": EVERY_REGIME,
                "bases": Basis.PRESENCE.bit,
                "matrix": PRESENCE,
                "labels": ALL_LABELS,
                "starts_at": span.start,
                "ends_at": span.end,
                "beats_withhold": True,
                "instrument_kind": "presence",
                "instrument_id": instrument_id,
            }


def joined(parts: Iterable[Span]) -> list[Span]:
    """Overlapping and touching spans as one."""
    result: list[Span] = []
    for part in sorted(parts, key=lambda one: one.start):
        if result and part.start <= result[-1].end:
            result[-1] = Span(result[-1].start, max(result[-1].end, part.end))
        else:
            result.append(part)
    return result
