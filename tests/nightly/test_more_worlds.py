"""Many more random worlds than every run can afford, each way of reading against the rules.

`PORTAL_WORLDS=5000 make nightly` draws more of them. The worlds begin behind those of the ordinary run.
"""

from __future__ import annotations

import os
import time

import pytest

from tests.consent.test_random_worlds import WORLDS as DRAWN_EVERY_TIME
from tests.consent.test_random_worlds import agrees
from tests.consent.worlds.expected import expected, world
from tests.consent.worlds.store import Store

WORLDS = int(os.environ.get("PORTAL_WORLDS", "1500"))


def test_every_way_of_reading_shows_what_the_rules_permit(
    store: Store, database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    begun, reads = time.monotonic(), 0
    for seed in range(DRAWN_EVERY_TIME, DRAWN_EVERY_TIME + WORLDS):
        agrees(store, seed)
        reads += len(world(seed).looks) * len(world(seed).records)
        # Each world is looked at once here; nothing of it is needed again.
        world.cache_clear()
        expected.cache_clear()
    assert reads > WORLDS
    with capsys.disabled():
        print(f"\n{database}: {WORLDS} worlds, {reads} reads agree with the rules ({time.monotonic() - begun:.0f} s)")
