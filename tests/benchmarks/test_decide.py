"""Deciding is cheap enough for every row of a long list."""

from __future__ import annotations

from pytest_benchmark.fixture import BenchmarkFixture

from portal.consent.rules import decide
from portal.consent.rules.terms import ConsentKind
from tests.benchmarks.figures import FIGURES, Figure, quick
from tests.consent.rules.builders import AT, a_consent, permitted, some_facts

WANTED_A_SECOND = 20_000
TOGETHER = 200


def test_a_typical_read_by_consent_takes_less_than_fifty_microseconds(benchmark: BenchmarkFixture) -> None:
    facts = some_facts(a_consent(), a_consent(ConsentKind.CJ, id="C-2"))
    assert permitted(facts)
    benchmark.pedantic(decide, args=(facts, AT), rounds=100, iterations=TOGETHER, warmup_rounds=2)
    a_second = 1000 / quick(benchmark.stats.stats.data)
    FIGURES.append(Figure("decide", "no database", f"{a_second:,.0f} a second", f"{WANTED_A_SECOND:,}"))
    assert a_second >= WANTED_A_SECOND, f"{a_second:,.0f} decisions a second"
