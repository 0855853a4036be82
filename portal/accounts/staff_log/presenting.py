"""Rows of the trail about staff, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from portal.accounts.audit.models import AuditEvent
from portal.accounts.audit.queries import Names
from portal.accounts.audit.vocabulary import act_words, outcome_words

HEADS = ("At (UTC)", "Who", "What", "Code", "About", "Outcome", "Address", "Row")


@dataclass(frozen=True, slots=True)
class Line:
    """One row as a page shows it. `outcome` is the kind of a tag and its words."""

    at: datetime
    who: str
    what: str
    about: str
    outcome: tuple[str, str]
    address: str


def lines(rows: Sequence[AuditEvent], names: Names) -> list[Line]:
    return [
        Line(
            one.at,
            who(one, names),
            act_words(one.act),
            about(one, names),
            outcome_words(one.outcome),
            one.address,
        )
        for one in rows
    ]


def who(row: AuditEvent, names: Names) -> str:
    """Who acted. Somebody who did not prove who it is stays unnamed; what the scheduler does it does by itself."""
    if row.user_id is not None:
        return names.people.get(row.user_id, "")
    return _("Not signed in") if row.address else _("The portal itself")


def about(row: AuditEvent, names: Names) -> str:
    """Whom it is about, where that is somebody else."""
    meant = names.meant(row)
    return meant if meant != who(row, names) else ""


def cells(rows: Sequence[AuditEvent], names: Names) -> list[list[str]]:
    """The same for a file, with the codes that a program compares."""
    return [
        [
            one.at.isoformat(timespec="seconds"),
            who(one, names),
            act_words(one.act),
            one.act,
            about(one, names),
            one.outcome,
            one.address,
            str(one.id),
        ]
        for one in rows
    ]
