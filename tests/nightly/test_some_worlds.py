"""Random worlds that judge the mutants of the compiler: few enough that each is judged in seconds.

What the rules say of them is worked out once, by the sound code, before the first mutant is judged.
"""

from __future__ import annotations

import pytest

from tests.consent.worlds.corners import CORNERS
from tests.consent.worlds.expected import expected, world
from tests.consent.worlds.store import Store, add_world, reader_of_look

WORLDS = 48
PARTS = 6


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("part", range(PARTS))
def test_the_grants_open_what_the_rules_permit(store: Store, part: int) -> None:
    for seed in range(part - len(CORNERS), WORLDS, PARTS):
        drawing, should = world(seed), expected(seed)
        with store.open() as connection:
            add_world(connection, drawing)
            readers = [reader_of_look(connection, look) for look in drawing.looks]
            with store.walled(connection):
                given = [store.by_wall(connection, reader) for reader in readers]
        for number, (records, _, people) in enumerate(given):
            assert records - should.to_come[number] == should.shown[number], f"world {seed}, look {number}"
            assert people == should.known[number], f"world {seed}, look {number}: the people"
