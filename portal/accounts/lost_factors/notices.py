"""That one's second factor was removed: told to whoever it is about, wherever that person works."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement

from portal.accounts.notices.kinds import Kind, add_kind
from portal.accounts.notices.models import Notice
from portal.accounts.permissions import Permission
from portal.accounts.principal import Principal

FACTOR_REMOVED = "factor_removed"


def about_me(principal: Principal) -> ColumnElement[bool]:
    return Notice.subject_id == principal.user_id


def add_kinds() -> None:
    add_kind(
        Kind(
            FACTOR_REMOVED,
            _("Your second factor was removed. If you did not ask for this, tell your administrator now."),
            Permission.HOME_READ,
            "accounts.own.show",
            lambda _notice: {},
            about_me,
        )
    )
