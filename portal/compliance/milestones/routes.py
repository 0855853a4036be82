"""Milestones of a participant's phase: how far each is, recording what meets one, recording a waiver."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, g, render_template, url_for

from portal.accounts.access import principal, requires
from portal.accounts.permissions import Permission
from portal.compliance import presenting
from portal.compliance.milestones.forms import AttestForm, WaiveForm
from portal.compliance.milestones.gathering import readiness_of
from portal.compliance.milestones.services import attest_milestone, may_attest, waive_milestone
from portal.compliance.notes import consent_notes
from portal.compliance.programs import InProgram, programs_of
from portal.gate.vocabulary import Category
from portal.participants.enrollments import queries as enrollments
from portal.participants.people.page import person_frame, visit
from portal.participants.programs.definition import Milestone, UnknownKey
from portal.web.forms import PortalForm, submit

blueprint = Blueprint("milestones", __name__)


@blueprint.get("/participants/<uuid:participant_id>/milestones")
@requires(Permission.MILESTONE_READ)
def shelf(participant_id: UUID) -> Any:
    here = visit(participant_id)
    program = programs_of(g.read_session, [participant_id]).get(participant_id)
    told = readiness_of(g.read_session, [participant_id], g.today).get(participant_id)
    sources = [source for found in told.sources.values() for source in found] if told else []
    return render_template(
        "compliance/milestones/shelf.html",
        **person_frame(here),
        person=here.participant,
        title=presenting.milestones_title(told.readiness, program.phase.number) if told and program else "",
        earliest=presenting.earliest_words(told.readiness) if told else "",
        items=[
            item | links(program, item["key"], item["settled"]) for item in presenting.milestone_items(told.readiness)
        ]
        if told and program
        else [],
        about=program.phase.about if program else "",
        notes=consent_notes(g.read_session, participant_id, sources, Category.ATTENDANCE),
    )


def links(program: InProgram, key: str, settled: bool) -> dict[str, str]:
    """What this reader may do about a milestone."""
    participant_id, acting = program.enrollment.participant_id, principal()
    found = {}
    milestone = next((one for one in program.rules.milestones if one.key == key), None)
    if milestone is not None and acting.may(Permission.MILESTONE_ATTEST) and may_attest(acting, milestone):
        found["attest"] = url_for(
            "compliance.milestones.attest", participant_id=participant_id, milestone_key=milestone.key
        )
    if not settled and acting.may(Permission.MILESTONE_WAIVE) and program.enrollment.origin_id == acting.agency_id:
        found["waive"] = url_for("compliance.milestones.waive", participant_id=participant_id, milestone_key=key)
    return found


def known(participant_id: UUID, milestone_key: str) -> tuple[InProgram, Milestone]:
    """The program and the milestone of an address, or the one 404."""
    program = programs_of(g.read_session, [participant_id]).get(participant_id)
    if program is None:
        abort(404)
    try:
        return program, program.rules.milestone(milestone_key)
    except UnknownKey:
        abort(404)


def page(template: str, participant_id: UUID, milestone_key: str, form: PortalForm) -> Any:
    here = visit(participant_id)
    _, milestone = known(participant_id, milestone_key)
    return render_template(template, form=form, person=here.participant, milestone=milestone)


@blueprint.get("/participants/<uuid:participant_id>/milestones/<string:milestone_key>/attest")
@requires(Permission.MILESTONE_ATTEST)
def attest(participant_id: UUID, milestone_key: str) -> Any:
    return page("compliance/milestones/attest.html", participant_id, milestone_key, AttestForm())


@blueprint.post("/participants/<uuid:participant_id>/milestones/<string:milestone_key>/attest")
@requires(Permission.MILESTONE_ATTEST)
def save_attestation(participant_id: UUID, milestone_key: str) -> Any:
    form = AttestForm()
    visit(participant_id)
    known(participant_id, milestone_key)

    def act(session: Any) -> str:
        enrollment = enrollments.current(session, participant_id) or abort(404)
        attest_milestone(session, principal(), enrollment, form.command(milestone_key))
        return url_for("compliance.milestones.shelf", participant_id=participant_id, done="saved")

    return submit(form, act, lambda: page("compliance/milestones/attest.html", participant_id, milestone_key, form))


@blueprint.get("/participants/<uuid:participant_id>/milestones/<string:milestone_key>/waive")
@requires(Permission.MILESTONE_WAIVE)
def waive(participant_id: UUID, milestone_key: str) -> Any:
    return page("compliance/milestones/waive.html", participant_id, milestone_key, WaiveForm())


@blueprint.post("/participants/<uuid:participant_id>/milestones/<string:milestone_key>/waive")
@requires(Permission.MILESTONE_WAIVE)
def save_waiver(participant_id: UUID, milestone_key: str) -> Any:
    form = WaiveForm()
    visit(participant_id)
    known(participant_id, milestone_key)

    def act(session: Any) -> str:
        enrollment = enrollments.current(session, participant_id) or abort(404)
        waive_milestone(session, principal(), enrollment, form.command(milestone_key))
        return url_for("participants.people.overview", participant_id=participant_id)

    return submit(form, act, lambda: page("compliance/milestones/waive.html", participant_id, milestone_key, form))
