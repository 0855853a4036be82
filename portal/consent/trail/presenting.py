"""Rows of the trail for a privacy officer, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.agencies.models import Agency, UserAccount
from portal.accounts.agencies.vocabulary import PURPOSE_LABELS, ROLE_LABELS
from portal.accounts.audit.models import AuditEvent
from portal.accounts.audit.places import place_of
from portal.accounts.audit.queries import Names
from portal.accounts.audit.vocabulary import LOOKED, act_words, outcome_words
from portal.accounts.staff_log.presenting import about, who
from portal.consent.accounting.models import Disclosure
from portal.consent.trail.queries import subject_of
from portal.consent.trail.scopes import own_kinds
from portal.consent.trail.words import kinds_sentence
from portal.gate.reader import Reader
from portal.gate.vocabulary import Purpose, RoleName
from portal.participants.people.models import Participant

HEADS = (
    "At (UTC)",
    "Who",
    "Agency",
    "What",
    "Code",
    "Kinds of records",
    "Participant",
    "Outcome",
    "Address",
    "Row",
    "Request",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One row as a page shows it. `agency` is empty for own people, `person` None where nobody is to be named."""

    at: datetime
    who: str
    role: str
    agency: str
    what: str
    second: str
    person: Participant | None
    outcome: tuple[str, str]
    address: str


@dataclass(frozen=True, slots=True)
class Paper:
    """What left for another agency on paper or as a file."""

    at: datetime
    who: str
    agency: str
    what: str
    purpose: str
    channel: str


def lines(rows: Sequence[AuditEvent], names: Names, known: Mapping[UUID, Participant], reader: Reader) -> list[Line]:
    return [line(one, names, known, reader) for one in rows]


def line(row: AuditEvent, names: Names, known: Mapping[UUID, Participant], reader: Reader) -> Line:
    own = row.agency_id == reader.agency
    subject = subject_of(row)
    role = names.roles.get(row.appointment_id, "") if row.appointment_id else ""
    return Line(
        at=row.at,
        who=who(row, names),
        role=str(ROLE_LABELS[RoleName(role)]) if role else "",
        agency="" if own else agency(row, names),
        what=act_words(row.act, row.note),
        second=second(row, names, reader),
        person=known.get(subject) if subject else None,
        outcome=outcome_words(row.outcome),
        address=row.address if own else "",
    )


def agency(row: AuditEvent, names: Names) -> str:
    return names.agencies.get(row.agency_id, "") if row.agency_id else ""


def second(row: AuditEvent, names: Names, reader: Reader) -> str:
    """What was looked at, which page it was, or which colleague is meant."""
    if row.act == LOOKED:
        return kinds_sentence(row.categories & own_kinds(reader))
    if "." in row.act:
        return place_of(row.act)
    return about(row, names)


def papers(session: Session, rows: Sequence[Disclosure], reader: Reader) -> list[Paper]:
    wanted_people = select(UserAccount).where(UserAccount.id.in_({one.user_id for one in rows}))
    wanted_agencies = select(Agency).where(Agency.id.in_({one.agency_id for one in rows}))
    people = {one.id: one for one in session.scalars(wanted_people)}
    agencies = {one.id: one for one in session.scalars(wanted_agencies)}
    return [
        Paper(
            at=one.at,
            who=people[one.user_id].display_name if one.user_id in people else "",
            agency=agencies[one.agency_id].name if one.agency_id in agencies else "",
            what=kinds_sentence(one.categories & own_kinds(reader)),
            purpose=str(PURPOSE_LABELS[Purpose(one.purpose)]) if one.purpose else "",
            channel=channel_words(one.channel),
        )
        for one in rows
    ]


def channel_words(channel: str) -> str:
    words = {"report": _("Report"), "packet": _("Packet"), "print": _("Print")}
    return words.get(channel, channel)


def cells(
    rows: Sequence[AuditEvent], names: Names, known: Mapping[UUID, Participant], reader: Reader
) -> list[list[str]]:
    """The same for a file: a participant by the id that stands in the address of his or her page, never by name."""
    found = []
    for row in rows:
        one = line(row, names, known, reader)
        own = row.agency_id == reader.agency
        found.append(
            [
                row.at.isoformat(timespec="seconds"),
                one.who,
                agency(row, names),
                one.what,
                row.act,
                one.second if row.act == LOOKED else "",
                str(one.person.id) if one.person else "",
                row.outcome,
                one.address,
                str(row.id),
                row.request_id if own else "",
            ]
        )
    return found
