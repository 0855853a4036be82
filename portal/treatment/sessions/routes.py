"""The week's sessions, rosters, corrections, and sessions with one person."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, g, render_template, request, url_for
from flask_babel import gettext
from markupsafe import Markup
from sqlalchemy.orm import Session
from wtforms import SelectChoice

from portal import clock
from portal.accounts.access import principal, requires
from portal.accounts.permissions import Permission
from portal.consent.withholding.beside import beside
from portal.participants.people import queries as people
from portal.participants.people.page import person_frame, visit
from portal.treatment.groups import queries as groups
from portal.treatment.groups.models import TreatmentGroup
from portal.treatment.groups.vocabulary import WEEKDAYS, ServiceKind
from portal.treatment.sessions import presenting, queries
from portal.treatment.sessions.forms import ConfirmForm, CorrectionForm, IndividualForm, RosterForm
from portal.treatment.sessions.models import Attendance, TreatmentSession
from portal.treatment.sessions.recording import CorrectMark, RecordMarks, correct_mark, record_attendance
from portal.treatment.sessions.scheduling import (
    CancelSession,
    ScheduleIndividual,
    cancel_session,
    schedule_individual,
)
from portal.treatment.sessions.vocabulary import AttendanceMark
from portal.web.components import enum_tag
from portal.web.dates import short_day, time_of
from portal.web.forms import submit

blueprint = Blueprint("sessions", __name__)

LOOK_BACK = timedelta(days=30)


@blueprint.get("/groups")
@requires(Permission.ROSTER_READ)
def upcoming() -> Any:
    """The week's sessions by day; above them, what is still to be marked."""
    monday = week_of(request.args.get("week", ""), g.today)
    agency = principal().agency_id
    waiting = queries.to_mark(g.read_session, agency, g.at, g.today - LOOK_BACK)
    meetings = queries.sessions_between(g.read_session, agency, monday, monday + timedelta(days=6))
    days: dict[date, list[presenting.SessionLine]] = {}
    for line in presenting.session_lines(g.read_session, meetings, g.at):
        days.setdefault(line.meeting.meets_on, []).append(line)
    return render_template(
        "treatment/sessions/upcoming.html",
        waiting=presenting.session_lines(g.read_session, waiting, g.at),
        days=days,
        groups=groups.groups(g.read_session, agency, g.today),
        monday=monday,
        before=monday - timedelta(days=7),
        after=monday + timedelta(days=7),
        may_mark=principal().may(Permission.ATTENDANCE_RECORD),
    )


def week_of(text: str, today: date) -> date:
    """The Monday of the week that a day falls into; this week for anything that is no day."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = today
    day = min(max(day, date(2000, 1, 3)), date(2200, 1, 1))
    return day - timedelta(days=day.weekday())


def meeting_or_404(session_id: UUID) -> TreatmentSession:
    meeting = queries.treatment_session(g.read_session, session_id, principal().agency_id)
    if meeting is None:
        abort(404)
    return meeting


def roster_page(meeting: TreatmentSession, form: RosterForm) -> str:
    lines = presenting.roster_lines(g.read_session, principal(), meeting, form.typed, form.row_errors)
    names = {one.id: one.full_name for one in people.participants(g.read_session, list(form.row_errors)).values()}
    if form.version.data is None:
        form.version.data = meeting.version
    return render_template(
        "treatment/sessions/roster.html",
        meeting=meeting,
        title=presenting.title_of(meeting, lines[0].person if lines else ""),
        form=form,
        lines=lines,
        problems=form.name_problems(names),
        lead=presenting.when_and_where(g.read_session, principal(), meeting, len(lines)),
        marks=presenting.mark_keys(),
        may_cancel=not any(line.saved for line in lines),
        open_lines=[line for line in lines if line.saved is None],
        totals=presenting.totals(lines),
        begun=meeting.starts_at <= g.at,
        may_mark=principal().may(Permission.ATTENDANCE_RECORD),
    )


@blueprint.get("/sessions/<uuid:session_id>/roster")
@requires(Permission.ROSTER_READ)
def roster(session_id: UUID) -> Any:
    return roster_page(meeting_or_404(session_id), RosterForm())


@blueprint.post("/sessions/<uuid:session_id>/roster")
@requires(Permission.ATTENDANCE_RECORD)
def mark(session_id: UUID) -> Any:
    """Save the marks that were set. Two editors meet on the conflict page when they disagree."""
    meeting = meeting_or_404(session_id)
    form = RosterForm()
    form.read([place.participant_id for place in queries.places(g.read_session, meeting.id)])
    keep = request.form.get("keep", "")
    if form.fills_only or keep == "both":
        form.version.data = meeting.version
        return roster_page(meeting, form)

    def act(session: Session) -> str:
        command = RecordMarks(meeting.id, form.commands(), form.version.data or 0, keep)
        record_attendance(session, principal(), command)
        return url_for("treatment.sessions.roster", session_id=session_id, done="marks-saved")

    return submit(form, act, lambda: roster_page(meeting_or_404(session_id), form))


@blueprint.get("/sessions/<uuid:session_id>/cancel")
@requires(Permission.ATTENDANCE_RECORD)
def cancel_page(session_id: UUID) -> Any:
    return cancelling(meeting_or_404(session_id), ConfirmForm())


def cancelling(meeting: TreatmentSession, form: ConfirmForm) -> str:
    expected = len(queries.places(g.read_session, meeting.id))
    lead = presenting.when_and_where(g.read_session, principal(), meeting, expected)
    return render_template("treatment/sessions/cancel.html", meeting=meeting, form=form, lead=lead)


@blueprint.post("/sessions/<uuid:session_id>/cancel")
@requires(Permission.ATTENDANCE_RECORD)
def cancel(session_id: UUID) -> Any:
    meeting = meeting_or_404(session_id)
    form = ConfirmForm()

    def act(session: Session) -> str:
        cancel_session(session, principal(), CancelSession(meeting.id))
        return url_for("treatment.sessions.roster", session_id=session_id, done="session-cancelled")

    return submit(form, act, lambda: cancelling(meeting_or_404(session_id), form))


def own_mark_or_404(attendance_id: UUID) -> Attendance:
    row = queries.mark(g.read_session, attendance_id)
    if row is None or row.origin_id != principal().agency_id:
        abort(404)
    return row


def correction(row: Attendance, form: CorrectionForm) -> str:
    meeting = meeting_or_404(row.session_id)
    person = people.participant(g.read_session, row.participant_id)
    if person is None:
        abort(404)
    rows = queries.history(g.read_session, row.session_id, row.participant_id)
    return render_template(
        "treatment/sessions/correct.html",
        row=row,
        last=rows[-1],
        meeting=meeting,
        person=person,
        form=form,
        hours=presenting.hours(meeting, principal().zone),
        history=presenting.mark_items(g.read_session, rows, principal().zone),
        may_mark=principal().may(Permission.ATTENDANCE_RECORD),
        beside=beside(principal(), "mark", row),
    )


@blueprint.get("/attendance/<uuid:attendance_id>/correct")
@requires(Permission.ROSTER_READ)
def correct_page(attendance_id: UUID) -> Any:
    """One mark with its history; who may mark finds the form beside it."""
    row = own_mark_or_404(attendance_id)
    form = CorrectionForm(mark=row.mark, minutes=row.minutes or None)
    form.version.data = row.version
    return correction(row, form)


@blueprint.post("/attendance/<uuid:attendance_id>/correct")
@requires(Permission.ATTENDANCE_RECORD)
def correct(attendance_id: UUID) -> Any:
    row = own_mark_or_404(attendance_id)
    form = CorrectionForm()
    keep = request.form.get("keep", "")
    back = url_for("treatment.sessions.roster", session_id=row.session_id)
    if keep == "both":
        return correction(row, form)

    def act(session: Session) -> str:
        if keep == "theirs":
            return back
        target = queries.history(session, row.session_id, row.participant_id)[-1].id if keep else attendance_id
        to = AttendanceMark(form.mark.data)
        reason = form.reason.data or ""
        corrected = correct_mark(session, principal(), CorrectMark(target, to, reason, form.minutes_for(to)))
        return url_for("treatment.sessions.correct_page", attendance_id=corrected.id, done="mark-corrected")

    return submit(form, act, lambda: correction(own_mark_or_404(attendance_id), form))


def individual_form() -> IndividualForm:
    form = IndividualForm()
    lines = groups.service_lines(g.read_session, principal().agency_id, ServiceKind.INDIVIDUAL)
    form.service.choices = [SelectChoice(str(line.id), line.name) for line in lines]
    users = groups.clinicians(g.read_session, principal().agency_id)
    form.clinician.choices = [SelectChoice(str(user.id), user.display_name) for user in users]
    if request.method == "GET":
        form.length.data = lines[0].minutes if lines else None
        form.clinician.data = str(principal().user_id)
        form.held_on.process(None, g.today)
    return form


def individual_page(participant_id: UUID, form: IndividualForm) -> str:
    here = visit(participant_id)
    return render_template(
        "treatment/sessions/individual.html", **person_frame(here), form=form, person=here.participant
    )


@blueprint.get("/participants/<uuid:participant_id>/sessions/new")
@requires(Permission.ATTENDANCE_RECORD)
def individual(participant_id: UUID) -> Any:
    return individual_page(participant_id, individual_form())


@blueprint.post("/participants/<uuid:participant_id>/sessions/new")
@requires(Permission.ATTENDANCE_RECORD)
def plan_individual(participant_id: UUID) -> Any:
    """Plan a session with one person; one that has begun already is marked next."""
    visit(participant_id)
    form = individual_form()

    def act(session: Session) -> str:
        command = ScheduleIndividual(
            participant_id=participant_id,
            service_line_id=UUID(form.service.data),
            starts_at=form.starts_at(principal().zone),
            minutes=form.length.data,
            clinician_id=UUID(form.clinician.data),
        )
        meeting = schedule_individual(session, principal(), command)
        return url_for("treatment.sessions.roster", session_id=meeting.id, done="session-planned")

    return submit(form, act, lambda: individual_page(participant_id, form))


def week_title(monday: date) -> str:
    return gettext("Week of %(day)s", day=short_day(monday))


def meeting_days(group: TreatmentGroup) -> str:
    """ "Monday, Thursday, 6:00 PM" by the agency's clock."""
    days = ", ".join(str(WEEKDAYS[day]) for day in group.days)
    at = clock.local_moment(g.today, group.meets_at, principal().zone)
    return gettext("%(days)s, %(time)s", days=days, time=time_of(at, principal().zone))


def mark_tag(word: str) -> Markup:
    """A stored mark as its tag."""
    return enum_tag(AttendanceMark(word))


blueprint.add_app_template_global(week_title, "week_title")
blueprint.add_app_template_global(meeting_days, "meeting_days")
blueprint.add_app_template_global(mark_tag, "mark_tag")
