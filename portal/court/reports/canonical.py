"""One spelling of a value object as JSON, so that equal contents have equal bytes and one SHA-256.

Takes frozen dataclasses made of text, whole numbers, truth values, enums of text, days, aware moments, tuples of one
kind, and dataclasses of the same sort, each of them possibly absent. Keys are sorted, moments are in UTC.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Value = TypeVar("Value")


class NotCanonical(ValueError):
    """A text is not the canonical spelling of the value object asked for; the message names the place."""


def encode(value: object) -> str:
    """Spell a dataclass canonically. TypeError on a kind of value that the spelling does not know."""
    return json.dumps(_plain(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def decode(kind: type[Value], text: str) -> Value:
    """Read what `encode` wrote. Fields that the text lacks take their default, so older texts stay readable.

    NotCanonical on anything else: unknown or missing fields, another kind of value, text that is no JSON.
    """
    try:
        raw = json.loads(text)
    except json.JSONDecodeError as error:
        raise NotCanonical(f"no JSON: {error}") from error
    made = _typed(kind, raw, kind.__name__)
    if not isinstance(made, kind):
        raise NotCanonical(f"{kind.__name__}: not an object")
    return made


def _plain(value: object) -> object:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return _moment_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"a report can't hold {type(value).__name__}")


def _moment_text(at: datetime) -> str:
    if at.tzinfo is None:
        raise TypeError("a moment in a report needs its time zone")
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _typed(kind: Any, raw: object, place: str) -> object:
    """Turn plain JSON into the kind that an annotation names; `place` is the path for the error."""
    if get_origin(kind) in (Union, UnionType):
        if raw is None:
            return None
        (kind,) = (choice for choice in get_args(kind) if choice is not NoneType)
    if get_origin(kind) is tuple:
        if not isinstance(raw, list):
            raise NotCanonical(f"{place}: not a list")
        return tuple(_typed(get_args(kind)[0], item, f"{place}[{at}]") for at, item in enumerate(raw))
    if is_dataclass(kind):
        return _object(kind, raw, place)
    return _scalar(kind, raw, place)


def _object(kind: Any, raw: object, place: str) -> object:
    if not isinstance(raw, Mapping):
        raise NotCanonical(f"{place}: not an object")
    known = {field.name: field for field in fields(kind)}
    if strange := sorted(set(raw) - set(known)):
        raise NotCanonical(f"{place}: unknown field {strange[0]}")
    if missing := sorted(name for name, field in known.items() if name not in raw and _required(field)):
        raise NotCanonical(f"{place}: field {missing[0]} is missing")
    hints = _hints(kind)
    return kind(**{name: _typed(hints[name], item, f"{place}.{name}") for name, item in raw.items()})


def _required(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _scalar(kind: Any, raw: object, place: str) -> object:
    try:
        if kind in (bool, int, str):
            if type(raw) is kind:
                return raw
        elif isinstance(raw, str):
            return _from_text(kind, raw)
    except ValueError as error:
        raise NotCanonical(f"{place}: {error}") from error
    raise NotCanonical(f"{place}: not {kind.__name__}")


def _from_text(kind: Any, raw: str) -> object:
    if kind is datetime:
        at = datetime.fromisoformat(raw)
        if at.tzinfo is None:
            raise ValueError("a moment without its time zone")
        return at
    if kind is date:
        return date.fromisoformat(raw)
    if issubclass(kind, StrEnum):
        return kind(raw)
    raise TypeError(f"a report can't hold {kind.__name__}")


@cache
def _hints(kind: type[Any]) -> dict[str, Any]:
    return get_type_hints(kind)
