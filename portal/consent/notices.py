"""That a paper which was taken back early no longer holds: told to those to whom the revocation is known, by the gate.

A criminal-justice consent that is taken back before its point goes on until then (R63, R64). The grants know when it
ends, so nothing has to be done at that moment but to tell the program that discloses, and counsel where the revocation
is on file. Recipients are never told: to them a revocation looks like absence.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from portal.accounts.notices.kinds import Kind, add_kind
from portal.accounts.notices.models import Notice
from portal.accounts.notices.recipients import acting
from portal.accounts.notices.services import Tell, tell
from portal.accounts.permissions import Permission
from portal.accounts.principal import Principal
from portal.consent.grants.models import AccessGrant
from portal.consent.instruments.models import Consent, Revocation
from portal.consent.instruments.vocabulary import ConsentKind
from portal.consent.readers import reader_for
from portal.db import patiently, write_intent
from portal.gate.reader import bind_reader
from portal.gate.vocabulary import RoleName

OpenSession = Callable[[], Session]

REVOCATION_HOLDS = "revocation_holds"
ROLES = (RoleName.PRIVACY_OFFICER, RoleName.TREATMENT_SUPERVISOR, RoleName.DEFENSE_COUNSEL)
NOT_OPENING = "told"
"""Grants by which a program is told of a paper; they open no record."""


def known_here(_principal: Principal) -> ColumnElement[bool]:
    return exists(select(Revocation.id).where(Revocation.consent_id == Notice.subject_id))


def tell_revocations(open_session: OpenSession, now: datetime) -> None:
    """Tell of every early revocation that holds by now; each reader looks with his or her own eyes."""
    with open_session() as session:
        everybody = acting(session, now, Permission.CONSENT_READ, ROLES)
    for principal in everybody:
        with open_session() as session:
            bind_reader(session, reader_for(session, principal, now))
            due = holding(session, now)
        if due:
            patiently(tell_all, open_session, principal, due)


def holding(session: Session, now: datetime) -> list[Consent]:
    """Criminal-justice consents that were taken back before their point and have reached it, known to the reader."""
    end = (
        select(func.max(AccessGrant.ends_at))
        .where(AccessGrant.instrument_id == Consent.id, AccessGrant.instrument_kind != NOT_OPENING)
        .scalar_subquery()
    )
    wanted = (
        select(Consent)
        .join(Revocation, Revocation.consent_id == Consent.id)
        .where(Consent.kind == ConsentKind.CRIMINAL_JUSTICE, end > Revocation.received_at, end <= now)
    )
    return list(session.scalars(wanted).unique())


def tell_all(open_session: OpenSession, principal: Principal, due: list[Consent]) -> None:
    with write_intent(), open_session() as session:
        for one in due:
            tell(session, Tell(REVOCATION_HOLDS, principal.appointment_id, one.id, str(one.id)))
        session.commit()


def add_kinds() -> None:
    add_kind(
        Kind(
            REVOCATION_HOLDS,
            _("A paper that was taken back no longer holds."),
            Permission.CONSENT_READ,
            "consent.instruments.show",
            lambda notice: {"consent_id": notice.subject_id},
            known_here,
        )
    )
