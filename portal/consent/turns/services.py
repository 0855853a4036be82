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
from portal.consent.instruments import queries
from portal.consent.instruments.entitled import discloses, require_keeping, require_promising
from portal.consent.instruments.models import Consent, Restriction
from portal.consent.instruments.parts import is_party
from portal.consent.instruments.standing import has_ended, in_force
from portal.consent.instruments.vocabulary import KNOWN_FALSE, ConsentKind
from portal.consent.rules.terms import ALL, ExpiryType, RestrictionReach
from portal.gate.vocabulary import Category
from portal.participants.enrollments.services import record_disposition
from portal.participants.people.known import require_known
from portal.web.refused import Refused

REASON = 400
"""The most characters in which the audit trail keeps what is false."""


@dataclass(frozen=True, slots=True)
class AgreeToRestriction:
    """A promise of the actor's program: about which categories (none means all), against whom (none means all)."""

    participant_id: UUID
    reach: RestrictionReach = RestrictionReach.TPO
    categories: tuple[str, ...] = ()
    recipients: tuple[dict[str, Any], ...] = ()
    paid_in_full: bool = False


def record_expiry_event(session: Session, actor: Principal, consent: Consent, occurred_at: datetime) -> None:
    """The event or condition that a consent names has occurred: it ends at that moment (R23).

    Refused for whoever neither keeps the paper nor tells by it, for a paper that names no event, for a moment before
    the signature or ahead, and when it is recorded already.
    """
    require_keeping(session, actor, consent)
    if consent.expiry_kind != ExpiryType.EVENT:
        raise Refused("", _("This consent names no event. It ends on its day, or when it is taken back."))
    require_first(consent.expiry_occurred_at)
    require_moment(consent, occurred_at)
    consent.expiry_occurred_at = occurred_at
    turned(session, actor, consent, "consent_event_occurred")


def record_case_end(session: Session, actor: Principal, consent: Consent, occurred_at: datetime) -> None:
    """The case of a criminal-justice consent has ended, and with it the duty to monitor: each consent for that case
    ends at that moment (R64, R65).

    Refused for whoever neither keeps the paper nor tells by it, for a case that another agency has, for a moment before
    the signature or ahead, and when it is recorded already.
    """
    require_keeping(session, actor, consent)
    case = queries.case_of(session, consent)
    if case is None or case.origin_id != actor.agency_id:
        raise Refused("", _("Ask the court that has the case to record that it has ended."))
    require_first(case.final_disposition_at)
    require_moment(consent, occurred_at)
    record_disposition(session, actor, case, occurred_at)
    record_act(session, actor, "consent_case_ended", consent)
    session.flush()


def record_revocable_point(session: Session, actor: Principal, consent: Consent, occurred_at: datetime) -> None:
    """The event has occurred from which on a criminal-justice consent is revocable (2.35(c), R63).

    A revocation that was received earlier takes effect at that moment. Refused for whoever neither keeps the paper nor
    tells by it, for a consent of another kind, and when it is recorded already.
    """
    require_keeping(session, actor, consent)
    if consent.kind != ConsentKind.CRIMINAL_JUSTICE:
        raise Refused(
            "", _("Only a criminal-justice consent waits for such a point; others can be taken back any time.")
        )
    require_first(consent.revocable_occurred_at)
    require_moment(consent, occurred_at)
    consent.revocable_occurred_at = occurred_at
    turned(session, actor, consent, "consent_revocable")


def replace_consent(session: Session, actor: Principal, old: Consent, new: Consent) -> None:
    """The participant marked a new consent as taking the place of an old one, which ends now (R13).

    Refused for whoever does not keep, or tell by, both; for a consent of somebody else; for one that has ended; for a
    new one that is not in force, or was signed on an earlier day; and for one that can't be taken back yet, unless one
    of its kind and case follows: replacing is no way around its point (R63, R66).
    """
    require_keeping(session, actor, old)
    if old.participant_id != new.participant_id or old.id == new.id:
        raise Refused("new", _("A consent is replaced by another consent of the same person."))
    require_keeping(session, actor, new)
    now = clock.now()
    if old.superseded_at is not None:
        raise Refused("", _("This consent was replaced already."))
    if has_ended(session, old, now):
        raise Refused("", _("This consent has ended already; nothing is left to replace."))
    if not in_force(session, new, now):
        raise Refused("new", _("Choose a consent that is in force."))
    if waits(session, old) and (new.kind, new.legal_case_id) != (old.kind, old.legal_case_id):
        raise Refused(
            "new", _("This consent goes on until the point that it names. Only one for the same case replaces it.")
        )
    if signed_before(new, old, actor.zone):
        raise Refused("new", _("Choose a consent that was signed on the same day or later."))
    old.superseded_at = now
    turned(session, actor, old, "consent_replaced", note=str(new.id))


def signed_before(one: Consent, other: Consent, zone: str) -> bool:
    """By the day: a paper says no hour."""
    if one.signed_at is None or other.signed_at is None:
        return False
    return clock.local_date(one.signed_at, zone) < clock.local_date(other.signed_at, zone)


def waits(session: Session, consent: Consent) -> bool:
    """R63, R64: a criminal-justice consent that nobody can take back yet."""
    if consent.kind != ConsentKind.CRIMINAL_JUSTICE:
        return False
    point = queries.point_of(session, consent)
    return point is None or point > clock.now()


def mark_false(session: Session, actor: Principal, consent: Consent, reason: str) -> None:
    """The program knows that something material in a consent is false: it opens nothing from now on (R17).

    Refused for whoever is not the privacy officer of a program that tells by it, when it is recorded already, and
    without a reason of at most REASON characters; the reason stays in the audit trail.
    """
    require_known(session, consent.participant_id)
    if not discloses(session, actor, consent) or not actor.may(Permission.CONSENT_MARK_FALSE):
        raise Refused("", _("Tell the privacy officer of the program that the consent names; it is recorded there."))
    if consent.known_false:
        raise Refused("", _("This is recorded already."))
    reason = reason.strip()
    if not reason:
        raise Refused("reason", _("Say what is false."))
    if len(reason) > REASON:
        raise Refused("reason", _("Use 400 characters or fewer."))
    consent.known_false_at, consent.known_false_by_id = clock.now(), actor.user_id
    turned(session, actor, consent, KNOWN_FALSE, note=reason)


def agree_to_restriction(session: Session, actor: Principal, command: AgreeToRestriction) -> Restriction:
    """Promise a patient to tell less than consents allow, from now on (2.26; R120, R121).

    Refused for whoever does not act for a program that treats or treated the person; and for a kind of information, or
    somebody to be told less, whom the rules don't know: it would promise what nothing keeps (R181).
    """
    require_promising(session, actor, command.participant_id)
    if not set(command.categories) <= {*Category, ALL}:
        raise Refused("categories", _("Choose kinds of information from the list."))
    if not all(is_party(one) for one in command.recipients):
        raise Refused("recipients", _("Choose who is told less from the list."))
    restriction = Restriction(
        participant_id=command.participant_id,
        held_by_id=actor.agency_id,
        recorded_by_id=actor.user_id,
        agency_id=actor.agency_id,
        agreed_at=clock.now(),
        applies_to=command.reach,
        categories=list(command.categories),
        recipients=list(command.recipients),
        paid_in_full=command.paid_in_full,
    )
    session.add(restriction)
    session.flush()
    turned(session, actor, restriction, "restriction_agreed")
    return restriction


def end_restriction(session: Session, actor: Principal, restriction: Restriction, *, by_patient: bool) -> None:
    """End a restriction: by the patient at once, by the program for what is written from now on (R122).

    Refused away from the program that promised, and when it has ended.
    """
    require_promising(session, actor, restriction.participant_id)
    if restriction.agency_id != actor.agency_id:
        raise Refused("", _("Ask the program that promised this to record that it ended."))
    if restriction.terminated_by:
        raise Refused("", _("This restriction has ended already."))
    if restriction.paid_in_full and not by_patient:
        raise Refused("by", _("The patient paid in full: only the patient ends this promise."))
    restriction.terminated_at = clock.now()
    restriction.terminated_by = "patient" if by_patient else "program"
    turned(session, actor, restriction, "restriction_ended", note=restriction.terminated_by)


def require_first(recorded: datetime | None) -> None:
    """What ended is not opened again by a later moment."""
    if recorded is not None:
        raise Refused("occurred_on", _("This moment is recorded already."))


def require_moment(consent: Consent, moment: datetime) -> None:
    """What happens to a paper happens after it was signed, and has happened."""
    if moment > clock.now():
        raise Refused("occurred_on", _("Enter the day it happened; that day is still to come."))
    if consent.signed_at is not None and moment < consent.signed_at:
        raise Refused("occurred_on", _("Enter a day after the consent was signed."))


def turned(session: Session, actor: Principal, paper: Consent | Restriction, act: str, note: str = "") -> None:
    """Audit the change and compile the participant anew, in the transaction of the change."""
    record_act(session, actor, act, paper, note=note)
    session.flush()
    signals.sharing_changed.send(session, participant_id=paper.participant_id)
