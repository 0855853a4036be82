"""Finding a person at a bedside by exact name and date of birth, behind the wall that hides who is here (R140)."""

from __future__ import annotations

import hashlib
import unicodedata
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from portal import signals
from portal.consent.emergencies.models import BedsideKey


def key_of_person(full_name: str, born_on: date) -> str:
    """A hash of the name, however it is spaced, accented or capitalized, and of the date of birth."""
    letters = unicodedata.normalize("NFKD", full_name.casefold())
    plain = " ".join("".join(one for one in letters if not unicodedata.combining(one)).split())
    return hashlib.sha256(f"{plain}\n{born_on.isoformat()}".encode()).hexdigest()


def on_person_named(session: Session, participant_id: UUID, full_name: str, born_on: date) -> None:
    session.add(BedsideKey(participant_id=participant_id, key=key_of_person(full_name, born_on)))
    session.flush()


def wire() -> None:
    """Keep a key whenever somebody is registered."""
    signals.person_named.connect(on_person_named)
