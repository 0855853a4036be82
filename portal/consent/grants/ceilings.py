"""From a court's team agreement to role ceilings: each version from the moment when all agencies have signed (R43)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from typing import Any
from uuid import UUID

from portal.clock import BEGINNING, END
from portal.consent.grants.spans import Span
from portal.consent.register import CROSS_AGENCY, TEAM, register
from portal.gate.vocabulary import Category
from portal.ids import key_of

Row = dict[str, Any]

NEVER_BY_AGREEMENT = Category.COUNSELING_NOTE.bit


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a team agreement that every agency has signed: by matrix and role the categories, as masks."""

    starts_at: datetime
    ends_at: datetime | None
    lines: Mapping[UUID, Mapping[str, int]]


def matrices_of(court_id: UUID) -> tuple[UUID, UUID]:
    """The court's own matrices: across agencies, and the team's for justice records."""
    return key_of("matrix", CROSS_AGENCY, court_id), key_of("matrix", TEAM, court_id)


def ceiling_rows(court_id: UUID, versions: Iterable[Version]) -> Iterator[Row]:
    """The ceilings of a court's two matrices over time. Where no version is in force, the product's own hold.

    A version ends when it says so, or when a later one begins. A matrix that a version does not speak of stays as the
    product has it. Counseling notes are never among what a role may see.
    """
    given = {CROSS_AGENCY: register().cross_agency, TEAM: register().team}
    spans = list(in_turn(versions))
    for base, matrix in zip((CROSS_AGENCY, TEAM), matrices_of(court_id), strict=True):
        for span, version in spans:
            lines = version.lines.get(base) if version is not None else None
            for role, categories in (given[base] if lines is None else lines).items():
                yield {
                    "matrix": matrix,
                    "role": role,
                    "categories": categories & ~NEVER_BY_AGREEMENT,
                    "starts_at": span.start,
                    "ends_at": span.end,
                }


def in_turn(versions: Iterable[Version]) -> Iterator[tuple[Span, Version | None]]:
    """The whole of time, cut into the spans in which one version, or none, is in force."""
    free = BEGINNING
    ordered = sorted(versions, key=lambda one: one.starts_at)
    for version, following in zip_longest(ordered, ordered[1:]):
        span = Span(version.starts_at, version.ends_at or END).until(following.starts_at if following else None)
        if span is None:
            continue
        if free < span.start:
            yield Span(free, span.start), None
        yield span, version
        free = span.end
    if free < END:
        yield Span(free, END), None
