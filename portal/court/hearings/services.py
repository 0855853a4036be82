"""Recording live what the judge ordered, and taking back what was recorded by mistake.

What a judge orders can always be recorded. Only the words of the announced order become the court's record: nothing
here repeats what a clinic told.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock, signals
from portal.accounts.audit.services import record_act
from portal.accounts.principal import Principal
from portal.accounts.recording import gate_columns
from portal.compliance.obligations.models import Obligation
from portal.compliance.obligations.services import RecordObligation, record_obligation, release_obligation
from portal.compliance.responses.limits import bounds
from portal.compliance.responses.models import Response
from portal.compliance.responses.queries import response as response_with_steps
from portal.compliance.responses.services import ChangeResponse, RecordResponse, change_response, record_response
from portal.compliance.responses.vocabulary import ResponseState
from portal.court.dockets import queries as dockets
from portal.court.dockets.models import Docket, Hearing
from portal.court.dockets.services import ScheduleHearing, has_come, mark_hearing, schedule_hearing
from portal.court.dockets.vocabulary import HearingMode, HearingState
from portal.court.hearings.models import Order
from portal.court.hearings.queries import recorded_at
from portal.gate.vocabulary import Category
from portal.participants.enrollments import queries as enrollments
from portal.participants.enrollments.models import MOVED_ALREADY, Enrollment, PhaseChange
from portal.participants.enrollments.services import advance_phase
from portal.participants.programs.definition import ProgramRules
from portal.participants.programs.services import rules_of
from portal.participants.programs.vocabulary import ResponseKind, Unit
from portal.web.refused import Refused

WORDS = 1000
UNDONE = "recorded by mistake"


@dataclass(frozen=True, slots=True)
class OrderResponse:
    """A response as the judge announced it. `code` is the catalog's key, empty for words of the judge's own."""

    kind: ResponseKind
    code: str = ""
    words: str = ""
    amount: int | None = None
    due_on: date | None = None
    contested: bool = False
    reason: str = ""


def enrollment_of(session: Session, hearing: Hearing) -> Enrollment:
    found = enrollments.enrollment(session, hearing.enrollment_id)
    if found is None:
        raise Refused("", _("This person’s enrollment is not open to you."))
    return found


def rules_at(session: Session, hearing: Hearing) -> ProgramRules:
    """The rules that the person's enrollment is pinned to."""
    return rules_of(enrollment_of(session, hearing).program_version)


def order_response(session: Session, actor: Principal, hearing: Hearing, command: OrderResponse) -> Response:
    """Record an incentive, a sanction or a service adjustment; what has to be done becomes an obligation with it.

    Refused only when neither a choice nor words are given, when it is due before it was ordered, or when it passes the
    program's limits and nobody says why; with the reason it is recorded and flagged.
    """
    rules = rules_at(session, hearing)
    option = next((one for one in rules.responses.options if one.key == command.code), None)
    if option is None and not command.words.strip():
        raise Refused(command.kind, _("Choose a response, or write the judge’s own words."))
    if option is not None and option.kind is not command.kind:
        raise Refused(command.kind, _("Choose one of the responses of this kind."))
    label = command.words.strip() or (option.label if option else "")
    if option is not None and command.amount and not command.words.strip():
        label = f"{option.label}: {command.amount} {option.unit}".rstrip()
    notes = bounds(rules, option, command.amount) if option else ()
    if notes and not command.reason.strip():
        raise Refused("reason", notes[0].said)
    seen(session, actor, hearing)
    ordered_on = day_of(hearing)
    row = record_response(
        session,
        actor,
        RecordResponse(
            participant_id=hearing.participant_id,
            kind=command.kind,
            label=label[:200],
            ordered_on=ordered_on,
            code=option.key if option else "",
            level=option.level if option and option.level else None,
            amount=Decimal(command.amount) if command.amount else None,
            unit=option.unit if option else "",
            due_on=command.due_on,
            to_do=command.kind is ResponseKind.SANCTION and not (option is not None and option.spoken),
            contested=command.contested,
            hearing_id=hearing.id,
            reason=command.reason[:280],
            notes=notes,
        ),
    )
    if option is not None and option.obligation is not None:
        record_obligation(
            session,
            actor,
            RecordObligation(
                participant_id=hearing.participant_id,
                kind=option.obligation,
                label=label[:200],
                target=Decimal(command.amount or 1),
                unit=option.unit if command.amount and option.unit in list(Unit) else Unit.ITEMS,
                ordered_on=ordered_on,
                due_on=command.due_on,
                contested=command.contested,
                hearing_id=hearing.id,
                response_id=row.id,
            ),
        )
    return row


def day_of(hearing: Hearing) -> date:
    """The day on which something is ordered: the hearing's, or today where the clerk records ahead of it."""
    return min(hearing.service_on, clock.local_date(clock.now(), hearing.docket.program.time_zone))


def seen(session: Session, actor: Principal, hearing: Hearing) -> None:
    """Whoever has something recorded was called; the first recording says when. Ahead of its day nobody was."""
    if hearing.state == HearingState.SCHEDULED and has_come(hearing.docket):
        mark_hearing(session, actor, hearing, HearingState.HELD)


def not_called(session: Session, actor: Principal, hearing: Hearing) -> Hearing:
    """Take back that a hearing was held or missed. Refused while something is recorded at it."""
    if not recorded_at(session, [hearing])[hearing.id].nothing:
        raise Refused("", _("Something is recorded at this hearing. Take that back first."))
    hearing.called_at = hearing.called_on = None
    return mark_hearing(session, actor, hearing, HearingState.SCHEDULED)


def order_phase(session: Session, actor: Principal, hearing: Hearing, phase_key: str, reason: str = "") -> PhaseChange:
    """The judge moved the person to a phase, from the day of the hearing on; one move a hearing.

    Any phase can be recorded; one that does not follow the present one has a reason, so that no slip moves a person.
    """
    enrollment = enrollment_of(session, hearing)
    rules = rules_of(enrollment.program_version)
    if recorded_at(session, [hearing])[hearing.id].phases:
        raise Refused("phase", MOVED_ALREADY)
    if phase_key not in {phase.key for phase in rules.phases} or phase_key == enrollment.phase_key:
        raise Refused("phase", _("Choose another phase than the present one."))
    following = rules.phase_after(enrollment.phase_key)
    if not reason.strip() and (following is None or following.key != phase_key):
        raise Refused("phase_reason", _("This is not the next phase. Write why."))
    seen(session, actor, hearing)
    return advance_phase(session, actor, enrollment, phase_key, day_of(hearing), reason.strip()[:280], hearing.id)


def set_next_date(session: Session, actor: Principal, hearing: Hearing, docket: Docket) -> Hearing:
    """When the person comes again: the next free place on a later docket. A date set before at this hearing moves."""
    if docket.starts_at <= hearing.starts_at or docket.program_id != hearing.docket.program_id:
        raise Refused("next_date", _("Choose a docket after this one."))
    for earlier in set_at(session, hearing):
        if earlier.docket_id == docket.id:
            return earlier
        mark_hearing(session, actor, earlier, HearingState.CANCELLED)
    found = schedule_hearing(
        session,
        actor,
        docket,
        ScheduleHearing(hearing.participant_id, mode=HearingMode(hearing.mode), set_at_id=hearing.id),
    )
    seen(session, actor, hearing)
    return found


def set_at(session: Session, hearing: Hearing) -> list[Hearing]:
    """The hearings whose date was set at this one and holds."""
    wanted = select(Hearing).where(Hearing.set_at_id == hearing.id, Hearing.state == HearingState.SCHEDULED)
    return list(session.scalars(wanted))


def record_order(session: Session, actor: Principal, hearing: Hearing, words: str) -> Order:
    """Keep the words of an announced order."""
    words = words.strip()
    if not words:
        raise Refused("order", _("Write the order in the words that were said."))
    if len(words) > WORDS:
        raise Refused("order", _("Shorten the order to 1,000 characters, or record it in two."))
    seen(session, actor, hearing)
    row = Order(
        **gate_columns(actor, Category.ORDER, hearing.participant_id, day_of(hearing)),
        hearing_id=hearing.id,
        judge_user_id=hearing.docket.judge_user_id,
        ordered_on=day_of(hearing),
        words=words,
    )
    session.add(row)
    session.flush()
    record_act(session, actor, "order_recorded", row)
    session.flush()
    return row


def undo_response(session: Session, actor: Principal, hearing: Hearing, response_id: UUID) -> None:
    """Take back a response; it stays in the history as taken back, and its obligation ends."""
    found = response_with_steps(session, response_id)
    if found is None or found.response.hearing_id != hearing.id:
        raise Refused("", _("This response was not recorded at this hearing."))
    change_response(
        session,
        actor,
        ChangeResponse(response_id, ResponseState.WITHDRAWN, found.response.ordered_on, len(found.steps), UNDONE),
    )
    release(session, actor, found.response)


def release(session: Session, actor: Principal, response: Response) -> None:
    """End the obligations that came with a response that was taken back."""
    for row in session.scalars(select(Obligation).where(Obligation.response_id == response.id)):
        release_obligation(session, actor, row.id, response.ordered_on, UNDONE)


def undo_order(session: Session, actor: Principal, hearing: Hearing, order_id: UUID) -> None:
    """Take back an order; the row stays, with who, when and why."""
    wanted = select(Order).where(Order.id == order_id, Order.hearing_id == hearing.id, Order.superseded_at.is_(None))
    row = session.scalar(wanted)
    if row is None:
        raise Refused("", _("This order was taken back already."))
    row.superseded_at, row.correction_reason = clock.now(), UNDONE
    record_act(session, actor, "order_taken_back", row)
    session.flush()


def undo_next_date(session: Session, actor: Principal, hearing: Hearing, next_id: UUID) -> None:
    """The next date set at this hearing does not hold."""
    found = next((one for one in set_at(session, hearing) if one.id == next_id), None)
    if found is None:
        raise Refused("", _("This date was changed meanwhile."))
    mark_hearing(session, actor, found, HearingState.CANCELLED)


def undo_phase(session: Session, actor: Principal, hearing: Hearing, change_id: UUID) -> None:
    """The phase before holds again; the change stays in the history as taken back."""
    enrollment = enrollment_of(session, hearing)
    changes = enrollments.phases_of(session, [hearing.participant_id]).get(hearing.participant_id, [])
    if len(changes) < 2 or changes[-1].id != change_id:
        raise Refused("", _("Another phase was recorded after this one. Take that one back first."))
    taken, before = changes[-1], changes[-2]
    taken.superseded_at, taken.correction_reason = clock.now(), UNDONE
    enrollment.phase_key, enrollment.phase_started_on = before.phase_key, before.starts_on
    record_act(session, actor, "phase_taken_back", taken)
    session.flush()
    signals.phase_advanced.send(session, phase_change=before, actor=actor)


def next_docket_for(session: Session, hearing: Hearing, on: date) -> Docket | None:
    """The docket of the same program on a day."""
    return dockets.docket_on(session, hearing.docket.program_id, on)
