"""The inbox of one's own notices, and how one wants to be told."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, current_app, g, render_template, url_for
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.access import principal, requires
from portal.accounts.notices import queries
from portal.accounts.notices.forms import PreferenceForm, ReadForm
from portal.accounts.notices.kinds import kind_of
from portal.accounts.notices.services import SavePreference, mark_read, save_preference
from portal.accounts.notices.vocabulary import MailMode
from portal.accounts.permissions import Permission
from portal.web.forms import submit

blueprint = Blueprint("notices", __name__)


@blueprint.get("/notices")
@requires(Permission.HOME_READ)
def inbox() -> Any:
    return page(ReadForm())


def page(form: ReadForm) -> str:
    found = queries.inbox(g.read_session, principal(), g.at)
    lines = [(one, kind_of(one.kind).text, link(one)) for one in found]
    return render_template("accounts/notices/inbox.html", lines=lines, form=form)


def link(notice: Any) -> str:
    kind = kind_of(notice.kind)
    return url_for(kind.endpoint, **kind.values(notice))


@blueprint.post("/notices/<uuid:notice_id>")
@requires(Permission.HOME_READ)
def read(notice_id: UUID) -> Any:
    if queries.notice(g.read_session, principal(), notice_id, g.at) is None:
        abort(404)
    form = ReadForm()

    def act(session: Session) -> str:
        mark_read(session, principal(), clock.now(), notice_id)
        return url_for("accounts.notices.inbox")

    return submit(form, act, lambda: page(form))


@blueprint.post("/notices")
@requires(Permission.HOME_READ)
def read_all() -> Any:
    form = ReadForm()

    def act(session: Session) -> str:
        mark_read(session, principal(), clock.now())
        return url_for("accounts.notices.inbox")

    return submit(form, act, lambda: page(form))


@blueprint.get("/notices/settings")
@requires(Permission.HOME_READ)
def settings() -> Any:
    found = queries.preference(g.read_session, principal().user_id)
    if found is None:
        return settings_page(PreferenceForm(mode=str(MailMode.NONE)))
    return settings_page(PreferenceForm(obj=found))


def settings_page(form: PreferenceForm) -> str:
    return render_template("accounts/notices/settings.html", form=form, sends=bool(current_app.config["MAIL_HOST"]))


@blueprint.post("/notices/settings")
@requires(Permission.HOME_READ)
def save() -> Any:
    form = PreferenceForm()

    def act(session: Session) -> str:
        command = SavePreference(
            mode=MailMode(form.mode.data),
            address=(form.address.data or "").strip(),
            daily_at=form.daily_at.data,
            quiet_from=form.quiet_from.data,
            quiet_to=form.quiet_to.data,
        )
        save_preference(session, principal(), command)
        return url_for("accounts.notices.settings", done="saved")

    return submit(form, act, lambda: settings_page(form))
