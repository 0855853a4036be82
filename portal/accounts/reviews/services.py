"""Doing a review: what is no longer needed ends, the rest stays, and it is written down who looked."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.audit.services import record_act
from portal.accounts.principal import Principal
from portal.accounts.reviews.models import AccessReview
from portal.accounts.staff.queries import members
from portal.accounts.staff.services import end_role, lock_agency
from portal.web.refused import Refused


@dataclass(frozen=True, slots=True)
class Review:
    """`seen`: every appointment that the administrator was shown; `ending`: those that are no longer needed."""

    seen: frozenset[UUID]
    ending: frozenset[UUID]


def review(session: Session, actor: Principal, command: Review) -> AccessReview:
    """Refused when a role was given or ended since the page was made, and for the last administrator's."""
    lock_agency(session, actor.agency_id)
    found = {
        role.id: member.user.id for member in members(session, actor.agency_id, clock.now()) for role in member.roles
    }
    if set(found) != command.seen:
        raise Refused("", _("Somebody gave or ended a role meanwhile. Look at the list once more."))
    for appointment_id in command.ending & set(found):
        end_role(session, actor, found[appointment_id], appointment_id)
    done = AccessReview(
        agency_id=actor.agency_id,
        reviewed_by_id=actor.user_id,
        kept=len(found) - len(command.ending),
        ended=len(command.ending),
    )
    session.add(done)
    session.flush()
    record_act(session, actor, "access_reviewed", done)
    return done
