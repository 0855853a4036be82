"""One's own calendar for other programs: its address is made, shown once, and revoked; and the calendar itself."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, current_app, g, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.accounts.access import principal, public, requires
from portal.accounts.calendars.forms import CalendarForm
from portal.accounts.calendars.queries import feed_of, holder_of
from portal.accounts.calendars.services import make_feed, revoke_feed
from portal.accounts.calendars.sources import entries_of, has_calendar, written
from portal.accounts.permissions import Permission
from portal.db import unit_of_work
from portal.web.forms import submit

blueprint = Blueprint("calendars", __name__)


def public_address() -> str:
    return str(current_app.config["PUBLIC_ADDRESS"]).rstrip("/")


@blueprint.get("/calendar")
@requires(Permission.HOME_READ)
def show() -> Any:
    return page(CalendarForm())


def page(form: CalendarForm, address: str = "") -> str:
    feed = feed_of(g.read_session, principal().appointment_id)
    return render_template(
        "accounts/calendars/show.html", form=form, feed=feed, address=address, has_any=has_calendar(principal())
    )


@blueprint.post("/calendar")
@requires(Permission.HOME_READ)
def make() -> Any:
    """The page with the new address. It is in this answer only, so that no address of a page has it."""
    form = CalendarForm()
    if not form.validate_on_submit():
        return page(form), 422
    with unit_of_work() as session:
        token = make_feed(session, principal())
    return page(CalendarForm(formdata=None), public_address() + url_for("accounts.calendars.feed", token=token))


@blueprint.post("/calendar/revoked")
@requires(Permission.HOME_READ)
def revoke() -> Any:
    form = CalendarForm()

    def act(session: Session) -> str:
        revoke_feed(session, principal())
        return url_for("accounts.calendars.show", done="calendar-revoked")

    return submit(form, act, lambda: page(form))


@blueprint.get("/calendar/<token>.ics")
@public
def feed(token: str) -> Any:
    """Whoever has the address reads it; the same 404 for every address that leads nowhere."""
    holder = holder_of(g.read_session, token, g.at)
    if holder is None:
        abort(404)
    g.calendar_of = holder
    entries = entries_of(g.read_session, holder, g.at)
    body = written(entries, _("Treatment Court Portal"), urlsplit(public_address()).hostname or "portal", g.at)
    return Response(body, mimetype="text/calendar", headers={"Content-Disposition": "inline; filename=calendar.ics"})
