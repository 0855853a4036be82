"""Who may be sent a copy at all, and to what a copy can be bound."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from portal.accounts.agencies.models import Appointment
from portal.accounts.principal import Principal
from portal.consent.rules.codes import Obligation

BINDING: Final = frozenset(
    {
        # The notice, the paper's id and the accounting are written with each document (R161, R162, R170).
        Obligation.NOTICE_2_32,
        Obligation.COPY_OR_SCOPE_2_32B,
        Obligation.LOG_DISCLOSURE,
        # A line has the fields that its category opens, and nothing else (R41).
        Obligation.PROJECT_FIELDS,
        # The accounting is the list: to whom, when, what (R136).
        Obligation.INTERMEDIARY_LIST_2_24,
        # What the holder may do with a line stands on it, and binds what the portal lets the holder do (R28, S8).
        Obligation.CJ_USE_ONLY_2_35D,
        Obligation.NO_LEGAL_USE,
        Obligation.NO_REDISCLOSURE,
        Obligation.HIPAA_REDISCLOSURE_ALLOWED,
        Obligation.REDISCLOSE_PER_CONSENT_2_33B2,
        Obligation.PROCEEDING_ONLY_2_31D,
        Obligation.ORDER_SCOPE_ONLY,
        Obligation.QSO_BOUND,
        Obligation.AUDIT_USE_ONLY_2_53,
        Obligation.RESEARCH_USE_ONLY_2_52,
        Obligation.REPORT_ONLY_2_12C6,
        Obligation.INCIDENT_FACTS_ONLY_2_12C5,
    }
)
"""R160: what a delivered copy meets. Not among them: what belongs to a live look in an emergency (documentation,
review, the request to use no further), and the cause of death alone, which no record of the portal is."""


def stands(session: Session, target: Principal, at: datetime) -> bool:
    """S1 of whoever is to get it: an active account, and the appointment that is claimed, in force at the moment."""
    found = session.get(Appointment, target.appointment_id, populate_existing=True)
    if found is None or (found.user_id, found.agency_id, found.role) != (target.user_id, target.agency_id, target.role):
        return False
    user = found.user
    in_force = found.starts_at <= at and (found.ends_at is None or at < found.ends_at)
    return in_force and user.status == "active" and (user.ended_at is None or at < user.ended_at)
