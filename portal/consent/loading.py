"""From rows to the facts of the rules: one participant's instruments, team and treating agencies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.agencies.models import Agency, AgencyControl
from portal.clock import END
from portal.consent.grants.spans import Span
from portal.consent.grants.world import Member, World
from portal.consent.instruments import models
from portal.consent.readers import acting_role
from portal.consent.rules import instruments as papers
from portal.consent.rules.facts import Case, Participant
from portal.consent.rules.intervals import Interval
from portal.consent.rules.papers import discloser_from, form_from, recipient_from
from portal.consent.rules.site import Agency as SiteAgency
from portal.consent.rules.terms import (
    Capacity,
    ConsentKind,
    ExpiryType,
    Label,
    MinorRule,
    RestrictionReach,
    RevocationScope,
)
from portal.gate.vocabulary import RoleName
from portal.participants.enrollments.models import Enrollment, LegalCase, TeamMember
from portal.participants.people.models import ParticipantIdentity

UNKNOWN_BIRTH = date(1, 1, 1)


def site_agencies(session: Session) -> dict[str, SiteAgency]:
    """The registered facts of all agencies, by id as text."""
    controls: dict[UUID, set[str]] = {}
    for control in session.scalars(select(AgencyControl)):
        controls.setdefault(control.entity_id, set()).add(str(control.program_id))
    return {
        str(one.id): SiteAgency(
            id=str(one.id),
            type=one.kind,
            cj_system=one.cj_system,
            part2_program=one.part2_program,
            hipaa=one.hipaa,
            controls=frozenset(controls.get(one.id, ())),
        )
        for one in session.scalars(select(Agency))
    }


def world_of(session: Session, participant_id: UUID) -> World:
    """Everything that compiling this participant looks at; call it while `compiling` is open for the participant."""
    enrollments = session.scalars(select(Enrollment).where(Enrollment.participant_id == participant_id)).all()
    cases = session.scalars(select(LegalCase).where(LegalCase.participant_id == participant_id)).all()
    members = members_of(session, participant_id, enrollments)
    treating = [
        (one.agency_id, Span(one.starts_at, one.ends_at or END))
        for one in session.scalars(
            select(models.TreatingRelationship).where(models.TreatingRelationship.participant_id == participant_id)
        )
    ]
    identity = session.scalar(select(ParticipantIdentity).where(ParticipantIdentity.participant_id == participant_id))
    return World(
        participant_id=participant_id,
        participant=Participant(
            id=str(participant_id),
            born_on=identity.born_on if identity else UNKNOWN_BIRTH,
            age_of_majority=18,
            minor_rule=MinorRule.ALONE,
            capacity=Capacity.OK,
            deceased_at=None,
            treating_agencies=frozenset(str(agency) for agency, _ in treating),
            cases=tuple(cases_with_teams(cases, enrollments, members)),
        ),
        consents=tuple(consents_of(session, participant_id)),
        restrictions=tuple(restrictions_of(session, participant_id)),
        members=tuple(members),
        treating=tuple(treating),
        program_agencies=tuple({one.program.agency_id for one in enrollments}),
        agencies=site_agencies(session),
    )


def members_of(session: Session, participant_id: UUID, enrollments: Sequence[Enrollment]) -> list[Member]:
    """The team of each case; a program without a case is a case of its own here, which no consent can name."""
    case_of = {one.id: str(one.legal_case_id or one.id) for one in enrollments}
    rows = session.scalars(select(TeamMember).where(TeamMember.participant_id == participant_id))
    return [
        Member(
            user_id=row.user_id,
            agency_id=row.agency_id,
            role=acting_role(RoleName(row.role)),
            span=Span(row.starts_at, row.ends_at or END),
            case_id=case_of[row.enrollment_id],
        )
        for row in rows
    ]


def cases_with_teams(
    cases: Sequence[LegalCase], enrollments: Sequence[Enrollment], members: list[Member]
) -> list[Case]:
    teams: dict[str, dict[str, tuple[Interval, ...]]] = {}
    for member in members:
        team = teams.setdefault(member.case_id or "", {})
        stint = Interval(member.span.start, None if member.span.end == END else member.span.end)
        team[str(member.user_id)] = (*team.get(str(member.user_id), ()), stint)
    found = [
        Case(
            id=str(case.id),
            condition_of_disposition=case.condition_of_disposition,
            final_disposition_at=case.final_disposition_at,
            latest_possible_disposition_at=case.latest_possible_disposition_at,
            team=teams.get(str(case.id), {}),
        )
        for case in cases
    ]
    without = [one for one in enrollments if one.legal_case_id is None]
    return found + [Case(str(one.id), False, None, None, teams.get(str(one.id), {})) for one in without]


def consents_of(session: Session, participant_id: UUID) -> list[papers.Consent]:
    """All consents of a participant, with their revocations, as facts of the rules."""
    revocations: dict[UUID, list[papers.Revocation]] = {}
    wanted = select(models.Revocation).where(models.Revocation.participant_id == participant_id)
    for row in session.scalars(wanted.order_by(models.Revocation.received_at)):
        revocations.setdefault(row.consent_id, []).extend(revocation_facts(row))
    rows = session.scalars(select(models.Consent).where(models.Consent.participant_id == participant_id))
    return [consent_fact(row, tuple(revocations.get(row.id, ()))) for row in rows]


def revocation_facts(row: models.Revocation) -> list[papers.Revocation]:
    """One fact for a whole revocation or a recipient, one for each category taken back."""
    scope = RevocationScope(row.scope)
    recipient = recipient_from(row.recipient) if row.recipient else None
    if scope == RevocationScope.CATEGORY:
        return [papers.Revocation(row.received_at, scope, category=category) for category in row.categories]
    return [papers.Revocation(row.received_at, scope, recipient=recipient)]


def consent_fact(row: models.Consent, revocations: tuple[papers.Revocation, ...] = ()) -> papers.Consent:
    """A stored consent in the shape of the rules."""
    kind = ConsentKind(row.kind)
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
        participant_name=row.participant_name,
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
        form=form_from(row.form),
        terms=terms,
        proceeding_id=str(row.proceeding_id) if row.proceeding_id else None,
        known_false=row.known_false,
        revocations=revocations,
        superseded_at=row.superseded_at,
    )


def restrictions_of(session: Session, participant_id: UUID) -> list[papers.Restriction]:
    wanted = select(models.Restriction).where(models.Restriction.participant_id == participant_id)
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
