"""Drafts, and the directory from which a form's parties are chosen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.accounts.agencies.models import Agency, Appointment, UserAccount
from portal.accounts.agencies.vocabulary import OUTSIDE_KINDS, AccountStatus, AgencyKind
from portal.consent.guided.models import ConsentDraft
from portal.consent.instruments.models import Agreement
from portal.consent.instruments.vocabulary import AgreementKind
from portal.consent.register import TECHNICAL
from portal.gate.vocabulary import RoleName
from portal.participants.enrollments.models import LegalCase, TeamMember

TELLING = (AgencyKind.TREATMENT, AgencyKind.HOSPITAL)


def draft(session: Session, draft_id: UUID) -> ConsentDraft | None:
    """A draft of the reader's own, while it is kept."""
    return session.scalar(select(ConsentDraft).where(ConsentDraft.id == draft_id))


def draft_of(session: Session, participant_id: UUID, form: str) -> ConsentDraft | None:
    wanted = select(ConsentDraft).where(ConsentDraft.participant_id == participant_id, ConsentDraft.form == form)
    return session.scalar(wanted)


def drafts_of(session: Session, participant_id: UUID) -> Sequence[ConsentDraft]:
    wanted = select(ConsentDraft).where(ConsentDraft.participant_id == participant_id)
    return session.scalars(wanted.order_by(ConsentDraft.saved_at.desc(), ConsentDraft.id)).all()


def participating(session: Session, at: datetime) -> Sequence[Agency]:
    """The agencies that take part now; one that left can't be named any more."""
    part = select(Agreement.agency_id).where(
        Agreement.kind == AgreementKind.PARTICIPATION,
        Agreement.starts_at <= at,
        or_(Agreement.ends_at.is_(None), Agreement.ends_at > at),
    )
    return session.scalars(select(Agency).where(Agency.id.in_(part)).order_by(Agency.name)).all()


def telling(session: Session, at: datetime) -> list[Agency]:
    """Every program of the directory that may be named as one that tells, whoever is treated there (R143)."""
    return [one for one in participating(session, at) if one.kind in TELLING]


def outside(session: Session) -> Sequence[Agency]:
    """The agencies without an account: they join nothing, and what they tell comes by a link or by telephone."""
    someone = select(Appointment.id).where(Appointment.agency_id == Agency.id).exists()
    wanted = select(Agency).where(Agency.kind.in_(OUTSIDE_KINDS), ~someone)
    return session.scalars(wanted.order_by(Agency.name)).all()


def staff(session: Session, agency_ids: Iterable[UUID], at: datetime) -> Sequence[Appointment]:
    """Who works where, in what post; without posts that see no content."""
    wanted = (
        select(Appointment)
        .join(Appointment.user)
        .where(
            Appointment.agency_id.in_(list(agency_ids)),
            Appointment.role.not_in([*TECHNICAL, RoleName.PARTICIPANT]),
            Appointment.starts_at <= at,
            or_(Appointment.ends_at.is_(None), Appointment.ends_at > at),
            UserAccount.status == AccountStatus.ACTIVE,
        )
    )
    return session.scalars(wanted.order_by(UserAccount.full_name, Appointment.id)).all()


def counsel(session: Session, participant_id: UUID, at: datetime) -> Sequence[TeamMember]:
    """The participant's lawyers, as far as the reader knows the team."""
    wanted = select(TeamMember).where(
        TeamMember.participant_id == participant_id,
        TeamMember.role == RoleName.DEFENSE_COUNSEL,
        TeamMember.starts_at <= at,
        or_(TeamMember.ends_at.is_(None), TeamMember.ends_at > at),
    )
    return session.scalars(wanted.order_by(TeamMember.starts_at, TeamMember.id)).all()


def open_cases(session: Session, participant_id: UUID, at: datetime) -> Sequence[LegalCase]:
    """The cases in which treatment is a condition and that have not ended, as far as the reader knows them (F17)."""
    wanted = select(LegalCase).where(
        LegalCase.participant_id == participant_id,
        LegalCase.condition_of_disposition,
        or_(LegalCase.final_disposition_at.is_(None), LegalCase.final_disposition_at > at),
    )
    return session.scalars(wanted.order_by(LegalCase.number)).all()
