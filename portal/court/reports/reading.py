"""Reading what no room's door tells set-wise: identities, cases, consents relied on, submitted sections; gated."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.agencies.models import UserAccount
from portal.casework.facts import CaseSectionTold
from portal.casework.needs.vocabulary import REPORTED
from portal.casework.report_sections.models import CaseworkSection
from portal.casework.report_sections.vocabulary import Change
from portal.compliance.facts import SectionTold
from portal.compliance.report_sections.models import SupervisionSection
from portal.consent.instruments.models import Consent
from portal.gate.source import source_of
from portal.participants.enrollments.models import LegalCase
from portal.participants.people.models import ParticipantIdentity
from portal.treatment.facts import SubmittedSection


def identities_of(session: Session, ids: Sequence[UUID]) -> dict[UUID, ParticipantIdentity]:
    wanted = select(ParticipantIdentity).where(ParticipantIdentity.participant_id.in_(ids))
    return {one.participant_id: one for one in session.scalars(wanted)}


def cases_of(session: Session, ids: Sequence[UUID]) -> dict[UUID, LegalCase]:
    """Cases by their own id: an enrollment names the one it is in."""
    wanted = select(LegalCase).where(LegalCase.participant_id.in_(ids))
    return {one.id: one for one in session.scalars(wanted)}


def consents_of(session: Session, instrument_ids: Collection[UUID]) -> dict[UUID, Consent]:
    """The papers relied on, as far as the reader is told of them."""
    return {one.id: one for one in session.scalars(select(Consent).where(Consent.id.in_(list(instrument_ids))))}


def authors_of(session: Session, sections: Mapping[UUID, Sequence[SubmittedSection]]) -> dict[UUID, str]:
    """Names of the clinicians who submitted."""
    ids = {one.progress.source.author_id for found in sections.values() for one in found if one.progress}
    wanted = select(UserAccount).where(UserAccount.id.in_(ids))
    return {one.id: one.display_name for one in session.scalars(wanted)}


def case_sections(session: Session, hearing_ids: Collection[UUID]) -> dict[UUID, list[CaseSectionTold]]:
    """The case-management sections that hold for these hearings, by participant."""
    wanted = select(CaseworkSection).where(
        CaseworkSection.hearing_id.in_(list(hearing_ids)), CaseworkSection.superseded_at.is_(None)
    )
    found: dict[UUID, list[CaseSectionTold]] = {}
    for row in session.scalars(wanted.order_by(CaseworkSection.submitted_at, CaseworkSection.id)):
        changes = {area: Change(getattr(row, area.value)) for area in REPORTED}
        told = CaseSectionTold(source_of(row), row.hearing_id, changes, row.line, row.author_name, row.submitted_at)
        found.setdefault(row.participant_id, []).append(told)
    return found


def supervision_sections(session: Session, hearing_ids: Collection[UUID]) -> dict[UUID, list[SectionTold]]:
    """The supervision sections that hold for these hearings, by participant."""
    wanted = select(SupervisionSection).where(
        SupervisionSection.hearing_id.in_(list(hearing_ids)), SupervisionSection.superseded_at.is_(None)
    )
    found: dict[UUID, list[SectionTold]] = {}
    for row in session.scalars(wanted.order_by(SupervisionSection.submitted_at, SupervisionSection.id)):
        told = SectionTold(source_of(row), row.hearing_id, row.line, row.author_name, row.submitted_at)
        found.setdefault(row.participant_id, []).append(told)
    return found
