"""What the nightly kinds of test take from the ordinary ones."""

from __future__ import annotations

from tests.consent.conftest import store

__all__ = ["store"]
