"""Words of signing in."""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """How an attempt went. `passed`: the first factor fitted and a second one is owed, so it neither fails nor ends a
    row of failures."""

    FAILED = "failed"
    PASSED = "passed"
    SUCCEEDED = "succeeded"


class Act(StrEnum):
    """What was tried. All but the release count toward the same lock."""

    SIGN_IN = "sign_in"
    ACTIVATION = "activation"
    SECOND_FACTOR = "second_factor"
    CONFIRMATION = "confirmation"
    RELEASE = "release"
