"""Questions: those that wait on one's caseload, one question with its reasons and its decision."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, current_app, g, render_template, url_for

from portal.accounts.access import principal, requires
from portal.accounts.permissions import Permission
from portal.compliance.behaviors import presenting, queries
from portal.compliance.behaviors.forms import AnswerForm, DecisionForm, page_of
from portal.compliance.behaviors.queries import Asked
from portal.compliance.behaviors.services import answer_question, decide_question
from portal.compliance.behaviors.vocabulary import SourceKind, Standing
from portal.compliance.notes import consent_notes
from portal.compliance.programs import programs_of
from portal.gate.source import source_of
from portal.participants.enrollments.queries import caseload
from portal.participants.people import queries as people
from portal.participants.people.page import person_frame, visit
from portal.web.files import FileStore, takes_files
from portal.web.forms import submit

blueprint = Blueprint("behaviors", __name__)


def store() -> FileStore:
    return FileStore.of(current_app.config)


@blueprint.get("/questions")
@requires(Permission.QUESTION_READ)
def waiting() -> Any:
    """The open questions about the people of one's caseload, oldest first."""
    ids = caseload(g.read_session, principal().user_id)
    persons = people.participants(g.read_session, ids)
    programs = programs_of(g.read_session, ids)
    lines = [
        (persons[person], presenting.line_of(asked, programs.get(person), g.today))
        for person, found in queries.open_of(g.read_session, ids).items()
        for asked in found
        if person in persons
    ]
    lines.sort(key=lambda pair: (pair[1].on, pair[0].sort_key))
    return render_template("compliance/behaviors/waiting.html", lines=lines)


@blueprint.get("/questions/<uuid:question_id>")
@requires(Permission.QUESTION_READ)
def show(question_id: UUID) -> Any:
    return page(question_id, AnswerForm(), DecisionForm())


def page(question_id: UUID, answer_form: AnswerForm, decision_form: DecisionForm) -> Any:
    asked = visible(question_id)
    here = visit(asked.question.participant_id)
    program = programs_of(g.read_session, [here.participant.id]).get(here.participant.id)
    source = source_of(asked.question)
    return render_template(
        "compliance/behaviors/show.html",
        **person_frame(here),
        person=here.participant,
        line=presenting.line_of(asked, program, g.today),
        raised=presenting.raised_by(asked),
        entries=presenting.history(asked, presenting.names_of(g.read_session, asked), g.zone, g.today),
        answer_form=answer_form,
        decision_form=page_of(decision_form, len(asked.steps)),
        open=asked.standing is Standing.OPEN,
        about_test=asked.question.source_kind == SourceKind.DRUG_TEST,
        may_answer=principal().may(Permission.QUESTION_ANSWER),
        may_decide=principal().may(Permission.QUESTION_DECIDE),
        notes=consent_notes(g.read_session, here.participant.id, [source], source.category),
    )


def visible(question_id: UUID) -> Asked:
    asked = queries.asked(g.read_session, question_id)
    if asked is None:
        abort(404)
    return asked


@blueprint.post("/questions/<uuid:question_id>/reasons")
@requires(Permission.QUESTION_ANSWER)
@takes_files
def attach(question_id: UUID) -> Any:
    form = AnswerForm()
    visible(question_id)

    def act(session: Any) -> str:
        content = form.scan.data.read() if form.scan.data else b""
        paper = store().keep(session, content, "scan") if content else None
        answer_question(session, principal(), form.command(question_id), paper)
        return url_for("compliance.behaviors.show", question_id=question_id, done="reason-attached")

    return submit(form, act, lambda: page(question_id, form, DecisionForm(formdata=None)))


@blueprint.get("/question-papers/<uuid:answer_id>")
@requires(Permission.QUESTION_READ)
def paper(answer_id: UUID) -> Any:
    """What was attached to a reason, byte for byte as it was kept."""
    found = queries.paper_of(g.read_session, answer_id)
    if found is None:
        abort(404)
    return store().response(found, "reason")


@blueprint.post("/questions/<uuid:question_id>/decision")
@requires(Permission.QUESTION_DECIDE)
def decide(question_id: UUID) -> Any:
    form = DecisionForm()
    visible(question_id)

    def act(session: Any) -> str:
        decide_question(session, principal(), form.command(question_id))
        return url_for("compliance.behaviors.waiting", done="question-decided")

    return submit(form, act, lambda: page(question_id, AnswerForm(formdata=None), form))
