"""Writing the treatment section: kept as a draft, then submitted, which lets the court read it part by part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.agencies.models import UserAccount
from portal.accounts.audit.services import record_act
from portal.accounts.principal import Principal
from portal.accounts.recording import gate_columns
from portal.gate.vocabulary import Category
from portal.participants.people import queries as people
from portal.treatment.report_sections import queries
from portal.treatment.report_sections.models import (
    LevelRecommendation,
    MedicationReport,
    ProgressSummary,
    SectionDraft,
)
from portal.treatment.report_sections.prefill import advised_level, present_level
from portal.treatment.report_sections.vocabulary import (
    LINE_LIMIT,
    LevelAdvice,
    MedicationTaken,
    Rating,
    SectionState,
)
from portal.web.dates import moment
from portal.web.refused import EditedMeanwhile, Refused

TYPED = ("rating", "goals_met", "goals_total", "line", "next_sessions", "level_advice", "medication")
NEXT_LIMIT = 160


@dataclass(frozen=True, slots=True)
class TreatmentSection:
    """The section of one participant for one hearing, as typed. Empty words mean: not said.

    `period_from` through `period_to` are the local days that the section tells about; `version` is the draft's, as the
    form was opened with it (0: there was none yet; None: not checked).
    """

    participant_id: UUID
    hearing_id: UUID
    due_on: date
    period_from: date
    period_to: date
    rating: Rating | None = None
    goals_met: int | None = None
    goals_total: int | None = None
    line: str = ""
    next_sessions: str = ""
    level_advice: LevelAdvice | None = None
    medication: MedicationTaken | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Submission:
    """What a submission made; parts that were not said are None."""

    progress: ProgressSummary
    level: LevelRecommendation | None
    medication: MedicationReport | None


def keep_draft(session: Session, actor: Principal, command: TreatmentSection) -> SectionDraft:
    """Keep what is typed so far, for the clinic alone. Raises EditedMeanwhile when a colleague saved since."""
    if people.participant(session, command.participant_id) is None:
        raise Refused("", _("This participant is not known to your agency."))
    draft = queries.draft(session, command.participant_id, command.hearing_id, actor.agency_id)
    if draft is not None:
        refuse_lost_update(session, actor, draft, command)
    else:
        columns = gate_columns(actor, Category.DRAFT, command.participant_id, command.period_to)
        draft = SectionDraft(**columns, hearing_id=command.hearing_id)
        session.add(draft)
    for name in ("due_on", "period_from", "period_to", *TYPED):
        value = getattr(command, name)
        setattr(draft, name, "" if value is None and name not in ("goals_met", "goals_total") else value)
    draft.line = command.line.strip()
    draft.next_sessions = command.next_sessions.strip()[:NEXT_LIMIT]
    draft.saved_at = clock.now()
    draft.author_id = actor.user_id
    record_act(session, actor, "section_kept", draft)
    session.flush()
    return draft


def submit_section(session: Session, actor: Principal, command: TreatmentSection) -> Submission:
    """Submit the section: from now on whoever may read its parts reads them. A later submission supersedes it."""
    refuse_unfit(command)
    draft = keep_draft(session, actor, command)
    draft.state = SectionState.SUBMITTED
    draft.submitted_at = clock.now()
    earlier = queries.own_parts(session, command.participant_id, command.hearing_id, actor.agency_id)
    for row in earlier.values():
        row.superseded_at = clock.now()
    session.flush()
    progress = ProgressSummary(
        **part_columns(actor, command, Category.PROGRESS_SUMMARY, earlier.get("progress")),
        rating=command.rating,
        goals_met=command.goals_met,
        goals_total=command.goals_total,
        line=command.line.strip(),
        next_sessions=command.next_sessions.strip(),
    )
    submission = Submission(
        progress=progress,
        level=level_part(session, actor, command, earlier.get("level")),
        medication=medication_part(actor, command, earlier.get("medication")),
    )
    session.add_all(row for row in (submission.progress, submission.level, submission.medication) if row is not None)
    record_act(session, actor, "section_submitted", progress)
    session.flush()
    return submission


def level_part(
    session: Session, actor: Principal, command: TreatmentSection, earlier: Any
) -> LevelRecommendation | None:
    if command.level_advice is None:
        return None
    present = present_level(session, command.participant_id, actor.agency_id)
    columns = part_columns(actor, command, Category.LEVEL_OF_CARE, earlier)
    columns["withheld"] |= present is not None and present.withheld
    return LevelRecommendation(
        **columns,
        level=present.level if present else "",
        advice=command.level_advice,
        advised_level=advised_level(present, command.level_advice),
    )


def medication_part(actor: Principal, command: TreatmentSection, earlier: Any) -> MedicationReport | None:
    if command.medication is None:
        return None
    return MedicationReport(
        **part_columns(actor, command, Category.MEDICATION_COMPLIANCE, earlier), taken=command.medication
    )


def part_columns(actor: Principal, command: TreatmentSection, category: Category, earlier: Any) -> dict[str, Any]:
    """What each part has: the gate's columns, the hearing, the period, what it supersedes, withheld as that is."""
    return gate_columns(actor, category, command.participant_id, command.period_to) | {
        "hearing_id": command.hearing_id,
        "due_on": command.due_on,
        "period_from": command.period_from,
        "period_to": command.period_to,
        "version": earlier.version + 1 if earlier is not None else 1,
        "supersedes_id": earlier.id if earlier is not None else None,
        "withheld": earlier is not None and earlier.withheld,
    }


def refuse_unfit(command: TreatmentSection) -> None:
    if command.rating is None:
        raise Refused("rating", _("Choose how the work on goals goes, also when it is too early to say."))
    if len(command.line.strip()) > LINE_LIMIT:
        raise Refused("line", _("Shorten the line to 280 characters."))
    if len(command.next_sessions.strip()) > NEXT_LIMIT:
        raise Refused("next_sessions", _("Shorten this to 160 characters: days and times are enough."))
    met, total = command.goals_met, command.goals_total
    if (met is None) != (total is None):
        raise Refused("goals_met", _("Enter both: how many goals are met, and how many there are."))
    if met is not None and total is not None and not 0 <= met <= total:
        raise Refused("goals_met", _("Enter no more goals met than there are goals."))
    if command.period_to < command.period_from:
        raise Refused("", _("The period ends before it begins."))


def refuse_lost_update(session: Session, actor: Principal, draft: SectionDraft, command: TreatmentSection) -> None:
    """Two colleagues at one section: both texts side by side."""
    if command.version is None or command.version == draft.version:
        return
    labels = {
        "rating": _("Progress on goals"),
        "goals_met": _("Goals met"),
        "goals_total": _("Goals"),
        "line": _("One line for the court"),
        "next_sessions": _("Next sessions"),
        "level_advice": _("Level of care"),
        "medication": _("Medication as prescribed"),
    }
    lines = [(str(labels[name]), worded(getattr(draft, name)), worded(getattr(command, name))) for name in TYPED]
    if any(theirs != mine for _label, theirs, mine in lines):
        saved_by = session.get_one(UserAccount, draft.author_id).display_name
        saved_when = moment(draft.saved_at, actor.zone, clock.local_date(clock.now(), actor.zone))
        raise EditedMeanwhile(lines, saved_by, saved_when, draft.version)


def worded(value: object) -> str:
    """What a person reads of a typed value; stored words get their labels."""
    for words in (Rating, LevelAdvice, MedicationTaken):
        if isinstance(value, str) and value in set(words):
            return words(value).label
    return "" if value is None else str(value)
