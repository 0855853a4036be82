"""The clauses of the predicate that look at a row, a grant and the ceiling of its matrix; or at a row and a bar.

One condition each, with its rule, as in `clauses`; `predicate` says which hold together.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Uuid, and_, literal, or_

from portal.consent.clauses import (
    LEGAL_MASK,
    Expression,
    before,
    before_any_copy,
    for_reader,
    has,
    held_as_copy,
    hipaa,
    hosted,
    not_after,
    not_beyond_copy,
    part2,
    same,
)
from portal.gate.settings import in_controlled, in_keys, scalar
from portal.gate.vocabulary import Basis, Category, Regime
from portal.ids import NIL

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
