"""A consent lets a program tell, and never makes it: the program may withhold a record of its own (2.2(b); R16)."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import signals
from portal.accounts.audit.services import record_act
from portal.accounts.principal import Principal
from portal.gate.protected import Gated
from portal.gate.walls import walled_classes
from portal.web.refused import Refused


class NotOwnRecord(Refused):
    """The record is another agency's."""


def withhold(session: Session, actor: Principal, record: Gated, reason: str) -> None:
    """Keep a record from everybody who would read it by consent; orders, emergencies and own staff still read it.

    What was corrected in it and what was derived from it are withheld with it. Refused without a reason, which stays in
    the audit trail. Raises NotOwnRecord.
    """
    if not reason.strip():
        raise Refused("reason", _("Write why the record is withheld. It stays in the program."))
    set_withheld(session, actor, record, True, reason.strip())


def lift_withholding(session: Session, actor: Principal, record: Gated) -> None:
    """Let consents open a record again. Raises NotOwnRecord."""
    set_withheld(session, actor, record, False, "")


def set_withheld(session: Session, actor: Principal, record: Gated, withheld: bool, reason: str) -> None:
    if record.origin_id != actor.agency_id:
        raise NotOwnRecord("", _("Only the program that made a record withholds it."))
    for row in (record, *corrected(session, record)):
        if row.withheld != withheld:
            row.withheld = withheld
            act = "record_withheld" if withheld else "withholding_lifted"
            record_act(session, actor, act, row, note=reason[:400])
    session.flush()
    signals.withholding_changed.send(session, record=record, actor=actor)
    for row in derived_rows(session, record):
        if row.withheld != withheld:
            set_withheld(session, actor, row, withheld, reason)


def corrected(session: Session, record: Gated) -> Iterator[Gated]:
    """The rows in whose place a record stands, the newest first."""
    before = getattr(record, "supersedes_id", None)
    while before is not None:
        row = session.get(type(record), before)
        if row is None:
            return
        yield row
        before = getattr(row, "supersedes_id", None)


def derived_rows(session: Session, record: Gated) -> Iterator[Gated]:
    """The stored rows that say of themselves that they are derived from a record; they repeat its protection."""
    for cls in walled_classes():
        if issubclass(cls, Gated) and cls.derived_from is not Gated.derived_from:
            wanted = select(cls).where(
                cls.participant_id == record.participant_id,
                cls.origin_id == record.origin_id,
                cls.category == record.category,
            )
            yield from (row for row in session.scalars(wanted) if row.derived_from is record)
