"""On "Today": a review that is due."""

from __future__ import annotations

from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.accounts.home.tasks import Task, TaskGroup
from portal.accounts.principal import Principal
from portal.accounts.reviews.queries import due_at


def review_due(session: Session, principal: Principal, at: datetime) -> TaskGroup | None:
    if at < due_at(session, principal.agency_id):
        return None
    href = url_for("accounts.reviews.show")
    task = Task("due", _("Each quarter"), _("Look who still needs which role at your agency"), href, _("Review"))
    return TaskGroup(_("Staff"), (task,))
