"""Random worlds, stored and loaded back: they compile to the same, and what is passed on is what the rules permit."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from functools import cache
from uuid import UUID

import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session

from portal.consent.compile import compiled, world_on_file
from portal.consent.copies.services import disclosure_of, redisclosure_of
from portal.consent.deciding import OnFile
from portal.consent.doubts.models import SiteSetting
from portal.consent.grants.world import World
from portal.consent.rules.codes import Reason
from tests.consent.worlds.chance import Look
from tests.consent.worlds.copies import (
    copies,
    decided,
    draw_passing,
    duty_to_named_only,
    held_row,
    loose_reading,
)
from tests.consent.worlds.expected import world
from tests.consent.worlds.facts import asking, record_of
from tests.consent.worlds.filing import file_world, lives_under
from tests.consent.worlds.site import agency_id
from tests.consent.worlds.store import OnConnection, Store, add_world, reader_of_look

WORLDS = 20
PARTS = 2


@pytest.mark.parametrize("part", range(PARTS))
def test_what_is_stored_compiles_to_what_was_drawn(store: Store, part: int) -> None:
    for seed in range(part, WORLDS, PARTS):
        drawing = world(seed)
        with store.open() as connection:
            add_world(connection, drawing)
            file_world(connection, drawing)
            for drawn in drawing.people:
                lives_under(connection, drawn)
                with OnConnection(connection) as session:
                    loaded = world_on_file(session, drawn.participant_id)
                for stored, should in zip(compiled(loaded), compiled(drawn), strict=True):
                    assert Counter(map(repr, stored)) == Counter(map(repr, should)), f"world {seed}"


@pytest.mark.parametrize("part", range(PARTS))
def test_what_is_passed_on_is_what_the_rules_permit(store: Store, part: int) -> None:
    """The service decides on what it loads; the rules on what was drawn."""
    for seed in range(part, WORLDS, PARTS):
        drawing = world(seed)
        with store.open() as connection:
            add_world(connection, drawing)
            file_world(connection, drawing)
            if not duty_to_named_only(seed):
                connection.execute(insert(SiteSetting), [loose_reading()])
            for drawn in drawing.people:
                lives_under(connection, drawn)
                with OnConnection(connection) as session:
                    compare(session, seed, drawn)


def compare(session: Session, seed: int, of: World) -> None:
    loaded: dict[datetime, OnFile] = {}
    for passing in draw_passing(seed):
        if passing.drawn.participant_id == of.participant_id:
            if passing.at not in loaded:
                loaded[passing.at] = OnFile(session, of.participant_id, passing.at)
            on_file = loaded[passing.at]
            if passing.held is not None:
                given = redisclosure_of(on_file, held_row(passing.held), passing.actor(), passing.command())
            else:
                given = disclosure_of(on_file, record_of(passing.drawn), passing.command())
            assert given == decided(world(seed), passing), f"world {seed}: {passing}"


@pytest.mark.parametrize("part", range(PARTS))
def test_a_copy_stays_with_its_holder(store: Store, part: int) -> None:
    """R28: by the session's criteria and by the wall alone, for every look of a world."""
    for seed in range(part, WORLDS, PARTS):
        drawing = world(seed)
        looks = [look for look in drawing.looks if look.who != "patient"]
        with store.open() as connection:
            add_world(connection, drawing)
            readers = [reader_of_look(connection, look) for look in looks]
            by_session = [store.copies_by_criteria(connection, reader) for reader in readers]
            with store.walled(connection):
                by_text = [store.copies_by_wall(connection, reader) for reader in readers]
        for number, look in enumerate(looks):
            should, future = retained(seed, look)
            assert by_session[number] - future == should, f"world {seed}: {look}"
            assert by_text[number] - future == should, f"world {seed}: {look}"


@cache
def retained(seed: int, look: Look) -> tuple[frozenset[UUID], frozenset[UUID]]:
    """The records whose copies stay open to a look at their holder, and those that were delivered later.

    What is decided before a copy is looked at opens the copy as it opens the record (S5-S7).
    """
    about, kept, future = asking(world(seed), look), set(), set()
    for held in copies(seed):
        if held.received_at > look.at:
            future.add(held.drawn.id)
        elif about.actor.agency == str(agency_id(held.holder)) and about.decide(held.drawn).permits:
            kept.add(held.drawn.id)
    return frozenset(kept), frozenset(future)


OFTEN = 10
WANTED = (
    Reason.RETAINED_COPY,
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
)


def test_every_reason_of_passing_on_came_up_often() -> None:
    found: Counter[Reason] = Counter()
    for seed in range(WORLDS):
        for passing in draw_passing(seed):
            found.update(decided(world(seed), passing).reasons)
        for look in world(seed).looks:
            if look.who != "patient":
                found[Reason.RETAINED_COPY] += len(retained(seed, look)[0])
    assert {str(one): found[one] for one in WANTED if found[one] < OFTEN} == {}
