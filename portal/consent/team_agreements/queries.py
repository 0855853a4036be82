"""Team agreements as they are on file: the versions that every agency has signed, and whom they bind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, Select, select
from sqlalchemy.orm import Session

from portal.accounts.agencies.models import Appointment
from portal.accounts.audit.models import AuditEvent
from portal.consent.grants.ceilings import Version
from portal.consent.grants.keys import person_key
from portal.consent.grants.models import AccessGrant
from portal.consent.instruments.models import Agreement, AgreementSignature, MatrixLine
from portal.consent.instruments.vocabulary import AgreementKind
from portal.consent.register import CROSS_AGENCY, TEAM

MATRICES = {"cross_agency": CROSS_AGENCY, "team": TEAM}


def versions(session: Session | Connection) -> dict[UUID, list[Version]]:
    """By court with an agreement the versions that all have signed; one that lacks a signature holds nowhere."""
    table, signature, line = Agreement, AgreementSignature, MatrixLine
    found: dict[UUID, list[Version]] = {}
    signed: dict[UUID, dict[UUID, datetime | None]] = {}
    asked = select(signature.agreement_id, signature.agency_id, signature.signed_at)
    for agreement_id, agency_id, signed_at in session.execute(asked):
        signed.setdefault(agreement_id, {})[agency_id] = signed_at
    lines: dict[UUID, dict[UUID, dict[str, int]]] = {}
    for one in session.execute(select(line.agreement_id, line.matrix, line.role, line.categories)):
        lines.setdefault(one.agreement_id, {}).setdefault(MATRICES[one.matrix], {})[one.role] = one.categories
    columns = (table.id, table.agency_id, table.starts_at, table.ends_at)
    for row in session.execute(select(*columns).where(table.kind == AgreementKind.TEAM)):
        of_court = found.setdefault(row.agency_id, [])
        by_agency = signed.get(row.id, {})
        moments = [one for one in by_agency.values() if one is not None]
        if moments and len(moments) == len(by_agency):
            start = max(row.starts_at, *moments)
            if row.ends_at is None or start < row.ends_at:
                of_court.append(Version(start, row.ends_at, lines.get(row.id, {}), frozenset(by_agency)))
    return found


def agreeing_courts(session: Session, agency_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these agencies have a team agreement on file, signed or not."""
    wanted = select(Agreement.agency_id).where(
        Agreement.kind == AgreementKind.TEAM, Agreement.agency_id.in_(list(agency_ids))
    )
    return set(session.scalars(wanted))


@dataclass(slots=True)
class Paper:
    """A version as it was put before the agencies: who was asked, and when each signed."""

    court_id: UUID
    starts_at: datetime
    ends_at: datetime | None
    signed: dict[UUID, datetime | None] = field(default_factory=dict)

    @property
    def holds_from(self) -> datetime | None:
        """Its start or the last signature, whichever is later; None until all have signed, or for good."""
        moments = [one for one in self.signed.values() if one is not None]
        if not moments or len(moments) < len(self.signed):
            return None
        start = max(self.starts_at, *moments)
        return start if self.ends_at is None or start < self.ends_at else None


def papers_of(session: Session, courts: Select[UUID] | Iterable[UUID]) -> dict[UUID, Paper]:
    """The versions of some courts, by id in the order in which they were proposed."""
    wanted = (
        select(
            Agreement.id,
            Agreement.agency_id.label("court_id"),
            Agreement.starts_at,
            Agreement.ends_at,
            AgreementSignature.agency_id,
            AgreementSignature.signed_at,
        )
        .join(AgreementSignature, AgreementSignature.agreement_id == Agreement.id)
        .where(Agreement.kind == AgreementKind.TEAM)
        .where(Agreement.agency_id.in_(courts))
        .order_by(Agreement.id)
    )
    found: dict[UUID, Paper] = {}
    for row in session.execute(wanted):
        paper = found.setdefault(row.id, Paper(row.court_id, row.starts_at, row.ends_at))
        paper.signed[row.agency_id] = row.signed_at
    return found


def courts_agreed_with(session: Session, agency_id: UUID, at: datetime) -> set[UUID]:
    """The courts whose version in force at a moment bears this agency's signature; to be asked for one is nothing."""
    mine = (
        select(Agreement.agency_id)
        .join(AgreementSignature, AgreementSignature.agreement_id == Agreement.id)
        .where(Agreement.kind == AgreementKind.TEAM, AgreementSignature.agency_id == agency_id)
        .where(AgreementSignature.signed_at <= at)
    )
    latest: dict[UUID, tuple[datetime, Paper]] = {}
    for paper in papers_of(session, mine).values():
        start = paper.holds_from
        if start is not None and start <= at and start >= latest.get(paper.court_id, (start, paper))[0]:
            latest[paper.court_id] = (start, paper)
    return {
        court
        for court, (_, paper) in latest.items()
        if agency_id in paper.signed and (paper.ends_at is None or at < paper.ends_at)
    }


def agencies_on_teams(session: Session, court_id: UUID, at: datetime) -> set[UUID]:
    """Every agency that has somebody on the team of a participant of this court's programs, whoever asks.

    Seats at a clinic are not open to the court (R143), so they are found by the keys of the teams' grants: which
    agencies, and never about whom.
    """
    enrolled = select(AuditEvent.participant_id).where(AuditEvent.act == "enrolled", AuditEvent.agency_id == court_id)
    wanted = select(AccessGrant.recipient).where(
        AccessGrant.instrument_kind == "team",
        AccessGrant.participant_id.in_(enrolled),
        AccessGrant.starts_at <= at,
        AccessGrant.ends_at > at,
    )
    keys = set(session.scalars(wanted.distinct()))
    posts = session.execute(select(Appointment.user_id, Appointment.agency_id).distinct())
    return {post.agency_id for post in posts if person_key(post.user_id, post.agency_id) in keys}
