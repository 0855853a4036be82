"""A pytest plugin for the runs that judge a mutant: on SQLite alone, and what is quick comes first."""

from __future__ import annotations

import pytest


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    on_servers = [item for item in items if "[postgresql" in item.nodeid]
    config.hook.pytest_deselected(items=on_servers)
    items[:] = sorted((item for item in items if item not in on_servers), key=effort)


def effort(item: pytest.Item) -> tuple[bool, bool]:
    """Whether a test needs a database, and whether it looks at many drawn cases."""
    names = getattr(item, "fixturenames", ())
    return "app" in names, hasattr(getattr(item, "obj", None), "hypothesis")
