"""The table at the end of a run."""

from __future__ import annotations

import pytest

from tests.benchmarks.figures import lines


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if measured := lines():
        terminalreporter.section("measured: medians of the quickest quarter of the rounds")
        for line in measured:
            terminalreporter.write_line(line)
