"""What a case calls by words of its own, in the portal's terms: ids, masks, parties, purposes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from portal.consent.register import Register, shipped
from portal.consent.rules.facts import Facts
from portal.consent.rules.instruments import Discloser, Recipient
from portal.consent.rules.site import Agency, Matrices, Matrix
from portal.consent.rules.terms import ANY_PURPOSE, PartyType
from portal.gate.vocabulary import Category, Purpose
from portal.ids import key_of

NEUTRAL = (
    Purpose.QSO_SERVICE,
    Purpose.RESEARCH,
    Purpose.AUDIT_EVALUATION,
    Purpose.EMERGENCY_TREATMENT,
    Purpose.DEFENSE_REPRESENTATION,
    Purpose.CASE_MANAGEMENT,
    Purpose.PATIENT_REQUEST,
    Purpose.CJ_MONITORING,
)
"""Purposes of which no rule speaks outside a consent's own list."""


class Names:
    """The ids of one case's agencies, people and papers: the same for the same word, never those of another case."""

    def __init__(self, case: str, agencies: Mapping[str, Agency], stand_ins: Mapping[str, str]) -> None:
        self.case = case
        self.agencies = agencies
        self.stand_ins = stand_ins

    def id(self, kind: str, word: str) -> UUID:
        return key_of("case", self.case, kind, word)

    def agency(self, word: str) -> UUID:
        return self.id("agency", word)

    def user(self, word: str) -> UUID:
        return self.id("user", word)

    def purpose(self, word: str) -> str:
        return self.stand_ins.get(word, word)

    def discloser(self, one: Discloser) -> dict[str, Any]:
        if one.type == PartyType.CLASS:
            return {"type": str(one.type), "class": one.name}
        return {"type": str(one.type), "id": str(self.agency(one.name))}

    def recipient(self, one: Recipient) -> dict[str, Any]:
        """In the shape in which the portal keeps a consent's recipients."""
        kind = {"type": str(one.type)}
        agency = None if one.agency is None else str(self.agency(one.agency))
        match one.type:
            case PartyType.PERSON:
                return kind | {"id": str(self.user(one.name)), "agency": agency}
            case PartyType.AGENCY:
                return kind | {"id": str(self.agency(one.name))}
            case PartyType.ROLE:
                return kind | {"role": one.name, "agency": agency}
            case PartyType.CLASS:
                return kind | {"class": one.name}
            case PartyType.INTERMEDIARY:
                members = [str(self.agency(word)) for word in sorted(one.participants)]
                return kind | {"id": one.name, "participants": members, "treating_class": one.treating_class}


def stand_ins(facts: Facts) -> dict[str, str]:
    """The portal's purposes are a closed list: one that a case invents is stood for by one that the case leaves free.

    ValueError when more are invented than are free.
    """
    used = {facts.request.purpose}.union(*(consent.purposes for consent in facts.consents))
    known = {str(one) for one in Purpose}
    invented = sorted(used - known - {ANY_PURPOSE})
    free = [str(one) for one in NEUTRAL if one not in used]
    if len(invented) > len(free):
        raise ValueError("too many purposes that the portal does not know")
    return dict(zip(invented, free, strict=False))


def known_categories(words: Iterable[str]) -> int:
    """The mask of those categories that the portal knows; no record has another."""
    names = {str(one) for one in Category}
    return Category.mask(word for word in words if word in names)


def register_of(matrices: Matrices, roles: Iterable[str]) -> Register:
    """The register with the matrices of a file; a role of which they don't speak needs nothing."""

    def masks(matrix: Matrix) -> dict[str, int]:
        return {role: known_categories(matrix.get(role, ())) for role in {*matrix, *roles}}

    return Register(
        cross_agency=masks(matrices.cross_agency),
        own_agency=masks(matrices.own_agency),
        team=masks(matrices.cj_regime),
        tables=shipped().tables,
    )
