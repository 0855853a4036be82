"""The privacy officers of the programs whose records an emergency opened are told at once (2.51(c), R102)."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.notices.kinds import Kind, add_kind
from portal.accounts.notices.models import Notice
from portal.accounts.notices.recipients import acting
from portal.accounts.notices.services import Tell, tell
from portal.accounts.permissions import Permission
from portal.accounts.principal import Principal
from portal.consent.emergencies.queries import programs_told
from portal.consent.instruments.models import EmergencyAccess

EMERGENCY_TO_REVIEW = "emergency_to_review"


def known_here(_principal: Principal) -> ColumnElement[bool]:
    return exists(select(EmergencyAccess.id).where(EmergencyAccess.id == Notice.subject_id))


def tell_programs(session: Session, access: EmergencyAccess) -> None:
    """In the transaction that opens the emergency, after its grants were compiled."""
    told = programs_told(session, access.id) - {access.held_by_id}
    for officer in acting(session, clock.now(), Permission.EMERGENCY_REVIEW):
        if officer.agency_id in told:
            tell(session, Tell(EMERGENCY_TO_REVIEW, officer.appointment_id, access.id, str(access.id)))


def add_kinds() -> None:
    add_kind(
        Kind(
            EMERGENCY_TO_REVIEW,
            _("An access without consent is to be reviewed within one working day."),
            Permission.EMERGENCY_REVIEW,
            "consent.emergencies.review",
            lambda notice: {"emergency_id": notice.subject_id},
            known_here,
        )
    )
