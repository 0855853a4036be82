"""On "Today": a request that waits for this administrator's eyes."""

from __future__ import annotations

from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.accounts.home.tasks import Task, TaskGroup, first_of
from portal.accounts.lost_factors import queries
from portal.accounts.principal import Principal


def removals_waiting(session: Session, principal: Principal, at: datetime) -> TaskGroup | None:
    mine = [one for one in queries.waiting(session, principal, at) if queries.may_decide(session, principal, one, at)]
    if not mine:
        return None
    href = url_for("accounts.lost_factors.waiting")
    tasks = [
        Task(
            "due",
            _("Today"),
            _("%(name)s lost the second factor. Look whether it may be removed", name=one.user.display_name),
            href,
            _("Look"),
        )
        for one in mine
    ]
    return first_of(_("Second factors"), tasks, href)
