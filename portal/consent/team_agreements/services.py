"""A court's team agreement: who may see what, in versions that every agency signs before they hold (R40, R43)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock, signals
from portal.accounts.audit.models import AuditEvent
from portal.accounts.audit.services import record_act
from portal.accounts.principal import Principal
from portal.consent.compile import compile_ceilings
from portal.consent.instruments.models import Agreement, AgreementSignature, MatrixLine
from portal.consent.instruments.vocabulary import AgreementKind
from portal.consent.team_agreements.queries import MATRICES, agreeing_courts
from portal.gate.vocabulary import Category
from portal.web.refused import Refused


@dataclass(frozen=True, slots=True)
class ProposeVersion:
    """A version of a court's agreement: by matrix (cross_agency, team) and role all categories; and who signs."""

    court_id: UUID
    starts_at: datetime
    parties: tuple[UUID, ...]
    lines: Mapping[str, Mapping[str, tuple[Category, ...]]]


def propose_version(session: Session, actor: Principal, command: ProposeVersion) -> Agreement:
    """Put a version before the agencies. It holds from its start or from the last signature, whichever is later.

    Refused for counseling notes (never by agreement), for a matrix that is none, and without the court's signature.
    """
    if command.court_id not in command.parties or len(set(command.parties)) < 2:
        raise Refused("parties", _("Choose the court and at least one other agency."))
    if not command.lines or not set(command.lines) <= set(MATRICES):
        raise Refused("lines", _("Say which role sees what."))
    if any(Category.COUNSELING_NOTE in seen for roles in command.lines.values() for seen in roles.values()):
        raise Refused("lines", _("Counseling notes are never shared by agreement; they need a consent of their own."))
    first = not agreeing_courts(session, [command.court_id])
    version = Agreement(kind=AgreementKind.TEAM, agency_id=command.court_id, starts_at=command.starts_at)
    session.add(version)
    session.flush()
    session.add_all(
        AgreementSignature(agreement_id=version.id, agency_id=one) for one in dict.fromkeys(command.parties)
    )
    session.add_all(
        MatrixLine(agreement_id=version.id, matrix=matrix, role=role, categories=Category.mask(seen))
        for matrix, roles in command.lines.items()
        for role, seen in roles.items()
    )
    record_act(session, actor, "team_agreement_proposed", version)
    session.flush()
    compile_ceilings(session)
    if first:
        use_own_matrices(session, command.court_id)
    return version


def sign_version(session: Session, actor: Principal, version: Agreement) -> None:
    """Sign for one's own agency. With the last signature the version holds, in the same transaction.

    Refused for an agency whose signature is not asked for, and for a second one.
    """
    wanted = select(AgreementSignature).where(
        AgreementSignature.agreement_id == version.id, AgreementSignature.agency_id == actor.agency_id
    )
    signature = session.scalar(wanted)
    if signature is None or signature.signed_at is not None:
        raise Refused("", _("This agreement does not wait for your agency's signature."))
    signature.signed_at, signature.signed_by_id = clock.now(), actor.user_id
    record_act(session, actor, "team_agreement_signed", version)
    session.flush()
    compile_ceilings(session)


def end_version(session: Session, actor: Principal, version: Agreement, ends_at: datetime) -> None:
    """A version ends: where no other follows, the product's own ceilings hold again. Refused for an earlier end."""
    if version.ends_at is not None or ends_at <= version.starts_at:
        raise Refused("ends_at", _("Enter an end that lies after the start."))
    version.ends_at = ends_at
    record_act(session, actor, "team_agreement_ended", version)
    session.flush()
    compile_ceilings(session)


def use_own_matrices(session: Session, court_id: UUID) -> None:
    """Once, with a court's first agreement: its participants' grants name the court's matrices from now on."""
    wanted = select(AuditEvent.participant_id).where(AuditEvent.act == "enrolled", AuditEvent.agency_id == court_id)
    for participant_id in session.scalars(wanted.distinct().order_by(AuditEvent.participant_id)):
        signals.sharing_changed.send(session, participant_id=participant_id)
