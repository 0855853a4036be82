"""On "Today": versions that wait for the agency's signature."""

from __future__ import annotations

from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.accounts.home.tasks import Task, TaskGroup, first_of
from portal.accounts.principal import Principal
from portal.consent.agreements.queries import agency_names
from portal.consent.team_agreements import reading


def signatures_due(session: Session, principal: Principal, at: datetime) -> TaskGroup | None:
    mine = principal.agency_id
    waiting = [
        version
        for court in sorted(reading.courts_of(session, mine), key=str)
        for version in reading.versions_of(session, court, mine, at)
        if version.state == reading.VersionState.WAITING and version.paper.signed.get(mine, at) is None
    ]
    if not waiting:
        return None
    names = agency_names(session)
    tasks = [
        Task(
            "wait",
            _("Your agency’s signature"),
            _("Team agreement of %(court)s, version %(number)d", court=names[one.paper.court_id], number=one.number),
            url_for("consent.team_agreements.show", version_id=one.id),
            _("Read and sign"),
        )
        for one in waiting
    ]
    return first_of(_("Agreements to sign"), tasks, url_for("consent.team_agreements.shelf"))
