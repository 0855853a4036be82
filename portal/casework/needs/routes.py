"""Needs and goals of a participant: all of them, adding a need, moving one, setting a goal."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, g, render_template, url_for

from portal.accounts.access import principal, requires
from portal.accounts.permissions import Permission
from portal.casework.needs import queries
from portal.casework.needs.forms import GoalForm, GoalStateForm, MoveForm, NeedForm
from portal.casework.needs.queries import Needed
from portal.casework.needs.services import move_goal, move_need, record_need, set_goal
from portal.casework.needs.vocabulary import NeedState
from portal.participants.people import queries as people
from portal.participants.people.page import person_frame, visit
from portal.web.forms import PortalForm, submit
from portal.web.tags import tag

blueprint = Blueprint("needs", __name__)
KINDS = {NeedState.OPEN: "open", NeedState.IN_WORK: "part", NeedState.MET: "done", NeedState.SET_ASIDE: "plain"}


def need_tag(state: str) -> Any:
    word = NeedState(state)
    return tag(KINDS[word], word.label)


blueprint.add_app_template_global(need_tag, "need_tag")


@blueprint.get("/participants/<uuid:participant_id>/needs")
@requires(Permission.CASELOAD_READ)
def shelf(participant_id: UUID) -> Any:
    return shelf_page(participant_id, GoalStateForm())


def shelf_page(participant_id: UUID, form: GoalStateForm) -> Any:
    here = visit(participant_id)
    return render_template(
        "casework/needs/shelf.html",
        form=form,
        **person_frame(here),
        person=here.participant,
        needs=queries.needs_of(g.read_session, [participant_id]).get(participant_id, []),
        own=principal().agency_id,
        may_change=principal().may(Permission.CONTACT_RECORD),
    )


@blueprint.get("/participants/<uuid:participant_id>/needs/new")
@requires(Permission.CONTACT_RECORD)
def new(participant_id: UUID) -> Any:
    return new_page(participant_id, NeedForm())


def new_page(participant_id: UUID, form: NeedForm) -> Any:
    return render_template("casework/needs/new.html", form=form, person=visit(participant_id).participant)


@blueprint.post("/participants/<uuid:participant_id>/needs/new")
@requires(Permission.CONTACT_RECORD)
def save(participant_id: UUID) -> Any:
    form = NeedForm()
    visit(participant_id)

    def act(session: Any) -> str:
        record_need(session, principal(), form.command(participant_id))
        return shelf_of(participant_id)

    return submit(form, act, lambda: new_page(participant_id, form))


def shelf_of(participant_id: UUID) -> str:
    return url_for("casework.needs.shelf", participant_id=participant_id, done="saved")


def visible(need_id: UUID) -> Needed:
    found = queries.need(g.read_session, need_id)
    if found is None:
        abort(404)
    return found


def need_page(template: str, needed: Needed, form: PortalForm) -> Any:
    persons = people.participants(g.read_session, [needed.need.participant_id])
    if not persons:
        abort(404)
    return render_template(template, form=form, needed=needed, person=persons[needed.need.participant_id])


@blueprint.get("/needs/<uuid:need_id>/state")
@requires(Permission.CONTACT_RECORD)
def move(need_id: UUID) -> Any:
    needed = visible(need_id)
    return need_page("casework/needs/move.html", needed, MoveForm(step=len(needed.steps)))


@blueprint.post("/needs/<uuid:need_id>/state")
@requires(Permission.CONTACT_RECORD)
def save_move(need_id: UUID) -> Any:
    form = MoveForm()
    participant_id = visible(need_id).need.participant_id

    def act(session: Any) -> str:
        move_need(session, principal(), form.command(need_id))
        return shelf_of(participant_id)

    return submit(form, act, lambda: need_page("casework/needs/move.html", visible(need_id), form))


@blueprint.get("/needs/<uuid:need_id>/goals/new")
@requires(Permission.CONTACT_RECORD)
def goal(need_id: UUID) -> Any:
    return need_page("casework/needs/goal.html", visible(need_id), GoalForm())


@blueprint.post("/needs/<uuid:need_id>/goals/new")
@requires(Permission.CONTACT_RECORD)
def save_goal(need_id: UUID) -> Any:
    form = GoalForm()
    participant_id = visible(need_id).need.participant_id

    def act(session: Any) -> str:
        set_goal(session, principal(), form.command(need_id))
        return shelf_of(participant_id)

    return submit(form, act, lambda: need_page("casework/needs/goal.html", visible(need_id), form))


@blueprint.post("/goals/<uuid:goal_id>/state")
@requires(Permission.CONTACT_RECORD)
def save_goal_state(goal_id: UUID) -> Any:
    form = GoalStateForm()
    found = queries.goal(g.read_session, goal_id)
    if found is None or found.origin_id != principal().agency_id:
        abort(404)
    participant_id = found.participant_id

    def act(session: Any) -> str:
        move_goal(session, principal(), goal_id, NeedState(form.state.data), form.version.data or 0)
        return shelf_of(participant_id)

    return submit(form, act, lambda: shelf_page(participant_id, form))
