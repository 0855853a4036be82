"""One administrator alone can let somebody in, and is shown the code. So others at the agency hear of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, exists
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.agencies.models import Appointment
from portal.accounts.notices.kinds import Kind, add_kind
from portal.accounts.notices.models import Notice
from portal.accounts.notices.recipients import acting
from portal.accounts.notices.services import Tell, tell
from portal.accounts.permissions import Permission
from portal.accounts.principal import Principal

ROLE_GIVEN, CODE_USED = "role_given", "code_used"
WORDS = {
    ROLE_GIVEN: _("Somebody got a role at your agency. Look whether you know the person."),
    CODE_USED: _(
        "A password was set with an administrator’s code at your agency. Ask the person whether it was theirs."
    ),
}
Values = Callable[[Notice], dict[str, Any]]
HEARERS: dict[Permission, tuple[str, Values]] = {
    Permission.STAFF_MANAGE: ("accounts.staff.show", lambda notice: {"user_id": notice.subject_id}),
    Permission.AUDIT_READ: ("consent.trail.acts", lambda notice: {"who": notice.subject_id.hex}),
}
"""The agency's administrators and its privacy officers, each with the page on which they see what was done."""


def tell_others(
    session: Session, event: str, agency_id: UUID, user_id: UUID, key: UUID, besides: UUID | None = None
) -> None:
    """Tell all at the agency who answer for such things, but neither whom it is about nor `besides`, who did it."""
    for permission in HEARERS:
        for one in acting(session, clock.now(), permission):
            if one.agency_id == agency_id and one.user_id not in (user_id, besides):
                tell(session, Tell(f"{event}_{permission}", one.appointment_id, user_id, str(key)))


def works_here(principal: Principal) -> ColumnElement[bool]:
    of_agency = (Appointment.user_id == Notice.subject_id, Appointment.agency_id == principal.agency_id)
    return exists().where(*of_agency)


def add_kinds() -> None:
    for event, words in WORDS.items():
        for permission, (endpoint, values) in HEARERS.items():
            add_kind(Kind(f"{event}_{permission}", words, permission, endpoint, values, works_here))
