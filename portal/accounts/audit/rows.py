"""The trail's rows as text, the same on both databases: what the leaves of the hash tree are made of."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, String, cast, func, type_coerce

from portal.accounts.audit.models import AuditEvent
from portal.db import UtcDateTime


def fields(dialect: str) -> list[ColumnElement[str]]:
    """Each column as text, in the order of the table's definition: ids as 32 hex digits, moments in UTC."""
    return [as_text(column, dialect) for column in AuditEvent.__table__.columns]


def as_text(column: Any, dialect: str) -> ColumnElement[str]:
    if isinstance(column.type, String):
        return func.coalesce(type_coerce(column, String()), "")
    if isinstance(column.type, UtcDateTime):
        return moment_text(column, dialect)
    return func.coalesce(func.replace(cast(column, String()), "-", ""), "")


def moment_text(column: Any, dialect: str) -> ColumnElement[str]:
    if dialect == "postgresql":
        return func.to_char(func.timezone("UTC", column), "YYYY-MM-DD HH24:MI:SS.US")
    return func.coalesce(cast(type_coerce(column, String()), String()), "")
