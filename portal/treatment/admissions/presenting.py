"""What the agency's own page about a participant's treatment shows, and its panels on the overview."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import g, url_for
from flask_babel import gettext

from portal.accounts.agencies.vocabulary import AgencyKind
from portal.accounts.permissions import Permission
from portal.consent.withholding.kinds import kind_of
from portal.participants.people.panels import Panel, Visit
from portal.treatment.admissions import queries
from portal.treatment.admissions.models import Admission, LevelOfCare
from portal.treatment.admissions.vocabulary import DischargeStatus, Edition, Level
from portal.treatment.groups import queries as groups
from portal.treatment.report_sections import queries as report_sections
from portal.treatment.sessions import presenting as marks
from portal.treatment.sessions import queries as sessions
from portal.web.dates import day, span, time_of
from portal.web.tags import tag

HISTORY = 60
SHORT = 12
AHEAD = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class OwnTreatment:
    """The agency's own record of one participant: `admission` is the open one, `stays` all of them in words.

    `sent` are the parts of report sections, for whoever decides what is withheld.
    """

    admission: Admission | None
    stays: list[tuple[str, str]]
    levels: list[dict[str, Any]]
    sent: list[dict[str, Any]]
    groups: list[tuple[str, str]]
    history: list[dict[str, Any]]
    planned: list[tuple[Any, str, str]]

    @property
    def empty(self) -> bool:
        return not (self.stays or self.history)


def own_treatment(visit: Visit) -> OwnTreatment:
    """All that the visitor's own agency recorded; nothing of any other."""
    session, person, agency = visit.session, visit.participant.id, visit.principal.agency_id
    stays = [one for one in queries.admissions_of(session, [person]).get(person, []) if one.origin_id == agency]
    ends = {one.admission_id: one for one in queries.discharges_of(session, [person]).get(person, [])}
    levels = own_levels(visit)
    reasons = queries.level_reasons(session, levels)
    may_withhold = visit.principal.may(Permission.RECORD_WITHHOLD)
    rows = sessions.own_history(session, person, agency, HISTORY)
    belongs = groups.memberships_of(session, person, agency)
    in_groups = [(groups.group(session, one.group_id, agency), one) for one in belongs]
    return OwnTreatment(
        admission=next((one for one in stays if one.discharged_on is None), None),
        stays=[(stay_days(one), stay_words(ends.get(one.id))) for one in reversed(stays)],
        levels=[level_item(one, reasons, linked=may_withhold) for one in reversed(levels)],
        sent=[sent_item(code, one) for code, one in report_sections.own_sent(session, person, agency, SHORT)]
        if may_withhold
        else [],
        groups=[
            (group.name, url_for("treatment.groups.show", group_id=group.id)) for group, _one in in_groups if group
        ],
        history=marks.history_items(session, rows, visit.principal.zone),
        planned=planned(visit, visit.at),
    )


def planned(visit: Visit, at: datetime) -> list[tuple[Any, str, str]]:
    """The agency's next sessions with this participant, for the component `next_list`."""
    rows = sessions.planned(visit.session, [visit.participant.id], at, (at + AHEAD).date())
    own = [meeting for place, meeting in rows if place.origin_id == visit.principal.agency_id]
    return [
        (
            one.meets_on,
            day(one.meets_on, g.today),
            gettext("%(title)s, %(time)s", title=one.title, time=time_of(one.starts_at, visit.principal.zone)),
        )
        for one in own[:6]
    ]


def stay_days(admission: Admission) -> str:
    if admission.discharged_on is None:
        return gettext("Since %(day)s", day=day(admission.admitted_on, g.today))
    return span(admission.admitted_on, admission.discharged_on, g.today)


def stay_words(ended: Any) -> str:
    return DischargeStatus(ended.status).label if ended is not None else gettext("In treatment")


def level_words(level: LevelOfCare) -> str:
    return gettext("%(level)s, %(edition)s", level=Level(level.level).label, edition=Edition(level.edition).label)


def level_item(level: LevelOfCare, reasons: dict[Any, str], *, linked: bool = False) -> dict[str, Any]:
    """One level for the component `timeline`, with the clinic's own reason."""
    return {
        "on": level.starts_on,
        "shown": day(level.starts_on, g.today),
        "text": level_words(level),
        "second": reasons.get(level.id, ""),
        "tag": tag("stop", gettext("Withheld")) if level.withheld else "",
        "href": withholding_page("level", level) if linked else "",
    }


def sent_item(code: str, row: Any) -> dict[str, Any]:
    """One part of a report section for the component `timeline`: it leads to where it is withheld."""
    kind = kind_of(code)
    return {
        "on": row.period_to,
        "shown": day(row.period_to, g.today),
        "text": kind.told(row) if kind else "",
        "tag": tag("stop", gettext("Withheld")) if row.withheld else "",
        "href": withholding_page(code, row),
    }


def withholding_page(code: str, row: Any) -> str:
    return url_for("consent.withholding.show", record_kind=code, record_id=row.id)


def own_panel(visit: Visit) -> Panel | None:
    """Sessions with their history, for the agency that held them."""
    if visit.principal.agency_kind != AgencyKind.TREATMENT:
        return None
    rows = sessions.own_history(visit.session, visit.participant.id, visit.principal.agency_id, SHORT)
    history = marks.history_items(visit.session, rows, visit.principal.zone)
    return Panel("treatment/admissions/panel.html", {"history": history, "person": visit.participant}) if rows else None


def level_panel(visit: Visit) -> Panel | None:
    """Level of care and next sessions, at the side, for the agency itself."""
    if visit.principal.agency_kind != AgencyKind.TREATMENT:
        return None
    levels = own_levels(visit)
    reasons = queries.level_reasons(visit.session, levels)
    shown = [level_item(one, reasons) for one in reversed(levels)]
    ahead = planned(visit, visit.at)
    return Panel("treatment/admissions/aside.html", {"levels": shown, "planned": ahead}) if shown or ahead else None


def own_levels(visit: Visit) -> list[LevelOfCare]:
    """The levels that the visitor's agency set, oldest first."""
    person = visit.participant.id
    levels = queries.levels_of(visit.session, [person]).get(person, [])
    return [one for one in levels if one.origin_id == visit.principal.agency_id]
