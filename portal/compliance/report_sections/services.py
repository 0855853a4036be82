"""Drafting and submitting the supervision section."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.audit.services import record_act
from portal.accounts.principal import Principal
from portal.accounts.recording import gate_columns
from portal.compliance.report_sections.models import SupervisionDraft, SupervisionSection
from portal.compliance.report_sections.queries import draft_of
from portal.gate.vocabulary import Category
from portal.participants.sections.services import line_as_typed, line_to_submit, supersede
from portal.web.refused import EditedMeanwhile


@dataclass(frozen=True, slots=True)
class WriteSupervision:
    """The line for one hearing or review. `version` is that of the draft that was opened, None for a new one."""

    participant_id: UUID
    hearing_id: UUID
    hearing_on: date
    line: str
    version: int | None = None


def save_draft(session: Session, actor: Principal, command: WriteSupervision) -> SupervisionDraft:
    """Keep the line as the agency's own draft. EditedMeanwhile when a colleague has saved another text."""
    line = line_as_typed(command.line)
    draft = draft_of(session, command.participant_id, command.hearing_id)
    today = clock.local_date(clock.now(), actor.zone)
    if draft is None:
        draft = SupervisionDraft(
            **gate_columns(actor, Category.DRAFT, command.participant_id, today),
            hearing_id=command.hearing_id,
            hearing_on=command.hearing_on,
        )
        session.add(draft)
    elif command.version is not None and draft.version != command.version:
        raise EditedMeanwhile([(str(_("Line for the court")), draft.line, line)], "", "", draft.version)
    draft.line = line
    draft.edited_at = clock.now()
    record_act(session, actor, "section_drafted", draft)
    session.flush()
    return draft


def submit_section(session: Session, actor: Principal, command: WriteSupervision) -> SupervisionSection:
    """Submit the line; what was submitted before for the same hearing stays as history. Refused when it is empty."""
    line = line_to_submit(command.line)
    save_draft(session, actor, command)
    now = clock.now()
    before_id = supersede(session, SupervisionSection, command.participant_id, command.hearing_id, now)
    section = SupervisionSection(
        **gate_columns(actor, Category.SUPERVISION_CONTACT, command.participant_id, clock.local_date(now, actor.zone)),
        hearing_id=command.hearing_id,
        hearing_on=command.hearing_on,
        line=line,
        author_name=actor.display_name,
        submitted_at=now,
        supersedes_id=before_id,
    )
    session.add(section)
    record_act(session, actor, "section_submitted", section)
    session.flush()
    return section
