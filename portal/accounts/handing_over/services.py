"""A session is handed over for one sitting, and handed back with its owner's password."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from portal.accounts.audit.services import record_own
from portal.accounts.confirmation.services import confirm
from portal.accounts.sign_in.models import SignInSession


def hand_over(session: Session, session_id: UUID, what_id: UUID) -> None:
    """From now on this session opens only the pages of this sitting, or what is for this participant to read."""
    mine = session.get_one(SignInSession, session_id)
    mine.handed_to = what_id
    record_own(session, mine.user_id, "device_handed_over", mine)


def hand_back(session: Session, session_id: UUID, attempt_id: UUID, compared: str | None) -> None:
    """Its owner has the device again, as the password shows; it may have been locked meanwhile.

    SignInRefused and SignInLocked as in `confirm`; then it stays handed over.
    """
    mine = confirm(session, session_id, attempt_id, compared)
    mine.handed_to = None
    record_own(session, mine.user_id, "device_handed_back", mine)
