"""Pages of dockets: the coming ones, the one of a day, planning, and putting people on it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import current_app, g, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.access import principal, requires
from portal.accounts.permissions import Permission
from portal.court.dockets import gathering, planning, presenting, queries, services
from portal.court.dockets.forms import StateForm
from portal.court.dockets.models import Docket, Hearing
from portal.court.dockets.reaching import blueprint, docket_or_404
from portal.court.dockets.standing import Show, shown
from portal.court.hearings.presenting import short_words
from portal.court.hearings.queries import recorded_at
from portal.web.forms import submit

__all__ = ["blueprint", "planning"]

BACK = timedelta(days=14)
AHEAD = timedelta(days=120)


@blueprint.get("/dockets")
@requires(Permission.DOCKET_READ)
def upcoming() -> Any:
    found = queries.dockets_between(g.read_session, principal(), g.today - BACK, g.today + AHEAD)
    coming = [one for one in found if one.held_on >= g.today]
    past = [one for one in reversed(found) if one.held_on < g.today]
    return render_template(
        "court/dockets/upcoming.html",
        groups=[(_("Coming"), coming), (_("The last two weeks"), past)] if found else [],
        people=gathering.people_called(g.read_session, [one.id for one in found]),
        may_plan=principal().may(Permission.DOCKET_PLAN),
        state_of=presenting.state_of,
    )


@blueprint.get("/dockets/<uuid:docket_id>")
@requires(Permission.DOCKET_READ)
def show(docket_id: UUID) -> Any:
    return page(docket_or_404(docket_id), StateForm())


def page(docket: Docket, form: StateForm) -> str:
    """The docket: everything for the team, name, time and orders for the clerk."""
    who = principal()
    full = who.may(Permission.STAFFING_READ)
    called = queries.called_on(g.read_session, docket.id)
    standings = gathering.standings(g.read_session, docket, called, full)
    wanted = chosen(request.args.get("show", "")) if full else Show.ALL
    title, nearness = presenting.heading(docket, g.today)
    return render_template(
        "court/dockets/show.html",
        docket=docket,
        title=title,
        nearness=nearness,
        lead=presenting.lead(docket, g.today),
        called=called,
        full=full,
        groups=presenting.grouped(shown(standings, wanted), docket.program.time_zone),
        figures=presenting.figures(standings, wanted, docket) if full and called else [],
        caption=ngettext("%(num)d hearing in order of time", "%(num)d hearings in order of time", len(called)),
        days=presenting.day_items(queries.days_around(g.read_session, who, docket), docket, g.today),
        shortcuts=presenting.shortcuts(full, who.may(Permission.BENCH_READ)),
        late=clock.now() > docket.reports_due_at,
        ordered=ordered_words([one.hearing for one in called]),
        may_plan=who.may(Permission.DOCKET_PLAN),
        may_record=who.may(Permission.HEARING_RECORD),
        state_form=form,
        note_of=presenting.note_of,
        hearing_state=presenting.hearing_state,
        hour_of=presenting.hour_of,
        half_of=presenting.half_of,
        others=presenting.others,
        short_kind=presenting.short_kind,
        **buttons(docket),
    )


def ordered_words(hearings: list[Hearing]) -> dict[UUID, list[str]]:
    """What was ordered on this docket, by participant, as the clerk recorded it."""
    recorded = recorded_at(g.read_session, hearings) if hearings else {}
    return {one.participant_id: short_words(recorded[one.id], None) for one in hearings}


def chosen(word: str) -> Show:
    return Show(word) if word in list(Show) else Show.ALL


def buttons(docket: Docket) -> dict[str, Any]:
    """The primary button and the others, as far as the role goes and the feature is there."""
    entries = [
        ("court.staffing.sheet", _("Staffing sheet"), Permission.STAFFING_READ, "s"),
        ("court.bench.first", _("Bench page"), Permission.BENCH_READ, "b"),
        ("court.reports.board", _("Reports"), Permission.REPORT_FILE, ""),
        ("court.packets.shelf", _("Packets"), Permission.PACKET_READ, ""),
        ("court.staffing.docket_paper", _("Print"), Permission.STAFFING_READ, ""),
    ]
    found = [
        (url_for(endpoint, docket_id=docket.id), label, key)
        for endpoint, label, permission, key in entries
        if endpoint in current_app.view_functions and principal().may(permission)
    ]
    return {"primary": found[0] if found else None, "actions": found[1:]}


@blueprint.post("/dockets/<uuid:docket_id>/call")
@requires(Permission.HEARING_RECORD)
def call(docket_id: UUID) -> Any:
    form = StateForm()
    docket = docket_or_404(docket_id)

    def act(session: Session) -> str:
        services.call_docket(session, principal(), docket_or_404(docket_id, session))
        return url_for("court.dockets.show", docket_id=docket_id, done="saved")

    return submit(form, act, lambda: page(docket, form))


@blueprint.post("/dockets/<uuid:docket_id>/close")
@requires(Permission.HEARING_RECORD)
def close(docket_id: UUID) -> Any:
    form = StateForm()
    docket = docket_or_404(docket_id)

    def act(session: Session) -> str:
        services.close_docket(session, principal(), docket_or_404(docket_id, session))
        return url_for("court.dockets.show", docket_id=docket_id, done="saved")

    return submit(form, act, lambda: page(docket, form))
