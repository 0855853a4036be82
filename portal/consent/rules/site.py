"""What a site knows apart from any participant: agencies, agreements between them, role matrices, state-law labels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from portal.consent.rules.intervals import Interval
from portal.consent.rules.terms import HIPAA_BOUND, AgreementKind, Label
from portal.gate.vocabulary import STATE_LABELS

Matrix = Mapping[str, frozenset[str]]
"""Role -> the categories that the role needs. A role that is missing needs nothing."""

NOTHING: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency's registered facts: never guessed from its name (R6, section 2)."""

    id: str
    type: str
    cj_system: bool
    part2_program: bool
    hipaa: str
    controls: frozenset[str] = frozenset()

    @property
    def hipaa_bound(self) -> bool:
        """A covered entity or a business associate."""
        return self.hipaa in HIPAA_BOUND


@dataclass(frozen=True, slots=True)
class Agreement:
    """A participation agreement of one agency (no counterparty), or an undertaking between a program and another."""

    id: str
    kind: AgreementKind
    party: str
    counterparty: str | None
    term: Interval
    services: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Matrices:
    """The role ceilings (R40, R43), given and never built in."""

    own_agency: Matrix
    cross_agency: Matrix
    cj_regime: Matrix


@dataclass(frozen=True, slots=True)
class Site:
    """Agencies by id, agreements by kind and party, matrices, and the labels that state law wants named (R36)."""

    agencies: Mapping[str, Agency]
    agreements: Mapping[tuple[AgreementKind, str], tuple[Agreement, ...]]
    matrices: Matrices
    state_labels: frozenset[Label] = frozenset(STATE_LABELS)
    official_duty_only_to_named: bool = False
    """D5: whoever is told under R71 must also be named in a consent. Cases leave it open; a site asks at first."""

    def agency(self, agency: str) -> Agency:
        """The facts of an agency. KeyError when it is not registered, which a decision turns into a denial."""
        return self.agencies[agency]

    def in_force(self, kind: AgreementKind, party: str, at: datetime) -> tuple[Agreement, ...]:
        """The agreements of a party in force at a moment; none at all is none in force (R2, R3)."""
        return tuple(one for one in self.agreements.get((kind, party), ()) if one.term.covers(at))

    def between(self, kind: AgreementKind, program: str, other: str, at: datetime) -> tuple[Agreement, ...]:
        """The agreements of a program with one other agency, in force at a moment (R110, R115, R116)."""
        return tuple(one for one in self.in_force(kind, program, at) if one.counterparty == other)


def by_kind_and_party(agreements: Iterable[Agreement]) -> dict[tuple[AgreementKind, str], tuple[Agreement, ...]]:
    """The index that a Site holds."""
    index: dict[tuple[AgreementKind, str], tuple[Agreement, ...]] = {}
    for agreement in agreements:
        key = (agreement.kind, agreement.party)
        index[key] = (*index.get(key, ()), agreement)
    return index


def needs(matrix: Matrix, role: str, category: str) -> bool:
    """Whether a role needs a category by the matrix given (R40, R43)."""
    return category in matrix.get(role, NOTHING)
