"""The page of the quarterly review."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, g, render_template, url_for
from flask_babel import gettext as _
from wtforms import SelectChoice

from portal.accounts.access import freshly, principal, requires
from portal.accounts.agencies.models import Appointment
from portal.accounts.agencies.vocabulary import ROLE_LABELS
from portal.accounts.permissions import Permission
from portal.accounts.reviews import queries, services
from portal.accounts.reviews.forms import ReviewForm
from portal.accounts.staff.queries import members
from portal.gate.vocabulary import RoleName
from portal.web.forms import Refused, submit

blueprint = Blueprint("reviews", __name__)


def _form() -> ReviewForm:
    found = [(one, role) for one in members(g.read_session, principal().agency_id, g.at) for role in one.roles]
    last = queries.last_review(g.read_session, principal().agency_id)
    since = last.reviewed_at if last else g.at
    form = ReviewForm(seen=" ".join(role.id.hex for _one, role in found))
    form.ending.choices = [
        SelectChoice(str(role.id), _named(one.user.display_name, role, new=role.starts_at > since))
        for one, role in found
    ]
    return form


def _named(name: str, role: Appointment, *, new: bool) -> str:
    label = ROLE_LABELS[RoleName(role.role)]
    if new:
        return _("%(name)s, %(role)s, new since the last review", name=name, role=label)
    return _("%(name)s, %(role)s", name=name, role=label)


def _page(form: ReviewForm) -> str:
    agency_id = principal().agency_id
    return render_template(
        "accounts/reviews/show.html",
        form=form,
        last=queries.last_review(g.read_session, agency_id),
        due_at=queries.due_at(g.read_session, agency_id),
    )


@blueprint.get("/staff/review")
@requires(Permission.STAFF_MANAGE)
@freshly
def show() -> Any:
    return _page(_form())


@blueprint.post("/staff/review")
@requires(Permission.STAFF_MANAGE)
@freshly
def save() -> Any:
    form = _form()

    def act(session: Any) -> str:
        try:
            seen = frozenset(UUID(word) for word in str(form.seen.data or "").split())
        except ValueError:
            raise Refused("", _("Look at the list once more.")) from None
        ending = frozenset(UUID(word) for word in form.ending.data or [])
        services.review(session, principal(), services.Review(seen, ending))
        return url_for("accounts.staff.roll", done="reviewed")

    return submit(form, act, lambda: _page(form))
