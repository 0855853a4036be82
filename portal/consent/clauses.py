"""The clauses of the predicate: one condition each, with its rule. `predicate` says which hold together.

Three kinds, by what they look at: a row alone; a row, a grant and the ceiling of the grant's matrix; a row and a bar.
The reader's values come from `gate_*()` functions of the database, so every clause is the same text for every reader.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, Uuid, and_, exists, literal, or_, select
from sqlalchemy.orm import aliased

from portal.consent.grants.models import AccessCopy, RoleCeiling
from portal.gate.settings import in_controlled, in_keys, in_unhosted, scalar
from portal.gate.vocabulary import LEGAL, Basis, Category, Purpose, Regime
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


# A row alone.


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


# A row, a grant, and the ceiling of the grant's matrix.


def ceiling_of_matrix(_row: Any, grant: Any, ceiling: Any) -> Expression:
    return same(ceiling.matrix, grant.matrix)


def ceiling_of_role(_row: Any, _grant: Any, ceiling: Any) -> Expression:
    """R40: what the reader's role needs."""
    return same(ceiling.role, scalar("role"))


def ceiling_of_agency(_row: Any, _grant: Any, ceiling: Any) -> Expression:
    """R43: beyond the product's own an agreement opens only to agencies that signed it."""
    return for_reader(ceiling)


def ceiling_begun(_row: Any, _grant: Any, ceiling: Any) -> Expression:
    """R43: the version of the matrix that is in force."""
    return not_after(ceiling.starts_at, scalar("at"))


def ceiling_not_ended(_row: Any, _grant: Any, ceiling: Any) -> Expression:
    return before(scalar("at"), ceiling.ends_at)


def about_participant(row: Any, grant: Any, _ceiling: Any) -> Expression:
    """C1, R11; some facts hold for every participant, and an agreement for who claims it (R110, R115, R116)."""
    whose: Expression = grant.participant_id.in_([row.participant_id, literal(NIL, Uuid()), scalar("undertaking")])
    return whose


def names_reader(_row: Any, grant: Any, _ceiling: Any) -> Expression:
    """C10, R31, R32."""
    return in_keys(grant.recipient)


def names_holder(row: Any, grant: Any, _ceiling: Any) -> Expression:
    """C9, R30."""
    return or_(same(grant.holder_id, row.origin_id), same(grant.holder_id, NIL))


def names_category(row: Any, grant: Any, ceiling: Any) -> Expression:
    """C11, R33, within R40: what the paper lists and the role needs."""
    return has(grant.categories.bitwise_and(ceiling.categories), row.category)


def serves_purpose(_row: Any, grant: Any, _ceiling: Any) -> Expression:
    """C13, R34."""
    return has(grant.purposes, scalar("purpose"))


def of_regime(row: Any, grant: Any, _ceiling: Any) -> Expression:
    return has(grant.regimes, row.regime)


def on_basis(row: Any, grant: Any, _ceiling: Any) -> Expression:
    """S11: who claims another basis does not stand on a consent; for health records no claim is looked at (S5)."""
    consent = same(grant.bases, Basis.CONSENT.bit)
    return or_(has(grant.bases, scalar("bases")), and_(hipaa(row), consent))


def begun(_row: Any, grant: Any, _ceiling: Any) -> Expression:
    """C6, R20, R21."""
    return not_after(grant.starts_at, scalar("at"))


def not_ended(_row: Any, grant: Any, _ceiling: Any) -> Expression:
    """C7, C8, C15, R20: over at the very moment of its end."""
    return before(scalar("at"), grant.ends_at)


def not_too_old(row: Any, grant: Any, _ceiling: Any) -> Expression:
    """C14, R35: both ends of the described period are included."""
    return not_after(grant.record_from, row.service_on)


def not_too_new(row: Any, grant: Any, _ceiling: Any) -> Expression:
    return not_after(row.service_on, grant.record_to)


def names_labels(row: Any, grant: Any, _ceiling: Any) -> Expression:
    """C12, R36: every label that state law wants named."""
    return same(row.labels.bitwise_and(scalar("state_labels")).bitwise_and(grant.labels.bitwise_not()), 0)


def of_proceeding(_row: Any, grant: Any, _ceiling: Any) -> Expression:
    """C15, R81."""
    return or_(same(grant.proceeding_id, NIL), same(grant.proceeding_id, scalar("proceeding")))


def not_withheld(row: Any, grant: Any, _ceiling: Any) -> Expression:
    """R16: a consent never compels the program."""
    return or_(row.withheld.is_(False), grant.beats_withhold.is_(True))


def hosted_for_others(row: Any, _grant: Any, _ceiling: Any) -> Expression:
    """R3, S4: neither for other agencies, but for one that holds a copy in what is decided before that is looked at."""
    return or_(hosted(row), and_(before_any_copy(row), held_as_copy(row.id)))


def not_own(row: Any, _grant: Any, _ceiling: Any) -> Expression:
    """S5: an agency's own matrix has the last word on its own health and justice records."""
    return or_(row.origin_id != scalar("agency"), part2(row))


def not_inside_program(row: Any, _grant: Any, _ceiling: Any) -> Expression:
    """S10, R5, R6: and so on those of its program, or of one under its control, but for what S6 and S7 decide before.

    Counseling notes and legal purposes need a consent of their own inside the program too.
    """
    note = same(row.category, Category.COUNSELING_NOTE.bit)
    return or_(row.regime != Regime.PART2.bit, ~in_controlled(row.origin_id), note, has(scalar("purpose"), LEGAL_MASK))


def grant_not_beyond_copy(row: Any, _grant: Any, _ceiling: Any) -> Expression:
    return or_(before_any_copy(row), not_beyond_copy(row))


# A row and a bar.


def bar_about_participant(row: Any, bar: Any) -> Expression:
    return same(bar.participant_id, row.participant_id)


def bar_on_reader(_row: Any, bar: Any) -> Expression:
    """R26, R120: this recipient, or everybody."""
    return or_(in_keys(bar.recipient), same(bar.recipient, NIL))


def bar_on_category(row: Any, bar: Any) -> Expression:
    return has(bar.categories, row.category)


def bar_on_purpose(_row: Any, bar: Any) -> Expression:
    """R120, R121: 2.26 binds treatment, payment and operations; the program may extend it."""
    return has(bar.purposes, scalar("purpose"))


def bar_begun(_row: Any, bar: Any) -> Expression:
    return not_after(bar.starts_at, scalar("at"))


def bar_not_ended(_row: Any, bar: Any) -> Expression:
    """R122: ended by the patient at once."""
    return before(scalar("at"), bar.ends_at)


def bar_on_older_record(row: Any, bar: Any) -> Expression:
    """R122: ended by the program alone only for records created from then on."""
    return before(row.created_at, bar.created_before)
