"""Asking for a removal on a person's page, and the page on which a second administrator decides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, g, render_template, url_for
from sqlalchemy.orm import Session

from portal.accounts.access import freshly, principal, requires
from portal.accounts.lost_factors import queries, services
from portal.accounts.permissions import Permission
from portal.accounts.staff.forms import PlainForm
from portal.accounts.staff.queries import member
from portal.web.forms import submit

blueprint = Blueprint("lost_factors", __name__)


def _page(problem: PlainForm | None = None) -> str:
    found = queries.waiting(g.read_session, principal(), g.at)
    return render_template(
        "accounts/lost_factors/waiting.html",
        lines=[(one, queries.may_decide(g.read_session, principal(), one, g.at)) for one in found],
        me=principal().user_id,
        problem=problem,
    )


@blueprint.get("/staff/second-factors")
@requires(Permission.STAFF_MANAGE)
def waiting() -> Any:
    return _page()


@blueprint.post("/staff/<uuid:user_id>/second-factor")
@requires(Permission.STAFF_MANAGE)
@freshly
def ask(user_id: UUID) -> Any:
    if member(g.read_session, principal().agency_id, user_id, g.at) is None:
        abort(404)
    form = PlainForm()

    def act(session: Session) -> str:
        services.ask_removal(session, principal(), user_id)
        return url_for("accounts.lost_factors.waiting", done="removal-asked")

    return submit(form, act, lambda: _page(form))


def _decided(removal_id: UUID, act: Callable[[Session, Any, UUID], None], done: str) -> Any:
    if all(one.id != removal_id for one in queries.waiting(g.read_session, principal(), g.at)):
        abort(404)
    form = PlainForm()

    def pressed(session: Session) -> str:
        act(session, principal(), removal_id)
        return url_for("accounts.lost_factors.waiting", done=done)

    return submit(form, pressed, lambda: _page(form))


@blueprint.post("/staff/second-factors/<uuid:removal_id>/remove")
@requires(Permission.STAFF_MANAGE)
@freshly
def remove(removal_id: UUID) -> Any:
    return _decided(removal_id, services.remove_factor, "factor-removed")


@blueprint.post("/staff/second-factors/<uuid:removal_id>/refuse")
@requires(Permission.STAFF_MANAGE)
@freshly
def refuse(removal_id: UUID) -> Any:
    return _decided(removal_id, services.refuse_removal, "removal-refused")
