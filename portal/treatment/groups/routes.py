"""Services and groups of an agency: starting them, their members, their sessions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, g, render_template, request, url_for
from sqlalchemy.orm import Session
from wtforms import SelectChoice

from portal.accounts.access import principal, requires
from portal.accounts.permissions import Permission
from portal.participants.people import queries as people
from portal.treatment.admissions import queries as admissions
from portal.treatment.groups import queries
from portal.treatment.groups.forms import GroupForm, JoinForm, LeaveForm, PlanForm, ServiceForm
from portal.treatment.groups.models import GroupMembership, TreatmentGroup
from portal.treatment.groups.services import AddServiceLine, StartGroup, add_service_line, start_group
from portal.treatment.groups.vocabulary import ServiceKind
from portal.treatment.sessions import presenting
from portal.treatment.sessions import queries as sessions
from portal.treatment.sessions.rosters import JoinGroup, LeaveGroup, join_group, leave_group
from portal.treatment.sessions.scheduling import GenerateSessions, generate_sessions
from portal.web.forms import submit

blueprint = Blueprint("groups", __name__)

LOOK_BACK = timedelta(days=14)
PLAN_AHEAD = timedelta(weeks=8)


def group_or_404(group_id: UUID) -> TreatmentGroup:
    group = queries.group(g.read_session, group_id, principal().agency_id)
    if group is None:
        abort(404)
    return group


@blueprint.get("/groups/<uuid:group_id>")
@requires(Permission.ROSTER_READ)
def show(group_id: UUID) -> Any:
    group = group_or_404(group_id)
    members = [one for one in queries.members(g.read_session, group.id) if current(one)]
    meetings = sessions.sessions_of_group(g.read_session, group.id, g.today - LOOK_BACK)
    return render_template(
        "treatment/groups/show.html",
        group=group,
        leaders=queries.leaders(g.read_session, [group.id]).get(group.id, []),
        members=members,
        names=people.participants(g.read_session, [one.participant_id for one in members]),
        lines=presenting.session_lines(g.read_session, meetings, g.at),
        may_mark=principal().may(Permission.ATTENDANCE_RECORD),
    )


def current(membership: GroupMembership) -> bool:
    return membership.ends_on is None or membership.ends_on >= g.today


@blueprint.get("/services/new")
@requires(Permission.ATTENDANCE_RECORD)
def new_service() -> Any:
    return render_template("treatment/groups/new_service.html", form=ServiceForm())


@blueprint.post("/services/new")
@requires(Permission.ATTENDANCE_RECORD)
def add_service() -> Any:
    form = ServiceForm()

    def act(session: Session) -> str:
        command = AddServiceLine(form.name.data or "", ServiceKind(form.kind.data), form.minutes.data or 0)
        add_service_line(session, principal(), command)
        return url_for("treatment.sessions.upcoming", done="service-added")

    return submit(form, act, lambda: render_template("treatment/groups/new_service.html", form=form))


def group_form() -> GroupForm:
    form = GroupForm()
    lines = queries.service_lines(g.read_session, principal().agency_id, ServiceKind.GROUP)
    users = queries.clinicians(g.read_session, principal().agency_id)
    form.service.choices = [SelectChoice(str(line.id), line.name) for line in lines]
    form.leaders.choices = [SelectChoice(str(user.id), user.display_name) for user in users]
    if request.method == "GET":
        form.starts_on.data = g.today
        form.leaders.data = [str(principal().user_id)]
    return form


@blueprint.get("/groups/new")
@requires(Permission.ATTENDANCE_RECORD)
def new() -> Any:
    return render_template("treatment/groups/new.html", form=group_form())


@blueprint.post("/groups/new")
@requires(Permission.ATTENDANCE_RECORD)
def start() -> Any:
    form = group_form()

    def act(session: Session) -> str:
        command = StartGroup(
            name=form.name.data or "",
            service_line_id=UUID(form.service.data),
            weekdays=tuple(int(day) for day in form.weekdays.data or ()),
            meets_at=form.meets_at.data,
            minutes=form.minutes.data or 0,
            starts_on=form.starts_on.data,
            room=form.room.data or "",
            leaders=tuple(UUID(user) for user in form.leaders.data or ()),
        )
        group = start_group(session, principal(), command)
        return url_for("treatment.groups.show", group_id=group.id, done="group-started")

    return submit(form, act, lambda: render_template("treatment/groups/new.html", form=form))


def join_form(group: TreatmentGroup) -> JoinForm:
    """Those whom the agency treats and who are not in the group yet."""
    form = JoinForm()
    inside = {one.participant_id for one in queries.members(g.read_session, group.id) if one.ends_on is None}
    treated = [one.participant_id for one in admissions.open_admissions(g.read_session, principal().agency_id)]
    names = people.participants(g.read_session, [one for one in treated if one not in inside])
    ordered = sorted(names.values(), key=lambda one: (one.sort_key, one.id))
    form.participant.choices = [SelectChoice(str(one.id), one.full_name) for one in ordered]
    if request.method == "GET":
        form.starts_on.process(None, g.today)
    return form


@blueprint.get("/groups/<uuid:group_id>/members/new")
@requires(Permission.ATTENDANCE_RECORD)
def joining(group_id: UUID) -> Any:
    group = group_or_404(group_id)
    return render_template("treatment/groups/join.html", group=group, form=join_form(group))


@blueprint.post("/groups/<uuid:group_id>/members/new")
@requires(Permission.ATTENDANCE_RECORD)
def join(group_id: UUID) -> Any:
    group = group_or_404(group_id)
    form = join_form(group)

    def act(session: Session) -> str:
        starts_on = form.starts_on.data or g.today
        join_group(session, principal(), JoinGroup(group_id, UUID(form.participant.data), starts_on))
        return url_for("treatment.groups.show", group_id=group_id, done="group-joined")

    def again() -> str:
        return render_template("treatment/groups/join.html", group=group_or_404(group_id), form=form)

    return submit(form, act, again)


def leave_page(membership_id: UUID, form: LeaveForm) -> str:
    membership = queries.membership(g.read_session, membership_id)
    if membership is None or membership.origin_id != principal().agency_id:
        abort(404)
    group = group_or_404(membership.group_id)
    person = people.participant(g.read_session, membership.participant_id)
    return render_template("treatment/groups/leave.html", membership=membership, group=group, person=person, form=form)


@blueprint.get("/memberships/<uuid:membership_id>/end")
@requires(Permission.ATTENDANCE_RECORD)
def leaving(membership_id: UUID) -> Any:
    form = LeaveForm()
    form.ends_on.process(None, g.today)
    return leave_page(membership_id, form)


@blueprint.post("/memberships/<uuid:membership_id>/end")
@requires(Permission.ATTENDANCE_RECORD)
def leave(membership_id: UUID) -> Any:
    form = LeaveForm()
    leave_page(membership_id, form)

    def act(session: Session) -> str:
        membership = leave_group(session, principal(), LeaveGroup(membership_id, form.ends_on.data or g.today))
        return url_for("treatment.groups.show", group_id=membership.group_id, done="group-left")

    return submit(form, act, lambda: leave_page(membership_id, form))


@blueprint.get("/groups/<uuid:group_id>/sessions/new")
@requires(Permission.ATTENDANCE_RECORD)
def planning(group_id: UUID) -> Any:
    form = PlanForm()
    form.from_on.data, form.to_on.data = g.today, g.today + PLAN_AHEAD
    return render_template("treatment/groups/plan.html", group=group_or_404(group_id), form=form)


@blueprint.post("/groups/<uuid:group_id>/sessions/new")
@requires(Permission.ATTENDANCE_RECORD)
def plan(group_id: UUID) -> Any:
    group_or_404(group_id)
    form = PlanForm()

    def act(session: Session) -> str:
        command = GenerateSessions(group_id, form.from_on.data or g.today, form.to_on.data or g.today)
        generate_sessions(session, principal(), command)
        return url_for("treatment.groups.show", group_id=group_id, done="sessions-planned")

    def again() -> str:
        return render_template("treatment/groups/plan.html", group=group_or_404(group_id), form=form)

    return submit(form, act, again)
