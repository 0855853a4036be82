"""Received documents and requests about them, in plain words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.agencies.models import UserAccount
from portal.accounts.agencies.vocabulary import PURPOSE_LABELS, ROLE_LABELS
from portal.consent.copies.models import DeliveredCopy
from portal.consent.instruments.queries import agencies
from portal.consent.redisclosures.models import RedisclosureRequest
from portal.consent.words import categories_sentence
from portal.gate.vocabulary import Category, Purpose, RoleName


@dataclass(frozen=True, slots=True)
class Received:
    """One document: from whom, what, when."""

    id: UUID
    received_at: datetime
    origin: str
    what: str
    lines: int


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: who asked, for whom, why, and how many of the records went."""

    asked_at: datetime
    who: str
    target: str
    target_post: str
    purpose: str
    why: str
    passed: int
    asked: int


def received(session: Session, documents: Mapping[UUID, Sequence[DeliveredCopy]]) -> list[Received]:
    names = {one.id: one.name for one in agencies(session)}
    return [
        Received(
            id=document_id,
            received_at=lines[0].created_at,
            origin=", ".join(sorted({names[one.record_origin_id] for one in lines})),
            what=categories_sentence({str(Category.from_mask(one.categories)[0]) for one in lines}),
            lines=len(lines),
        )
        for document_id, lines in documents.items()
    ]


def asked(session: Session, requests: Sequence[RedisclosureRequest]) -> list[Asked]:
    names = {one.id: one.name for one in agencies(session)}
    ids = {one.recorded_by_id for one in requests} | {one.target_user_id for one in requests}
    people = {one.id: one.display_name for one in session.scalars(select(UserAccount).where(UserAccount.id.in_(ids)))}
    return [
        Asked(
            asked_at=one.recorded_at,
            who=people[one.recorded_by_id],
            target=people[one.target_user_id],
            target_post=_(
                "%(role)s, %(agency)s",
                role=ROLE_LABELS[RoleName(one.target_role)],
                agency=names[one.target_agency_id],
            ),
            purpose=str(PURPOSE_LABELS[Purpose(one.purpose)]),
            why=one.why,
            passed=one.passed,
            asked=one.asked,
        )
        for one in requests
    ]
