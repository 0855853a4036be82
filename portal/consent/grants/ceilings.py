"""From a court's team agreement to role ceilings: each version from the moment when all agencies have signed (R43)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import product, zip_longest
from typing import Any
from uuid import UUID

from portal.clock import BEGINNING, END
from portal.consent.grants.spans import Span
from portal.consent.register import CROSS_AGENCY, TEAM, register
from portal.gate.vocabulary import Category
from portal.ids import NIL, key_of

Row = dict[str, Any]

NEVER_BY_AGREEMENT = Category.COUNSELING_NOTE.bit


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a team agreement that every agency has signed: by matrix and role the categories, as masks."""

    starts_at: datetime
    ends_at: datetime | None
    lines: Mapping[UUID, Mapping[str, int]]
    signers: frozenset[UUID] = frozenset()


def matrices_of(*courts: UUID) -> tuple[UUID, UUID]:
    """The matrices of a court: across agencies, and the team's for justice records.

    Of somebody in the programs of several, those that all of them allow; the nil id stands for the product's own.
    """
    across, team = (key_of("matrix", base, *sorted(courts)) for base in (CROSS_AGENCY, TEAM))
    return across, team


def ceiling_rows(courts: Mapping[UUID, Iterable[Version]]) -> Iterator[Row]:
    """The ceilings of one court's two matrices over time, or of several courts together: what all of them allow.

    Where no version is in force, the product's own hold. A version ends when it says so, or when a later one begins. A
    matrix that a version does not speak of stays as the product has it. Beyond the product a version opens only to
    agencies that signed it. Counseling notes are never among what a role may see.
    """
    given = {CROSS_AGENCY: register().cross_agency, TEAM: register().team}
    for base, matrix in zip((CROSS_AGENCY, TEAM), matrices_of(*courts), strict=True):
        for span, held in together([in_turn(versions) for versions in courts.values()]):
            roles = set(given[base]).union(*(one.lines.get(base, ()) for one in held if one is not None))
            signers = frozenset().union(*(one.signers for one in held if one is not None))
            for role in sorted(roles):
                anybody = allowed(held, base, role, NIL)
                for agency_id in (NIL, *sorted(signers)):
                    categories = allowed(held, base, role, agency_id)
                    if categories and (agency_id == NIL or categories != anybody):
                        yield {
                            "matrix": matrix,
                            "role": role,
                            "agency_id": agency_id,
                            "categories": categories,
                            "starts_at": span.start,
                            "ends_at": span.end,
                        }


def allowed(held: Iterable[Version | None], base: UUID, role: str, agency_id: UUID) -> int:
    """What each of these versions allows a role of an agency; without a version, what the product does."""
    own = {CROSS_AGENCY: register().cross_agency, TEAM: register().team}[base].get(role, 0)
    mask = Category.every() & ~NEVER_BY_AGREEMENT
    for version in held:
        lines = None if version is None else version.lines.get(base)
        if version is None or lines is None:
            mask &= own
        else:
            mask &= lines.get(role, 0) & (Category.every() if agency_id in version.signers else own)
    return mask


def together(
    timelines: Iterable[Iterable[tuple[Span, Version | None]]],
) -> Iterator[tuple[Span, tuple[Version | None, ...]]]:
    """The whole of time, cut wherever one of several timelines is."""
    for parts in product(*timelines):
        span: Span | None = Span()
        for part, _ in parts:
            span = span.met(part) if span is not None else None
        if span is not None:
            yield span, tuple(version for _, version in parts)


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
