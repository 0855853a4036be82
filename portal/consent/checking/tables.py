"""The two tables that only a scratch database has: a record of any category, and a copy that was delivered.

They stand under the portal's own rules (`record`, `delivered`) and on a metadata of their own, so that no other
database gets them, whichever process has imported this.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from portal.accounts.agencies.models import Agency, UserAccount
from portal.db import NAMES, Base
from portal.gate.protected import Delivered, Protected
from portal.participants.people.models import Participant


def with_what_they_point_to() -> MetaData:
    """A metadata that knows the tables to which the gate's columns refer."""
    metadata = MetaData(naming_convention=NAMES)
    for model in (Agency, UserAccount, Participant):
        Base.metadata.tables[model.__tablename__].to_metadata(metadata)
    return metadata


class ScratchBase(DeclarativeBase):
    metadata = with_what_they_point_to()
    type_annotation_map = Base.type_annotation_map


class CaseRecord(Protected, ScratchBase):
    """A record of a case, of whatever category; `place` is its place in the case's list."""

    __tablename__ = "case_record"

    place: Mapped[int]


class CaseCopy(Delivered, ScratchBase):
    """A copy of a record that an agency holds (R28)."""

    __tablename__ = "case_copy"

    record_id: Mapped[UUID] = mapped_column(ForeignKey("case_record.id"))
    place: Mapped[int]


SCRATCH_TABLES = (CaseRecord, CaseCopy)
