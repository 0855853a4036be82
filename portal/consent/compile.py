"""Compiling one participant: the table of grants always equals what the instruments say, in the same transaction.

Time passing needs no job, because every row carries its own interval. `difference` proves that the table is what a
fresh compile would make.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import combinations
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, delete, exists, insert, select
from sqlalchemy.orm import Session

from portal import signals
from portal.accounts.audit.models import AuditEvent
from portal.clock import BEGINNING, END, FIRST_DAY, LAST_DAY
from portal.consent.grants.ceilings import ceiling_rows, matrices_of
from portal.consent.grants.compiling import consent_bars, consent_rows, copy_rows, restriction_bars, told_rows
from portal.consent.grants.exceptions import (
    emergency_rows,
    order_rows,
    presence_of,
    told_of_order,
    told_of_use,
    undertaking_rows,
)
from portal.consent.grants.models import AccessBar, AccessCopy, AccessGrant, RoleCeiling
from portal.consent.grants.standing import everyones_rows, hipaa_rows, presence_rows, team_rows
from portal.consent.grants.world import World
from portal.consent.instruments.models import Consent
from portal.consent.loading import PARTICIPANT, undertakings, world_of
from portal.consent.one_at_a_time import AGREEMENTS, CEILINGS, alone, alone_with
from portal.consent.register import register
from portal.consent.rules.site import Agreement
from portal.consent.team_agreements.queries import versions
from portal.gate.looking import tally
from portal.gate.session import compiling
from portal.gate.vocabulary import UNDERTAKINGS
from portal.ids import NIL

Row = dict[str, Any]
Compiled = AccessGrant | AccessBar | AccessCopy

GRANT_DEFAULTS: Row = {
    "holder_id": NIL,
    "labels": 0,
    "record_from": FIRST_DAY,
    "record_to": LAST_DAY,
    "starts_at": BEGINNING,
    "ends_at": END,
    "proceeding_id": NIL,
    "beats_withhold": False,
    "beats_bars": False,
    "instrument_id": NIL,
}
BAR_DEFAULTS: Row = {
    "holder_id": NIL,
    "recipient": NIL,
    "created_before": END,
    "starts_at": BEGINNING,
    "ends_at": END,
}


def common_grants(agreements: Iterable[Agreement]) -> list[Row]:
    """The grants that hold for every participant: by law, and by the agreements of programs with other agencies."""
    rows = [*everyones_rows(), *(row for one in agreements for row in undertaking_rows(one))]
    return [GRANT_DEFAULTS | row for row in rows]


COMPILED: tuple[type[Compiled], ...] = (AccessGrant, AccessBar, AccessCopy)


def compiled(world: World) -> tuple[list[Row], list[Row], list[Row]]:
    """The grants, the bars and the copies of one participant, as rows of COMPILED: pure."""
    grants = [row for consent in world.consents for row in consent_rows(consent, world)]
    grants += [*team_rows(world), *hipaa_rows(world)]
    grants += list(presence_rows(world, grants))
    claimed = [row for order in world.orders for row in order_rows(order, world)]
    claimed += [row for access in world.emergencies for row in emergency_rows(access, world)]
    grants += claimed + [presence_of(row) for row in claimed]
    grants += [row for consent in world.consents for row in told_rows(consent, world)]
    grants += [row for order in world.orders for row in told_of_order(order, world)]
    grants += [row for access in world.emergencies for row in told_of_use(access.id, access.span, world)]
    bars = [row for consent in world.consents for row in consent_bars(consent, world)]
    bars += [row for restriction in world.restrictions for row in restriction_bars(restriction, world)]
    return [GRANT_DEFAULTS | row for row in grants], [BAR_DEFAULTS | row for row in bars], list(copy_rows(world))


def compile_participant(session: Session, participant_id: UUID) -> None:
    """Make this participant's grants anew from what the session's transaction holds now."""
    alone_with(session, participant_id)
    with compiling(session, participant_id):
        world = world_of(session, participant_id)
    fresh = compiled(world)
    for table, rows in zip(COMPILED, fresh, strict=True):
        store(session, table, participant_id, rows)
    if len(world.courts) > 1:
        ensure_ceilings(session, world.courts)


def store(session: Session, table: type[Compiled], participant_id: UUID, rows: Sequence[Row]) -> None:
    """Make a participant's rows equal to the fresh ones, and write only what differs: most changes touch few of them.

    By the table itself, because by its entity each statement would be matched with all that the session holds.
    """
    core: Any = table.__table__
    whom = {"participant": participant_id}
    if not rows:
        session.execute(emptying(table), whom)
        return
    names = [column.name for column in core.columns if column.name != "id"]
    stored: dict[tuple[Any, ...], list[UUID]] = {}
    for row_id, *values in session.execute(stored_rows(table), whom):
        stored.setdefault(tuple(values), []).append(row_id)
    fresh: list[Row] = []
    for row in rows:
        same = stored.get(tuple(row[name] for name in names))
        if same:
            same.pop()
        else:
            fresh.append(row)
    gone = [row_id for ids in stored.values() for row_id in ids]
    if gone:
        session.execute(delete(core).where(core.c.id.in_(gone)))
    if fresh:
        session.execute(insert(core), fresh)


@cache
def stored_rows(table: type[Compiled]) -> Any:
    core: Any = table.__table__
    return select(core.c.id, *(one for one in core.columns if one.name != "id")).where(
        core.c.participant_id == PARTICIPANT
    )


@cache
def emptying(table: type[Compiled]) -> Any:
    core: Any = table.__table__
    return delete(core).where(core.c.participant_id == PARTICIPANT)


def compile_agreements(session: Session) -> None:
    """Make the grants that hold for every participant anew."""
    alone(session, AGREEMENTS)
    session.execute(delete(AccessGrant).where(AccessGrant.participant_id.in_(shared_keys(session))))
    session.execute(insert(AccessGrant), common_grants(undertakings(session)))


def all_ceilings(session: Session | Connection) -> list[Row]:
    """Every role ceiling: the product's own, and those of the courts that have a team agreement."""
    rows: list[Row] = [
        {
            "matrix": matrix,
            "role": role,
            "agency_id": NIL,
            "categories": categories,
            "starts_at": BEGINNING,
            "ends_at": END,
        }
        for matrix, roles in register().ceilings().items()
        for role, categories in roles.items()
    ]
    signed = versions(session)
    for courts in (*((court,) for court in signed), *combinations_in_use(session, signed)):
        rows += ceiling_rows({court: signed.get(court, ()) for court in courts})
    return rows


def combinations_in_use(session: Session | Connection, courts: Iterable[UUID]) -> Iterator[tuple[UUID, ...]]:
    """The courts, or the product, whose programs some participant is in at the same time; of more than three, none."""
    used = set(session.scalars(select(AccessGrant.matrix).distinct()))
    for number in (2, 3):
        for combination in combinations((*courts, NIL), number):
            if not used.isdisjoint(matrices_of(*combination)):
                yield combination


def ensure_ceilings(session: Session, courts: tuple[UUID, ...]) -> None:
    """The ceilings of several courts together, from the first participant who is in all their programs."""
    there = select(RoleCeiling.id).where(RoleCeiling.matrix == matrices_of(*courts)[0]).limit(1)
    if session.scalar(there) is not None:
        return
    alone(session, CEILINGS)
    if session.scalar(there) is None:
        signed = versions(session)
        rows = ceiling_rows({court: signed.get(court, ()) for court in courts})
        session.execute(insert(RoleCeiling), list(rows))


def compile_ceilings(session: Session | Connection) -> None:
    """Make the role ceilings anew; no participant is recompiled (R43)."""
    alone(session, CEILINGS)
    session.execute(delete(RoleCeiling))
    session.execute(insert(RoleCeiling), all_ceilings(session))


def shared_keys(session: Session) -> list[UUID]:
    """What stands in a grant in the place of a participant when it is about everybody."""
    kept = select(AccessGrant.participant_id).where(AccessGrant.instrument_kind.in_(UNDERTAKINGS)).distinct()
    return [NIL, *session.scalars(kept)]


def difference_of_agreements(session: Session) -> list[str]:
    """The same as `difference`, of the role ceilings, and of all that is about no participant of the portal."""
    found = compared(RoleCeiling, session.scalars(select(RoleCeiling)).all(), all_ceilings(session))
    for table in COMPILED:
        stored = session.scalars(select(table).where(about_nobody(table))).all()
        found += compared(table, stored, common_grants(undertakings(session)) if table is AccessGrant else ())
    return found


def drop_strays(session: Session) -> None:
    """Take away all grants, bars and copies that are about no participant, those by agreement too."""
    for table in COMPILED:
        session.execute(delete(table).where(about_nobody(table)))


def about_nobody(table: type[Compiled]) -> ColumnElement[bool]:
    """Rows about no one who was ever registered, by the audit trail, which names nobody and needs no reader."""
    registered = select(AuditEvent.id).where(
        AuditEvent.act == "participant_registered", AuditEvent.participant_id == table.participant_id
    )
    return ~exists(registered)


def consents_on_file(session: Session, participant_id: UUID) -> list[UUID]:
    """The ids of all consents of a participant, for what ends them all, whoever records it."""
    with compiling(session, participant_id):
        wanted = select(Consent.id).where(Consent.participant_id == participant_id).order_by(Consent.id)
        return list(session.scalars(tally(wanted, (), 0)))


def world_on_file(session: Session, participant_id: UUID) -> World:
    """What the compiler looks at for one participant, for a decision on the instruments themselves."""
    with compiling(session, participant_id):
        return world_of(session, participant_id)


def difference(session: Session, participant_id: UUID) -> list[str]:
    """What the stored grants and bars lack or have too much, compared with a fresh compile; empty when all is well."""
    with compiling(session, participant_id):
        fresh = compiled(world_of(session, participant_id))
    found: list[str] = []
    for table, rows in zip(COMPILED, fresh, strict=True):
        stored = session.scalars(select(table).where(table.participant_id == participant_id))
        found += compared(table, list(stored), rows)
    return found


def compared(table: type[Compiled | RoleCeiling], stored: Sequence[Any], fresh: Iterable[Row]) -> list[str]:
    """What is missing and what is too much, row for row, as `column=value`; a row too often counts."""
    names = [column.name for column in table.__table__.columns if column.name != "id"]
    have = Counter(" ".join(f"{name}={getattr(one, name)}" for name in names) for one in stored)
    want = Counter(" ".join(f"{name}={row[name]}" for name in names) for row in fresh)
    missing = [f"{table.__tablename__}: missing {one}" for one in sorted((want - have).elements())]
    return missing + [f"{table.__tablename__}: too much {one}" for one in sorted((have - want).elements())]


def on_sharing_changed(session: Session, participant_id: UUID) -> None:
    compile_participant(session, participant_id)


def wire() -> None:
    """Recompile whenever something changes on which a participant's grants rest."""
    signals.sharing_changed.connect(on_sharing_changed)
