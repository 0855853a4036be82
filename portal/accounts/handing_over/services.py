"""A session is handed over for one sitting, and handed back with its owner's password."""

from __future__ import annotations

import secrets
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from portal.accounts.audit.services import record_own
from portal.accounts.confirmation.services import confirm
from portal.accounts.sign_in.models import SignInSession
from portal.accounts.sign_in.sessions import token_hash


def hand_over(session: Session, session_id: UUID, what_id: UUID) -> str:
    """From now on this session opens only the pages of this sitting, or what is for this participant to read.

    Its new token: where the cookie changes, a browser forgets the earlier pages that "Back" would show from memory.
    """
    token = secrets.token_urlsafe(32)
    mine = session.get_one(SignInSession, session_id)
    mine.token_hash, mine.handed_to = token_hash(token), what_id
    record_own(session, mine.user_id, "device_handed_over", mine)
    return token


def never_given_back(session: Session, token: str) -> bool:
    """Whether the browser with this token was handed over and not given back, also when its session has ended since.

    Who holds it then may be the participant, and the agency's provider might let the owner in unasked.
    """
    handed = exists().where(SignInSession.token_hash == token_hash(token), SignInSession.handed_to.is_not(None))
    return bool(session.scalar(select(handed)))


def hand_back(session: Session, session_id: UUID, attempt_id: UUID, compared: str | None) -> None:
    """Its owner has the device again, as the password shows; it may have been locked meanwhile.

    SignInRefused and SignInLocked as in `confirm`; then it stays handed over.
    """
    mine = confirm(session, session_id, attempt_id, compared)
    mine.handed_to = None
    record_own(session, mine.user_id, "device_handed_back", mine)
