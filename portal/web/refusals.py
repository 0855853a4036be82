"""What the database refuses, said at the field: named constraints and guards, mapped once to field and sentence."""

from __future__ import annotations

from typing import Any

from sqlalchemy.exc import IntegrityError

from portal.web.refused import Refused

_KNOWN: dict[str, tuple[str, Any]] = {}


def refusal(constraint: str, field: str, message: Any) -> None:
    """Say which field a constraint (or guard) is about, and how to mend it."""
    _KNOWN[constraint] = (field, message)


def refused_by(error: IntegrityError) -> Refused | None:
    """The refusal that an error of the database means, None when it is none that a person can mend.

    SQLite names the columns of a broken unique rule and not its name; it is found by them.
    """
    text = str(error.orig)
    for constraint, (field, message) in _KNOWN.items():
        if constraint in text:
            return Refused(field, message)
    return None
