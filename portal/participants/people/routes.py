"""The list of participants and the page of one."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from flask import Blueprint, g, render_template, request, url_for

from portal.accounts.access import requires
from portal.accounts.permissions import Permission
from portal.participants.enrollments import queries as enrollments
from portal.participants.people import panels, queries
from portal.participants.people.page import person_frame, visit

blueprint = Blueprint("people", __name__)


@blueprint.get("/participants")
@requires(Permission.PARTICIPANT_READ)
def roll() -> Any:
    prefix = request.args.get("name", "")[:80]
    page = queries.roll(g.read_session, prefix, after=id_from(request.args.get("after", "")))
    known = enrollments.current_of(g.read_session, [person.id for person in page.people])
    onward = None
    if page.after is not None:
        onward = url_for("participants.people.roll", name=prefix or None, after=page.after.hex)
    return render_template("participants/people/roll.html", page=page, enrollments=known, prefix=prefix, onward=onward)


def id_from(text: str) -> UUID | None:
    """Whom a page goes on after: an id, because addresses carry no names (R146); None for anything else."""
    return UUID(text) if re.fullmatch("[0-9a-f]{32}", text) else None


@blueprint.get("/participants/<uuid:participant_id>")
@requires(Permission.PARTICIPANT_READ)
def overview(participant_id: UUID) -> Any:
    here = visit(participant_id)
    return render_template(
        "participants/people/overview.html",
        **person_frame(here),
        person=here.participant,
        main=panels.main_panels(here),
        aside=panels.aside_panels(here),
    )
