"""Puts what lies beside the package into the wheel; run by the build backend, see pyproject.toml.

`portal/paths.py` knows both places. An editable install is left alone: it reads the checkout itself.
"""

from __future__ import annotations

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BesideThePackage(BuildHookInterface):
    """Adds pages, migrations and settings under `portal/_packaged/`."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        for name in ("templates", "migrations", "config.py"):
            build_data["force_include"][name] = f"portal/_packaged/{name}"
