"""Recording obligations, their proofs, the check of a proof, and the end of an obligation."""

from __future__ import annotations

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
from portal.compliance.obligations.models import (
    CHECKED,
    ENDED,
    Obligation,
    ObligationProof,
    ObligationRelease,
)
from portal.compliance.obligations.queries import Owed, obligation
from portal.compliance.obligations.vocabulary import ObligationKind, ProofState, Unit
from portal.gate.vocabulary import Category
from portal.ids import new_id
from portal.web.number_fields import MOST
from portal.web.refused import Refused

AMOUNT = _("Enter how much, as a number above 0 and up to 1,000,000.")


@dataclass(frozen=True, slots=True)
class RecordObligation:
    """What was ordered or agreed: so much of `unit`, by a day. `hearing_id` names where it was ordered."""

    participant_id: UUID
    kind: str
    label: str
    target: Decimal
    unit: str
    ordered_on: date
    due_on: date | None = None
    contested: bool = False
    hearing_id: UUID | None = None
    response_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class AddProof:
    """What was done, on which day, how much. `seen`: the actor has seen the paper, so it counts at once."""

    obligation_id: UUID
    done_on: date
    amount: Decimal
    words: str = ""
    seen: bool = True


@dataclass(frozen=True, slots=True)
class CheckProof:
    """A waiting proof is accepted or returned."""

    obligation_id: UUID
    proof_id: UUID
    state: str
    words: str = ""


def record_obligation(session: Session, actor: Principal, command: RecordObligation) -> Obligation:
    """Add an obligation of the actor's agency. Refused without words, without an amount, due before its order."""
    if command.kind not in list(ObligationKind):
        raise Refused("kind", _("Choose one of the kinds."))
    if not command.label.strip():
        raise Refused("label", _("Enter what is to be done."))
    if not 0 < command.target <= MOST:
        raise Refused("target", AMOUNT)
    if command.unit not in list(Unit):
        raise Refused("unit", _("Choose one of the units."))
    if command.due_on is not None and command.due_on < command.ordered_on:
        raise Refused("due_on", _("Enter a day on or after the day of the order."))
    row = Obligation(
        **gate_columns(actor, Category.OBLIGATION, command.participant_id, command.ordered_on),
        kind=command.kind,
        label=command.label.strip(),
        target=command.target,
        unit=command.unit,
        ordered_on=command.ordered_on,
        due_on=command.due_on,
        contested=command.contested,
        hearing_id=command.hearing_id,
        response_id=command.response_id,
        recorded_at=clock.now(),
    )
    session.add(row)
    record_act(session, actor, "obligation_recorded", row)
    session.flush()
    return row


def add_proof(session: Session, actor: Principal, command: AddProof) -> ObligationProof:
    """Record a proof. Refused for a day ahead or before the order, and for an amount that is none."""
    owed = still_owed(session, command.obligation_id)
    now = clock.now()
    today = clock.local_date(now, actor.zone)
    if command.done_on > today:
        raise Refused("done_on", _("Enter the day it was done; that day is still to come."))
    if command.done_on < owed.obligation.ordered_on:
        raise Refused("done_on", _("Enter a day on or after the day of the order."))
    if not 0 < command.amount <= MOST:
        raise Refused("amount", AMOUNT)
    if len(command.words) > 280:
        raise Refused("words", _("Shorten it to 280 characters."))
    state = ProofState.ACCEPTED if command.seen else ProofState.WAITING
    return add_step(session, actor, owed, new_id(), 1, state, command.done_on, command.amount, command.words)


def check_proof(session: Session, actor: Principal, command: CheckProof) -> ObligationProof:
    """Accept or return a proof that waits."""
    owed = still_owed(session, command.obligation_id)
    proof = next((one for one in owed.proofs_now if one.proof_id == command.proof_id), None)
    if proof is None or proof.state != ProofState.WAITING:
        raise Refused("state", CHECKED)
    if command.state not in (ProofState.ACCEPTED, ProofState.RETURNED):
        raise Refused("state", _("Accept the proof or return it."))
    words = command.words.strip() or proof.words
    state = ProofState(command.state)
    return add_step(session, actor, owed, proof.proof_id, proof.step + 1, state, proof.done_on, proof.amount, words)


def add_step(
    session: Session,
    actor: Principal,
    owed: Owed,
    proof_id: UUID,
    step: int,
    state: ProofState,
    done_on: date,
    amount: Decimal,
    words: str,
) -> ObligationProof:
    now = clock.now()
    proof = ObligationProof(
        **derived_columns(actor, owed.obligation),
        id=proof_id if step == 1 else new_id(),
        obligation=owed.obligation,
        proof_id=proof_id,
        step=step,
        done_on=done_on,
        amount=amount,
        state=state,
        words=words.strip(),
        seen_by="" if state is ProofState.WAITING else f"{actor.display_name}, {actor.agency_name}",
        recorded_at=now,
        recorded_on=clock.local_date(now, actor.zone),
    )
    session.add(proof)
    record_act(session, actor, f"proof_{state}", owed.obligation)
    session.flush()
    return proof


def release_obligation(
    session: Session, actor: Principal, obligation_id: UUID, on: date, reason: str = ""
) -> ObligationRelease:
    """End an obligation by order of the court, from a day on."""
    owed = still_owed(session, obligation_id)
    release = ObligationRelease(
        **derived_columns(actor, owed.obligation),
        obligation=owed.obligation,
        released_on=on,
        reason=reason.strip(),
        recorded_at=clock.now(),
    )
    session.add(release)
    record_act(session, actor, "obligation_released", owed.obligation)
    session.flush()
    return release


def still_owed(session: Session, obligation_id: UUID) -> Owed:
    owed = obligation(session, obligation_id)
    if owed is None:
        raise Refused("", _("This obligation is not open to you."))
    if owed.release is not None:
        raise Refused("", ENDED)
    return owed
