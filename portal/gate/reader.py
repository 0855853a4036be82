"""Who reads. Every statement on a protected table needs a reader bound to its session."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal.gate.vocabulary import STATE_LABELS, Basis, Label, Purpose
from portal.ids import NIL


class ReaderMissing(RuntimeError):
    """A protected table was to be read or written without anyone who reads."""


class ReaderChanged(RuntimeError):
    """A session has one reader for its whole life; another reader needs another session."""


@dataclass(frozen=True, slots=True)
class Reader:
    """What the predicate needs to know of the one who reads, at one moment.

    Masks are bit masks of `portal.gate.vocabulary`. `keys` are the symbolic recipients under which grants reach this
    reader (person at agency, role at agency, agency, agency classes); no keys, no foreign records.
    """

    at: datetime
    user: UUID
    agency: UUID
    role: str
    purpose: int
    appointment: UUID = NIL
    bases: int = Basis.CONSENT.bit | Basis.TEAM.bit | Basis.HIPAA.bit | Basis.PRESENCE.bit
    keys: tuple[UUID, ...] = ()
    controlled: tuple[UUID, ...] = ()
    unhosted: tuple[UUID, ...] = ()
    proceeding: UUID = NIL
    own_part2: int = 0
    own_hipaa: int = 0
    own_cj: int = 0
    own_unbarred: int = 0
    authored: int = 0
    held: int = 0
    """Categories of delivered documents that the role may open."""
    self_participant: UUID = NIL
    undertaking: UUID = NIL
    """Under which key grants about every participant reach this reader, by the agreement that is claimed."""
    state_labels: int = field(default=Label.mask(STATE_LABELS))
    writes_for: UUID = NIL
    """The agency whose records this reader may write; its own."""

    @property
    def purpose_name(self) -> str:
        return str(Purpose.from_mask(self.purpose)[0]) if self.purpose else ""


def bind_reader(session: Session, reader: Reader) -> None:
    """Say who reads with this session. A second, different reader is refused: one session, one reader."""
    bound = session.info.get("reader")
    if bound is not None and bound != reader:
        raise ReaderChanged("this session already has a reader")
    session.info["reader"] = reader
    if session.in_transaction():
        apply = session.info.get("apply_reader")
        if apply is not None:
            apply()


def reader_of(session: Any) -> Reader:
    """The reader of a session. ReaderMissing when there is none."""
    reader = session.info.get("reader")
    if reader is None:
        raise ReaderMissing("no reader is bound to this session")
    assert isinstance(reader, Reader)
    return reader
