"""Whose rows of the trail a privacy officer may read, and what of them (R141, R143, R150, R151).

Two kinds of rows, and no others. What people of the own agency did. And who looked at records that the own agency
made. What somebody of another agency did besides, also what was refused there, tells of that agency's business: only
its own officer reads it. That own people looked at another agency's records stands with the page that they opened, so
that no row says which agencies have something about a person.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_

from portal.accounts.audit.models import AuditEvent
from portal.accounts.audit.vocabulary import LOOKED
from portal.gate.reader import Reader
from portal.gate.vocabulary import Category
from portal.participants.people.models import Participant

Condition = ColumnElement[bool]


ALONE = Category.COUNSELING_NOTE.bit | Category.PSYCHOTHERAPY_NOTE.bit
"""What opens to its author alone (R90, R134)."""
APART = Category.CRIMINAL_HISTORY.bit | Category.PRIVILEGED_DEFENSE.bit
"""What opens to the cleared, and to the defense (R131, R132)."""


def own_kinds(reader: Reader) -> int:
    """The kinds of the own agency's records of which a privacy officer is told that somebody saw them: a mask.

    The officer's role opens next to no content, but answers for who sees it (R148, R171, R183): told is the kind, never
    what stands in it. That there is a counseling note is told to nobody.
    """
    return Category.every() & ~ALONE & ~(APART & ~reader.own_cj)


def of_agency(reader: Reader) -> list[Condition]:
    """The rows of the own people, and looks of others at what the own agency made."""
    own = AuditEvent.agency_id == reader.agency
    return [
        and_(own, or_(AuditEvent.origin_id.is_(None), looks_at_own(reader))),
        and_(looks_at_own(reader), AuditEvent.agency_id != reader.agency),
    ]


def looks_at_own(reader: Reader) -> Condition:
    """Looks at records of the own agency. One at nothing but a counseling note would tell that there is one (R141)."""
    return and_(
        AuditEvent.act == LOOKED,
        AuditEvent.origin_id == reader.agency,
        AuditEvent.categories.bitwise_and(own_kinds(reader)) != 0,
    )


def about(participant_id: UUID) -> Condition:
    """About one participant: what was done, and by own people also what was asked for and not found."""
    asked = and_(AuditEvent.subject_kind == Participant.__tablename__, AuditEvent.subject_id == participant_id)
    return or_(AuditEvent.participant_id == participant_id, asked)
