"""What the room itself puts on a participant's page: phase and judge in the bar, the team beside it."""

from __future__ import annotations

from flask_babel import gettext as _

from portal import clock
from portal.accounts.agencies.vocabulary import ROLE_LABELS
from portal.gate.vocabulary import RoleName
from portal.participants.enrollments import queries
from portal.participants.enrollments.vocabulary import EnrollmentStatus
from portal.participants.people import panels
from portal.participants.people.presenting import status_label
from portal.participants.programs.services import rules_of
from portal.web.dates import day
from portal.web.shell import Fact


def phase_fact(visit: panels.Visit) -> Fact | None:
    """ "2 of 5, day 48" of the present phase; how it ended once the enrollment has ended."""
    enrollment = queries.current(visit.session, visit.participant.id)
    if enrollment is None:
        return None
    if enrollment.ended_on is not None:
        return Fact(_("Program"), status_label(enrollment), day(enrollment.ended_on))
    rules = rules_of(enrollment.program_version)
    phase = rules.phase(enrollment.phase_key)
    today = clock.local_date(visit.at, visit.principal.zone)
    days = (today - enrollment.phase_started_on).days + 1
    value = _("%(number)s of %(count)s, day %(days)s", number=phase.number, count=len(rules.phases), days=days)
    small = _("of %(days)s or more", days=phase.min_days)
    if enrollment.status != EnrollmentStatus.ACTIVE:
        small = status_label(enrollment)
    return Fact(_("Phase"), value, small)


def judge_fact(visit: panels.Visit) -> Fact | None:
    enrollment = queries.current(visit.session, visit.participant.id)
    if enrollment is None or enrollment.judge is None:
        return None
    return Fact(_("Judge"), enrollment.judge.display_name)


def team_panel(visit: panels.Visit) -> panels.Panel | None:
    """Who works with this person now, by role."""
    members = [one for one in queries.team(visit.session, visit.participant.id) if one.ends_at is None]
    if not members:
        return None
    order = list(RoleName)
    lines = sorted(members, key=lambda one: (order.index(RoleName(one.role)), one.user.full_name))
    people = [(ROLE_LABELS[RoleName(one.role)], f"{one.user.display_name}, {one.agency.short_name}") for one in lines]
    return panels.Panel("participants/people/team.html", {"people": people})


def wire() -> None:
    panels.add_fact(10, phase_fact)
    panels.add_fact(40, judge_fact)
    panels.add_aside(90, team_panel)
