"""Today: the first page of every role, made of what the rooms put on it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, render_template

from portal.accounts.access import principal, requires
from portal.accounts.home.tasks import tasks_for
from portal.accounts.permissions import Permission

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@requires(Permission.HOME_READ)
def today() -> Any:
    groups = tasks_for(g.read_session, principal(), g.at)
    return render_template("accounts/today.html", groups=groups)
