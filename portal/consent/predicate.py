"""The one expression that every read of a participant's record must satisfy.

The same expression is the session's loader criteria and the SQLite view, and the policy of PostgreSQL. Each function
below is one branch of the decision order in the consent rules; the rule numbers stand beside it.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Uuid, and_, exists, literal, or_, select
from sqlalchemy.orm import aliased

from portal.consent.grants.models import AccessBar, AccessGrant, RoleCeiling
from portal.gate.settings import in_controlled, in_keys, in_unhosted, scalar
from portal.gate.vocabulary import LEGAL, Basis, Category, Purpose, Regime
from portal.ids import NIL

NEVER_TO_PATIENT = Category.mask(["counseling_note", "psychotherapy_note", "privileged_defense", "criminal_history"])

LEGAL_MASK = Purpose.mask(LEGAL)

Expression = ColumnElement[bool]


def record_rule(row: Any) -> Expression:
    """Who may read a row of a protected table: own agency, author, participant, or a grant."""
    return or_(own_part2(row), own_unbarred(row), own_other(row), own_authored(row), own_person(row), granted(row))


def team_fact_rule(row: Any) -> Expression:
    """A protected row that the compiler may read too, for the one participant it compiles."""
    return or_(record_rule(row), row.participant_id == scalar("compiling"))


def instrument_rule(row: Any) -> Expression:
    """An instrument is known to who holds it, to the participant, and to those it opens something for now."""
    grant = aliased(AccessGrant)
    told = exists(
        select(grant.id)
        .where(grant.instrument_id == row.id, in_keys(grant.recipient), grant.starts_at <= scalar("at"))
        .where(grant.ends_at > scalar("at"))
        .correlate_except(grant)
    )
    return or_(
        in_controlled(row.held_by_id),
        row.participant_id == scalar("self_participant"),
        row.participant_id == scalar("compiling"),
        told,
    )


def annex_rule(row: Any) -> Expression:
    """R143, R151: a revocation is known where it was received and to the program that discloses; not to recipients."""
    grant = aliased(AccessGrant)
    told = exists(
        select(grant.id)
        .where(grant.instrument_id == row.consent_id, grant.instrument_kind == "told", in_keys(grant.recipient))
        .correlate_except(grant)
    )
    return or_(
        in_controlled(row.held_by_id),
        row.participant_id == scalar("self_participant"),
        row.participant_id == scalar("compiling"),
        told,
    )


def has(mask: Any, other: Any) -> Expression:
    """Two masks share a bit."""
    shared: Expression = mask.bitwise_and(other) != 0
    return shared


def own_part2(row: Any) -> Expression:
    """R5, R6 with the restrictions of R120-R122: own program, or one under direct administrative control."""
    bar = aliased(AccessBar)
    barred = exists(bar_matches(bar, row).where(bar.instrument_id == NIL).correlate_except(bar))
    return and_(
        row.regime == Regime.PART2.bit, in_controlled(row.origin_id), has(row.category, scalar("own_part2")), ~barred
    )


def own_unbarred(row: Any) -> Expression:
    """R91: counseling notes for supervised training and the program's own defense."""
    return and_(
        row.regime == Regime.PART2.bit,
        row.origin_id == scalar("agency"),
        has(row.category, scalar("own_unbarred")),
    )


def own_other(row: Any) -> Expression:
    """R130-R134: records of one's own agency that are not Part 2 records."""
    return and_(
        row.regime != Regime.PART2.bit, row.origin_id == scalar("agency"), has(row.category, scalar("own_other"))
    )


def own_authored(row: Any) -> Expression:
    """R91, R134: counseling and psychotherapy notes open to their author."""
    return and_(
        row.origin_id == scalar("agency"),
        row.author_id == scalar("user"),
        has(row.category, scalar("authored")),
    )


def own_person(row: Any) -> Expression:
    """R135: the participant's own record."""
    return and_(
        row.participant_id == scalar("self_participant"),
        ~has(row.category, NEVER_TO_PATIENT),
        ~in_unhosted(row.origin_id),
    )


def granted(row: Any) -> Expression:
    """R10-R36, R40, R60-R65, R110-R131: one grant, under the role's ceiling, that covers the whole of the row."""
    grant, ceiling, bar = aliased(AccessGrant), aliased(RoleCeiling), aliased(AccessBar)
    at = scalar("at")
    barred = exists(
        bar_matches(bar, row)
        .where(or_(bar.instrument_id == NIL, bar.instrument_id == grant.instrument_id))
        .correlate_except(bar)
    )
    statement = (
        select(grant.id)
        .join(ceiling, and_(ceiling.matrix == grant.matrix, ceiling.role == scalar("role")))
        .where(
            ceiling.starts_at <= at,
            at < ceiling.ends_at,
            grant.participant_id.in_([row.participant_id, literal(NIL, Uuid())]),
            in_keys(grant.recipient),
            or_(grant.holder_id == row.origin_id, grant.holder_id == NIL),
            has(grant.categories.bitwise_and(ceiling.categories), row.category),
            has(grant.purposes, scalar("purpose")),
            has(grant.regimes, row.regime),
            or_(
                has(grant.bases, scalar("bases")),
                and_(row.regime == Regime.HIPAA.bit, has(grant.bases, Basis.CONSENT.bit)),
            ),
            grant.starts_at <= at,
            at < grant.ends_at,
            row.service_on.between(grant.record_from, grant.record_to),
            row.labels.bitwise_and(scalar("state_labels")).bitwise_and(grant.labels.bitwise_not()) == 0,
            or_(grant.proceeding_id == NIL, grant.proceeding_id == scalar("proceeding")),
            or_(row.withheld.is_(False), grant.beats_withhold.is_(True)),
            ~and_(row.regime == Regime.PART2.bit, in_unhosted(row.origin_id)),
            or_(row.origin_id != scalar("agency"), beyond_own(row)),
            or_(row.regime != Regime.PART2.bit, ~in_controlled(row.origin_id), beyond_own(row)),
            or_(grant.beats_bars.is_(True), ~barred),
        )
        .correlate_except(grant, ceiling)
    )
    return exists(statement)


def beyond_own(row: Any) -> Expression:
    """S6, S7 stand before S10: counseling notes and legal purposes need their own consent inside the program too."""
    return or_(row.category == Category.COUNSELING_NOTE.bit, has(scalar("purpose"), LEGAL_MASK))


def bar_matches(bar: Any, row: Any) -> Any:
    """The bars in force against this reader for this row (R26, R120-R122)."""
    at = scalar("at")
    return select(bar.id).where(
        bar.participant_id == row.participant_id,
        or_(bar.holder_id == row.origin_id, bar.holder_id == NIL),
        or_(in_keys(bar.recipient), bar.recipient == NIL),
        has(bar.categories, row.category),
        has(bar.purposes, scalar("purpose")),
        bar.starts_at <= at,
        at < bar.ends_at,
        row.created_at < bar.created_before,
    )


def delivered_rule(row: Any) -> Expression:
    """R28: a delivered copy stays with the agency that received it, for roles that need all that it tells."""
    return or_(
        and_(row.holder_id == scalar("agency"), row.categories.bitwise_and(scalar("held").bitwise_not()) == 0),
        row.participant_id == scalar("self_participant"),
    )


RULES = {
    "record": record_rule,
    "team_fact": team_fact_rule,
    "instrument": instrument_rule,
    "annex": annex_rule,
    "delivered": delivered_rule,
}
