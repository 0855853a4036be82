"""What instruments compile to. One row carries one whole consent's reach; rows are never stitched together.

No column is ever null: the nil UUID means any participant, any holder, any proceeding; the far ends of the calendar
mean no limit.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.clock import BEGINNING, END, FIRST_DAY, LAST_DAY
from portal.db import Base, Row
from portal.ids import NIL

COMPILED = {"rights": "SELECT, INSERT, UPDATE, DELETE"}


class AccessGrant(Row, Base):
    """A recipient may read records of a holder about a participant. `recipient` is a symbolic key (`grants.keys`)."""

    __tablename__ = "access_grant"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="interval"),
        Index("ix_access_grant_participant", "participant_id"),
        Index("ix_access_grant_instrument", "instrument_id"),
        {"info": COMPILED},
    )

    participant_id: Mapped[UUID] = mapped_column(default=NIL)
    holder_id: Mapped[UUID] = mapped_column(default=NIL)
    recipient: Mapped[UUID]
    categories: Mapped[int] = mapped_column(BigInteger)
    purposes: Mapped[int] = mapped_column(BigInteger)
    regimes: Mapped[int] = mapped_column(Integer)
    labels: Mapped[int] = mapped_column(Integer, default=0)
    bases: Mapped[int] = mapped_column(Integer)
    matrix: Mapped[UUID]
    record_from: Mapped[date] = mapped_column(default=FIRST_DAY)
    record_to: Mapped[date] = mapped_column(default=LAST_DAY)
    starts_at: Mapped[datetime] = mapped_column(default=BEGINNING)
    ends_at: Mapped[datetime] = mapped_column(default=END)
    proceeding_id: Mapped[UUID] = mapped_column(default=NIL)
    beats_withhold: Mapped[bool] = mapped_column(default=False)
    beats_bars: Mapped[bool] = mapped_column(default=False)
    instrument_kind: Mapped[str] = mapped_column(String(40))
    instrument_id: Mapped[UUID] = mapped_column(default=NIL)


class AccessBar(Row, Base):
    """What a grant does not reach: a restriction of one holder, or what was taken back of one consent (holder nil)."""

    __tablename__ = "access_bar"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="interval"),
        Index("ix_access_bar_participant", "participant_id"),
        {"info": COMPILED},
    )

    participant_id: Mapped[UUID]
    holder_id: Mapped[UUID] = mapped_column(default=NIL)
    recipient: Mapped[UUID] = mapped_column(default=NIL)
    categories: Mapped[int] = mapped_column(BigInteger)
    purposes: Mapped[int] = mapped_column(BigInteger)
    created_before: Mapped[datetime] = mapped_column(default=END)
    starts_at: Mapped[datetime] = mapped_column(default=BEGINNING)
    ends_at: Mapped[datetime] = mapped_column(default=END)
    instrument_id: Mapped[UUID]


class AccessCopy(Row, Base):
    """An agency holds a Part 2 record as a copy, since `starts_at`: what it may see of that record rests on it (S9)."""

    __tablename__ = "access_copy"
    __table_args__ = (
        Index("ix_access_copy_record", "record_id"),
        Index("ix_access_copy_participant", "participant_id"),
        {"info": COMPILED},
    )

    participant_id: Mapped[UUID]
    record_id: Mapped[UUID]
    recipient: Mapped[UUID]
    matrix: Mapped[UUID]
    starts_at: Mapped[datetime]


class RoleCeiling(Row, Base):
    """The most that a role needs of one matrix (R40, R43); a wider one is a new version with its own interval.

    `agency_id` is nil for whoever has the role, or the agency that signed to more; any row that fits is enough.
    """

    __tablename__ = "role_ceiling"
    __table_args__ = (Index("ix_role_ceiling_matrix_role", "matrix", "role"), {"info": COMPILED})

    matrix: Mapped[UUID]
    role: Mapped[str] = mapped_column(String(40))
    agency_id: Mapped[UUID] = mapped_column(default=NIL)
    categories: Mapped[int] = mapped_column(BigInteger)
    starts_at: Mapped[datetime] = mapped_column(default=BEGINNING)
    ends_at: Mapped[datetime] = mapped_column(default=END)
