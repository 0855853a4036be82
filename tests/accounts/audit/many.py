"""A trail of very many rows, sealed as the portal seals, without waiting for the portal to write each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, Engine, insert, select

from portal.accounts.audit.keys import public_bytes
from portal.accounts.audit.models import AuditEvent, AuditLeaf, AuditSeal
from portal.accounts.audit.rows import fields
from portal.accounts.audit.sealing import BATCH
from portal.accounts.audit.tree import FIRST, head_of, leaf_of, root_of
from portal.ids import new_id
from tests.given.county import NOW

EVENTS: Any = AuditEvent.__table__
SEALS: Any = AuditSeal.__table__
ROWS = {
    "sqlite": """
        INSERT INTO audit_event (id, at, act, outcome, categories, subject_kind, address, request_id, note)
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %(rows)d)
        SELECT printf('%%032x', i), datetime('2025-01-01', '+' || i || ' seconds') || '.000000',
            'participants.people.overview', '200', 0, 'participant', '203.0.113.5', printf('%%032x', i), 'GET 1 screen'
        FROM n""",
    "postgresql": """
        INSERT INTO audit_event (id, at, act, outcome, categories, subject_kind, address, request_id, note)
        SELECT lpad(to_hex(i), 32, '0')::uuid, timestamptz '2025-01-01 00:00:00+00' + i * interval '1 second',
            'participants.people.overview', '200', 0, 'participant', '203.0.113.5', lpad(to_hex(i), 32, '0'),
            'GET 1 screen'
        FROM generate_series(1, %(rows)d) AS i""",
}


def fill(owner: Engine, rows: int) -> int:
    """So many rows in an empty trail, a second apart, each in a seal of at most BATCH; how many seals."""
    dialect = owner.dialect.name
    with owner.begin() as connection:
        connection.exec_driver_sql(ROWS[dialect] % {"rows": rows})
    key, head, number = Ed25519PrivateKey.generate(), FIRST, 0
    with owner.begin() as connection:
        for number, batch in enumerate(batches(connection), 1):
            made_at = NOW - timedelta(days=30) + timedelta(seconds=number)
            root = root_of([leaf for _, leaf in batch])
            head = head_of(head, number, len(batch), made_at, root)
            keep_leaves(connection, number, batch)
            seal = {"id": new_id(), "number": number, "rows": len(batch), "sealed_at": made_at, "root": root}
            signed = {"head": head, "signature": key.sign(head), "key": public_bytes(key)}
            connection.execute(insert(SEALS), [seal | signed])
    with owner.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")
    return number


def batches(connection: Connection) -> Iterator[list[tuple[Any, bytes]]]:
    last = UUID(int=0)
    wanted = select(EVENTS.c.id, *fields(connection.dialect.name)).order_by(EVENTS.c.id).limit(BATCH)
    while part := connection.execute(wanted.where(EVENTS.c.id > last)).all():
        last = part[-1][0]
        yield [(row[0], leaf_of(row[1:])) for row in part]


def keep_leaves(connection: Connection, number: int, batch: list[tuple[Any, bytes]]) -> None:
    if connection.dialect.name == "sqlite":
        connection.execute(
            insert(AuditLeaf), [{"event_id": one, "seal_number": number, "hash": leaf} for one, leaf in batch]
        )
        return
    driver: Any = connection.connection.driver_connection
    with driver.cursor().copy("COPY audit_leaf (event_id, seal_number, hash) FROM STDIN (FORMAT BINARY)") as copy:
        copy.set_types(["uuid", "int4", "bytea"])
        for one, leaf in batch:
            copy.write_row((one, number, leaf))
