"""Medical emergencies: documented first, open for some hours, closed as soon as they are over (2.51; R100-R104)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from portal import clock, signals
from portal.accounts.audit.services import record_act
from portal.accounts.permissions import Permission
from portal.accounts.principal import Principal
from portal.consent.emergencies import queries
from portal.consent.emergencies.bedside import key_of_person
from portal.consent.emergencies.models import REVIEWED_TWICE, EmergencyReview
from portal.consent.emergencies.notices import tell_programs
from portal.consent.emergencies.vocabulary import Finding
from portal.consent.instruments.models import EmergencyAccess
from portal.consent.recorded import recorded
from portal.consent.rules.codes import Reason
from portal.consent.rules.exceptions import emergency_failure
from portal.consent.rules.facts import Emergency
from portal.web.refused import Refused

LONGEST: Final = timedelta(hours=12)
"""How long one documentation opens; an emergency that lasts longer is documented again."""

MISSING: Final = {
    Reason.EMERGENCY_NOT_BONA_FIDE: ("bona_fide", _("Say that this is a medical emergency in good faith.")),
    Reason.EMERGENCY_CONSENT_OBTAINABLE: (
        "consent_unobtainable",
        _("Say that the person's written consent can't be had first; where it can, ask for it."),
    ),
    Reason.EMERGENCY_NOT_DOCUMENTED: ("nature", _("Write what the emergency is.")),
}


@dataclass(frozen=True, slots=True)
class DocumentEmergency:
    """What 2.51(c) asks to be written down. `recipient_name` and `facility` are who is told, and where.

    `program_closed`: the program is closed in a declared emergency, and therefore can't get the consent (R104).
    """

    participant_id: UUID
    recipient_name: str
    facility: str
    nature: str
    bona_fide: bool
    consent_unobtainable: bool
    hours: int = 12
    program_closed: bool = False


def open_emergency(session: Session, actor: Principal, command: DocumentEmergency) -> EmergencyAccess:
    """Document an emergency; from now on its author may claim it, for at most twelve hours.

    Refused for whoever is not medical personnel (R101), and while anything of the documentation is missing (R102). The
    privacy officers of the programs whose records it opens are told in the same transaction.
    """
    require_medical(actor)
    if not command.recipient_name.strip():
        raise Refused("recipient_name", _("Write the name of the one who treats."))
    claim = Emergency(command.bona_fide, command.consent_unobtainable, command.nature, command.recipient_name)
    failure = emergency_failure(claim)
    if failure is not None:
        raise Refused(*MISSING[failure])
    if not command.facility.strip():
        raise Refused("facility", _("Write at which facility the one who is told works."))
    now = clock.now()
    access = EmergencyAccess(
        **recorded(actor, command.participant_id),
        user_id=actor.user_id,
        agency_id=actor.agency_id,
        recipient_name=command.recipient_name,
        facility=command.facility,
        disclosed_by=actor.display_name,
        nature=command.nature,
        bona_fide=command.bona_fide,
        consent_unobtainable=command.consent_unobtainable,
        program_closed=command.program_closed,
        starts_at=now,
        ends_at=now + min(LONGEST, timedelta(hours=max(1, command.hours))),
    )
    session.add(access)
    session.flush()
    record_act(session, actor, "emergency_opened", access)
    session.flush()
    signals.sharing_changed.send(session, participant_id=access.participant_id)
    tell_programs(session, access)
    return access


def require_medical(actor: Principal) -> None:
    if not actor.medical_personnel:
        raise Refused("", _("Only medical personnel may look at records for a medical emergency."))


def open_by_name(
    session: Session, actor: Principal, full_name: str, born_on: date, command: DocumentEmergency
) -> list[EmergencyAccess]:
    """The same about somebody whom the actor does not know: whoever has exactly this name and date of birth.

    Nobody learns that a person is here without having documented an emergency (R140). Refused where nobody is found,
    in the same words whoever else may be here.
    """
    require_medical(actor)
    found = queries.people_of_key(session, key_of_person(full_name, born_on))
    if not found:
        raise Refused("full_name", _("Nobody has this name and date of birth here. Check both as an ID shows them."))
    return [open_emergency(session, actor, replace(command, participant_id=one)) for one in found]


def close_emergency(session: Session, actor: Principal, access: EmergencyAccess) -> None:
    """The emergency is over, or the program's privacy officer ends the access: nothing more is opened from now on.

    Refused for everybody else, and when it is over already.
    """
    require_ending(session, actor, access)
    now = clock.now()
    if is_over(access, now):
        raise Refused("", _("This emergency is over already."))
    access.closed_at = max(now, access.starts_at + timedelta(seconds=1))
    record_act(session, actor, "emergency_closed", access)
    session.flush()
    signals.sharing_changed.send(session, participant_id=access.participant_id)


def is_over(access: EmergencyAccess, at: datetime) -> bool:
    return access.closed_at is not None or access.ends_at <= at


def require_ending(session: Session, actor: Principal, access: EmergencyAccess) -> None:
    """R102: who documented it, or who reviews it: the privacy officer there, or of a program whose records it opens."""
    mine = (access.user_id, access.agency_id) == (actor.user_id, actor.agency_id)
    here = access.agency_id == actor.agency_id or reviews(session, actor, access.id)
    if not mine and not (here and actor.may(Permission.EMERGENCY_END)):
        raise Refused("", _("Ask whoever documented this emergency, or the privacy officer of the program."))


def close_own(session: Session, actor: Principal) -> None:
    """End whatever the actor has open."""
    for access in queries.open_of(session, actor.user_id, actor.agency_id, clock.now()):
        close_emergency(session, actor, access)


@dataclass(frozen=True, slots=True)
class Review:
    """What a privacy officer found about an emergency, in words."""

    emergency_id: UUID
    finding: Finding
    words: str


def review_emergency(session: Session, actor: Principal, command: Review) -> EmergencyReview:
    """Decide, for the actor's program, whether an emergency was one; what was found stays (R102).

    Refused for whoever is not the privacy officer of a program whose records it opened, while it is open (what is
    looked at afterwards would be reviewed by nobody), without words, and a second time.
    """
    if not reviews(session, actor, command.emergency_id):
        raise Refused("", _("Not found or not available to you."))
    access = queries.emergency(session, command.emergency_id)
    assert access is not None, "a program that is told of an emergency reads it"
    if not is_over(access, clock.now()):
        raise Refused("", _("This emergency is still open. End it, or review it when it is over."))
    if not command.words.strip():
        raise Refused("words", _("Write what you looked at and why you decide so."))
    if queries.reviews_of(session, [command.emergency_id]):
        raise Refused("", REVIEWED_TWICE)
    found = EmergencyReview(
        **recorded(actor, access.participant_id),
        emergency_id=access.id,
        finding=command.finding,
        words=command.words.strip(),
    )
    session.add(found)
    record_act(session, actor, "emergency_reviewed", access, note=command.finding)
    session.flush()
    return found


def reviews(session: Session, actor: Principal, emergency_id: UUID) -> bool:
    """Whether the actor reviews this emergency: the privacy officer of a program that is told of it."""
    if not actor.may(Permission.EMERGENCY_REVIEW):
        return False
    wanted = queries.of_others(actor.agency_id).where(EmergencyAccess.id == emergency_id)
    return session.scalar(wanted) is not None
