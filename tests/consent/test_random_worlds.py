"""In random worlds the session's criteria and the database's wall show exactly what the rules permit."""

from __future__ import annotations

from collections import Counter

import pytest

from portal.consent.rules.codes import Reason
from tests.consent.worlds.corners import CORNERS
from tests.consent.worlds.expected import expected, world
from tests.consent.worlds.explaining import explain
from tests.consent.worlds.store import Store, add_world

WORLDS = 75
PARTS = 5

OFTEN = 10
NOT_BY_READING = frozenset(
    {
        # decided at the edge, before there is a reader: tests/accounts, rules/test_actor.py
        Reason.ACTOR_INACTIVE,
        # redisclosure, and what a service passes on as one document: test_random_papers.py
        Reason.REDISCLOSURE_HIPAA,
        Reason.REDISCLOSURE_OFFICIAL_DUTY,
        Reason.REDISCLOSURE_PER_CONSENT,
        Reason.REDISCLOSURE_CJ_LIMIT,
        Reason.REDISCLOSURE_NOT_PERMITTED,
        Reason.CHILD_ABUSE_REPORT,
        Reason.CHILD_ABUSE_FOLLOWUP_NEEDS_AUTHORITY,
        Reason.CRIME_ON_PREMISES,
        Reason.CRIME_SCOPE,
        Reason.VITAL_STATISTICS,
        Reason.NO_PART2_EXCEPTION,
        # words that nobody knows are refused when an instrument is entered: rules/test_cases.py
        Reason.ERROR,
    }
)


@pytest.mark.parametrize("part", range(PARTS))
def test_every_way_of_reading_shows_what_the_rules_permit(store: Store, part: int) -> None:
    for seed in range(part - len(CORNERS), WORLDS, PARTS):
        agrees(store, seed)


def agrees(store: Store, seed: int) -> None:
    """Each look of one world, by every way of reading."""
    drawing, should = world(seed), expected(seed)
    with store.open() as connection:
        add_world(connection, drawing)
        looks = store.looks(connection, drawing)
    for number, (_, given) in enumerate(looks):
        future = should.to_come[number]
        assert given.by_session - future == should.shown[number], explain(drawing, number, given.by_session)
        assert given.by_text - future == should.shown[number], explain(drawing, number, given.by_text)
        assert given.people == should.known[number], f"world {seed}: {drawing.looks[number]} knows of other people"
        assert given.counted == len(given.by_session), f"world {seed}, look {number}: the session's count"
        assert given.counted_by_text == len(given.by_text), f"world {seed}, look {number}: the wall's count"


def test_every_reason_came_up_often() -> None:
    reasons = sum((expected(seed).reasons for seed in range(WORLDS)), Counter[Reason]())
    rare = {str(one): reasons[one] for one in Reason if one not in NOT_BY_READING and reasons[one] < OFTEN}
    assert not rare
    assert not NOT_BY_READING & set(reasons)
