"""The rules of consent and their compilation are tested so closely that hardly a change of them goes unseen.

A mutation tester makes thousands of small changes, one at a time. At least 95 of 100 must turn some test red, and every
one that does not is listed with the reason in survivors.toml. `PORTAL_MUTANTS=300 make nightly` judges so many of each
part, taken at random; PORTAL_MUTATION_SEED takes the same ones again.
"""

from __future__ import annotations

import json
import os
import time
import tomllib
from collections import Counter
from dataclasses import asdict
from pathlib import Path

import pytest

from tests.nightly.mutants import KILLED, SURVIVED, Mutant, Part

HERE = Path(__file__).parent
SETTINGS = tomllib.loads((HERE / "mutation.toml").read_text(encoding="utf-8"))
PARTS = [Part(name, **SETTINGS[name], wording=SETTINGS["wording"]) for name in ("rules", "grants")]
ENOUGH = 0.95


def listed() -> dict[Mutant, str]:
    """The mutants that are known to survive, each with the reason."""
    entries = tomllib.loads((HERE / "survivors.toml").read_text(encoding="utf-8"))["survivor"]
    return {Mutant(one["function"], one["was"], one["becomes"]): one["reason"] for one in entries}


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_hardly_a_mutant_survives_and_each_that_does_is_listed(part: Part, capsys: pytest.CaptureFixture[str]) -> None:
    most, seed = os.environ.get("PORTAL_MUTANTS"), int(os.environ.get("PORTAL_MUTATION_SEED", time.time()))
    outcomes = part.judged(int(most) if most else None, seed)
    count = Counter(outcomes.values())
    killed, survived = (sum(count[one] for one in kinds) for kinds in (KILLED, SURVIVED))
    share = killed / len(outcomes)
    with capsys.disabled():
        extent = f"a sample of {len(part.outcomes())}, seed {seed}" if most else "all there are"
        print(f"\n{part.name}: {killed} of {len(outcomes)} mutants killed ({share:.1%}; {extent}), {dict(count)}")

    known = {mutant for mutant in listed() if part.has(mutant)}
    mutants = part.described({name for name, outcome in outcomes.items() if outcome in SURVIVED} | part.of(known))
    alive = {mutant for name, mutant in mutants.items() if outcomes.get(name) in SURVIVED}
    dead = {mutant for name, mutant in mutants.items() if outcomes.get(name) in KILLED} - alive
    wrong = {
        "survived, and is not listed": alive - known,
        "is listed, and was killed": known & dead,
        "is listed, and is no mutant of today's code": known - set(mutants.values()),
    }
    found = [f"# {what}{told(mutant)}" for what, ones in wrong.items() for mutant in sorted(ones)]
    if found:
        pytest.fail("\n".join(found), pytrace=False)
    assert killed + survived == len(outcomes), "the tester could not judge some"
    assert share >= ENOUGH


def told(mutant: Mutant) -> str:
    """As it would stand in the list."""
    lines = (f"{word} = {json.dumps(value)}" for word, value in asdict(mutant).items())
    return "\n".join(["", "[[survivor]]", *lines, 'reason = ""'])


def test_every_reason_says_something() -> None:
    assert [told(mutant) for mutant, reason in listed().items() if len(reason) < 20] == []
    assert [told(mutant) for mutant in listed() if not any(part.has(mutant) for part in PARTS)] == []
