"""A consent lets a program tell, and never makes it: the program may withhold a record of its own (2.2(b); R16).

A row stays closed as long as anything closes it: a withholding of its own, that of a later version which stands in its
place, or that of the record from which it was derived. What closes it is what the audit trail says of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import signals
from portal.accounts.audit.models import AuditEvent
from portal.accounts.audit.services import record_act
from portal.accounts.permissions import Permission
from portal.accounts.principal import Principal
from portal.gate.protected import Gated
from portal.gate.walls import walled_classes
from portal.ids import NIL
from portal.web.refused import Refused

WITHHELD: Final = "record_withheld"
LIFTED: Final = "withholding_lifted"
WITHHELD_ALONG: Final = "record_withheld_along"
LIFTED_ALONG: Final = "withholding_lifted_along"
"""Along with a later version, whose id is the note, or with the source."""

SOURCE: Final = NIL
"""Stands for the row that another one is derived from; which row that is may change when it is corrected."""

CLOSES: Final = (WITHHELD, WITHHELD_ALONG)
ACTS: Final = (*CLOSES, LIFTED, LIFTED_ALONG)


class NotOwnRecord(Refused):
    """The record is another agency's."""


def withhold(session: Session, actor: Principal, record: Gated, reason: str) -> None:
    """Keep a record from everybody who would read it by consent; orders, emergencies and own staff still read it.

    What was corrected in it and what was derived from it are withheld with it. Refused for whoever does not decide that
    for the program, and without a reason, which stays in the audit trail. Raises NotOwnRecord.
    """
    require_deciding(actor, record)
    if not reason.strip():
        raise Refused("reason", _("Write why the record is withheld. It stays in the program."))
    set_withheld(session, actor, record, True, record.id, reason.strip())


def lift_withholding(session: Session, actor: Principal, record: Gated) -> None:
    """Let consents open a record again, and what was closed along with it; nothing that is withheld for another reason.

    Refused for whoever does not decide that for the program, and for a record that is only withheld along with another
    one. Raises NotOwnRecord.
    """
    require_deciding(actor, record)
    if record.withheld and record.id not in reasons_of(session, [record], record.id)[record.id]:
        raise Refused("", _("This is withheld along with another record. Lift that one."))
    set_withheld(session, actor, record, False, record.id)


def require_deciding(actor: Principal, record: Gated) -> None:
    """R16: the program decides, by those who answer for the care; nobody else could know what it would do."""
    if record.origin_id != actor.agency_id:
        raise NotOwnRecord("", _("Only the program that made a record withholds it."))
    if not actor.may(Permission.RECORD_WITHHOLD):
        raise Refused("", _("Ask a clinician of the program; they decide what is withheld."))


def follow(session: Session, actor: Principal, row: Gated, source: Gated) -> None:
    """A row that repeats the protection of a source is withheld while the source is."""
    set_withheld(session, actor, row, source.withheld, SOURCE)


def set_withheld(
    session: Session, actor: Principal, record: Gated, withheld: bool, cause: UUID, reason: str = ""
) -> None:
    """Add what closes a record and its earlier versions, or take it away; then let what was derived from it follow."""
    if record.origin_id != actor.agency_id:
        raise NotOwnRecord("", _("Only the program that made a record withholds it."))
    rows = [record, *corrected(session, record)]
    standing = reasons_of(session, rows, cause)
    touched = [row for row in rows if (cause in standing[row.id]) != withheld]
    for row in touched:
        own, reasons = row.id == cause, standing[row.id] ^ {cause}
        act = (WITHHELD if own else WITHHELD_ALONG) if withheld else (LIFTED if own else LIFTED_ALONG)
        record_act(session, actor, act, row, note=reason[:400] if own else str(cause))
        row.withheld = bool(reasons)
    session.flush()
    if not touched:
        return
    signals.withholding_changed.send(session, record=record, actor=actor)
    for row in derived_rows(session, record):
        follow(session, actor, row, record)


def reasons_of(session: Session, rows: Sequence[Gated], cause: UUID) -> dict[UUID, set[UUID]]:
    """By row what closes it: its own id, those of later versions, SOURCE. `cause` is the one that is asked about.

    A row that came withheld into the world, and of which the trail says nothing, repeats its source, if it follows one,
    or the version before it, whose reason is then its own.
    """
    session.flush()
    wanted = select(AuditEvent.subject_id, AuditEvent.act, AuditEvent.note).where(
        AuditEvent.participant_id == rows[0].participant_id,
        AuditEvent.subject_id.in_([row.id for row in rows]),
        AuditEvent.act.in_(ACTS),
    )
    told: dict[UUID, set[UUID]] = {}
    for event in session.execute(wanted.order_by(AuditEvent.at, AuditEvent.id)):
        reasons = told.setdefault(event.subject_id, set())
        by = event.subject_id if event.act in (WITHHELD, LIFTED) else UUID(event.note)
        (reasons.add if event.act in CLOSES else reasons.discard)(by)
    for row in rows:
        if row.id not in told:
            told[row.id] = {SOURCE if cause == SOURCE else row.id} if row.withheld else set()
    return told


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
