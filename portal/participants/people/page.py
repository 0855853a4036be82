"""What every page about one participant shows: the bar with the name, and the sections this reader may open."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import Any
from uuid import UUID

from flask import abort, current_app, g, request, url_for
from flask_babel import gettext as _

from portal.accounts.access import principal
from portal.participants.enrollments import queries as enrollments
from portal.participants.people import panels, queries
from portal.web.shell import Identity, NavItem


def visit(participant_id: UUID) -> panels.Visit:
    """The reader's visit to a participant, or the one 404 for whoever may not know of the person."""
    found = queries.participant(g.read_session, participant_id)
    if found is None:
        abort(404)
    return panels.Visit(g.read_session, principal(), found, g.at)


def person_frame(visit: panels.Visit) -> dict[str, Any]:
    """`identity` and `section_nav` for templates/layouts/person.html."""
    person = visit.participant
    enrollment = enrollments.current(visit.session, person.id)
    identity = Identity(
        name=person.full_name,
        href=url_for("participants.people.overview", participant_id=person.id),
        say=person.say,
        goes_by=person.used_name,
        number=enrollment.number if enrollment else "",
        facts=tuple(panels.facts(visit)),
    )
    overview = NavItem(_("Overview"), identity.href, current=request.endpoint == "participants.people.overview")
    there = [one for one in panels.sections(visit.principal) if one.endpoint in current_app.view_functions]
    here = section_of(request.endpoint or "", there)
    others = [
        NavItem(
            str(section.label),
            url_for(section.endpoint, participant_id=person.id),
            current=section is here,
        )
        for section in there
    ]
    return {"identity": identity, "section_nav": [overview, *others]}


def section_of(endpoint: str, sections: Iterable[panels.Section]) -> panels.Section | None:
    """To which a page belongs: that of its feature, else that of its room."""
    sections = list(sections)
    feature, room = endpoint.rpartition(".")[0], endpoint.partition(".")[0]
    of_feature = (one for one in sections if one.endpoint.rpartition(".")[0] == feature)
    of_room = (one for one in sections if one.room and one.room == room)
    return next(chain(of_feature, of_room), None)
