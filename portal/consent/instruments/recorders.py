"""Who writes down that the event has happened at which a consent ends (R23): who may be named, and who is told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from portal.accounts.notices.kinds import Kind, add_kind
from portal.accounts.notices.models import Notice
from portal.accounts.notices.recipients import acting
from portal.accounts.notices.services import Tell, tell
from portal.accounts.permissions import Permission
from portal.accounts.principal import Principal
from portal.consent.instruments.models import Consent, Revocation
from portal.consent.instruments.vocabulary import ConsentKind, RevocationScope
from portal.participants.enrollments.queries import team

EVENT_TO_RECORD = "event_to_record"


def able(
    session: Session, participant_id: UUID, actor: Principal, telling: Iterable[UUID], at: datetime
) -> list[Principal]:
    """Who can be named: the one who fills the form, and whoever of the team, as one knows it, acts where the paper lies
    or at an agency that tells by it, in a post that ends consents."""
    where = {actor.agency_id, *telling}
    seats = {(one.user_id, one.agency_id) for one in team(session, participant_id) if one.ends_at is None}
    seats.add((actor.user_id, actor.agency_id))
    everybody = acting(session, at, Permission.CONSENT_REVOKE)
    return [one for one in everybody if one.agency_id in where and (one.user_id, one.agency_id) in seats]


def tell_recorder(session: Session, actor: Principal, consent: Consent, at: datetime) -> None:
    """In the transaction that keeps the paper, after its grants were compiled. Who names himself is not told, but
    finds it on "Today" (`turns.tasks`)."""
    named = str(consent.form.get("expiry_recorder") or "")
    if not named or named == str(actor.user_id):
        return
    where = {str(consent.held_by_id), *(str(one["id"]) for one in consent.disclosers if one.get("id"))}
    for one in acting(session, at, Permission.CONSENT_REVOKE):
        if str(one.user_id) == named and str(one.agency_id) in where:
            tell(session, Tell(EVENT_TO_RECORD, one.appointment_id, consent.id, str(consent.id)))


def waits(_principal: Principal) -> ColumnElement[bool]:
    """Nothing is to be written down of one that has ended in another way; one for a court waits for its point (R65)."""
    ends = (Consent.expiry_occurred_at, Consent.superseded_at, Consent.known_false_at)
    taken_back = exists().where(
        Revocation.consent_id == Consent.id,
        Revocation.scope == RevocationScope.ALL,
        Consent.kind != ConsentKind.CRIMINAL_JUSTICE,
    )
    going_on = (*(one.is_(None) for one in ends), ~taken_back)
    return exists(select(Consent.id).where(Consent.id == Notice.subject_id, *going_on))


def add_kinds() -> None:
    add_kind(
        Kind(
            EVENT_TO_RECORD,
            _("You are named to write down when something has happened."),
            Permission.CONSENT_REVOKE,
            "consent.turns.happened",
            lambda notice: {"consent_id": notice.subject_id},
            waits,
        )
    )
