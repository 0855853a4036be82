"""Every condition of the predicate matters: left out, it shows or hides some record of the random worlds."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import Connection, select, text

from portal.gate.walls import rule_sql
from portal.participants.enrollments.models import Whereabouts
from tests.consent.worlds.corners import CORNERS
from tests.consent.worlds.expected import expected, world
from tests.consent.worlds.leaving_out import Mutant, mutants
from tests.consent.worlds.store import MAIN, Store, add_world, reader_of_look

WORLDS = 150
TABLE = Whereabouts.__table__.alias("r")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_each_condition_left_out_contradicts_the_rules(store: Store) -> None:
    """Each operand of each AND and OR, at any depth. In the same worlds the whole predicate agrees with the rules."""
    left = list(mutants(rule_sql(Whereabouts, "sqlite")))
    assert len(left) > 90
    for seed in range(-len(CORNERS), WORLDS):
        if left:
            with store.open() as connection:
                add_world(connection, world(seed))
                left = survivors(store, connection, seed, left)
    assert not left, "\n".join(one.lacks[:160] for one in left)


def survivors(store: Store, connection: Connection, seed: int, left: list[Mutant]) -> list[Mutant]:
    should = expected(seed)
    for number, look in enumerate(world(seed).looks):
        store.tell(connection, reader_of_look(connection, look))
        right, future = should.shown[number], should.to_come[number]
        left = [one for one in left if shown(connection, one) - future == right]
    return left


def shown(connection: Connection, mutant: Mutant) -> set[UUID]:
    statement = select(TABLE.c.id).where(text(mutant.sql))
    return set(connection.execute(statement, execution_options=MAIN).scalars())
