"""Making one packet: all reports of a docket that one appointment may open, in the docket's order, behind a cover.

Access is the gate's: the documents are those that the appointment's own reader gets. The finished file is kept under
a name made of everything in it: whoever may read exactly the same gets exactly the same bytes, nobody else finds it.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.agencies.models import Appointment
from portal.accounts.principal import Principal, principal_of
from portal.consent.to_be import OpenSession, reading_as
from portal.court.dockets.models import Docket
from portal.court.dockets.presenting import note_of
from portal.court.dockets.queries import Called, called_on, docket
from portal.court.packets.assembly import assemble
from portal.court.packets.cover import CoverEntry, CoverSheet
from portal.court.reports import papers, queries
from portal.court.reports.addressees import OPENS_FOR, recipient_words
from portal.court.reports.content import from_json
from portal.court.reports.models import ReportDocument
from portal.court.reports.notice import Notice
from portal.court.reports.rendering import report_title
from portal.participants.enrollments import queries as enrollments
from portal.participants.people.presenting import phase_label
from portal.web.dates import day_with_year
from portal.web.tagged_merge import Part

LAYOUT = 1
LANGUAGE = "en-US"


class NothingFiled(LookupError):
    """There is no report on this docket that the appointment may open."""


@dataclass(frozen=True, slots=True)
class Packet:
    """What goes into a packet, before it is made. `key` names its content: equal keys are equal files."""

    docket: Docket
    cover: CoverSheet
    documents: tuple[ReportDocument, ...]
    key: str


def role_opened(principal: Principal) -> str | None:
    """Whose documents the role opens within its agency, None for roles that open none."""
    role = OPENS_FOR.get(principal.role)
    return str(role) if role is not None else None


def packet_of(session: Session, principal: Principal, docket_id: UUID) -> Packet | None:
    """What the session's reader may have as a packet of a docket; None when no report of it opens to the reader."""
    role = role_opened(principal)
    found = docket(session, principal, docket_id) if role else None
    if found is None or role is None:
        return None
    received = queries.documents_for(session, docket_id, role)
    called = called_on(session, docket_id)
    documents = tuple(received[one.hearing.id] for one in called if one.hearing.id in received)
    if not documents:
        return None
    with force_locale("en_US"):
        cover = cover_of(session, found, called, documents)
    return Packet(found, cover, documents, key_of_packet(cover, documents))


def cover_of(
    session: Session, found: Docket, called: Sequence[Called], documents: Sequence[ReportDocument]
) -> CoverSheet:
    """The docket as the reader may see it; as of the newest report, so that the same reports give the same cover."""
    places = {one.hearing_id: place for place, one in enumerate(documents)}
    known = enrollments.current_of(session, [one.participant.id for one in called])
    entries = []
    for one in called:
        enrollment = known.get(one.participant.id)
        phase = ". ".join(
            part for part in (phase_label(enrollment) if enrollment else "", note_of(one.hearing)) if part
        )
        entries.append(
            CoverEntry(
                participant=one.participant.full_name,
                at=one.hearing.starts_at,
                docket_number=enrollment.number if enrollment else None,
                phase=phase or None,
                report=places.get(one.hearing.id),
            )
        )
    newest = max(documents, key=lambda document: (document.filed_at, document.id))
    return CoverSheet(
        title=_("Reports for the docket of %(day)s", day=day_with_year(found.held_on)),
        court=found.program.agency.name,
        recipient=recipient_words(next(role for role in OPENS_FOR if str(role) == newest.addressee_role)),
        purpose=_("to monitor the cases on it"),
        as_of=newest.filed_at,
        time_zone=found.program.time_zone,
        entries=tuple(entries),
        notice=Notice(version=newest.notice_version, scope=()),
        judge=found.judge.display_name,
        language=LANGUAGE,
    )


def key_of_packet(cover: CoverSheet, documents: Sequence[ReportDocument]) -> str:
    """SHA-256 over everything that is printed."""
    told = {
        "layout": LAYOUT,
        "verify": papers.verify_base(),
        "cover": repr(cover),
        "documents": [document.sha256 for document in documents],
    }
    return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def folder() -> Path:
    return Path(current_app.config["DATA_FOLDER"]) / "packets"


def kept_file(packet: Packet) -> Path:
    """Where the finished packet is, once it is made."""
    return folder() / f"{packet.key}.pdf"


def build_packet(open_session: OpenSession, docket_id: UUID, appointment: Appointment) -> bytes:
    """The packet of an appointment as one PDF: the kept file, or made now. NothingFiled when there is none to make.

    Byte for byte what the browser's download gives, because both are this file.
    """
    principal = principal_of(appointment)
    with reading_as(open_session, principal, clock.now()) as session:
        packet = packet_of(session, principal, docket_id)
    if packet is None:
        raise NothingFiled(str(docket_id))
    path = kept_file(packet)
    if path.exists():
        return path.read_bytes()
    made = assemble(packet.cover, parts_of(open_session, principal, packet))
    keep(path, made)
    return made


def parts_of(open_session: OpenSession, principal: Principal, packet: Packet) -> list[Part]:
    """The papers in order, rendered where they are missing, each under the title of its report."""
    ids = [document.id for document in packet.documents]
    with reading_as(open_session, principal, clock.now()) as session:
        there = queries.papers_of(session, ids)
    for document_id in ids:
        if document_id not in there:
            papers.render_paper(open_session, principal, document_id)
    with reading_as(open_session, principal, clock.now()) as session:
        found = queries.papers_of(session, ids, with_pdf=True)
        titles = {one: title_of(session, one) for one in ids}
        return [Part(titles[one], found[one].pdf) for one in ids]


def title_of(session: Session, document_id: UUID) -> str:
    document = queries.document(session, document_id)
    if document is None:
        raise NothingFiled(str(document_id))
    with force_locale("en_US"):
        return report_title(from_json(document.content))


def keep(path: Path, content: bytes) -> None:
    """Write the whole file or nothing; readable by the portal's own account only."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except OSError:
        # A disk that is full is not made fuller by what could not be finished.
        Path(name).unlink(missing_ok=True)
        raise
