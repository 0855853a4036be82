"""The three sections: form, what is filled in by itself, keeping, submitting, and what it says in an addressee's words.

Each section belongs to a room; here is only what its page needs to know of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import request
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.accounts.principal import Principal
from portal.casework.needs.vocabulary import REPORTED
from portal.casework.report_sections import queries as casework
from portal.casework.report_sections.forms import CaseworkSectionForm
from portal.casework.report_sections.services import WriteCasework
from portal.casework.report_sections.services import save_draft as keep_casework
from portal.casework.report_sections.services import submit_section as submit_casework
from portal.casework.report_sections.vocabulary import Change
from portal.compliance.report_sections import queries as supervision
from portal.compliance.report_sections.forms import SupervisionSectionForm
from portal.compliance.report_sections.services import WriteSupervision
from portal.compliance.report_sections.services import save_draft as keep_supervision
from portal.compliance.report_sections.services import submit_section as submit_supervision
from portal.court.sections.previewing import Typed
from portal.gate.vocabulary import Category
from portal.treatment.report_sections import queries as treatment
from portal.treatment.report_sections.forms import SectionForm
from portal.treatment.report_sections.prefill import prefill, present_level
from portal.treatment.report_sections.services import keep_draft as keep_treatment
from portal.treatment.report_sections.services import submit_section as submit_treatment
from portal.treatment.report_sections.vocabulary import MedicationTaken, Rating
from portal.web.forms import PortalForm


@dataclass(frozen=True, slots=True)
class Subject:
    """For whom and for which hearing a section is written; the period runs from the last hearing to today."""

    session: Session
    author: Principal
    participant_id: UUID
    hearing_id: UUID
    hearing_on: date
    due_on: date
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Written:
    """The form of a page, what stands above it, and when the draft was kept or submitted last."""

    form: PortalForm
    facts: Any
    kept_at: datetime | None
    submitted_at: datetime | None


@dataclass(frozen=True, slots=True)
class Authoring:
    """How one section is written."""

    template: str
    open: Callable[[Subject], Written]
    keep: Callable[[Session, Principal, Subject, Any], object]
    submit: Callable[[Session, Principal, Subject, Any], object]
    says: Callable[[Any, Subject], list[Typed]]


def posted() -> bool:
    return request.method == "POST"


def open_treatment(subject: Subject) -> Written:
    agency = subject.author.agency_id
    known = prefill(subject.session, agency, subject.participant_id, subject.first, subject.last, subject.author.zone)
    draft = treatment.draft(subject.session, subject.participant_id, subject.hearing_id, agency)
    form = SectionForm()
    form.offer(known.level)
    if not posted():
        form.fill(draft, known)
    return Written(form, known, draft.saved_at if draft else None, draft.submitted_at if draft else None)


def treatment_command(subject: Subject, form: SectionForm) -> Any:
    return form.command(subject.participant_id, subject.hearing_id, subject.due_on, subject.first, subject.last)


def treatment_says(form: SectionForm, subject: Subject) -> list[Typed]:
    """Progress, level of care and medication are three records, because not everybody reads all of them."""
    progress = []
    if form.rating.data:
        goals = ""
        if form.goals_met.data is not None and form.goals_total.data:
            goals = " " + _("%(met)d of %(all)d goals met.", met=form.goals_met.data, all=form.goals_total.data)
        progress.append(f"{Rating(form.rating.data).label}.{goals}")
    level = present_level(subject.session, subject.participant_id, subject.author.agency_id)
    advice = dict(choice_pairs(form.level_advice.choices)).get(form.level_advice.data or "", "")
    line = (form.line.data or "").strip()
    return [
        Typed(_("Progress"), Category.PROGRESS_SUMMARY, tuple(progress)),
        Typed(_("Level of care"), Category.LEVEL_OF_CARE, (str(advice),) if form.level_advice.data and level else ()),
        Typed(_("Medication"), Category.MEDICATION_COMPLIANCE, medication_words(form.medication.data)),
        Typed(_("Clinician"), Category.PROGRESS_SUMMARY, (f"“{line}”",) if line else ()),
        Typed(_("Next sessions"), Category.PROGRESS_SUMMARY, said(form.next_sessions.data)),
    ]


def choice_pairs(choices: Any) -> list[tuple[str, str]]:
    """Choices of a select field as pairs, whichever way they were given."""
    return [(one[0], one[1]) if isinstance(one, tuple) else (one.value, one.label) for one in choices]


def medication_words(chosen: str | None) -> tuple[str, ...]:
    return (f"{MedicationTaken(chosen).label}.",) if chosen else ()


def said(text: str | None) -> tuple[str, ...]:
    return (text.strip(),) if text and text.strip() else ()


def open_casework(subject: Subject) -> Written:
    draft = casework.draft_of(subject.session, subject.participant_id, subject.hearing_id)
    facts = casework.casework_facts(subject.session, [subject.participant_id], subject.first, subject.last)
    form = CaseworkSectionForm()
    if draft is not None and not posted():
        form.line.data, form.version.data = draft.line, draft.version
        for area in REPORTED:
            form[area.value].data = getattr(draft, area.value)
    submitted = own(casework.submitted_of(subject.session, [subject.participant_id], subject.hearing_id), subject)
    return Written(form, facts[subject.participant_id], draft.edited_at if draft else None, submitted)


def own(rows: Any, subject: Subject) -> datetime | None:
    """When the author's agency submitted last."""
    mine = [one for one in rows.get(subject.participant_id, []) if one.origin_id == subject.author.agency_id]
    return mine[-1].submitted_at if mine else None


def casework_command(subject: Subject, form: CaseworkSectionForm) -> WriteCasework:
    return WriteCasework(
        participant_id=subject.participant_id,
        hearing_id=subject.hearing_id,
        hearing_on=subject.hearing_on,
        line=form.line.data or "",
        changes=form.changes(),
        version=form.version.data,
    )


def casework_says(form: CaseworkSectionForm, _subject: Subject) -> list[Typed]:
    moved = [
        f"{area.label}: {change.label}" for area, change in form.changes().items() if change is not Change.NOT_SAID
    ]
    return [
        Typed(_("Since the last report"), Category.NEED_GOAL, tuple(moved)),
        Typed(_("Case management"), Category.NEED_GOAL, said(form.line.data)),
    ]


def open_supervision(subject: Subject) -> Written:
    draft = supervision.draft_of(subject.session, subject.participant_id, subject.hearing_id)
    facts = supervision.supervision_facts(subject.session, [subject.participant_id], subject.first, subject.last)
    form = SupervisionSectionForm()
    if draft is not None and not posted():
        form.line.data, form.version.data = draft.line, draft.version
    submitted = own(supervision.submitted_of(subject.session, [subject.participant_id], subject.hearing_id), subject)
    return Written(form, facts[subject.participant_id], draft.edited_at if draft else None, submitted)


def supervision_command(subject: Subject, form: SupervisionSectionForm) -> WriteSupervision:
    return WriteSupervision(
        participant_id=subject.participant_id,
        hearing_id=subject.hearing_id,
        hearing_on=subject.hearing_on,
        line=form.line.data or "",
        version=form.version.data,
    )


def supervision_says(form: SupervisionSectionForm, subject: Subject) -> list[Typed]:
    facts = supervision.supervision_facts(subject.session, [subject.participant_id], subject.first, subject.last)
    contacts = [one for one in facts[subject.participant_id].contacts if one.origin_id == subject.author.agency_id]
    counts: dict[str, int] = {}
    for one in contacts:
        counts[one.result] = counts.get(one.result, 0) + 1
    words = ", ".join(f"{count} {result}" for result, count in counts.items())
    return [
        Typed(_("Contacts"), Category.SUPERVISION_CONTACT, (words,) if words else ()),
        Typed(_("Supervision"), Category.SUPERVISION_CONTACT, said(form.line.data)),
    ]


AUTHORING = {
    "treatment": Authoring(
        "court/sections/treatment.html",
        open_treatment,
        lambda session, actor, subject, form: keep_treatment(session, actor, treatment_command(subject, form)),
        lambda session, actor, subject, form: submit_treatment(session, actor, treatment_command(subject, form)),
        treatment_says,
    ),
    "case_management": Authoring(
        "court/sections/casework.html",
        open_casework,
        lambda session, actor, subject, form: keep_casework(session, actor, casework_command(subject, form)),
        lambda session, actor, subject, form: submit_casework(session, actor, casework_command(subject, form)),
        casework_says,
    ),
    "supervision": Authoring(
        "court/sections/supervision.html",
        open_supervision,
        lambda session, actor, subject, form: keep_supervision(session, actor, supervision_command(subject, form)),
        lambda session, actor, subject, form: submit_supervision(session, actor, supervision_command(subject, form)),
        supervision_says,
    ),
}
