"""What is asked of PostgreSQL before the portal starts: does the wall stand, and is there a way round it for our role?

Whoever may become another role may read as that role, whether its rights are inherited or not; so membership counts,
and not only what the role has itself.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, text

from portal.gate.walls import walled_classes, walled_tables

POLICIES = {"gate_read", "gate_add", "gate_change"}
CLEARED = {"gate_clear"}
"""Of tables whose rows pass, besides."""

_FREE_ROLES = """
    SELECT role.rolname FROM pg_roles AS role
    WHERE (pg_has_role(current_user, role.oid, 'MEMBER') OR pg_has_role(session_user, role.oid, 'MEMBER'))
      AND (role.rolsuper OR role.rolbypassrls OR role.rolcreaterole
           OR role.rolname IN ('pg_read_server_files', 'pg_write_server_files', 'pg_execute_server_program')
           OR role.oid IN (SELECT relowner FROM pg_class WHERE relnamespace = current_schema()::regnamespace)
           OR role.oid IN (SELECT proowner FROM pg_proc WHERE pronamespace = current_schema()::regnamespace))
    ORDER BY role.rolname
"""
_TABLES = """
    SELECT relname, relrowsecurity AS shut,
           ARRAY(SELECT polname::text FROM pg_policy WHERE polrelid = pg_class.oid) AS policies
    FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')
"""


class RoleCanBypass(RuntimeError):
    """The application was to run as a role that row-level security does not bind, or that can become such a one."""


class WallMissing(RuntimeError):
    """A protected table stands open, or has a policy that is not the portal's."""


def refuse_bypass(connection: Connection) -> None:
    """RoleCanBypass for a superuser, one with BYPASSRLS or CREATEROLE, an owner of tables or functions, one who reads
    the server's files or makes things in the schema, and every member of such a role. WallMissing for open tables.
    """
    free = connection.execute(text(_FREE_ROLES)).scalars().all()
    if free:
        raise RoleCanBypass(f"{name_of(connection)} is, or can become, {free[0]}. {ADVICE}")
    if connection.scalar(text("SELECT has_schema_privilege(current_schema(), 'CREATE')")):
        raise RoleCanBypass(f"{name_of(connection)} can make tables and functions of its own. {ADVICE}")
    tables = {name: (shut, set(policies)) for name, shut, policies in connection.execute(text(_TABLES))}
    passing = walled_tables(one for one in walled_classes() if one.passing)
    wanted = {name: POLICIES | (CLEARED if name in passing else set()) for name in walled_tables(walled_classes())}
    refuse_open(name for name, policies in wanted.items() if name in tables and tables[name] != (True, policies))


ADVICE = "It could go round the consent gate; use the application role, which owns nothing."


def name_of(connection: Connection) -> str:
    return f"The database role {connection.scalar(text('SELECT current_user'))}"


def refuse_open(tables: Iterable[str]) -> None:
    named = sorted(tables)
    if named:
        raise WallMissing(f"{', '.join(named)}: not behind the consent gate. Run `portal database upgrade`.")
