"""The clauses of the predicate that look at a row alone, or at a copy of it: one condition each, with its rule.

`predicate` says which hold together; those on grants and bars are in `grant_clauses`. The reader's values come from
`gate_*()` functions of the database, so every clause is the same text for every reader.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased

from portal.consent.grants.models import AccessCopy, RoleCeiling
from portal.gate.settings import in_controlled, in_keys, in_unhosted, scalar
from portal.gate.vocabulary import LEGAL, Category, Purpose, Regime
from portal.ids import NIL

NEVER_TO_PATIENT = Category.mask(["counseling_note", "psychotherapy_note", "privileged_defense", "criminal_history"])
LEGAL_MASK = Purpose.mask(LEGAL)

Expression = ColumnElement[bool]


def has(mask: Any, other: Any) -> Expression:
    """Two masks share a bit."""
    shared: Expression = mask.bitwise_and(other) != 0
    return shared


def same(one: Any, other: Any) -> Expression:
    equal: Expression = one == other
    return equal


def not_after(one: Any, other: Any) -> Expression:
    order: Expression = one <= other
    return order


def before(one: Any, other: Any) -> Expression:
    order: Expression = one < other
    return order


def part2(row: Any) -> Expression:
    return same(row.regime, Regime.PART2.bit)


def hipaa(row: Any) -> Expression:
    return same(row.regime, Regime.HIPAA.bit)


def justice(row: Any) -> Expression:
    return same(row.regime, Regime.CJ.bit)


def from_own_agency(row: Any) -> Expression:
    return same(row.origin_id, scalar("agency"))


def from_own_or_controlled(row: Any) -> Expression:
    """R5, R6: the reader's program, or one under the direct administrative control of the reader's agency."""
    return in_controlled(row.origin_id)


def needed_in_program(row: Any) -> Expression:
    """S10: within the own matrix; nothing for a legal purpose (R80), never a counseling note (R90)."""
    return has(row.category, scalar("own_part2"))


def needed_of_own_health(row: Any) -> Expression:
    """R133: within the own matrix; psychotherapy notes are not (R134)."""
    return has(row.category, scalar("own_hipaa"))


def needed_of_own_justice(row: Any) -> Expression:
    """R130-R132: within the own matrix; the defense's own file; criminal history for those who are cleared."""
    return has(row.category, scalar("own_cj"))


def training_or_defense(row: Any) -> Expression:
    """R91: counseling notes for supervised training and for the program's defense against the patient."""
    return has(row.category, scalar("own_unbarred"))


def written_by_reader(row: Any) -> Expression:
    return same(row.author_id, scalar("user"))


def open_to_author(row: Any) -> Expression:
    """What the purpose opens to an author: counseling notes for treatment only (R91)."""
    return has(row.category, scalar("authored"))


def note_of_its_law(row: Any) -> Expression:
    """R91, R134: a counseling note of a Part 2 program, a psychotherapy note of another provider."""
    counseling = and_(part2(row), same(row.category, Category.COUNSELING_NOTE.bit))
    return or_(counseling, and_(hipaa(row), same(row.category, Category.PSYCHOTHERAPY_NOTE.bit)))


def about_reader(row: Any) -> Expression:
    return same(row.participant_id, scalar("self_participant"))


def given_to_patients(row: Any) -> Expression:
    """R94, R135: what the program answers itself is not given online."""
    return ~has(row.category, NEVER_TO_PATIENT)


def hosted(row: Any) -> Expression:
    """R3: what is left to others of a Part 2 program whose hosting agreement ended: nothing."""
    return ~and_(part2(row), in_unhosted(row.origin_id))


def before_any_copy(row: Any) -> Expression:
    """S6, S7: of a Part 2 record, what is decided before a copy is looked at."""
    return or_(same(row.category, Category.COUNSELING_NOTE.bit), has(scalar("purpose"), LEGAL_MASK))


def held_as_copy(record_id: Any, *further: Callable[[Any], Expression]) -> Expression:
    """The reader's agency has the record as a copy, received by now (R28)."""
    copy = aliased(AccessCopy)
    wanted = select(copy.id).where(copy.record_id == record_id, in_keys(copy.recipient), copy.starts_at <= scalar("at"))
    return exists(wanted.where(*(one(copy) for one in further)).correlate_except(copy))


def for_reader(ceiling: Any) -> Expression:
    return or_(same(ceiling.agency_id, NIL), same(ceiling.agency_id, scalar("agency")))


def needed_of_copy(category: Any) -> Callable[[Any], Expression]:
    """S9: what the reader's role needs across agencies."""

    def needed(copy: Any) -> Expression:
        ceiling, at = aliased(RoleCeiling), scalar("at")
        of_role = select(ceiling.id).where(
            ceiling.matrix == copy.matrix,
            ceiling.role == scalar("role"),
            for_reader(ceiling),
            ceiling.starts_at <= at,
            ceiling.ends_at > at,
            has(ceiling.categories, category),
        )
        return exists(of_role.correlate_except(ceiling))

    return needed


def not_beyond_copy(row: Any) -> Expression:
    """S9 stops: who holds a copy gets no more of the record by a control or a claim than the role needs of the copy."""
    needed = needed_of_copy(row.category)
    return ~held_as_copy(row.id, lambda copy: ~needed(copy))
