"""Drafting and submitting the case-management section."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.audit.services import record_act
from portal.accounts.principal import Principal
from portal.accounts.recording import gate_columns
from portal.casework.needs.vocabulary import REPORTED, Area
from portal.casework.report_sections.models import AREAS, CaseworkDraft, CaseworkSection
from portal.casework.report_sections.queries import draft_of
from portal.casework.report_sections.vocabulary import Change
from portal.gate.vocabulary import Category
from portal.participants.sections.services import line_as_typed, line_to_submit, supersede
from portal.web.refused import EditedMeanwhile


@dataclass(frozen=True, slots=True)
class WriteCasework:
    """How each area has moved (an area left out: no information), and the line, for one hearing or review.

    `version` is that of the draft that was opened, None for a new one.
    """

    participant_id: UUID
    hearing_id: UUID
    hearing_on: date
    line: str
    changes: dict[Area, Change] = field(default_factory=dict)
    version: int | None = None


def save_draft(session: Session, actor: Principal, command: WriteCasework) -> CaseworkDraft:
    """Keep the section as the agency's own draft. EditedMeanwhile when a colleague has saved another one."""
    line = line_as_typed(command.line)
    draft = draft_of(session, command.participant_id, command.hearing_id)
    if draft is None:
        today = clock.local_date(clock.now(), actor.zone)
        draft = CaseworkDraft(
            **gate_columns(actor, Category.DRAFT, command.participant_id, today),
            hearing_id=command.hearing_id,
            hearing_on=command.hearing_on,
        )
        session.add(draft)
    elif command.version is not None and draft.version != command.version:
        raise EditedMeanwhile(differences(draft, command, line), "", "", draft.version)
    draft.line = line
    for name, change in said(command).items():
        setattr(draft, name, change)
    draft.edited_at = clock.now()
    record_act(session, actor, "section_drafted", draft)
    session.flush()
    return draft


def submit_section(session: Session, actor: Principal, command: WriteCasework) -> CaseworkSection:
    """Submit the section; what was submitted before for the same hearing stays as history. Refused when it is empty."""
    line = line_to_submit(command.line)
    save_draft(session, actor, command)
    now = clock.now()
    before_id = supersede(session, CaseworkSection, command.participant_id, command.hearing_id, now)
    section = CaseworkSection(
        **gate_columns(actor, Category.NEED_GOAL, command.participant_id, clock.local_date(now, actor.zone)),
        hearing_id=command.hearing_id,
        hearing_on=command.hearing_on,
        line=line,
        author_name=actor.display_name,
        submitted_at=now,
        supersedes_id=before_id,
        **said(command),
    )
    session.add(section)
    record_act(session, actor, "section_submitted", section)
    session.flush()
    return section


def said(command: WriteCasework) -> dict[str, Change]:
    """Every reported area by the name of its column."""
    return {str(area): Change(command.changes.get(area, Change.NOT_SAID)) for area in REPORTED}


def differences(draft: CaseworkDraft, command: WriteCasework, line: str) -> list[tuple[str, str, str]]:
    mine = said(command)
    lines = [(Area(name).label, Change(getattr(draft, name)).label, mine[name].label) for name in AREAS]
    return [*lines, (str(_("Line for the court")), draft.line, line)]
