"""Treatment of one participant at the agency: admission, level of care, sessions, discharge."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, g, render_template, request, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session
from wtforms import SelectChoice

from portal.accounts.access import principal, requires
from portal.accounts.permissions import Permission
from portal.participants.people import panels
from portal.participants.people.page import person_frame, visit
from portal.treatment.admissions import presenting, queries
from portal.treatment.admissions.forms import AdmitForm, DischargeForm, LevelForm, level_choices, level_of
from portal.treatment.admissions.models import Admission
from portal.treatment.admissions.services import (
    Admit,
    EndTreatment,
    SetLevel,
    admit,
    discharge,
    set_level_of_care,
)
from portal.treatment.admissions.vocabulary import DischargeStatus
from portal.web.forms import submit
from portal.web.refused import Refused

blueprint = Blueprint("admissions", __name__)


@blueprint.get("/participants/<uuid:participant_id>/treatment")
@requires(Permission.ADMISSION_RECORD)
def show(participant_id: UUID) -> Any:
    """What the agency itself recorded about a participant's treatment."""
    here = visit(participant_id)
    return render_template(
        "treatment/admissions/show.html",
        **person_frame(here),
        person=here.participant,
        shown=presenting.own_treatment(here),
        may_mark=principal().may(Permission.ATTENDANCE_RECORD),
        may_decide=principal().may(Permission.CARE_DECIDE),
    )


def levels_offered() -> list[SelectChoice]:
    """A level of care is a clinical decision: the office admits, and leaves the level open."""
    known = level_choices() if principal().may(Permission.CARE_DECIDE) else []
    return [SelectChoice("", gettext("Not assessed yet")), *known]


def admit_page(here: panels.Visit, form: AdmitForm) -> str:
    form.level.choices = levels_offered()
    return render_template("treatment/admissions/admit.html", **person_frame(here), person=here.participant, form=form)


@blueprint.get("/participants/<uuid:participant_id>/admission/new")
@requires(Permission.ADMISSION_RECORD)
def admitting(participant_id: UUID) -> Any:
    form = AdmitForm()
    form.admitted_on.process(None, g.today)
    return admit_page(visit(participant_id), form)


@blueprint.post("/participants/<uuid:participant_id>/admission/new")
@requires(Permission.ADMISSION_RECORD)
def record(participant_id: UUID) -> Any:
    here = visit(participant_id)
    form = AdmitForm()
    form.level.choices = levels_offered()

    def act(session: Session) -> str:
        level, edition = level_of(form.level.data)
        command = Admit(participant_id, form.admitted_on.data or g.today, level, edition, form.reason.data or "")
        admit(session, principal(), command)
        return url_for("treatment.admissions.show", participant_id=participant_id, done="admitted")

    return submit(form, act, lambda: admit_page(here, form))


def own_admission_or_404(admission_id: UUID) -> Admission:
    admission = queries.admission(g.read_session, admission_id)
    if admission is None or admission.origin_id != principal().agency_id:
        abort(404)
    return admission


def one_admission_page(template: str, admission: Admission, form: Any) -> str:
    here = visit(admission.participant_id)
    return render_template(template, **person_frame(here), person=here.participant, admission=admission, form=form)


@blueprint.get("/admissions/<uuid:admission_id>/discharge")
@requires(Permission.CARE_DECIDE)
def discharging(admission_id: UUID) -> Any:
    form = DischargeForm()
    form.discharged_on.process(None, g.today)
    return one_admission_page("treatment/admissions/discharge.html", own_admission_or_404(admission_id), form)


@blueprint.post("/admissions/<uuid:admission_id>/discharge")
@requires(Permission.CARE_DECIDE)
def end(admission_id: UUID) -> Any:
    participant_id = own_admission_or_404(admission_id).participant_id
    form = DischargeForm()

    def act(session: Session) -> str:
        status = DischargeStatus(form.status.data)
        discharge(session, principal(), EndTreatment(admission_id, form.discharged_on.data or g.today, status))
        return url_for("treatment.admissions.show", participant_id=participant_id, done="discharged")

    def again() -> str:
        return one_admission_page("treatment/admissions/discharge.html", own_admission_or_404(admission_id), form)

    return submit(form, act, again)


def level_page(admission_id: UUID, form: LevelForm) -> str:
    return one_admission_page("treatment/admissions/level.html", own_admission_or_404(admission_id), form)


def level_form() -> LevelForm:
    form = LevelForm()
    form.level.choices = level_choices()
    if request.method == "GET":
        form.starts_on.process(None, g.today)
    return form


@blueprint.get("/admissions/<uuid:admission_id>/level")
@requires(Permission.CARE_DECIDE)
def levelling(admission_id: UUID) -> Any:
    form = level_form()
    admission = own_admission_or_404(admission_id)
    levels = queries.levels_of(g.read_session, [admission.participant_id]).get(admission.participant_id, [])
    held = [level for level in levels if level.admission_id == admission.id]
    if held:
        form.level.data = f"{held[-1].edition}~{held[-1].level}"
    return level_page(admission_id, form)


@blueprint.post("/admissions/<uuid:admission_id>/level")
@requires(Permission.CARE_DECIDE)
def set_level(admission_id: UUID) -> Any:
    participant_id = own_admission_or_404(admission_id).participant_id
    form = level_form()

    def act(session: Session) -> str:
        level, edition = level_of(form.level.data)
        if level is None:
            raise Refused("level", gettext("Choose a level."))
        starts_on = form.starts_on.data or g.today
        command = SetLevel(admission_id, level, starts_on, edition, form.reason.data or "")
        set_level_of_care(session, principal(), command)
        return url_for("treatment.admissions.show", participant_id=participant_id, done="level-set")

    return submit(form, act, lambda: level_page(admission_id, form))
