"""Registering a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock, signals
from portal.accounts.audit.services import record_act
from portal.accounts.principal import Principal
from portal.accounts.recording import gate_columns
from portal.gate.vocabulary import Capacity, Category
from portal.ids import new_id
from portal.participants.people.models import Participant, ParticipantIdentity, PersonalStanding
from portal.web.forms import Refused

OLDEST = 120


@dataclass(frozen=True, slots=True)
class RegisterParticipant:
    """Names as the person spells them; `sort_key` is what lists are ordered by, "Family, Given" where that fits."""

    full_name: str
    sort_key: str
    born_on: date
    used_name: str = ""
    say: str = ""
    pronouns: str = ""
    language: str = "English"
    interpreter: bool = False


def register_participant(session: Session, actor: Principal, command: RegisterParticipant) -> Participant:
    """Add a person of the actor's agency. Refused for a blank name or a date of birth that can't be."""
    today = clock.local_date(clock.now(), actor.zone)
    if not command.full_name.strip():
        raise Refused("full_name", _("Enter the name as the person spells it."))
    if not today.year - OLDEST <= command.born_on.year or command.born_on >= today:
        raise Refused("born_on", _("Enter the date of birth; it must lie in the past."))
    participant_id = new_id()
    participant = Participant(
        id=participant_id,
        **gate_columns(actor, Category.PRESENCE, participant_id, today),
        full_name=command.full_name.strip(),
        used_name=command.used_name.strip(),
        sort_key=command.sort_key.strip() or command.full_name.strip(),
        say=command.say.strip(),
    )
    session.add(participant)
    session.flush()
    session.add(
        ParticipantIdentity(
            **gate_columns(actor, Category.IDENTITY, participant_id, today),
            born_on=command.born_on,
            pronouns=command.pronouns,
            language=command.language,
            interpreter=command.interpreter,
        )
    )
    record_act(session, actor, "participant_registered", participant)
    session.flush()
    signals.sharing_changed.send(session, participant_id=participant_id)
    signals.person_named.send(
        session, participant_id=participant_id, full_name=participant.full_name, born_on=command.born_on
    )
    return participant


@dataclass(frozen=True, slots=True)
class StateStanding:
    """What an agency knows of a person's capacity and death; it takes the place of what it knew before."""

    participant_id: UUID
    capacity: Capacity = Capacity.OK
    deceased_at: datetime | None = None
    reason: str = ""


def state_standing(session: Session, actor: Principal, command: StateStanding) -> PersonalStanding:
    """Record whether the person may sign alone, and whether he or she has died. Refused for a death to come."""
    now = clock.now()
    if command.deceased_at is not None and command.deceased_at > now:
        raise Refused("deceased_at", _("Enter a day that has come."))
    present = session.scalars(
        select(PersonalStanding).where(
            PersonalStanding.participant_id == command.participant_id,
            PersonalStanding.origin_id == actor.agency_id,
            PersonalStanding.superseded_at.is_(None),
        )
    ).first()
    if present is not None:
        present.superseded_at = now
    standing = PersonalStanding(
        **gate_columns(actor, Category.IDENTITY, command.participant_id, clock.local_date(now, actor.zone)),
        capacity=command.capacity,
        deceased_at=command.deceased_at,
        recorded_at=now,
        supersedes_id=present.id if present else None,
        correction_reason=command.reason,
    )
    session.add(standing)
    record_act(session, actor, "standing_stated", standing, note=command.capacity)
    session.flush()
    signals.sharing_changed.send(session, participant_id=command.participant_id)
    return standing
