"""How a reader reaches the database: as functions `gate_*()` of the same names on both engines.

PostgreSQL: SQL functions over transaction-local settings. SQLite: functions of the connection. Without a reader all of
them are NULL, so the predicate is not true for any row.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Boolean, ColumnElement, String, Uuid
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql import coercions, operators, roles
from sqlalchemy.sql.elements import UnaryExpression
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.visitors import InternalTraversal

from portal.db import UtcDateTime
from portal.gate.reader import Reader

SCALARS: dict[str, tuple[str, Any]] = {
    "at": ("timestamptz", UtcDateTime()),
    "agency": ("uuid", Uuid()),
    "user": ("uuid", Uuid()),
    "role": ("text", String()),
    "purpose": ("bigint", BigInteger()),
    "bases": ("bigint", BigInteger()),
    "proceeding": ("uuid", Uuid()),
    "own_part2": ("bigint", BigInteger()),
    "own_hipaa": ("bigint", BigInteger()),
    "own_cj": ("bigint", BigInteger()),
    "own_unbarred": ("bigint", BigInteger()),
    "held": ("bigint", BigInteger()),
    "authored": ("bigint", BigInteger()),
    "self_participant": ("uuid", Uuid()),
    "undertaking": ("uuid", Uuid()),
    "state_labels": ("bigint", BigInteger()),
    "compiling": ("uuid", Uuid()),
}
LISTS = ("keys", "controlled", "unhosted")


class _Value(FunctionElement[Any]):
    """One of the reader's values: a call of its function."""

    inherit_cache = True
    value_name = ""


def _value_class(name: str) -> type[_Value]:
    words = {"name": f"gate_{name}", "value_name": name, "type": SCALARS[name][1], "inherit_cache": True}
    return type(f"gate_{name}", (_Value,), words)


_VALUES = {name: _value_class(name) for name in SCALARS}


def scalar(name: str) -> FunctionElement[Any]:
    """The SQL for one of the reader's values."""
    return _VALUES[name]()


@compiles(_Value)
def _call(element: _Value, _compiler: Any, **_: Any) -> str:
    return f"gate_{element.value_name}()"


@compiles(_Value, "postgresql")
def _call_once(element: _Value, _compiler: Any, **_: Any) -> str:
    """As a subquery the function is called once a statement, and not for each row."""
    return f"(SELECT gate_{element.value_name}())"


class _InList(ColumnElement[bool]):
    """`column is one of the reader's keys` (or controlled agencies, or origins whose hosting ended).

    An element of its own and no function call: a function inside a subquery is passed over when a joined eager load
    puts the alias in the column's place.
    """

    type = Boolean()
    inherit_cache = True
    list_name = ""
    _traverse_internals = [("column", InternalTraversal.dp_clauseelement)]

    def __init__(self, column: Any) -> None:
        self.column = coercions.expect(roles.ExpressionElementRole, column)

    def self_group(self, against: Any = None) -> Any:
        """A condition as it stands; SQLite would get `= 1` behind it and then find no index."""
        return self

    def _negate(self) -> Any:
        return UnaryExpression(self, operator=operators.inv, type_=self.type)

    @property
    def _from_objects(self) -> Any:
        return self.column._from_objects


class in_keys(_InList):
    inherit_cache = True
    list_name = "keys"


class in_controlled(_InList):
    inherit_cache = True
    list_name = "controlled"


class in_unhosted(_InList):
    inherit_cache = True
    list_name = "unhosted"


@compiles(_InList)
def _any_of_array(element: _InList, compiler: Any, **kw: Any) -> str:
    return f"{compiler.process(element.column, **kw)} = ANY ((SELECT gate_{element.list_name}())::uuid[])"


@compiles(_InList, "sqlite")
def _in_json(element: _InList, compiler: Any, **kw: Any) -> str:
    column = compiler.process(element.column, **kw)
    return f"{column} IN (SELECT value FROM json_each(gate_{element.list_name}()))"  # nosec B608  # our own names


def values_of(reader: Reader | None, compiling: UUID | None) -> dict[str, Any]:
    """Each function's value for a reader: moments, UUIDs, integers, text; lists as tuples of UUIDs."""
    names = [*SCALARS, *LISTS]
    if reader is None:
        return {name: (compiling if name == "compiling" else None) for name in names}
    return {name: (compiling if name == "compiling" else getattr(reader, name)) for name in names}
