"""The person: the name that a reader needs to know the person is here, and, apart from it, what identifies them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.db import Base
from portal.gate.protected import Protected, Superseding, TeamFact
from portal.gate.vocabulary import Capacity


class Participant(Protected, Base):
    """Category presence: who may know that this person is in the portal. `participant_id` equals `id`.

    Names are as the person spells them: the full name, the name used, the key to sort by, and how to say it.
    """

    __tablename__ = "participant"
    __table_args__ = (Index("ix_participant_sort_key", "sort_key", "id"),)
    open_for_lists = True

    full_name: Mapped[str] = mapped_column(String(200))
    used_name: Mapped[str] = mapped_column(String(80), default="")
    sort_key: Mapped[str] = mapped_column(String(200))
    say: Mapped[str] = mapped_column(String(200), default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class ParticipantIdentity(TeamFact, Base):
    """Category identity: date of birth and what else tells this person from another of the same name."""

    __tablename__ = "participant_identity"

    born_on: Mapped[date]
    pronouns: Mapped[str] = mapped_column(String(40), default="")
    language: Mapped[str] = mapped_column(String(40), default="English")
    interpreter: Mapped[bool] = mapped_column(default=False)


class PersonalStanding(TeamFact, Superseding, Base):
    """Category identity: whether the person may sign alone, and whether he or she has died (2.15; R55-R57)."""

    __tablename__ = "personal_standing"

    capacity: Mapped[str] = mapped_column(String(40), default=Capacity.OK)
    deceased_at: Mapped[datetime | None] = mapped_column(default=None)
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)
