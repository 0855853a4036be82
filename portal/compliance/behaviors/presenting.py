"""How questions are shown: the sentence, the tag, the history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.agencies.models import UserAccount
from portal.clock import local_date
from portal.compliance.behaviors.models import QuestionAnswer
from portal.compliance.behaviors.queries import Asked
from portal.compliance.behaviors.vocabulary import Outcome, SourceKind, Standing
from portal.compliance.programs import InProgram, behavior_label
from portal.web.dates import day, time_of
from portal.web.tags import tag

KINDS = {
    Standing.OPEN: "due",
    Standing.FOUND: "late",
    Standing.NOT_FOUND: "done",
    Standing.EXCUSED: "open",
    Standing.WITHDRAWN: "plain",
}


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question as lists and panels show it."""

    asked: Asked
    what: str
    on: date
    kind: str
    tag: Markup
    second: str
    href: str


def line_of(asked: Asked, program: InProgram | None, today: date) -> QuestionLine:
    question = asked.question
    return QuestionLine(
        asked=asked,
        what=behavior_label(program, question.behavior_code),
        on=question.occurred_on,
        kind=SourceKind(question.source_kind).label,
        tag=standing_tag(asked.standing),
        second=second_line(asked),
        href=url_for("compliance.behaviors.show", question_id=question.id),
    )


def raised_by(asked: Asked) -> str:
    """What raised the question, and what it is not yet."""
    by = {
        SourceKind.ATTENDANCE: gettext("A mark of a session raised this question."),
        SourceKind.DRUG_TEST: gettext("A test result raised this question."),
        SourceKind.CONTACT: gettext("A missed contact raised this question."),
    }
    return (
        by[SourceKind(asked.question.source_kind)] + " " + gettext("It is a behavior only when a person has found it.")
    )


def standing_tag(standing: Standing) -> Markup:
    return tag(KINDS[standing], gettext("Question") if standing is Standing.OPEN else standing.label)


def second_line(asked: Asked) -> str:
    if asked.standing is not Standing.OPEN and asked.last is not None:
        return asked.last.reason
    if asked.answers:
        return gettext("Reason: %(words)s", words=asked.answers[-1].words)
    return ""


def names_of(session: Session, asked: Asked) -> dict[UUID, str]:
    """Who opened, answered and decided."""
    ids = {asked.question.author_id}
    ids |= {answer.author_id for answer in asked.answers} | {step.author_id for step in asked.steps}
    return {one.id: one.display_name for one in session.scalars(select(UserAccount).where(UserAccount.id.in_(ids)))}


def history(asked: Asked, names: Mapping[UUID, str], zone: str, today: date) -> list[dict[str, Any]]:
    """All that happened to a question, oldest first, for the component `timeline`."""
    question = asked.question
    told = [(question.recorded_at, gettext("The question opened"), "", question.author_id, "")]
    with_paper, plain = gettext("Reason, a paper was seen"), gettext("Reason")
    told += [
        (a.recorded_at, with_paper if a.document_seen else plain, a.words, a.author_id, paper_of(a))
        for a in asked.answers
    ]
    told += [(step.recorded_at, Outcome(step.outcome).label, step.reason, step.author_id, "") for step in asked.steps]
    told.sort(key=lambda one: one[0])
    return [
        entry(at, label, words, names.get(who, ""), zone, today) | {"paper": href}
        for at, label, words, who, href in told
    ]


def paper_of(answer: QuestionAnswer) -> str:
    """Where the paper of a reason lies; "" without one."""
    return url_for("compliance.behaviors.paper", answer_id=answer.id) if answer.file_id is not None else ""


def entry(at: datetime, label: str, words: str, who: str, zone: str, today: date) -> dict[str, Any]:
    on = local_date(at, zone)
    second = ", ".join(part for part in (who, time_of(at, zone)) if part)
    return {"on": on, "shown": day(on, today), "text": label, "second": second, "words": words}
