"""The kinds of notices. Rooms add theirs: neutral words, the page, and the condition under which it opens to a reader.

The condition is SQL over `Notice.subject_id`, asked in a session of the reader, so that the gate answers it. The same
condition decides before anything is told, in the inbox, and in the number on each page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_

from portal.accounts.notices.models import Notice
from portal.accounts.permissions import Permission
from portal.accounts.principal import Principal


@dataclass(frozen=True, slots=True)
class Kind:
    """`text` names nobody and nothing of anybody's health; `values` are those of the address of `endpoint`."""

    code: str
    text: Any
    permission: Permission
    endpoint: str
    values: Callable[[Notice], dict[str, Any]]
    opens: Callable[[Principal], ColumnElement[bool]]


_kinds: dict[str, Kind] = {}


class KindUnknown(LookupError):
    """No room tells notices of this kind."""


def add_kind(kind: Kind) -> None:
    """Say what a kind of notice is; called from a room's `wire()`."""
    _kinds[kind.code] = kind


def kind_of(code: str) -> Kind:
    if code not in _kinds:
        raise KindUnknown(code)
    return _kinds[code]


def opens_to(principal: Principal) -> ColumnElement[bool]:
    """Whether the page of a notice opens to the reader of the session in which this is asked."""
    of_kinds = [
        and_(Notice.kind == kind.code, kind.opens(principal))
        for kind in _kinds.values()
        if principal.may(kind.permission)
    ]
    return or_(*of_kinds) if of_kinds else false()
