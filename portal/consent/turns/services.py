"""What happens to papers after they were signed: events, replacement, falsehood; and what a program promises (2.26)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from portal import clock, signals
from portal.accounts.audit.services import record_act
from portal.accounts.permissions import Permission
from portal.accounts.principal import Principal
from portal.consent.instruments.entitled import named, treats
from portal.consent.instruments.models import Consent, Restriction
from portal.consent.rules.terms import RestrictionReach
from portal.participants.people.known import require_known
from portal.web.refused import Refused


@dataclass(frozen=True, slots=True)
class AgreeToRestriction:
    """A promise of the actor's program: about which categories (none means all), against whom (none means all)."""

    participant_id: UUID
    reach: RestrictionReach = RestrictionReach.TPO
    categories: tuple[str, ...] = ()
    recipients: tuple[dict[str, Any], ...] = ()


def record_expiry_event(session: Session, actor: Principal, consent: Consent, occurred_at: datetime) -> None:
    """The event or condition that a consent names has occurred: it ends at that moment (R23)."""
    require_past(occurred_at)
    consent.expiry_occurred_at = occurred_at
    turned(session, actor, consent, "consent_event_occurred")


def record_revocable_point(session: Session, actor: Principal, consent: Consent, occurred_at: datetime) -> None:
    """The event has occurred from which on a criminal-justice consent is revocable (2.35(c), R63).

    A revocation that was received earlier takes effect at that moment.
    """
    require_past(occurred_at)
    consent.revocable_occurred_at = occurred_at
    turned(session, actor, consent, "consent_revocable")


def replace_consent(session: Session, actor: Principal, old: Consent, new: Consent) -> None:
    """The participant marked a new consent as taking the place of an old one, which ends now (R13)."""
    if old.participant_id != new.participant_id or old.id == new.id:
        raise Refused("", _("A consent is replaced by another consent of the same person."))
    old.superseded_at = clock.now()
    turned(session, actor, old, "consent_replaced", note=str(new.id))


def mark_false(session: Session, actor: Principal, consent: Consent, reason: str) -> None:
    """The program knows that something material in a consent is false: it opens nothing from now on (R17).

    Refused for whoever is not the privacy officer of a program that tells by it, and without a reason, which stays in
    the audit trail.
    """
    require_known(session, consent.participant_id)
    if not discloses(session, actor, consent) or not actor.may(Permission.CONSENT_MARK_FALSE):
        raise Refused("", _("Tell the privacy officer of the program that the consent names; it is recorded there."))
    if not reason.strip():
        raise Refused("reason", _("Say what is false."))
    consent.known_false = True
    turned(session, actor, consent, "consent_known_false", note=reason.strip()[:400])


def discloses(session: Session, actor: Principal, consent: Consent) -> bool:
    """By its own name on the paper, also after treatment has ended; or as one of the programs that treat the person."""
    if any(one.get("id") == str(actor.agency_id) for one in consent.disclosers):
        return True
    return named(consent.disclosers, actor.agency_id) and treats(session, actor, consent.participant_id)


def agree_to_restriction(session: Session, actor: Principal, command: AgreeToRestriction) -> Restriction:
    """Promise a patient to tell less than consents allow, from now on (2.26; R120, R121)."""
    restriction = Restriction(
        participant_id=command.participant_id,
        held_by_id=actor.agency_id,
        recorded_by_id=actor.user_id,
        agency_id=actor.agency_id,
        agreed_at=clock.now(),
        applies_to=command.reach,
        categories=list(command.categories),
        recipients=list(command.recipients),
    )
    session.add(restriction)
    session.flush()
    turned(session, actor, restriction, "restriction_agreed")
    return restriction


def end_restriction(session: Session, actor: Principal, restriction: Restriction, *, by_patient: bool) -> None:
    """End a restriction: by the patient at once, by the program for what is written from now on (R122)."""
    if restriction.terminated_by:
        raise Refused("", _("This restriction has ended already."))
    restriction.terminated_at = clock.now()
    restriction.terminated_by = "patient" if by_patient else "program"
    turned(session, actor, restriction, "restriction_ended", note=restriction.terminated_by)


def require_past(moment: datetime) -> None:
    if moment > clock.now():
        raise Refused("occurred_at", _("Enter a moment that has come."))


def turned(session: Session, actor: Principal, paper: Consent | Restriction, act: str, note: str = "") -> None:
    """Audit the change and compile the participant anew, in the transaction of the change."""
    record_act(session, actor, act, paper, note=note)
    session.flush()
    signals.sharing_changed.send(session, participant_id=paper.participant_id)
