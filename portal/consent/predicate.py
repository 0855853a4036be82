"""The one expression that every read of a participant's record must satisfy.

The same expression is the session's loader criteria and the SQLite view, and the policy of PostgreSQL. It is a list of
ways to be allowed, and each way is a list of clauses that must all hold (`clauses` and
`grant_clauses`). Tests leave out each clause in turn, and fail unless some record is then shown against the rules.
"""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from sqlalchemy import BigInteger, and_, case, exists, literal, or_, select
from sqlalchemy.orm import aliased

from portal.accounts.agencies.models import Agency
from portal.consent import clauses, grant_clauses
from portal.consent.clauses import Expression, has
from portal.consent.grants.models import AccessBar, AccessGrant, RoleCeiling
from portal.gate.settings import in_controlled, in_keys, scalar
from portal.gate.vocabulary import Category, Regime
from portal.ids import NIL

Clause = Callable[[Any], Expression]
GrantClause = Callable[[Any, Any, Any], Expression]
BarClause = Callable[[Any, Any], Expression]


def unrestricted(row: Any) -> Expression:
    """R120: a restriction binds use inside the program too."""
    bar = aliased(AccessBar)
    return ~exists(bars_of(bar, row).where(bar.holder_id == row.origin_id).correlate_except(bar))


def granted(row: Any) -> Expression:
    """R10-R36, R40, R60-R65, R130-R133: one grant, under the role's ceiling, that covers the whole of the row."""
    grant, ceiling = aliased(AccessGrant), aliased(RoleCeiling)
    covers = select(grant.id).where(*(clause(row, grant, ceiling) for clause in GRANT))
    return exists(covers.correlate_except(grant, ceiling))


def unbarred(row: Any, grant: Any, _ceiling: Any) -> Expression:
    """R26, R120: neither restricted by the origin, nor taken back of this very consent."""
    bar = aliased(AccessBar)
    whose = or_(bar.holder_id == row.origin_id, bar.instrument_id == grant.instrument_id)
    return or_(grant.beats_bars.is_(True), ~exists(bars_of(bar, row).where(whose).correlate_except(bar)))


def bars_of(bar: Any, row: Any) -> Any:
    """The bars in force against this reader for this row."""
    return select(bar.id).where(*(clause(row, bar) for clause in BAR))


WAYS: dict[str, tuple[Clause, ...]] = {
    "own program": (
        clauses.part2,
        clauses.from_own_or_controlled,
        clauses.needed_in_program,
        clauses.not_beyond_copy,
        unrestricted,
    ),
    "own counseling notes": (clauses.part2, clauses.from_own_agency, clauses.training_or_defense),
    "own health records": (clauses.hipaa, clauses.from_own_agency, clauses.needed_of_own_health),
    "own justice records": (clauses.justice, clauses.from_own_agency, clauses.needed_of_own_justice),
    "own writing": (
        clauses.from_own_agency,
        clauses.written_by_reader,
        clauses.open_to_author,
        clauses.note_of_its_law,
    ),
    "own person": (clauses.about_reader, clauses.given_to_patients, clauses.hosted),
    "grant": (granted,),
}
"""Every way to be allowed to read a record."""

GRANT: tuple[GrantClause, ...] = (
    grant_clauses.ceiling_of_matrix,
    grant_clauses.ceiling_of_role,
    grant_clauses.ceiling_of_agency,
    grant_clauses.ceiling_begun,
    grant_clauses.ceiling_not_ended,
    grant_clauses.about_participant,
    grant_clauses.names_reader,
    grant_clauses.names_holder,
    grant_clauses.names_category,
    grant_clauses.serves_purpose,
    grant_clauses.of_regime,
    grant_clauses.on_basis,
    grant_clauses.begun,
    grant_clauses.not_ended,
    grant_clauses.not_too_old,
    grant_clauses.not_too_new,
    grant_clauses.names_labels,
    grant_clauses.of_proceeding,
    grant_clauses.not_withheld,
    grant_clauses.hosted_for_others,
    grant_clauses.not_own,
    grant_clauses.not_inside_program,
    grant_clauses.grant_not_beyond_copy,
    unbarred,
)
"""What one grant must cover, whole."""

OF_ONE_RECORD = (
    grant_clauses.not_too_old,
    grant_clauses.not_too_new,
    grant_clauses.names_labels,
    grant_clauses.not_withheld,
    grant_clauses.grant_not_beyond_copy,
)
"""What is asked of a single record, not of the fact that somebody is in treatment."""

BAR: tuple[BarClause, ...] = (
    grant_clauses.bar_about_participant,
    grant_clauses.bar_on_reader,
    grant_clauses.bar_on_category,
    grant_clauses.bar_on_purpose,
    grant_clauses.bar_begun,
    grant_clauses.bar_not_ended,
    grant_clauses.bar_on_older_record,
)


def record_rule(row: Any) -> Expression:
    """Who may read a row of a protected table."""
    return or_(*(and_(*(clause(row) for clause in way)) for way in WAYS.values()))


def team_fact_rule(row: Any) -> Expression:
    """A protected row that the compiler may read too, for the one participant it compiles."""
    return or_(record_rule(row), row.participant_id == scalar("compiling"))


def team_seat_rule(row: Any) -> Expression:
    """R143: a health program's name beside a person is told only to those whom a consent tells of the treatment.

    The seat of a clinician on the care team is the court's own record, and shows the program all the same.
    """
    program = aliased(Agency)
    part2, other = (program.part2_program, Regime.PART2.bit), (program.hipaa == "none", Regime.CJ.bit)
    regime: Any = (
        select(case(part2, other, else_=Regime.HIPAA.bit))
        .where(program.id == row.agency_id)
        .correlate_except(program)
        .scalar_subquery()
    )
    told = SimpleNamespace(
        id=row.id,
        participant_id=row.participant_id,
        origin_id=row.agency_id,
        regime=regime,
        category=literal(Category.ENROLLMENT.bit, BigInteger()),
        created_at=row.created_at,
    )
    grant, ceiling = aliased(AccessGrant), aliased(RoleCeiling)
    tells = select(grant.id).where(*(clause(told, grant, ceiling) for clause in GRANT if clause not in OF_ONE_RECORD))
    seen = or_(
        clauses.same(regime, Regime.CJ.bit),
        in_controlled(row.agency_id),
        clauses.about_reader(row),
        exists(tells.correlate_except(grant, ceiling)),
    )
    return or_(and_(record_rule(row), seen), row.participant_id == scalar("compiling"))


def party_to(row: Any) -> Expression:
    """A paper is known where it lies, to the participant, and to the compiler for the one whom it compiles."""
    return or_(
        in_controlled(row.held_by_id),
        row.participant_id == scalar("self_participant"),
        row.participant_id == scalar("compiling"),
    )


def told_of(instrument_id: Any, *further: Callable[[Any], Expression]) -> Expression:
    """Some grant of an instrument is in force for this reader."""
    grant, at = aliased(AccessGrant), scalar("at")
    statement = select(grant.id).where(
        grant.instrument_id == instrument_id, in_keys(grant.recipient), grant.starts_at <= at, at < grant.ends_at
    )
    return exists(statement.where(*(one(grant) for one in further)).correlate_except(grant))


def as_discloser(grant: Any) -> Expression:
    return clauses.same(grant.instrument_kind, "told")


def instrument_rule(row: Any) -> Expression:
    """An instrument is also known to its disclosers, and to those it opens something for now (R143).

    A recipient from whom it was taken back knows as little of it as of what it opened (R151).
    """
    bar, at = aliased(AccessBar), scalar("at")
    taken_back = exists(
        select(bar.id)
        .where(bar.instrument_id == row.id, in_keys(bar.recipient), bar.starts_at <= at, at < bar.ends_at)
        .correlate_except(bar)
    )
    return or_(party_to(row), told_of(row.id, as_discloser), and_(told_of(row.id), ~taken_back))


def annex_rule(row: Any) -> Expression:
    """R143, R151: a revocation is also known to the program that discloses; never to recipients."""
    return or_(party_to(row), told_of(row.consent_id, as_discloser))


def kept_rule(row: Any) -> Expression:
    """R82, R148, R174: what an agency keeps of its own duties is known there, and to nobody else."""
    return in_controlled(row.held_by_id)


def draft_rule(row: Any) -> Expression:
    """What somebody types before there is a paper: the one's own, while it is kept; then nobody's, to be cleared."""
    user, at = scalar("user"), scalar("at")
    own = and_(row.filled_by_id == user, row.held_by_id == scalar("agency"), at < row.kept_until)
    return or_(own, and_(user == NIL, row.kept_until <= at))


def delivered_rule(row: Any) -> Expression:
    """R28: a delivered copy stays with the agency that received it, for roles that need all that it tells."""
    needed = and_(scalar("held") != 0, row.categories.bitwise_and(scalar("held").bitwise_not()) == 0)
    return or_(
        and_(row.holder_id == scalar("agency"), needed),
        and_(row.participant_id == scalar("self_participant"), ~has(row.categories, clauses.NEVER_TO_PATIENT)),
    )


def copy_rule(row: Any) -> Expression:
    """S9, R28: a copy stays open to its holder's staff whose role needs it now; the patient has the patient's own.

    What is decided before any copy is looked at (S5-S7) opens the copy as far as it opens the record.
    """
    record = SimpleNamespace(
        id=row.record_id,
        participant_id=row.participant_id,
        origin_id=row.record_origin_id,
        author_id=row.record_author_id,
        regime=row.regime,
        category=row.categories,
        labels=row.labels,
        withheld=row.withheld,
        service_on=row.service_on,
        created_at=row.record_created_at,
    )
    first = or_(~clauses.part2(record), clauses.before_any_copy(record))
    retained = and_(~first, clauses.held_as_copy(row.record_id, clauses.needed_of_copy(row.categories)))
    as_the_record = and_(first, record_rule(record))
    return or_(
        and_(in_keys(row.recipient), or_(retained, as_the_record)),
        and_(clauses.about_reader(row), record_rule(record)),
        row.participant_id == scalar("compiling"),
    )


RULES = {
    "copy": copy_rule,
    "record": record_rule,
    "team_fact": team_fact_rule,
    "team_seat": team_seat_rule,
    "instrument": instrument_rule,
    "annex": annex_rule,
    "kept": kept_rule,
    "draft": draft_rule,
    "delivered": delivered_rule,
}
