"""Recording needs, moving them, setting goals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.audit.services import record_act
from portal.accounts.principal import Principal
from portal.accounts.recording import derived_columns, gate_columns
from portal.casework.needs.models import MEANWHILE, Goal, Need, NeedStep
from portal.casework.needs.queries import Needed, goal, need
from portal.casework.needs.vocabulary import Area, NeedState
from portal.gate.vocabulary import Category
from portal.web.refused import EditedMeanwhile, Refused


@dataclass(frozen=True, slots=True)
class RecordNeed:
    """What a person needs in an area of life, in plain words."""

    participant_id: UUID
    area: str
    label: str
    found_on: date


@dataclass(frozen=True, slots=True)
class MoveNeed:
    """A need moved. `step` is the number of steps that one saw, so that two people meet."""

    need_id: UUID
    state: str
    on: date
    step: int
    words: str = ""


@dataclass(frozen=True, slots=True)
class SetGoal:
    """What the participant wants to reach, in his or her words, by a day."""

    need_id: UUID
    words: str
    due_on: date
    measure: str = ""


def record_need(session: Session, actor: Principal, command: RecordNeed) -> Need:
    """Add a need. Refused for an unknown area, empty words, a day ahead."""
    now = clock.now()
    today = clock.local_date(now, actor.zone)
    if command.area not in list(Area):
        raise Refused("area", _("Choose one of the areas."))
    if not command.label.strip():
        raise Refused("label", _("Enter the need in a few words."))
    if command.found_on > today:
        raise Refused("found_on", _("Enter a day that has come."))
    row = Need(
        **gate_columns(actor, Category.NEED_GOAL, command.participant_id, command.found_on),
        area=command.area,
        label=command.label.strip(),
        found_on=command.found_on,
        recorded_at=now,
        recorded_on=today,
    )
    session.add(row)
    record_act(session, actor, "need_recorded", row)
    session.flush()
    return row


def move_need(session: Session, actor: Principal, command: MoveNeed) -> NeedStep:
    """Record that a need is worked on, met, set aside or open again. Refused when somebody else moved it meanwhile."""
    found = required(session, command.need_id)
    if len(found.steps) != command.step:
        raise Refused("state", MEANWHILE)
    if command.state not in list(NeedState):
        raise Refused("state", _("Choose how it stands."))
    if not found.need.found_on <= command.on <= clock.local_date(clock.now(), actor.zone):
        raise Refused("on", _("Enter a day since the need was found that has come."))
    step = NeedStep(
        **derived_columns(actor, found.need),
        need=found.need,
        step=command.step + 1,
        state=command.state,
        moved_on=command.on,
        words=command.words.strip(),
        recorded_at=clock.now(),
    )
    session.add(step)
    record_act(session, actor, f"need_{step.state}", found.need)
    session.flush()
    return step


def set_goal(session: Session, actor: Principal, command: SetGoal) -> Goal:
    """Set a goal to a need of the own agency. Refused without words and for a day that is over."""
    found = required(session, command.need_id)
    today = clock.local_date(clock.now(), actor.zone)
    if found.need.origin_id != actor.agency_id:
        raise Refused("", _("Goals are set where the need was recorded."))
    if not command.words.strip():
        raise Refused("words", _("Enter the goal in the participant’s words."))
    if command.due_on < today:
        raise Refused("due_on", _("Enter a day from today on."))
    row = Goal(
        **gate_columns(actor, Category.NEED_GOAL, found.need.participant_id, today),
        need_id=found.need.id,
        words=command.words.strip(),
        measure=command.measure.strip(),
        set_on=today,
        due_on=command.due_on,
        state=NeedState.OPEN,
        state_on=today,
    )
    session.add(row)
    record_act(session, actor, "goal_set", row)
    session.flush()
    return row


def move_goal(session: Session, actor: Principal, goal_id: UUID, state: NeedState, version: int) -> Goal:
    """Say how a goal stands. EditedMeanwhile when a colleague has changed it."""
    row = goal(session, goal_id)
    if row is None or row.origin_id != actor.agency_id:
        raise Refused("", _("This goal is not open to you."))
    if row.version != version:
        raise EditedMeanwhile([(row.words, NeedState(row.state).label, state.label)], "", "", row.version)
    row.state = state
    row.state_on = clock.local_date(clock.now(), actor.zone)
    record_act(session, actor, f"goal_{state}", row)
    session.flush()
    return row


def required(session: Session, need_id: UUID) -> Needed:
    found = need(session, need_id)
    if found is None:
        raise Refused("", _("This need is not open to you."))
    return found
