"""On "Today" of a program's privacy officer: the orders that others entered in the last days."""

from __future__ import annotations

from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.accounts.home.tasks import Task, TaskGroup
from portal.accounts.principal import Principal
from portal.consent.orders.queries import lately_told
from portal.web.dates import moment


def orders_entered(session: Session, principal: Principal, at: datetime) -> TaskGroup | None:
    found = [
        Task(
            "due",
            _("New"),
            _("A court order about records of your program, entered %(when)s", when=moment(one.recorded_at)),
            url_for("consent.orders.show", order_id=one.id),
            _("Look"),
        )
        for one in lately_told(session, principal.agency_id, at)
    ]
    return TaskGroup(_("Court orders"), tuple(found)) if found else None
