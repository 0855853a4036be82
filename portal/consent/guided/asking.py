"""Each page of the guided form: its form, with the choices and the answers so far, and what an answer means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import request
from flask_babel import lazy_gettext as _
from wtforms import SelectChoice

from portal import clock
from portal.consent.guided import combining
from portal.consent.guided.answers import Answers, Party, changed
from portal.consent.guided.choosing import EVERY_PROGRAM, Asking, one_by_one, value_of
from portal.consent.guided.forms import (
    CaseForm,
    LabelsForm,
    ProceedingForm,
    PurposeForm,
    TellsForm,
    ToldForm,
    UntilForm,
    WhatForm,
    purpose_word,
    yes_or_no,
)
from portal.consent.guided.queries import open_cases
from portal.consent.guided.vocabulary import PURPOSES_OF, Step
from portal.consent.instruments.vocabulary import ConsentKind
from portal.consent.papers.wording import LABEL_QUESTIONS
from portal.consent.rules.terms import ExpiryType, PartyClass, PartyType
from portal.consent.words import CATEGORY_WORDS
from portal.gate.vocabulary import Category
from portal.web.refused import Refused


@dataclass(frozen=True, slots=True)
class Page:
    """How a page's form is made (with the answers so far in it), and read into answers. Reading may raise Refused."""

    form: Callable[[Asking], Any]
    read: Callable[[Asking, Any], Answers]


def made(kind: Any, **before: Any) -> Any:
    """A form with what was answered before, unless it is being sent: then only what was sent counts."""
    return kind() if request.method == "POST" else kind(**before)


def days(*fields: Any) -> tuple[str, ...]:
    return tuple(field.data.isoformat() if field.data else "" for field in fields)


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def tells_form(asking: Asking) -> Any:
    chosen = [EVERY_PROGRAM if one["type"] == PartyType.CLASS else one["id"] for one in asking.answers.disclosers]
    form = made(TellsForm, disclosers=chosen)
    form.disclosers.choices = asking.telling()
    return form


def read_tells(asking: Asking, form: Any) -> Answers:
    parties = tuple(
        {"type": "class", "class": EVERY_PROGRAM} if one == EVERY_PROGRAM else {"type": "agency", "id": one}
        for one in form.disclosers.data or ()
    )
    combining.refuse_disclosers(parties)
    return changed(asking.answers, disclosers=parties)


def told_form(asking: Asking) -> Any:
    parties = asking.answers.recipients
    single, between = one_by_one(parties), next((one for one in parties if one["type"] == "intermediary"), {})
    form = made(
        ToldForm,
        agencies=[one["id"] for one in parties if one["type"] == PartyType.AGENCY],
        kept=[value_of(one) for one in single],
        classes=[one["class"] for one in parties if one["type"] == PartyType.CLASS],
        go_between=between.get("id", ""),
        members=between.get("participants") or [],
        treating=["yes"] if between.get("treating_class") else [],
    )
    agencies = asking.agencies()
    form.agencies.choices = form.members.choices = [SelectChoice(str(one.id), one.name) for one in agencies]
    form.kept.choices = asking.party_choices(single)
    form.classes.choices = asking.classes()
    form.post_agency.choices = [SelectChoice("", _("Choose an agency")), *form.agencies.choices]
    form.person.choices = asking.people(agencies)
    return form


def read_told(asking: Asking, form: Any) -> Answers:
    before = {value_of(one): one for one in one_by_one(asking.answers.recipients)}
    parties: list[Party] = [{"type": "agency", "id": one} for one in form.agencies.data or ()]
    parties += [before[one] for one in form.kept.data or () if one in before]
    parties += added(form)
    parties += [{"type": "class", "class": one} for one in form.classes.data or ()]
    parties += between(form)
    if not set(form.classes.data or ()) <= set(PartyClass):
        raise Refused("classes", _("Choose from the list."))
    combining.refuse_recipients(asking.kind, parties, name_the_team=asking.names_the_team())
    return changed(asking.answers, recipients=tuple(parties))


def added(form: Any) -> list[Party]:
    """A post at an agency, a person at an agency: one of each at a time."""
    parties: list[Party] = []
    if bool(form.post_agency.data) != bool(form.post_role.data):
        raise Refused("post_role", _("Choose both the agency and the post."))
    if form.post_role.data:
        parties.append({"type": "role", "role": form.post_role.data, "agency": form.post_agency.data})
    if form.person.data:
        user, agency = form.person.data.split("@")
        parties.append({"type": "person", "id": user, "agency": agency})
    return parties


def between(form: Any) -> list[Party]:
    name = str(form.go_between.data or "").strip()
    members, treating = list(form.members.data or ()), bool(form.treating.data)
    if not name and (members or treating):
        raise Refused("go_between", _("Write the name of the go-between, or take its members off."))
    if not name:
        return []
    return [{"type": "intermediary", "id": name, "participants": members, "treating_class": treating}]


def what_form(asking: Asking) -> Any:
    answers = asking.answers
    form = made(
        WhatForm,
        categories=list(answers.categories),
        record_from=day(answers.record_from),
        record_to=day(answers.record_to),
    )
    offered = [SelectChoice(str(one), words) for one, words in CATEGORY_WORDS.items()]
    if asking.kind == ConsentKind.TPO:
        offered.insert(0, SelectChoice("all", _("All of it, but for counseling notes")))
    form.categories.choices = offered
    return form


def read_what(asking: Asking, form: Any) -> Answers:
    categories = tuple(form.categories.data or ())
    combining.refuse_categories(asking.kind, categories)
    combining.refuse_record_days(form.record_from.data, form.record_to.data)
    record_from, record_to = days(form.record_from, form.record_to)
    kept = tuple(one for one in categories if one != Category.HIV)
    return changed(asking.answers, categories=kept, record_from=record_from, record_to=record_to)


def labels_form(asking: Asking) -> Any:
    """One question a label, as the site asks for them."""
    answers = asking.answers
    fields = {f"label_{one}": yes_or_no(LABEL_QUESTIONS[one]) for one in asking.labels()}
    asked: Any = type("LabelsAsked", (LabelsForm,), fields)
    said = {
        f"label_{one}": "yes" if one in answers.sensitivities else "no"
        for one in (asking.labels() if answers.labels_asked else ())
    }
    return made(asked, **said)


def read_labels(asking: Asking, form: Any) -> Answers:
    named = tuple(one for one in asking.labels() if form[f"label_{one}"].data == "yes")
    combining.refuse_labels(named)
    return changed(asking.answers, sensitivities=named, labels_asked=True)


def purpose_form(asking: Asking) -> Any:
    form = made(PurposeForm, purposes=list(asking.answers.purposes))
    form.purposes.choices = [SelectChoice(str(one), purpose_word(one)) for one in PURPOSES_OF[asking.kind]]
    return form


def read_purpose(asking: Asking, form: Any) -> Answers:
    purposes = tuple(form.purposes.data or ())
    combining.refuse_purposes(asking.kind, purposes)
    return changed(asking.answers, purposes=purposes)


def case_form(asking: Asking) -> Any:
    answers = asking.answers
    form = made(
        CaseForm,
        legal_case=answers.legal_case_id,
        duration_text=answers.duration_text,
        decision=answers.decision,
        revocable=answers.revocable or None,
        revocable_on=day(answers.revocable_on),
    )
    form.legal_case.choices = asking.cases()
    return form


def read_case(asking: Asking, form: Any) -> Answers:
    on_day = form.revocable.data == "on_day"
    answers = changed(
        asking.answers,
        legal_case_id=form.legal_case.data,
        duration_text=str(form.duration_text.data or "").strip(),
        decision=str(form.decision.data or "").strip(),
        revocable=form.revocable.data,
        revocable_on=days(form.revocable_on)[0] if on_day else "",
    )
    cases = {one.id: one for one in open_cases(asking.session, asking.participant_id, asking.at)}
    latest = cases[UUID(answers.legal_case_id)].latest_possible_disposition_at
    zone = asking.actor.zone
    last_day = clock.local_date(latest, zone) if latest else None
    combining.refuse_point(answers, clock.local_date(asking.at, zone), latest, last_day)
    return answers


def proceeding_form(asking: Asking) -> Any:
    return made(ProceedingForm, court=asking.answers.court, number=asking.answers.number)


def read_proceeding(asking: Asking, form: Any) -> Answers:
    court, number = str(form.court.data or "").strip(), str(form.number.data or "").strip()
    answers = changed(asking.answers, court=court, number=number)
    combining.refuse_proceeding(answers)
    return answers


def until_form(asking: Asking) -> Any:
    answers = asking.answers
    ends = day(answers.expires_on)
    form = made(
        UntilForm,
        expiry=answers.expiry or None,
        expires_on=ends if answers.expiry == ExpiryType.DATE else None,
        event=answers.event,
        recorder=answers.recorder,
        review_on=ends if answers.expiry == ExpiryType.EVENT else None,
    )
    form.expiry.choices = [
        SelectChoice("date", _("Through a day")),
        SelectChoice("event", _("Until something happens")),
    ]
    if asking.kind == ConsentKind.TPO:
        form.expiry.choices.append(SelectChoice("none", _("Until it is taken back")))
    form.recorder.choices = asking.recorders()
    if gone := asking.recorder_gone():
        form.recorder.invalid_choice_message = str(gone)
        form.recorder.errors = [gone]
    return form


def read_until(asking: Asking, form: Any) -> Answers:
    by_event = form.expiry.data == ExpiryType.EVENT
    (last_day,) = days(form.review_on if by_event else form.expires_on)
    answers = changed(
        asking.answers,
        expiry=form.expiry.data,
        expires_on="" if form.expiry.data == ExpiryType.NONE else last_day,
        event=str(form.event.data or "").strip() if by_event else "",
        recorder=form.recorder.data or "" if by_event else "",
    )
    combining.refuse_end(asking.kind, answers, clock.local_date(asking.at, asking.actor.zone))
    return answers


PAGES: dict[Step, Page] = {
    Step.TELLS: Page(tells_form, read_tells),
    Step.TOLD: Page(told_form, read_told),
    Step.WHAT: Page(what_form, read_what),
    Step.LABELS: Page(labels_form, read_labels),
    Step.PURPOSE: Page(purpose_form, read_purpose),
    Step.CASE: Page(case_form, read_case),
    Step.PROCEEDING: Page(proceeding_form, read_proceeding),
    Step.UNTIL: Page(until_form, read_until),
}


def unanswered(answers: Answers, steps: tuple[Step, ...]) -> Step | None:
    """The first page that still lacks an answer; None when the form can be checked and signed."""
    there = {
        Step.TELLS: bool(answers.disclosers),
        Step.TOLD: bool(answers.recipients),
        Step.WHAT: bool(answers.categories),
        Step.LABELS: answers.labels_asked,
        Step.PURPOSE: bool(answers.purposes),
        Step.CASE: bool(answers.legal_case_id and answers.revocable),
        Step.PROCEEDING: bool(answers.court and answers.number),
        Step.UNTIL: bool(answers.expiry),
    }
    return next((one for one in steps if not there[one]), None)
