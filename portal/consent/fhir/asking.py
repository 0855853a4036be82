"""Asking for an export at the command line: a privacy officer, by name, through the same gate as on a page."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from portal import clock
from portal.consent.explaining.asking import NotForYou, officer
from portal.consent.fhir.services import fhir_json, record_export
from portal.consent.instruments import queries
from portal.consent.readers import reader_for
from portal.gate.reader import bind_reader


def export_for(session: Session, username: str, consent_id: UUID) -> str:
    """The resource as JSON text. NotForYou for whoever is no privacy officer, and for a consent unknown to that one."""
    actor = officer(session, username)
    bind_reader(session, reader_for(session, actor, clock.now()))
    found = queries.consent(session, consent_id)
    if found is None:
        raise NotForYou("There is no such consent of your program.")
    content = fhir_json(session, found, clock.now())
    record_export(session, actor, found)
    return content
