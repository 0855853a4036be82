"""What the court puts on a participant's page: next hearing, orders, filed reports."""

from __future__ import annotations

from datetime import date

from flask import url_for
from flask_babel import gettext as _

from portal.accounts.permissions import Permission
from portal.clock import local_date
from portal.court.dockets import queries as dockets
from portal.court.dockets.models import Hearing
from portal.court.dockets.vocabulary import HearingKind, HearingState
from portal.court.hearings.queries import orders_of
from portal.court.reports import queries as reports
from portal.court.reports.addressees import OPENS_FOR
from portal.participants.people.panels import Panel, Visit
from portal.web.dates import day, moment, relative, time_of
from portal.web.shell import Fact

FEW = 4


def today_of(visit: Visit) -> date:
    return local_date(visit.at, visit.principal.zone)


def next_hearing(visit: Visit) -> Hearing | None:
    return dockets.hearings_after(visit.session, [visit.participant.id], visit.at).get(visit.participant.id)


def hearing_words(hearing: Hearing, today: date) -> str:
    zone = hearing.docket.program.time_zone
    return _("%(day)s, %(time)s", day=day(hearing.service_on, today), time=time_of(hearing.starts_at, zone))


def hearing_fact(visit: Visit) -> Fact | None:
    found = next_hearing(visit)
    if found is None:
        return None
    today = today_of(visit)
    return Fact(_("Next hearing"), hearing_words(found, today), relative(found.service_on, today))


def hearings_panel(visit: Visit) -> Panel | None:
    """The next hearing with its pages, and the last ones held."""
    found = dockets.hearings_of(visit.session, visit.participant.id, FEW + 1)
    if not found:
        return None
    today = today_of(visit)
    upcoming = next_hearing(visit)
    links = []
    if upcoming is not None and visit.principal.may(Permission.DOCKET_READ):
        links.append((url_for("court.dockets.show", docket_id=upcoming.docket_id), _("Docket")))
    if upcoming is not None and visit.principal.may(Permission.BENCH_READ):
        links.append((url_for("court.bench.show", hearing_id=upcoming.id), _("Bench page")))
    dates = [(one.service_on, day(one.service_on, today), state_words(one)) for one in found]
    return Panel("court/dockets/panel.html", {"dates": dates, "links": links})


def state_words(hearing: Hearing) -> str:
    return f"{HearingKind(hearing.kind).label}, {HearingState(hearing.state).label}"


def orders_panel(visit: Visit) -> Panel | None:
    found = orders_of(visit.session, [visit.participant.id]).get(visit.participant.id, [])
    if not found:
        return None
    today = today_of(visit)
    items = [
        {"on": one.ordered_on, "shown": day(one.ordered_on, today), "text": one.words, "court": True} for one in found
    ]
    return Panel("court/hearings/panel.html", {"orders": items[:FEW]})


def reports_panel(visit: Visit) -> Panel | None:
    """What the reader's own agency received about this person."""
    role = OPENS_FOR.get(visit.principal.role)
    if role is None:
        return None
    found = reports.documents_about(visit.session, visit.participant.id, [str(role)])
    if not found:
        return None
    today = today_of(visit)
    lines = [
        (
            url_for("court.reports.show", document_id=one.id),
            _("Report, version %(number)d", number=one.version),
            _("filed %(when)s", when=moment(one.filed_at, visit.principal.zone, today)),
        )
        for one in found[:FEW]
    ]
    return Panel("court/reports/panel.html", {"reports": lines})
