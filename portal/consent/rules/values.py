"""Reads single values of a decision case strictly: each function raises TypeError or ValueError on anything else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any, TypeVar

Object = Mapping[str, Any]
"""A JSON object."""

T = TypeVar("T")


def absent(read: Callable[[Any], T], value: Any) -> T | None:
    """None for null, else what `read` makes of it."""
    return None if value is None else read(value)


def each(read: Callable[[Any], T], values: Any) -> tuple[T, ...]:
    if not isinstance(values, list):
        raise TypeError("a list is wanted")
    return tuple(read(value) for value in values)


def text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("a text is wanted")
    return value


def wording(value: Any) -> str:
    """What a form says; null is a form that says nothing."""
    return "" if value is None else text(value)


def words(values: Any) -> frozenset[str]:
    return frozenset(each(text, values))


def flag(value: Any) -> bool:
    """True or false and nothing between: a null flag must not pass for a no (R181)."""
    if not isinstance(value, bool):
        raise TypeError("true or false is wanted")
    return value


def number(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError("a whole number is wanted")
    return value


def moment(value: Any) -> datetime:
    """An instant in UTC, as `2026-03-10T15:00:00Z`. ValueError without a zone."""
    parsed = datetime.fromisoformat(text(value))
    if parsed.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return parsed.astimezone(UTC)


def moment_or_none(value: Any) -> datetime | None:
    return absent(moment, value)


def day(value: Any) -> date:
    return date.fromisoformat(text(value))
