"""Assembling reports as their addressee: the ordinary queries, in a session of their own whose reader the addressee is.

The session that files is another one; nothing that the filer may read gets into a document by way of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import force_locale
from sqlalchemy.orm import Session

from portal.accounts.principal import Principal
from portal.consent.accounting.services import Seen, disclosures
from portal.consent.to_be import OpenSession, reading_as
from portal.court.dockets.models import Hearing
from portal.court.dockets.queries import Called, called_on, docket
from portal.court.reports.composing import compose
from portal.court.reports.content import ReportContent
from portal.court.reports.material import Material, gather
from portal.court.reports.sourcing import Sources
from portal.court.reports.subject import Subject
from portal.gate.looking import looked
from portal.gate.reader import Reader, reader_of

LOCALE = "en_US"
"""A report is written in the language of the file, not of whoever presses the button."""


@dataclass(frozen=True, slots=True)
class Assembled:
    """One document before it is filed: its content, what it tells, and what is to be accounted for."""

    addressee: Principal
    reader: Reader
    hearing_id: UUID
    participant_id: UUID
    content: ReportContent
    categories: int
    kinds: str
    seen: tuple[Seen, ...]


@dataclass(frozen=True, slots=True)
class Drafted:
    """How a document is to be filed: as which version, and what was corrected."""

    version: int = 1
    correction: str = ""


def assemble(
    open_session: OpenSession,
    addressee: Principal,
    docket_id: UUID,
    at: datetime,
    filer: str,
    wanted: dict[UUID, Drafted] | None = None,
) -> list[Assembled]:
    """The documents of one addressee for the hearings of a docket (all, or those named), in the docket's order.

    A hearing that the addressee may not know of has no document.
    """
    with reading_as(open_session, addressee, at) as session:
        found = docket(session, addressee, docket_id)
        if found is None:
            return []
        called = [one for one in called_on(session, docket_id) if wanted is None or one.hearing.id in wanted]
        if not called:
            return []
        material = gather(session, found, called, addressee)
        told = disclosed(session, material)
        return [
            finished(session, material, one, told, filer, (wanted or {}).get(one.hearing.id, Drafted()))
            for one in called
        ]


def disclosed(session: Session, material: Material) -> dict[UUID, list[Seen]]:
    """What the addressee has been told about each participant, to be accounted for when it is filed."""
    grants = [grant for found in material.grants.values() for grant in found]
    found: dict[UUID, list[Seen]] = {}
    for seen in disclosures(looked(session), reader_of(session), grants):
        found.setdefault(seen.participant_id, []).append(seen)
    return found


def finished(
    session: Session, material: Material, one: Called, told: dict[UUID, list[Seen]], filer: str, drafted: Drafted
) -> Assembled:
    person = one.participant.id
    sources = sources_for(material, one.hearing)
    with force_locale(LOCALE):
        content = compose(Subject(material, one.hearing, sources), filer, drafted.version, drafted.correction)
    return Assembled(
        addressee=material.addressee,
        reader=reader_of(session),
        hearing_id=one.hearing.id,
        participant_id=person,
        content=content,
        categories=categories_of(session, person),
        kinds=sources.kinds,
        seen=tuple(told.get(person, ())),
    )


def sources_for(material: Material, hearing: Hearing) -> Sources:
    return Sources(
        addressee_agency_id=material.addressee.agency_id,
        names=material.agencies,
        grants=material.grants.get(hearing.participant_id, ()),
        consents=material.consents,
        zone=material.docket.program.time_zone,
    )


def categories_of(session: Session, participant_id: UUID) -> int:
    """Everything that was read about the participant; who later opens the document must be allowed all of it."""
    mask = 0
    for (person, _origin, _regime), categories in looked(session).rows.items():
        if person == participant_id:
            mask |= categories
    return mask
