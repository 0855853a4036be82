"""Proposing responses for a hearing, and saying who sees it differently.

The matrix and the limits stop a proposal, with the reason; they never stop what the judge orders later.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.audit.services import record_act
from portal.accounts.principal import Principal
from portal.accounts.recording import derived_columns, gate_columns
from portal.compliance.behaviors.models import Question
from portal.court.dockets.models import Hearing
from portal.court.staffing.advising import Advice, Judged
from portal.court.staffing.models import StaffingProposal, ViewByRole
from portal.gate.vocabulary import Category, RoleName
from portal.ids import NIL
from portal.participants.programs.responding import ResponseOption
from portal.participants.programs.vocabulary import ResponseKind
from portal.web.refused import Refused

WHY = 280
NOTHING = "none"
SHEET_ROLES = (RoleName.COURT_COORDINATOR, RoleName.JUDICIAL_STAFF)
NOTHING_AGAINST = Judged(())


@dataclass(frozen=True, slots=True)
class Propose:
    """A proposal as it is meant. `option` None: no response. `advice` and `judged` are what the matrix says to it."""

    option: ResponseOption | None
    why: str
    next_on: date | None = None
    amount: int | None = None
    advice: Advice | None = None
    judged: Judged = NOTHING_AGAINST


def propose_response(session: Session, actor: Principal, hearing: Hearing, command: Propose) -> StaffingProposal:
    """Record a proposal of the team. The same response proposed before for this hearing is replaced by it.

    Refused where the limits stop it, where it leaves the matrix without a reason, for a sanction without a found
    behavior, and where somebody else has proposed it (`may_withdraw`). A proposal that answers a behavior carries the
    behavior's own protection.
    """
    refuse_unfit(hearing, command)
    option, why = command.option, " ".join(command.why.split())
    kind = str(option.kind) if option else NOTHING
    code = option.key if option else ""
    earlier = select(StaffingProposal).where(
        StaffingProposal.hearing_id == hearing.id,
        StaffingProposal.kind == kind,
        StaffingProposal.code == code,
        StaffingProposal.superseded_at.is_(None),
    )
    before = session.scalars(earlier.order_by(StaffingProposal.recorded_at, StaffingProposal.id)).all()
    for one in before:
        if not may_withdraw(actor, one):
            raise Refused("response", _("This is proposed already. Say how your role sees it with a different view."))
        one.superseded_at = clock.now()
    session.flush()
    source = question_of(session, command.advice)
    row = StaffingProposal(
        **columns(actor, hearing, source),
        hearing_id=hearing.id,
        behavior_id=source.id if source else NIL,
        kind=kind,
        code=code,
        level=str(option.level) if option and option.level else "",
        amount=command.amount,
        why=why,
        outside_matrix=command.judged.needs_reason,
        next_on=command.next_on,
        supersedes_id=before[-1].id if before else None,
    )
    row.source = source
    session.add(row)
    session.flush()
    record_act(session, actor, "response_proposed", row)
    session.flush()
    return row


def refuse_unfit(hearing: Hearing, command: Propose) -> None:
    option = command.option
    if len(command.why) > WHY:
        raise Refused("why", _("Shorten the reason to 280 characters."))
    if not command.why.strip():
        raise Refused("why", _("Say why, in words that the judge can say."))
    if command.next_on is not None and command.next_on <= hearing.service_on:
        raise Refused("next_on", _("Enter a day after this hearing."))
    if option is None:
        return
    if option.kind is ResponseKind.SANCTION and command.advice is None:
        raise Refused("behavior", _("Choose what the sanction answers; without a behavior none is proposed."))
    if command.judged.stops:
        said = next(note.said for note in command.judged.notes if note.stops)
        raise Refused("response", str(said))


def question_of(session: Session, advice: Advice | None) -> Question | None:
    """The question that a proposal answers, as the row whose protection it repeats."""
    if advice is None:
        return None
    found = session.scalar(select(Question).where(Question.id == advice.question.question_id))
    if found is None:
        raise Refused("behavior", _("This question is not open to you."))
    return found


def columns(actor: Principal, hearing: Hearing, source: Question | None) -> dict[str, Any]:
    if source is not None:
        return derived_columns(actor, source)
    return gate_columns(actor, Category.RESPONSE, hearing.participant_id, hearing.service_on)


def may_withdraw(actor: Principal, proposal: StaffingProposal) -> bool:
    """Who proposed it takes it back, or whoever runs the sheet; prosecution and defense don't undo each other."""
    return proposal.author_id == actor.user_id or actor.role in SHEET_ROLES


def withdraw_proposal(session: Session, actor: Principal, proposal: StaffingProposal) -> None:
    """The team no longer proposes this. Refused for whoever may not take it back (`may_withdraw`)."""
    if not may_withdraw(actor, proposal):
        raise Refused("", _("Who proposed it, or the coordinator, takes it back."))
    proposal.superseded_at, proposal.correction_reason = clock.now(), "withdrawn"
    record_act(session, actor, "proposal_withdrawn", proposal)
    session.flush()


def add_view(session: Session, actor: Principal, proposal: StaffingProposal, role: str, words: str) -> ViewByRole:
    """Say how a role sees a proposal differently; a later view of the same role replaces the earlier one."""
    words = " ".join(words.split())
    if role not in list(RoleName):
        raise Refused("role", _("Choose the role."))
    if not words:
        raise Refused("words", _("Say how this role sees it, in a few words."))
    if len(words) > WHY:
        raise Refused("words", _("Shorten it to 280 characters."))
    earlier = select(ViewByRole).where(
        ViewByRole.proposal_id == proposal.id, ViewByRole.role == role, ViewByRole.superseded_at.is_(None)
    )
    before: UUID | None = None
    for row in session.scalars(earlier):
        row.superseded_at, before = clock.now(), row.id
        session.flush()
    view = ViewByRole(
        **derived_columns(actor, proposal), proposal_id=proposal.id, role=role, words=words, supersedes_id=before
    )
    view.source = proposal
    session.add(view)
    session.flush()
    record_act(session, actor, "view_added", view)
    session.flush()
    return view
