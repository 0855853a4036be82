"""The symbolic recipients of grants, and which of them a reader carries.

Keys are the same for the same words every time, so no account change has to recompile a grant: whoever works at an
agency in a role today carries that key today (R31).
"""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID

from portal.gate.vocabulary import Basis
from portal.ids import key_of

remembered = lru_cache(maxsize=10_000)
"""A site has few people and agencies, and each compile names them again and again."""


@remembered
def person_key(user_id: UUID, agency_id: UUID) -> UUID:
    """That user at that agency."""
    return key_of("person", user_id, agency_id)


@remembered
def role_key(role: str, agency_id: UUID) -> UUID:
    """Whoever has this role at this agency."""
    return key_of("role", role, agency_id)


@remembered
def seat_key(user_id: UUID, role: str, agency_id: UUID) -> UUID:
    """That user, acting in this role at this agency."""
    return key_of("seat", user_id, role, agency_id)


@remembered
def agency_key(agency_id: UUID) -> UUID:
    """Any member of this agency with a fitting role."""
    return key_of("agency", agency_id)


@remembered
def class_key(name: str) -> UUID:
    """A class of agencies that does not depend on the participant: `health_plan`, `hipaa_entity`."""
    return key_of("class", name)


@remembered
def cleared_key(user_id: UUID, agency_id: UUID) -> UUID:
    """That user at that agency of the justice system, while cleared for criminal-history data (R131)."""
    return key_of("cleared", user_id, agency_id)


@remembered
def undertaking_key(basis: Basis, agency_id: UUID) -> UUID:
    """In the place of a participant: everybody, for the agency that claims its agreement of this kind (R110-R116)."""
    return key_of("undertaking", basis, agency_id)
