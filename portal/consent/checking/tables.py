"""The table that only a scratch database has: a record of any category.

It stands under the portal's own rule (`record`) and on a metadata of its own, so that no other database gets it,
whichever process has imported this.
"""

from __future__ import annotations

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped

from portal.accounts.agencies.models import Agency, UserAccount
from portal.db import NAMES, Base
from portal.gate.protected import Protected
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


SCRATCH_TABLES = (CaseRecord,)
