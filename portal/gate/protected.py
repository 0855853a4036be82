"""The mixins of walled tables. The predicates are injected by `create_app` (they stand on the tables of consent)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, Boolean, ColumnElement, Date, ForeignKey, Index, Integer, Uuid, event, false
from sqlalchemy.orm import Mapped, Mapper, declared_attr, mapped_column

from portal import clock
from portal.db import UtcDateTime
from portal.gate.vocabulary import Label
from portal.gate.written import rule_in_statement
from portal.guards import guard
from portal.ids import new_id


class Walled:
    """A table that no statement may read but through its rule."""

    wall_kind: ClassVar[str] = ""
    open_for_lists: ClassVar[bool] = False
    """Columns and counts may be asked for without a tally: the table tells no more than that the person is here."""
    passing: ClassVar[bool] = False
    """No record yet: its rows are deleted when they have done their work. Everything else is never deleted."""

    @classmethod
    def gate_rule(cls) -> ColumnElement[bool]:
        """Of a table without a kind nobody reads a row."""
        return rule_in_statement(cls.wall_kind, cls) if cls.wall_kind else false()


class Gated(Walled):
    """A participant's record. The columns are what the predicate decides on; `regime`, `category` are one bit each.

    `service_on` is the local date that the record is about (R35), `author_id` the person who wrote it.
    """

    foreign_changes: ClassVar[bool] = False
    """Those who may read a row may also change it, whoever's it is."""

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=new_id, sort_order=-100)
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"), sort_order=-99)
    origin_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"), sort_order=-98)
    author_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), sort_order=-97)
    regime: Mapped[int] = mapped_column(Integer, sort_order=-96)
    category: Mapped[int] = mapped_column(BigInteger, sort_order=-95)
    labels: Mapped[int] = mapped_column(Integer, default=Label.SUD.bit, sort_order=-94)
    withheld: Mapped[bool] = mapped_column(Boolean, default=False, sort_order=-93)
    service_on: Mapped[date] = mapped_column(Date, sort_order=-92)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, sort_order=-91)

    @property
    def derived_from(self) -> Gated | None:
        """The row whose protection this one repeats, when it was computed from or decides about another agency's."""
        return None


@event.listens_for(Gated, "after_mapper_constructed", propagate=True)
def index_by_day(mapper: Mapper[Any], _cls: type[Gated]) -> None:
    """One person's newest records are found without reading, and gating, all of them."""
    columns = mapper.local_table.c
    Index(None, columns.participant_id, columns.service_on)


class Protected(Gated):
    """A record that opens to its own agency, to the participant, and to whoever a grant names."""

    wall_kind = "record"


class TeamFact(Gated):
    """A record on which other grants rest (enrollment, care team): the compiler also reads one participant's."""

    wall_kind = "team_fact"


class TeamSeat(TeamFact):
    """A place on the care team, held by someone of `agency_id`: it shows a health program beside a person (R143)."""

    wall_kind = "team_seat"


class Paper(Walled):
    """The columns of legal instruments: about whom, at which agency the paper lies, who recorded it and when."""

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=new_id, sort_order=-100)
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"), index=True, sort_order=-99)
    held_by_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"), sort_order=-98)
    recorded_by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), sort_order=-97)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, sort_order=-96)


class Instrument(Paper):
    """A legal instrument: known to the agencies that are party to it, and to the compiler for one participant."""

    wall_kind = "instrument"


class Annex(Paper):
    """What ends or narrows a consent: known where it lies and to the consent's disclosers, never to its recipients."""

    wall_kind = "annex"

    consent_id: Mapped[UUID] = mapped_column(ForeignKey("consent.id"), index=True, sort_order=-95)


class Kept(Walled):
    """A line of what an agency keeps for its own duties: requests, complaints, breaches, demands, suspensions.

    Known at that agency only: neither to other agencies nor to the participant's own session, because an officer's
    suspension must not be told (R174) and a demand may name somebody of whom nobody here knows; then there is no
    `participant_id`. Rows are added, never changed.
    """

    wall_kind = "kept"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=new_id, sort_order=-100)
    participant_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("participant.id"), index=True, default=None, sort_order=-99
    )
    held_by_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"), index=True, sort_order=-98)
    recorded_by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), sort_order=-97)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, sort_order=-96)


@event.listens_for(Kept, "after_mapper_constructed", propagate=True)
def only_add(_mapper: Mapper[Any], cls: type[Any]) -> None:
    """What was entered stays as it was entered; what happened after it is a further row."""
    table = str(cls.__tablename__)
    guard(f"{table}_only_added", table, "TRUE", on=("UPDATE", "DELETE"))


class Draft(Walled):
    """A form on its way, open to the one who fills it, at the agency where it began, until `kept_until`.

    It is gone once the form is done, and after its time is cleared away by a reader who is nobody.
    """

    wall_kind = "draft"
    passing = True

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=new_id, sort_order=-100)
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"), index=True, sort_order=-99)
    held_by_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"), sort_order=-98)
    filled_by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), sort_order=-97)
    kept_until: Mapped[datetime] = mapped_column(UtcDateTime, sort_order=-96)


class Delivered(Walled):
    """A delivered document: frozen, open to its addressee's agency only, for roles that need what it tells (R28).

    `categories` is the mask of all that it tells; `received_kind` the kind of instrument it travelled under.
    """

    wall_kind = "delivered"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=new_id, sort_order=-100)
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participant.id"), index=True, sort_order=-99)
    holder_id: Mapped[UUID] = mapped_column(ForeignKey("agency.id"), sort_order=-98)
    filed_by_id: Mapped[UUID] = mapped_column(ForeignKey("user_account.id"), sort_order=-97)
    categories: Mapped[int] = mapped_column(BigInteger, sort_order=-96)
    received_kind: Mapped[str] = mapped_column(default="", sort_order=-95)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, sort_order=-94)


class Superseding:
    """An event that a later row may correct. Nothing is overwritten: the old row stays, with who, when and why."""

    superseded_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    correction_reason: Mapped[str] = mapped_column(default="")

    @declared_attr
    def supersedes_id(cls) -> Mapped[UUID | None]:
        return mapped_column(ForeignKey(f"{cls.__tablename__}.id"), default=None)  # type: ignore[attr-defined]


@event.listens_for(Superseding, "after_mapper_constructed", propagate=True)
def correct_own_only(_mapper: Mapper[Any], cls: type[Any]) -> None:
    """A correction is of the same agency, about the same person: nobody puts a row in the place of another's."""
    if cls.foreign_changes:
        return
    table = str(cls.__tablename__)
    whose = "earlier.origin_id = NEW.origin_id AND earlier.participant_id = NEW.participant_id"
    earlier = f"SELECT 1 FROM {table} AS earlier WHERE earlier.id = NEW.supersedes_id AND {whose}"  # nosec B608  # our own names
    guard(f"{table}_corrects_own", table, f"NEW.supersedes_id IS NOT NULL AND NOT EXISTS ({earlier})")
