"""From stored instruments to the facts of the rules: one participant's papers, as decisions read them.

What the session has in its hands already is read anew: somebody else may have changed it since (R25).
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.consent.grants.spans import Span
from portal.consent.grants.world import Access
from portal.consent.instruments import models
from portal.consent.rules import instruments as papers
from portal.consent.rules.facts import CourtOrder, Emergency
from portal.consent.rules.papers import discloser_from, form_from, recipient_from
from portal.consent.rules.terms import ConsentKind, ExpiryType, Label, RestrictionReach, RevocationScope


def papers_of(kind: Any, participant_id: UUID) -> Any:
    return select(kind).where(kind.participant_id == participant_id).execution_options(populate_existing=True)


def consents_of(session: Session, participant_id: UUID, *, revoked: bool = True) -> list[papers.Consent]:
    """All consents of a participant, with their revocations (if there are any), as facts of the rules."""
    revocations: dict[UUID, list[papers.Revocation]] = {}
    wanted = papers_of(models.Revocation, participant_id)
    for row in session.scalars(wanted.order_by(models.Revocation.received_at)) if revoked else ():
        revocations.setdefault(row.consent_id, []).extend(revocation_facts(row))
    rows = session.scalars(papers_of(models.Consent, participant_id))
    return [consent_fact(row, tuple(revocations.get(row.id, ()))) for row in rows]


def revocation_facts(row: models.Revocation) -> list[papers.Revocation]:
    """One fact for a whole revocation or a recipient, one for each category taken back."""
    scope = RevocationScope(row.scope)
    recipient = recipient_from(row.recipient) if row.recipient else None
    if scope == RevocationScope.CATEGORY:
        return [papers.Revocation(row.received_at, scope, category=category) for category in row.categories]
    return [papers.Revocation(row.received_at, scope, recipient=recipient)]


def consent_fact(row: models.Consent, revocations: tuple[papers.Revocation, ...] = ()) -> papers.Consent:
    """A stored consent in the shape of the rules. A name that was confirmed is the participant's own (F19)."""
    kind = ConsentKind(row.kind)
    form = form_from(row.form)
    terms = None
    if kind == ConsentKind.CJ:
        terms = papers.CriminalJusticeTerms(
            case_id=str(row.legal_case_id) if row.legal_case_id else None,
            duration=row.duration_text,
            revocable_at=row.revocable_at,
            revocable_event=row.revocable_event,
            revocable_occurred_at=row.revocable_occurred_at,
        )
    return papers.Consent(
        id=str(row.id),
        kind=kind,
        participant=str(row.participant_id),
        participant_name=row.participant_name if row.alias_confirmed_at is None else form.patient_name,
        disclosers=tuple(discloser_from(one) for one in row.disclosers),
        information=papers.Information(
            categories=frozenset(row.categories),
            labels=frozenset(Label(label) for label in row.sensitivities),
            record_from=row.record_from,
            record_to=row.record_to,
        ),
        recipients=tuple(recipient_from(one) for one in row.recipients),
        purposes=frozenset(row.purposes),
        expiry=papers.Expiry(
            type=ExpiryType(row.expiry_kind) if row.expiry_kind else None,
            at=row.expires_at,
            event=row.expiry_event,
            occurred_at=row.expiry_occurred_at,
        ),
        signed_at=row.signed_at,
        effective_from=row.effective_from,
        recorded_at=row.recorded_at,
        signers=frozenset(str(one["signer"]) for one in row.signatures),
        form=form,
        terms=terms,
        proceeding_id=str(row.proceeding_id) if row.proceeding_id else None,
        known_false=row.known_false,
        false_since=row.known_false_at,
        revocations=revocations,
        superseded_at=row.superseded_at,
    )


def restrictions_of(session: Session, participant_id: UUID) -> list[papers.Restriction]:
    wanted = papers_of(models.Restriction, participant_id)
    return [
        papers.Restriction(
            id=str(row.id),
            agency=str(row.agency_id),
            agreed_at=row.agreed_at,
            reach=RestrictionReach(row.applies_to),
            categories=frozenset(row.categories),
            recipients=tuple(recipient_from(one) for one in row.recipients),
            terminated_at=row.terminated_at,
            terminated_by=row.terminated_by or None,
        )
        for row in session.scalars(wanted)
    ]


def orders_of(session: Session, participant_id: UUID) -> list[CourtOrder]:
    wanted = papers_of(models.DisclosureOrder, participant_id)
    return [
        CourtOrder(
            id=str(row.id),
            section=row.section,
            participant=str(row.participant_id),
            issued_at=row.issued_at,
            expires_at=row.expires_at,
            vacated_at=row.vacated_at,
            findings_recorded=row.findings,
            notice_given=row.notice,
            recipient_agencies=frozenset(row.recipient_agencies),
            categories=frozenset(row.categories),
            covers_confidential_communications=row.covers_confidential,
            covers_counseling_notes=row.covers_counseling,
        )
        for row in session.scalars(wanted)
    ]


def emergencies_of(session: Session, participant_id: UUID) -> list[Access]:
    wanted = papers_of(models.EmergencyAccess, participant_id)
    return [
        Access(
            id=row.id,
            user_id=row.user_id,
            agency_id=row.agency_id,
            emergency=Emergency(row.bona_fide, row.consent_unobtainable, row.nature, row.recipient_name),
            span=Span(row.starts_at, min(row.ends_at, row.closed_at or row.ends_at)),
        )
        for row in session.scalars(wanted)
    ]
