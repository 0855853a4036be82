"""The paper of a filed report: rendered once, from the frozen content, by a job; kept with its addressee."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from uuid import UUID

from flask import current_app
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.principal import Principal, principal_by_id
from portal.consent.readers import reader_for
from portal.consent.to_be import OpenSession, reading_as
from portal.court.reports import queries
from portal.court.reports.content import from_json
from portal.court.reports.models import ReportDocument, ReportPaper
from portal.court.reports.rendering import render_report
from portal.db import write_intent
from portal.extensions import db
from portal.gate.reader import bind_reader


def render_job(payload: Mapping[str, str]) -> UUID | None:
    """What the queue calls: render the paper of a document as its addressee. Doing it twice keeps the first."""
    open_session: OpenSession = db.session.session_factory
    with open_session() as session:
        addressee = principal_by_id(session, UUID(payload["appointment"]))
    return render_paper(open_session, addressee, UUID(payload["document"]))


def verify_base() -> str:
    return str(current_app.config["PUBLIC_ADDRESS"]).rstrip("/")


def render_paper(open_session: OpenSession, addressee: Principal, document_id: UUID) -> UUID | None:
    """The id of the document's paper, made now when it is not there; None when there is no such document."""
    with reading_as(open_session, addressee, clock.now()) as session:
        document = queries.document(session, document_id)
        if document is None:
            return None
        there = queries.papers_of(session, [document_id]).get(document_id)
        if there is not None:
            return there.id
        content = from_json(document.content)
    pdf = render_report(content, verify_base=verify_base())
    with write_intent(), open_session() as session:
        bind_reader(session, reader_for(session, addressee, clock.now()))
        return keep(session, document, pdf)


def keep(session: Session, document: ReportDocument, pdf: bytes) -> UUID | None:
    """Store the bytes; if another worker was faster, its paper stays."""
    paper = ReportPaper(
        participant_id=document.participant_id,
        holder_id=document.holder_id,
        filed_by_id=document.filed_by_id,
        categories=document.categories,
        received_kind=document.received_kind,
        document_id=document.id,
        pdf=pdf,
        pdf_sha256=sha256(pdf).hexdigest(),
    )
    session.add(paper)
    try:
        session.commit()
    except IntegrityError:
        session.rollback()
        found = queries.papers_of(session, [document.id]).get(document.id)
        return found.id if found else None
    return paper.id
