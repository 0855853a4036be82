"""Filing: one document for each addressee, assembled as that addressee, frozen, accounted for and never changed.

A correction is a new version for the same addressee; what was filed before stays as it was filed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.audit.services import record_act
from portal.accounts.jobs.services import enqueue
from portal.accounts.principal import Principal
from portal.accounts.recording import gate_columns
from portal.consent.accounting.services import account
from portal.consent.to_be import OpenSession
from portal.court.dockets.models import Docket, Hearing
from portal.court.dockets.queries import called_on
from portal.court.reports import queries
from portal.court.reports.addressees import Addressee, addressees_of
from portal.court.reports.assembling import Assembled, Drafted, assemble
from portal.court.reports.content import content_hash, to_json
from portal.court.reports.models import FilingRecord, ReportDocument, ReportSeal
from portal.gate.vocabulary import Category
from portal.ids import new_id
from portal.web.refused import Refused

PAPER_JOB = "report_paper"
PACKET_JOB = "packet"
WHY = 280


@dataclass(frozen=True, slots=True)
class FileReports:
    """File for the hearings named, or for all of the docket. With `correction` new versions of what was filed."""

    hearing_ids: frozenset[UUID] | None = None
    correction: str = ""


def file_reports(
    session: Session, actor: Principal, docket: Docket, open_session: OpenSession, command: FileReports
) -> list[ReportDocument]:
    """File what is not filed yet, or, with a correction, a new version of everything named.

    Assembled in sessions of their own by what is committed; `session` only writes. Refused when there is nothing to
    file. Returns the documents in the order of the docket, addressee by addressee.
    """
    if len(command.correction) > WHY:
        raise Refused("correction", _("Shorten the reason to 280 characters."))
    at = clock.now()
    hearings = {
        one.hearing.id: one.hearing
        for one in called_on(session, docket.id)
        if command.hearing_ids is None or one.hearing.id in command.hearing_ids
    }
    plan = planned(session, list(hearings.values()), at, command.correction)
    if not plan:
        raise Refused("", _("Everything is filed already. File a correction of one report when something has changed."))
    filed = []
    for addressee, wanted in plan.items():
        documents = assemble(open_session, addressee, docket.id, at, actor.display_name, wanted)
        filed += [store(session, actor, docket, hearings[one.hearing_id], one, at) for one in documents]
        ask_packet(session, docket, addressee, at)
    session.flush()
    return filed


def planned(
    session: Session, hearings: Collection[Hearing], at: datetime, correction: str
) -> dict[Principal, dict[UUID, Drafted]]:
    """For each addressee the hearings to file, each with its version: what is not filed, or everything corrected."""
    filings = queries.filings_of(session, [one.id for one in hearings])
    plan: dict[Principal, dict[UUID, Drafted]] = {}
    for hearing_id, addressees in addressees_of(session, list(hearings), at).items():
        for addressee in addressees:
            last = filings.get(hearing_id, {}).get(addressee.key)
            if last is not None and not correction.strip():
                continue
            drafted = Drafted(last.version + 1, correction.strip()) if last is not None else Drafted()
            plan.setdefault(addressee.principal, {})[hearing_id] = drafted
    return plan


def store(
    session: Session, actor: Principal, docket: Docket, hearing: Hearing, one: Assembled, at: datetime
) -> ReportDocument:
    """Freeze one document: content, hash, categories, disclosures; ask for its paper."""
    content, header = one.content, one.content.header
    document = ReportDocument(
        id=new_id(),
        participant_id=one.participant_id,
        holder_id=one.addressee.agency_id,
        filed_by_id=actor.user_id,
        categories=one.categories,
        received_kind=one.kinds,
        hearing_id=hearing.id,
        docket_id=docket.id,
        addressee_role=str(one.addressee.role),
        addressee_appointment_id=one.addressee.appointment_id,
        purpose=str(one.addressee.purpose),
        version=header.version,
        correction=header.correction or "",
        content=to_json(content),
        sha256=content_hash(content),
        notice_version=content.notice.version,
        scope=" ".join(content.notice.scope),
        filed_at=at,
    )
    session.add(document)
    session.add(record_of(actor, hearing, document))
    session.add(ReportSeal(sha256=document.sha256, version=document.version, filed_at=at))
    session.flush()
    account(session, one.reader, one.seen, session_id=document.id, zone=docket.program.time_zone, channel="report")
    enqueue(
        session,
        PAPER_JOB,
        f"{PAPER_JOB}:{document.id}",
        {"document": str(document.id), "appointment": str(document.addressee_appointment_id)},
    )
    record_act(session, actor, "report_filed", document, note=document.addressee_role)
    return document


def ask_packet(session: Session, docket: Docket, addressee: Principal, at: datetime) -> None:
    """Let the addressee's packet be made ahead of the docket, with what is filed now."""
    enqueue(
        session,
        PACKET_JOB,
        f"{PACKET_JOB}:{docket.id}:{addressee.appointment_id}:{at.isoformat()}",
        {"docket": str(docket.id), "appointment": str(addressee.appointment_id)},
    )


def record_of(actor: Principal, hearing: Hearing, document: ReportDocument) -> FilingRecord:
    """For the team: that it was filed, for whom and when; nothing of what it says."""
    return FilingRecord(
        **gate_columns(actor, Category.HEARING, hearing.participant_id, hearing.service_on),
        hearing_id=hearing.id,
        document_id=document.id,
        addressee_agency_id=document.holder_id,
        addressee_role=document.addressee_role,
        version=document.version,
        filed_at=document.filed_at,
        sha256=document.sha256,
    )


def to_file(addressees: Iterable[Addressee], filings: dict[tuple[UUID, str], FilingRecord]) -> list[Addressee]:
    """The addressees of a hearing for whom nothing is filed yet."""
    return [one for one in addressees if one.key not in filings]
