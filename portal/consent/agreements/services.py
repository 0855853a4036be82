"""Agreements of agencies: taking part, hosting, services, audit and research. All begin and end through here."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from portal.accounts.audit.services import record_act
from portal.accounts.permissions import Permission
from portal.accounts.principal import Principal
from portal.consent.compile import compile_agreements, compile_ceilings
from portal.consent.instruments.models import Agreement
from portal.consent.instruments.vocabulary import AgreementKind
from portal.gate.vocabulary import UNDERTAKINGS
from portal.web.refused import Refused


def agree(
    session: Session,
    actor: Principal | None,
    kind: AgreementKind,
    agency_id: UUID,
    starts_at: datetime,
    *,
    party_id: UUID | None = None,
    ends_at: datetime | None = None,
    categories: int = 0,
) -> Agreement:
    """Record an agreement. `categories` are the services of a qualified service organization (R110).

    Taking part and hosting have one party; what another agency may claim needs the other party, and services a kind of
    information. Refused otherwise, and for a team agreement, which is proposed and signed. What it opens is open in the
    same transaction; no participant is recompiled.

    Who runs the site, its administrator or a command without an actor, records that an agency takes part or is hosted,
    and nobody else does. What opens an agency's records to another one is agreed by who speaks for the agency whose
    records they are.
    """
    if kind == AgreementKind.TEAM:
        raise Refused("kind", _("Propose a team agreement to the agencies; they sign it."))
    if actor is not None:
        require_right_hand(actor, kind, agency_id)
    if str(kind) in UNDERTAKINGS and party_id in (None, agency_id):
        raise Refused("party", _("Choose the other agency."))
    if kind == AgreementKind.QSO and not categories:
        raise Refused("categories", _("Choose what the service needs to see."))
    if ends_at is not None and ends_at <= starts_at:
        raise Refused("ends_on", _("Enter an end that lies after the start."))
    agreement = Agreement(
        kind=kind,
        agency_id=agency_id,
        party_id=party_id,
        starts_at=starts_at,
        ends_at=ends_at,
        categories=categories,
    )
    session.add(agreement)
    session.flush()
    record_act(session, actor, "agreement_recorded", agreement, note=kind)
    if str(kind) in UNDERTAKINGS:
        compile_agreements(session)
    return agreement


def end_agreement(session: Session, actor: Principal | None, agreement: Agreement, ends_at: datetime) -> None:
    """End an agreement: from that moment on it opens nothing; what was delivered stays where it is (R3, R28).

    Refused for whoever speaks for neither side, when it has an earlier end, or the end would not lie after its start.
    """
    if actor is not None:
        require_speaker_of(actor, agreement)
    if agreement.ends_at is not None and agreement.ends_at <= ends_at:
        raise Refused("ends_at", _("This agreement ends earlier already."))
    if ends_at <= agreement.starts_at:
        raise Refused("ends_at", _("Enter an end that lies after the start."))
    agreement.ends_at = ends_at
    record_act(session, actor, "agreement_ended", agreement, note=agreement.kind)
    session.flush()
    if str(agreement.kind) in UNDERTAKINGS:
        compile_agreements(session)
    if agreement.kind == AgreementKind.TEAM:
        compile_ceilings(session)


def require_right_hand(actor: Principal, kind: AgreementKind, agency_id: UUID) -> None:
    """R2, R3: nobody lets an agency in from inside, and who runs the site agrees to nothing for an agency."""
    if str(kind) in UNDERTAKINGS:
        require_speaker(actor, agency_id)
    elif not actor.may(Permission.SITE_AGREEMENT_RECORD):
        raise Refused("kind", _("Ask who runs this site to record who takes part."))


def speaks_for(actor: Principal, agreement: Agreement) -> bool:
    """Whether the actor may end an agreement, for the page that offers it."""
    try:
        require_speaker_of(actor, agreement)
    except Refused:
        return False
    return True


def require_speaker_of(actor: Principal, agreement: Agreement) -> None:
    """Either side ends what they agreed; the court's agreement with its team ends where it was proposed."""
    if agreement.kind == AgreementKind.TEAM:
        may = actor.agency_id == agreement.agency_id and actor.may(Permission.TEAM_AGREEMENT_PROPOSE)
        if not may:
            raise Refused("", _("Only those who speak for the court propose its agreement, or end it."))
    elif str(agreement.kind) not in UNDERTAKINGS and actor.may(Permission.SITE_AGREEMENT_RECORD):
        return
    elif actor.agency_id == agreement.party_id:
        require_speaker(actor, actor.agency_id)
    else:
        require_speaker(actor, agreement.agency_id)


def require_speaker(actor: Principal, agency_id: UUID) -> None:
    if actor.agency_id != agency_id or not actor.may(Permission.AGREEMENT_RECORD):
        raise Refused(
            "", _("Ask the administrator or the privacy officer of the agency; they record what it agrees to.")
        )
