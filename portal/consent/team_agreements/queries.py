"""Team agreements as they are on file: the versions that every agency has signed, and whom they bind."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from portal.consent.grants.ceilings import Version
from portal.consent.instruments.models import Agreement, AgreementSignature, MatrixLine
from portal.consent.instruments.vocabulary import AgreementKind
from portal.consent.register import CROSS_AGENCY, TEAM

MATRICES = {"cross_agency": CROSS_AGENCY, "team": TEAM}


def versions(session: Session | Connection) -> dict[UUID, list[Version]]:
    """By court with an agreement the versions that all have signed; one that lacks a signature holds nowhere."""
    table, signature, line = Agreement, AgreementSignature, MatrixLine
    found: dict[UUID, list[Version]] = {}
    signed: dict[UUID, list[datetime | None]] = {}
    for agreement_id, signed_at in session.execute(select(signature.agreement_id, signature.signed_at)):
        signed.setdefault(agreement_id, []).append(signed_at)
    lines: dict[UUID, dict[UUID, dict[str, int]]] = {}
    for one in session.execute(select(line.agreement_id, line.matrix, line.role, line.categories)):
        lines.setdefault(one.agreement_id, {}).setdefault(MATRICES[one.matrix], {})[one.role] = one.categories
    columns = (table.id, table.agency_id, table.starts_at, table.ends_at)
    for row in session.execute(select(*columns).where(table.kind == AgreementKind.TEAM)):
        of_court = found.setdefault(row.agency_id, [])
        moments = signed.get(row.id, [])
        if moments and None not in moments:
            start = max(row.starts_at, *moments)
            if row.ends_at is None or start < row.ends_at:
                of_court.append(Version(start, row.ends_at, lines.get(row.id, {})))
    return found


def agreeing_courts(session: Session, agency_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these agencies have a team agreement on file, signed or not."""
    wanted = select(Agreement.agency_id).where(
        Agreement.kind == AgreementKind.TEAM, Agreement.agency_id.in_(list(agency_ids))
    )
    return set(session.scalars(wanted))
