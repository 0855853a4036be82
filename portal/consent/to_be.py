"""What somebody else would read: asked of the gate, in a session of its own whose reader the other one is.

About a record that nobody has made yet the same expression is asked that walls every table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, Boolean, Date, Integer, Uuid, literal, select
from sqlalchemy.orm import Session

from portal.accounts.principal import Principal
from portal.consent.readers import reader_for
from portal.db import UtcDateTime, read_intent
from portal.gate.reader import bind_reader
from portal.gate.vocabulary import Category, Label, Regime
from portal.gate.written import rule_for
from portal.ids import NIL

OpenSession = Callable[[], Session]


@contextmanager
def reading_as(open_session: OpenSession, addressee: Principal, at: datetime) -> Iterator[Session]:
    """A session of its own that only reads, and only what the addressee may read at that moment."""
    with read_intent(), open_session() as session:
        bind_reader(session, reader_for(session, addressee, at))
        yield session


class RowToBe:
    """A protected row as it would be written now, as values that the rule can be asked about."""

    def __init__(
        self,
        origin_id: UUID,
        author_id: UUID,
        regime: Regime,
        participant_id: UUID,
        category: Category,
        on: date,
        at: datetime,
    ) -> None:
        self.id = literal(NIL, Uuid())  # not there yet, so nobody holds a copy of it
        self.participant_id = literal(participant_id, Uuid())
        self.origin_id = literal(origin_id, Uuid())
        self.author_id = literal(author_id, Uuid())
        self.regime = literal(regime.bit, Integer())
        self.category = literal(category.bit, BigInteger())
        self.labels = literal(Label.SUD.bit, Integer())
        self.withheld = literal(False, Boolean())
        self.service_on = literal(on, Date())
        self.created_at = literal(at, UtcDateTime())


def would_open(session: Session, row: RowToBe) -> bool:
    """Whether the session's reader may read such a row: the gate's own answer."""
    return bool(session.scalar(select(rule_for("record", row))))
