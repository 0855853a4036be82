"""The life of a one-time link: tries of its code, and its end."""

from __future__ import annotations

from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy import update
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.audit.services import record_act
from portal.accounts.principal import Principal
from portal.casework.outside.models import OutsideLink, OutsideRequest
from portal.casework.outside.tokens import fits
from portal.casework.outside.vocabulary import TRIES, Ended
from portal.db import rows_changed
from portal.web.refused import Refused


def end_link(session: Session, link_id: UUID, how: Ended) -> bool:
    """Whether this act is the one that ends the link: of two at the same time one is."""
    ending = update(OutsideLink).where(OutsideLink.id == link_id, OutsideLink.ended_at.is_(None))
    return rows_changed(session, ending.values(ended_at=clock.now(), ended_how=how)) == 1


def withdraw_link(session: Session, actor: Principal, asked: OutsideRequest, link: OutsideLink) -> None:
    """From now on the link leads nowhere. Refused when it has ended already."""
    if not end_link(session, link.id, Ended.WITHDRAWN):
        raise Refused("", _("This link has ended already."))
    record_act(session, actor, "outside_link_withdrawn", asked)
    session.flush()


def try_code(session: Session, link_id: UUID) -> bool:
    """Count a try before anything is compared; False when none is left. The caller commits before comparing."""
    counted = update(OutsideLink).where(
        OutsideLink.id == link_id, OutsideLink.ended_at.is_(None), OutsideLink.tries < TRIES
    )
    return rows_changed(session, counted.values(tries=OutsideLink.tries + 1)) == 1


def compare_code(session: Session, link_id: UUID, typed: str, key: bytes) -> bool:
    """Whether the code fits. A right one opens the questions; the last wrong one closes the link."""
    link = session.get_one(OutsideLink, link_id, populate_existing=True)
    if fits(key, link.nonce, typed):
        link.tries, link.opened_at = 0, clock.now()
        record_act(session, None, "outside_link_opened", link)
        return True
    if link.tries >= TRIES:
        end_link(session, link_id, Ended.WRONG_CODES)
    record_act(session, None, "outside_code_refused", link)
    return False
