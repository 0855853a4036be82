"""Pages with forms: plan a docket, change it, put somebody on it, change a hearing."""

from __future__ import annotations

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import g, render_template, url_for
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.access import principal, requires
from portal.accounts.permissions import Permission
from portal.court.dockets import presenting, queries, services
from portal.court.dockets.forms import DocketDetailsForm, DocketForm, HearingForm
from portal.court.dockets.models import Docket, Hearing
from portal.court.dockets.reaching import blueprint, docket_or_404, hearing_or_404
from portal.court.dockets.vocabulary import HearingKind, HearingMode
from portal.web.forms import submit


def docket_form() -> DocketForm:
    who = principal()
    programs = [(one.id, one.name) for one in queries.programs_of(g.read_session, who.agency_id)]
    judges = [(one.id, one.display_name) for one in queries.judges_of(g.read_session, who.agency_id)]
    return DocketForm().offer(programs, judges, g.today)


def plan_page(form: DocketForm) -> str:
    return render_template("court/dockets/plan.html", form=form)


@blueprint.get("/dockets/plan")
@requires(Permission.DOCKET_PLAN)
def plan() -> Any:
    return plan_page(docket_form())


@blueprint.post("/dockets/plan")
@requires(Permission.DOCKET_PLAN)
def planned() -> Any:
    form = docket_form()
    zone = principal().zone

    def act(session: Session) -> str:
        command = services.PlanDocket(
            program_id=UUID(form.program.data),
            judge_user_id=UUID(form.judge.data),
            starts_at=clock.local_moment(form.held_on.data, form.starts_at.data, zone),
            courtroom=form.courtroom.data or "",
            staffing_at=form.staffing_moment(zone),
        )
        docket = services.plan_docket(session, principal(), command)
        return url_for("court.dockets.show", docket_id=docket.id, done="saved")

    return submit(form, act, lambda: plan_page(form))


def details_form(docket: Docket) -> DocketDetailsForm:
    zone = ZoneInfo(docket.program.time_zone)
    staffing = docket.staffing_at.astimezone(zone) if docket.staffing_at else None
    due = docket.reports_due_at.astimezone(zone)
    return DocketDetailsForm(
        courtroom=docket.courtroom,
        staffing_on=staffing.date() if staffing else None,
        staffing_at=staffing.time() if staffing else None,
        due_on=due.date(),
        due_at=due.time(),
        present=docket.present,
        version=docket.version,
    )


def details_page(docket: Docket, form: DocketDetailsForm) -> str:
    title, _near = presenting.heading(docket, g.today)
    return render_template("court/dockets/details.html", docket=docket, form=form, docket_title=title)


@blueprint.get("/dockets/<uuid:docket_id>/change")
@requires(Permission.DOCKET_PLAN)
def edit(docket_id: UUID) -> Any:
    docket = docket_or_404(docket_id)
    return details_page(docket, details_form(docket))


@blueprint.post("/dockets/<uuid:docket_id>/change")
@requires(Permission.DOCKET_PLAN)
def edited(docket_id: UUID) -> Any:
    docket = docket_or_404(docket_id)
    form = DocketDetailsForm()
    zone = docket.program.time_zone

    def act(session: Session) -> str:
        staffing = None
        if form.staffing_on.data and form.staffing_at.data:
            staffing = clock.local_moment(form.staffing_on.data, form.staffing_at.data, zone)
        command = services.ChangeDocket(
            courtroom=form.courtroom.data or "",
            staffing_at=staffing,
            reports_due_at=clock.local_moment(form.due_on.data, form.due_at.data, zone),
            present=form.present.data or "",
            version=form.version.data or 0,
        )
        services.change_docket(session, principal(), docket_or_404(docket_id, session), command)
        return url_for("court.dockets.show", docket_id=docket_id, done="saved")

    return submit(form, act, lambda: details_page(docket, form))


def hearing_form(docket: Docket) -> HearingForm:
    called = {one.participant.id for one in queries.called_on(g.read_session, docket.id)}
    enrolled = queries.enrolled_in(g.read_session, docket.program_id)
    people = [
        (person.id, f"{person.sort_key}, {found.number}") for person, found in enrolled if person.id not in called
    ]
    zone = ZoneInfo(docket.program.time_zone)
    slot = services.next_slot(g.read_session, docket).astimezone(zone).time()
    return HearingForm(starts_at=slot).offer(people)


def hearing_page(docket: Docket, form: HearingForm) -> str:
    title, _near = presenting.heading(docket, g.today)
    return render_template("court/dockets/schedule.html", docket=docket, form=form, docket_title=title)


@blueprint.get("/dockets/<uuid:docket_id>/hearings/new")
@requires(Permission.DOCKET_PLAN)
def schedule(docket_id: UUID) -> Any:
    docket = docket_or_404(docket_id)
    return hearing_page(docket, hearing_form(docket))


@blueprint.post("/dockets/<uuid:docket_id>/hearings/new")
@requires(Permission.DOCKET_PLAN)
def scheduled(docket_id: UUID) -> Any:
    docket = docket_or_404(docket_id)
    form = hearing_form(docket)

    def act(session: Session) -> str:
        command = services.ScheduleHearing(
            participant_id=UUID(form.participant.data),
            starts_at=clock.local_moment(docket.held_on, form.starts_at.data, docket.program.time_zone),
            kind=HearingKind(form.kind.data),
            mode=HearingMode(form.mode.data),
        )
        services.schedule_hearing(session, principal(), docket_or_404(docket_id, session), command)
        return url_for("court.dockets.show", docket_id=docket_id, done="saved")

    return submit(form, act, lambda: hearing_page(docket, form))


def change_form(hearing: Hearing) -> HearingForm:
    zone = ZoneInfo(hearing.docket.program.time_zone)
    form = HearingForm(
        starts_at=hearing.starts_at.astimezone(zone).time(),
        kind=hearing.kind,
        mode=hearing.mode,
        participant=str(hearing.participant_id),
        version=hearing.version,
    )
    name = queries.name_of(g.read_session, hearing.participant_id)
    return form.offer([(hearing.participant_id, name)])


def change_page(hearing: Hearing, form: HearingForm) -> str:
    title, _near = presenting.heading(hearing.docket, g.today)
    name = queries.name_of(g.read_session, hearing.participant_id)
    return render_template(
        "court/dockets/change.html", docket=hearing.docket, hearing=hearing, form=form, docket_title=title, name=name
    )


@blueprint.get("/hearings/<uuid:hearing_id>/change")
@requires(Permission.DOCKET_PLAN)
def change(hearing_id: UUID) -> Any:
    hearing = hearing_or_404(hearing_id)
    return change_page(hearing, change_form(hearing))


@blueprint.post("/hearings/<uuid:hearing_id>/change")
@requires(Permission.DOCKET_PLAN)
def changed(hearing_id: UUID) -> Any:
    hearing = hearing_or_404(hearing_id)
    form = change_form(hearing)

    def act(session: Session) -> str:
        here = hearing_or_404(hearing_id, session)
        command = services.ChangeHearing(
            starts_at=clock.local_moment(here.docket.held_on, form.starts_at.data, here.docket.program.time_zone),
            kind=HearingKind(form.kind.data),
            mode=HearingMode(form.mode.data),
            version=form.version.data or 0,
        )
        services.change_hearing(session, principal(), here.docket, here, command)
        return url_for("court.dockets.show", docket_id=here.docket_id, done="saved")

    return submit(form, act, lambda: change_page(hearing, form))
