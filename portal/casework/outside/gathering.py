"""What is known of agencies outside about people, as far as this reader may know it; set-wise."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.orm import Session

from portal.casework.outside import queries
from portal.casework.outside.models import OutsideRequest
from portal.casework.outside.presenting import AskedLine, Told, asked_line, told
from portal.casework.outside.standing import TOLD
from portal.consent.reading import consent_grants
from portal.gate.reader import reader_of


def told_about(session: Session, participant_ids: Iterable[UUID]) -> dict[UUID, list[Told]]:
    """What was told, newest first, each with where it is from."""
    found = queries.answers_of(session, participant_ids)
    names = queries.agency_names(session, (one.origin_id for each in found.values() for one in each))
    return {person: [told(names[one.origin_id], one) for one in each] for person, each in found.items()}


def may_tell(session: Session, asked: Iterable[OutsideRequest]) -> set[UUID]:
    """Of these requests those whose paper still opens to this reader what would be told."""
    asked = list(asked)
    grants = consent_grants(session, {one.participant_id for one in asked})
    opened = {
        (grant.participant_id, grant.holder_id, grant.instrument_id) for grant in grants if grant.categories & TOLD.bit
    }
    return {one.id for one in asked if (one.participant_id, one.agency_id, one.consent_id) in opened}


def asked_about(
    session: Session, participant_ids: Iterable[UUID], answers: Iterable[Told] = ()
) -> dict[UUID, list[AskedLine]]:
    """What the reader's own agency asked, newest first, and how each stands; with the answers that are given."""
    ids, reader = list(participant_ids), reader_of(session)
    asked = {
        person: [one for one in each if one.origin_id == reader.agency]
        for person, each in queries.requests_of(session, ids).items()
    }
    every = [one for each in asked.values() for one in each]
    links = queries.links_of(session, every)
    names = queries.agency_names(session, (one.agency_id for one in every))
    answered = {one.answer.request_id: one for one in answers}
    opened = may_tell(session, every)
    return {
        person: [
            asked_line(one, names[one.agency_id], links.get(one.id), answered.get(one.id), one.id in opened, reader.at)
            for one in each
        ]
        for person, each in asked.items()
        if each
    }
