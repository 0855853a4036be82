"""The rules as text: written once a process for a kind of table, and put into every statement and wall as it stands.

A rule is some hundred conditions. Built and compiled anew for each statement it cost a fifth of a second when the
statement came for the first time; a page asks dozens of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Dialect, select
from sqlalchemy.dialects.postgresql.base import PGDialect
from sqlalchemy.dialects.sqlite.base import SQLiteDialect
from sqlalchemy.exc import CompileError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import aliased
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from portal.db import Base

Rule = Callable[[Any], ColumnElement[bool]]
DIALECTS: dict[str, Dialect] = {"sqlite": SQLiteDialect(), "postgresql": PGDialect()}  # type: ignore[no-untyped-call]
ROW = "r"
OF_ROW = re.compile(rf"\b{ROW}\.(\w+)")
_rules: dict[str, Rule] = {}


def install_rules(rules: Mapping[str, Rule]) -> None:
    """Give the predicate of each kind of walled table; the room that owns the law has the expressions."""
    _rules.update(rules)


def rule_for(kind: str, row: Any) -> ColumnElement[bool]:
    """The rule of a kind of table as an expression, for whatever has the columns of a row."""
    return _rules[kind](row)


@cache
def rule_text(kind: str, dialect: str, name: str = ROW) -> str:
    """The rule of a kind of table, over a row of this name. Whatever the table, it looks at the row by that alone."""
    cls = next(one.class_ for one in Base.registry.mappers if getattr(one.class_, "wall_kind", "") == kind)
    row = aliased(cls, name=name)
    statement = select(1).select_from(row).where(rule_for(kind, row))
    text = str(statement.compile(dialect=DIALECTS[dialect], compile_kwargs={"literal_binds": True}))
    return text.split("WHERE", 1)[1].strip()


class Written(FunctionElement[bool]):
    """A rule among the conditions of a statement: its text, with the statement's names of the row's columns."""

    type = Boolean()
    inherit_cache = True
    kind = ""
    columns_of_row: tuple[str, ...] = ()


@cache
def written(kind: str) -> type[Written]:
    """A class for each kind, for by its class a statement that was compiled before is known again."""
    names = tuple(dict.fromkeys(OF_ROW.findall(rule_text(kind, "sqlite"))))
    return type(f"Written_{kind}", (Written,), {"inherit_cache": True, "kind": kind, "columns_of_row": names})


def rule_in_statement(kind: str, entity: Any) -> ColumnElement[bool]:
    """The rule for a mapped class, an alias of it or its mixin."""
    element = written(kind)
    return element(*(getattr(entity, name) for name in element.columns_of_row))


@compiles(Written)
def write(element: Written, compiler: SQLCompiler, **how: Any) -> str:
    names = {}
    for name, column in zip(element.columns_of_row, element.clauses, strict=True):
        names[name] = compiler.process(column, **how)
        if "." not in names[name]:
            raise CompileError(f"{names[name]} could be a column of a grant: it must be named with its table")
    return f"({OF_ROW.sub(lambda found: names[found[1]], rule_text(element.kind, compiler.dialect.name))})"
