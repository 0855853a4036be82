"""Reading instruments. The wall shows each only to those who are party to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.agencies.models import Agency
from portal.accounts.agencies.vocabulary import OUTSIDE_KINDS, AgencyKind
from portal.consent.instruments.left import used_up_at
from portal.consent.instruments.models import Consent, Revocation
from portal.consent.instruments.vocabulary import ConsentKind, Happening, RevocationScope
from portal.consent.naming import party_names
from portal.consent.rules.terms import ExpiryType
from portal.gate.reader import reader_of
from portal.participants.enrollments.models import LegalCase


def consents_of(session: Session, participant_id: UUID) -> Sequence[Consent]:
    """The consents about a participant that this reader is party to, the newest first."""
    wanted = select(Consent).where(Consent.participant_id == participant_id)
    return session.scalars(wanted.order_by(Consent.recorded_at.desc(), Consent.id)).all()


def consent(session: Session, consent_id: UUID) -> Consent | None:
    return session.scalar(select(Consent).where(Consent.id == consent_id))


def consents(session: Session, consent_ids: Iterable[str]) -> Sequence[Consent]:
    """Those of some consents, by the ids of the rules, that the reader is party to."""
    return session.scalars(select(Consent).where(Consent.id.in_([UUID(one) for one in consent_ids]))).all()


def revocations_of(session: Session, consent_ids: Iterable[UUID]) -> dict[UUID, list[Revocation]]:
    """What was taken back, of the consents given; known to those who hold the revocation."""
    found: dict[UUID, list[Revocation]] = {}
    wanted = select(Revocation).where(Revocation.consent_id.in_(list(consent_ids)))
    for one in session.scalars(wanted.order_by(Revocation.received_at, Revocation.id)):
        found.setdefault(one.consent_id, []).append(one)
    return found


def revocation(session: Session, revocation_id: UUID) -> Revocation | None:
    return session.scalar(select(Revocation).where(Revocation.id == revocation_id))


def cases_of(session: Session, participant_id: UUID) -> Sequence[LegalCase]:
    wanted = select(LegalCase).where(LegalCase.participant_id == participant_id)
    return session.scalars(wanted.order_by(LegalCase.number)).all()


def programs(session: Session) -> Sequence[Agency]:
    """Every agency that may be named as discloser: the directory, not the participant's own providers (R143)."""
    wanted = select(Agency).where(Agency.kind.in_([AgencyKind.TREATMENT, AgencyKind.HOSPITAL, *OUTSIDE_KINDS]))
    return session.scalars(wanted.order_by(Agency.name)).all()


def agencies(session: Session) -> Sequence[Agency]:
    return session.scalars(select(Agency).order_by(Agency.name)).all()


def names(session: Session, parties: Iterable[dict[str, str]]) -> list[str]:
    """The parties of a consent as people read them."""
    return party_names(session, parties)


def point_of(session: Session, consent: Consent) -> datetime | None:
    """The known moment from which a criminal-justice consent can be taken back; None while it is not known (R63)."""
    if consent.kind != ConsentKind.CRIMINAL_JUSTICE:
        return None
    case = case_of(session, consent)
    moments = (consent.revocable_at, consent.revocable_occurred_at, case.final_disposition_at if case else None)
    return min((one for one in moments if one is not None), default=None)


def case_of(session: Session, consent: Consent) -> LegalCase | None:
    """The case that a criminal-justice consent names, for whoever may know of it."""
    if consent.kind != ConsentKind.CRIMINAL_JUSTICE:
        return None
    return session.scalar(select(LegalCase).where(LegalCase.id == consent.legal_case_id))


def awaited(session: Session, consent: Consent) -> list[Happening]:
    """What the consent waits for, as far as the reader's agency could record it (R23, R65): its event; its own case."""
    case = case_of(session, consent)
    found = []
    if consent.expiry_kind == ExpiryType.EVENT and consent.expiry_occurred_at is None:
        found.append(Happening.EVENT)
    if case is not None and case.origin_id == reader_of(session).agency and case.final_disposition_at is None:
        found.append(Happening.CASE)
    return found


def ended_at(session: Session, consent: Consent, revocations: Sequence[Revocation]) -> datetime | None:
    """When a consent ends or ended as a whole, also part by part, by what is known; None while no end is known.

    A criminal-justice one ends with its case, whoever takes it back (R65).
    """
    point, case = point_of(session, consent), case_of(session, consent)
    ends = [consent.expires_at, consent.expiry_occurred_at, consent.superseded_at, consent.known_false_at]
    ends.append(case.final_disposition_at if case else None)
    received = [one.received_at for one in revocations if one.scope == RevocationScope.ALL]
    received += [one for one in (used_up_at(consent, revocations),) if one is not None]
    if consent.kind != ConsentKind.CRIMINAL_JUSTICE:
        ends += received
    elif point is not None:
        ends += [max(one, point) for one in received]
    return min((one for one in ends if one is not None), default=None)
