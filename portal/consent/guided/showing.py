"""Where one stands in a form: its pages, what is answered so far, and what deserves a second look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from portal import clock
from portal.consent.guided.answers import Answers, command_of
from portal.consent.guided.asking import unanswered
from portal.consent.guided.checking import second_looks
from portal.consent.guided.choosing import Asking
from portal.consent.guided.services import circumstances
from portal.consent.guided.vocabulary import CHECK_AND_SIGN, KIND_LABELS, STEP_LABELS, STEPS, Step
from portal.consent.papers.form_text import FormText, Line, form_text
from portal.participants.enrollments.queries import team


@dataclass(frozen=True, slots=True)
class Guide:
    """`so_far` is what stands on the form; `text` the whole form once every page is answered; `lacking` the first page
    that is not, or whose answer can't be any more."""

    answers: Answers
    kind: Any
    steps: tuple[Step, ...]
    labels: tuple[str, ...]
    so_far: tuple[Line, ...]
    text: FormText | None
    lacking: Step | None
    looks: tuple[str, ...]

    def number_of(self, step: str) -> int:
        return [str(one) for one in self.steps].index(step) + 1

    def before(self, step: str) -> Step | None:
        place = self.number_of(step) - 2
        return self.steps[place] if place >= 0 else None


def guide_of(asking: Asking) -> Guide:
    answers = asking.answers
    steps = tuple(one for one in STEPS[asking.kind] if one != Step.LABELS or asking.labels())
    about = circumstances(asking.session, asking.actor, asking.participant_id, answers)
    text = form_text(asking.session, command_of(answers, about, None), asking.actor.zone)
    lacking = unanswered(answers, steps)
    whole = lacking is None
    today = clock.local_date(asking.at, asking.actor.zone)
    on_team = {str(one.agency_id) for one in team(asking.session, asking.participant_id) if one.ends_at is None}
    return Guide(
        answers=answers,
        kind=KIND_LABELS[asking.kind][0],
        steps=steps,
        labels=(*(str(STEP_LABELS[one]) for one in steps), str(CHECK_AND_SIGN)),
        so_far=(Line(gettext("Form"), (str(KIND_LABELS[asking.kind][0]),)), *answered(text, answers)),
        text=text if whole else None,
        lacking=Step.UNTIL if whole and asking.recorder_gone() else lacking,
        looks=tuple(second_looks(answers, today, on_team)) if whole else (),
    )


def answered(text: FormText, answers: Answers) -> tuple[Line, ...]:
    """The lines about which something was said already."""
    there = (bool(answers.disclosers), bool(answers.recipients), bool(answers.categories), bool(answers.purposes))
    lines = [line for line, said in zip(text.lines, there, strict=False) if said]
    if answers.expiry:
        lines.append(text.lines[-1])
    return tuple(lines)
