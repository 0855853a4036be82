"""A packet on its way: who tells, and for each form whether it is agreed to, with what, and what state law protects."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any

from portal.consent.guided.answers import Answers
from portal.consent.instruments.vocabulary import ConsentKind
from portal.participants.enrollments.models import Enrollment, TeamMember
from portal.participants.programs.definition import PacketForm

YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Choice:
    """What was said about one form: `agreed` is yes or no; what may be told is narrowed, never widened."""

    agreed: str
    categories: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Filled:
    """`programs` are the ids of those that tell; `choices` by the key of the form; `documents` the forms made of them.

    A document is {"file", "sha256", "answers"}, of the local day `made_on`; all are gone as soon as something else is
    chosen.
    """

    programs: tuple[str, ...] = ()
    choices: dict[str, Choice] | None = None
    documents: dict[str, dict[str, Any]] | None = None
    made_on: str = ""

    def choice(self, key: str) -> Choice | None:
        return (self.choices or {}).get(key)

    def with_choice(self, key: str, choice: Choice) -> Filled:
        return replace(self, choices={**(self.choices or {}), key: choice}, documents=None, made_on="")

    @property
    def agreed(self) -> tuple[str, ...]:
        return tuple(key for key, one in (self.choices or {}).items() if one.agreed == YES)


def from_json(content: dict[str, Any]) -> Filled:
    choices = {
        key: Choice(one["agreed"], tuple(one["categories"]), tuple(one["labels"]))
        for key, one in (content.get("choices") or {}).items()
    }
    return Filled(tuple(content.get("programs") or ()), choices, content.get("documents"), content.get("made_on", ""))


def to_json(filled: Filled) -> dict[str, Any]:
    choices = {key: asdict(one) for key, one in (filled.choices or {}).items()}
    return {
        "programs": list(filled.programs),
        "choices": choices,
        "documents": filled.documents,
        "made_on": filled.made_on,
    }


def answers_of(
    form: PacketForm, filled: Filled, enrollment: Enrollment, members: list[TeamMember], today: date
) -> Answers:
    """The form as the program fills it in, with what was chosen: agencies of the team, purposes, its own length."""
    choice = filled.choice(form.key) or Choice(YES, form.categories)
    today = date.fromisoformat(filled.made_on) if filled.made_on else today
    told = dict.fromkeys(str(one.agency_id) for one in members if one.role in form.roles)
    court = form.kind == ConsentKind.CRIMINAL_JUSTICE
    return Answers(
        kind=form.kind,
        disclosers=tuple({"type": "agency", "id": one} for one in filled.programs),
        recipients=(
            *({"type": "agency", "id": one} for one in told),
            *({"type": "class", "class": one} for one in form.classes),
        ),
        categories=tuple(one for one in form.categories if one in choice.categories),
        sensitivities=choice.labels,
        labels_asked=True,
        purposes=form.purposes,
        expiry="date" if form.days else "none",
        expires_on=(today + timedelta(days=form.days)).isoformat() if form.days else "",
        legal_case_id=str(enrollment.legal_case_id) if court else "",
        duration_text=form.duration,
        decision=form.decision,
        revocable="at_end" if court else "",
    )
