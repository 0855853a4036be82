"""Recording responses and what became of them. What a judge orders can always be recorded; limits only flag it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.audit.services import record_act
from portal.accounts.principal import Principal
from portal.accounts.recording import derived_columns, gate_columns
from portal.compliance.responses.limits import Note
from portal.compliance.responses.models import MEANWHILE, Response, ResponseStep
from portal.compliance.responses.queries import response
from portal.compliance.responses.vocabulary import Level, ResponseKind, ResponseState
from portal.gate.vocabulary import Category
from portal.web.refused import Refused


@dataclass(frozen=True, slots=True)
class RecordResponse:
    """A response as it was announced. `code` is the option's key in the program's catalog, empty for another one.

    `notes` are the limits it touches (`responses.limits.notes`): they stand beside it for review and never stop it.
    """

    participant_id: UUID
    kind: str
    label: str
    ordered_on: date
    code: str = ""
    level: str | None = None
    behavior_code: str = ""
    behavior: str = ""
    behavior_on: date | None = None
    amount: Decimal | None = None
    unit: str = ""
    due_on: date | None = None
    to_do: bool = False
    contested: bool = False
    hearing_id: UUID | None = None
    reason: str = ""
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangeResponse:
    """What became of a response. `step` is the number of steps that one saw, so that two people meet."""

    response_id: UUID
    state: str
    on: date
    step: int
    words: str = ""


def record_response(session: Session, actor: Principal, command: RecordResponse) -> Response:
    """Add a response of the actor's agency, usually the court. Refused only for what can't be understood."""
    if command.kind not in list(ResponseKind):
        raise Refused("kind", _("Choose one of the kinds."))
    if command.level is not None and command.level not in list(Level):
        raise Refused("level", _("Choose one of the levels."))
    if not command.label.strip():
        raise Refused("label", _("Enter the response in the words in which it was announced."))
    if command.due_on is not None and command.due_on < command.ordered_on:
        raise Refused("due_on", _("Enter a day on or after the day of the order."))
    row = Response(
        **gate_columns(actor, Category.RESPONSE, command.participant_id, command.ordered_on),
        kind=command.kind,
        code=command.code,
        level=command.level,
        label=command.label.strip(),
        behavior_code=command.behavior_code,
        behavior=command.behavior.strip(),
        behavior_on=command.behavior_on,
        amount=command.amount,
        unit=command.unit,
        ordered_on=command.ordered_on,
        due_on=command.due_on,
        to_do=command.to_do,
        contested=command.contested,
        hearing_id=command.hearing_id,
        reason=command.reason.strip(),
        flags=flags(command.notes),
        recorded_at=clock.now(),
    )
    session.add(row)
    record_act(session, actor, "response_recorded", row, note=row.flags)
    session.flush()
    return row


def flags(notes: Iterable[Note]) -> str:
    return " ".join(str(note.limit) for note in notes)


def change_response(session: Session, actor: Principal, command: ChangeResponse) -> ResponseStep:
    """Record a state: done, not done, taken back, contested, open again. The earlier ones stay."""
    found = response(session, command.response_id)
    if found is None:
        raise Refused("", _("This response is not open to you."))
    if len(found.steps) != command.step:
        raise Refused("state", MEANWHILE)
    if command.on < found.response.ordered_on:
        raise Refused("on", _("Enter a day on or after the day of the order."))
    step = ResponseStep(
        **derived_columns(actor, found.response),
        response=found.response,
        step=command.step + 1,
        state=ResponseState(command.state),
        moved_on=command.on,
        words=command.words.strip(),
        recorded_at=clock.now(),
    )
    session.add(step)
    record_act(session, actor, f"response_{step.state}", found.response)
    session.flush()
    return step


def complete_response(session: Session, actor: Principal, response_id: UUID, on: date, words: str = "") -> ResponseStep:
    """The response is carried out."""
    found = response(session, response_id)
    seen = len(found.steps) if found is not None else 0
    return change_response(session, actor, ChangeResponse(response_id, ResponseState.DONE, on, seen, words))
