"""Many more random worlds than every run can afford, each way of reading against the rules.

`PORTAL_WORLDS=5000 make nightly` draws more of them. Every night draws others; one that fails is told by its number,
and drawn again by it.
"""

from __future__ import annotations

import os
import time
from collections import Counter

import pytest
from hypothesis import Phase, given, settings
from hypothesis.strategies import integers

from tests.consent.test_random_worlds import WORLDS as DRAWN_EVERY_TIME
from tests.consent.test_random_worlds import agrees
from tests.consent.worlds.expected import expected, world
from tests.consent.worlds.store import Store

WORLDS = int(os.environ.get("PORTAL_WORLDS", "1500"))


def test_every_way_of_reading_shows_what_the_rules_permit(
    store: Store, database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    begun, reads = time.monotonic(), Counter[str]()

    # A smaller number is no simpler world, so that there is nothing to shrink.
    @settings(max_examples=WORLDS, deadline=None, database=None, phases=[Phase.generate])
    @given(seed=integers(DRAWN_EVERY_TIME, 2**40))
    def agree(seed: int) -> None:
        agrees(store, seed)
        reads["worlds"] += 1
        reads["reads"] += len(world(seed).looks) * len(world(seed).records)
        # Each world is looked at once here; nothing of it is needed again.
        world.cache_clear()
        expected.cache_clear()

    agree()
    assert reads["reads"] > reads["worlds"] >= WORLDS // 2
    with capsys.disabled():
        told = f"{reads['worlds']} worlds, {reads['reads']} reads agree with the rules"
        print(f"\n{database}: {told} ({time.monotonic() - begun:.0f} s)")
