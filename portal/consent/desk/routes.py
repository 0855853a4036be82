"""The privacy officer's desk: what is due, each register, one matter with its history, and entering one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, g, render_template, url_for
from wtforms import SelectChoice

from portal.accounts.access import freshly, principal, requires, sends_file
from portal.accounts.permissions import Permission
from portal.consent.desk import papers, presenting
from portal.consent.desk.choices import orders_to_choose
from portal.consent.desk.entries import ENTRIES, Entry
from portal.consent.desk.tasks import tag_of
from portal.consent.instruments import showing
from portal.consent.registers import queries
from portal.consent.registers.duties import duties
from portal.consent.registers.forms import MatterForm, StepForm
from portal.consent.registers.giving import Given
from portal.consent.registers.models import Matter
from portal.consent.registers.services import TakeStep, possible, take_step
from portal.consent.registers.vocabulary import REGISTER_LABELS, STEP_LABELS, Register, Step
from portal.gate.vocabulary import Category
from portal.participants.people.page import person_frame, visit
from portal.web.delivering import pdf_response
from portal.web.forms import submit

blueprint = Blueprint("desk", __name__)


@blueprint.get("/privacy")
@requires(Permission.PRIVACY_DESK)
def overview() -> Any:
    return render_template(
        "consent/desk/overview.html",
        duties=duties(g.read_session, principal(), g.at),
        tag_of=tag_of,
        registers=[(one, REGISTER_LABELS[one], ENTRIES[one]) for one in ENTRIES],
    )


def _entry(word: str) -> tuple[Register, Entry]:
    try:
        register = Register(word)
    except ValueError:
        abort(404)
    return register, ENTRIES[register]


def _matter(word: str, matter_id: UUID) -> tuple[Register, Entry, Matter]:
    register, entry = _entry(word)
    found = queries.matter(g.read_session, entry.model, matter_id)
    return (register, entry, found) if found is not None else abort(404)


@blueprint.get("/privacy/<register>")
@requires(Permission.PRIVACY_DESK)
def kept(register: str) -> Any:
    found, entry = _entry(register)
    return render_template(
        "consent/desk/kept.html",
        register=found,
        title=REGISTER_LABELS[found],
        entry=entry,
        lines=presenting.shown(g.read_session, found),
        tag_of=tag_of,
    )


@blueprint.get("/participants/<uuid:participant_id>/privacy")
@requires(Permission.PRIVACY_DESK)
def about(participant_id: UUID) -> Any:
    """Everything on the desk about one person."""
    here = visit(participant_id)
    kept_here = [(one, REGISTER_LABELS[one], presenting.shown(g.read_session, one, participant_id)) for one in ENTRIES]
    return render_template(
        "consent/desk/about.html",
        **person_frame(here),
        person=here.participant,
        registers=kept_here,
        papers=showing.papers(g.read_session, participant_id, g.at),
        entries=ENTRIES,
        tag_of=tag_of,
    )


def _new_page(register: Register, form: MatterForm, participant_id: UUID | None) -> str:
    here = visit(participant_id) if participant_id is not None else None
    return render_template(
        "consent/desk/new_about.html" if here else "consent/desk/new.html",
        **(person_frame(here) if here else {}),
        person=here.participant if here else None,
        register=register,
        title=REGISTER_LABELS[register],
        entry=ENTRIES[register],
        form=form,
    )


def _enter(register: Register, participant_id: UUID | None) -> Any:
    form = ENTRIES[register].form()

    def act(session: Any) -> str:
        matter = ENTRIES[register].open(session, principal(), form, participant_id)
        return url_for("consent.desk.show", register=register, matter_id=matter.id, done="matter-entered")

    return submit(form, act, lambda: _new_page(register, form, participant_id))


def _unnamed(word: str) -> Register:
    """A register whose matters need no person."""
    register, entry = _entry(word)
    return abort(404) if entry.about_somebody else register


@blueprint.get("/privacy/<register>/new")
@requires(Permission.PRIVACY_DESK)
def new(register: str) -> Any:
    found = _unnamed(register)
    return _new_page(found, ENTRIES[found].form(received_on=g.today), None)


@blueprint.post("/privacy/<register>/new")
@requires(Permission.PRIVACY_DESK)
def enter(register: str) -> Any:
    return _enter(_unnamed(register), None)


@blueprint.get("/participants/<uuid:participant_id>/privacy/<register>/new")
@requires(Permission.PRIVACY_DESK)
def new_about(participant_id: UUID, register: str) -> Any:
    found, entry = _entry(register)
    return _new_page(found, entry.form(received_on=g.today), participant_id)


@blueprint.post("/participants/<uuid:participant_id>/privacy/<register>/new")
@requires(Permission.PRIVACY_DESK)
def enter_about(participant_id: UUID, register: str) -> Any:
    found, _entry_of = _entry(register)
    visit(participant_id)
    return _enter(found, participant_id)


def _step_form(matter: Matter, steps: Any) -> StepForm:
    form = StepForm(happened_on=g.today)
    form.step.choices = [SelectChoice(str(one), STEP_LABELS[one]) for one in possible(matter, steps)]
    if matter.register is Register.DEMAND:
        form.under.choices, form.given.choices = orders_to_choose(g.read_session, matter)
    return form


def _show_page(register: Register, entry: Entry, matter: Matter, form: StepForm | None = None) -> str:
    steps = queries.steps_of(g.read_session, [matter.id])[matter.id]
    return render_template(
        "consent/desk/show.html",
        register=register,
        title=REGISTER_LABELS[register],
        entry=entry,
        matter=matter,
        about=presenting.names_of(g.read_session, [matter]).get(matter.participant_id, ""),
        facts=entry.facts(matter),
        notes=papers.notes(g.read_session, matter),
        clocks=matter.clocks(steps),
        history=presenting.history(g.read_session, steps),
        tag_of=tag_of,
        extendable=matter.extendable,
        correcting=register is Register.AMENDMENT,
        form=form or _step_form(matter, steps),
    )


@blueprint.get("/privacy/<register>/<uuid:matter_id>")
@requires(Permission.PRIVACY_DESK)
def show(register: str, matter_id: UUID) -> Any:
    return _show_page(*_matter(register, matter_id))


@blueprint.post("/privacy/<register>/<uuid:matter_id>")
@requires(Permission.PRIVACY_DESK)
def step(register: str, matter_id: UUID) -> Any:
    found, entry, matter = _matter(register, matter_id)
    form = _step_form(matter, queries.steps_of(g.read_session, [matter_id])[matter_id])

    def act(session: Any) -> str:
        mine = queries.matter(session, entry.model, matter_id)
        if mine is None:
            abort(404)
        command = TakeStep(
            step=Step(form.step.data),
            happened_on=form.happened_on.day,
            words=form.words.data or "",
            until_on=form.until_on.data,
            ground=form.ground.data or "",
            under=tuple(Given.read(one) for one in form.under.data or ()),
            given=tuple(Category(one) for one in form.given.data or ()),
        )
        take_step(session, principal(), mine, command)
        return url_for("consent.desk.show", register=found, matter_id=matter_id, done="step-taken")

    return submit(form, act, lambda: _show_page(*_matter(register, matter_id), form))


@blueprint.get("/privacy/<register>/<uuid:matter_id>/paper")
@requires(Permission.PRIVACY_DESK)
@freshly
@sends_file("consent.desk.show")
def paper(register: str, matter_id: UUID) -> Any:
    """The list that was asked for, or the neutral letter."""
    _found, _entry_of, matter = _matter(register, matter_id)
    content = papers.paper_of(g.read_session, principal(), matter, g.at)
    return pdf_response(content, "answer.pdf") if content is not None else abort(404)
