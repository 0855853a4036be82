"""How one obligation stands as of a day: met, partly, not met, not yet due (progress report, orders and obligations).

What was accepted counts; what waits to be checked is named and does not count yet. A contested obligation is never
overdue: it can't be enforced before the hearing (due process in treatment-court practice).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from portal.compliance.obligations.vocabulary import (
    ObligationKind,
    ObligationNeed,
    ObligationState,
    ProofState,
    Unit,
)
from portal.participants.programs.sentences import Said, say

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class ObligationFact:
    """What was ordered or agreed. `target` in `unit`; `due_on` None has no day; `released_on`: ended by the court."""

    key: str
    kind: ObligationKind
    label: str
    target: Decimal
    unit: Unit
    ordered_on: date
    due_on: date | None = None
    released_on: date | None = None
    contested: bool = False


@dataclass(frozen=True, slots=True)
class ProofFact:
    """One proof in one state. A later fact with the same `proof_key` (checked, returned, corrected) replaces it."""

    proof_key: str
    obligation_key: str
    on: date
    amount: Decimal
    state: ProofState
    known_at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """The answer. `done` and `waiting` in the obligation's unit; `overdue` only where it may be enforced."""

    obligation: ObligationFact
    state: ObligationState
    done: Decimal
    waiting: Decimal
    overdue: bool
    met_on: date | None
    needed: tuple[Said, ...]

    @property
    def target(self) -> Decimal:
        return self.obligation.target

    @property
    def unit(self) -> Unit:
        return self.obligation.unit

    @property
    def left(self) -> Decimal:
        return max(NOTHING, self.target - self.done)

    @property
    def still_owed(self) -> bool:
        return self.state in (ObligationState.PARTLY, ObligationState.NOT_MET, ObligationState.NOT_YET_DUE)


def standing(
    obligation: ObligationFact, proofs: Iterable[ProofFact] | None, as_of: date, known_by: datetime | None = None
) -> Standing:
    """How the obligation stands. `proofs` None: the reader may not see them, so the state is unknown."""
    if obligation.released_on is not None and obligation.released_on <= as_of:
        return Standing(obligation, ObligationState.RELEASED, NOTHING, NOTHING, False, None, ())
    if proofs is None:
        return Standing(obligation, ObligationState.UNKNOWN, NOTHING, NOTHING, False, None, ())
    held = _current(obligation.key, proofs, as_of, known_by)
    done = sum((p.amount for p in held if p.state is ProofState.ACCEPTED), NOTHING)
    waiting = sum((p.amount for p in held if p.state is ProofState.WAITING), NOTHING)
    past_due = obligation.due_on is not None and as_of > obligation.due_on
    state = _state(done, obligation.target, past_due)
    overdue = past_due and state is not ObligationState.MET and not obligation.contested
    needed = _needed(obligation, done, waiting, past_due) if state is not ObligationState.MET else ()
    return Standing(obligation, state, done, waiting, overdue, _met_on(held, obligation.target), needed)


def _current(key: str, proofs: Iterable[ProofFact], as_of: date, known_by: datetime | None) -> list[ProofFact]:
    latest: dict[str, ProofFact] = {}
    for proof in proofs:
        if proof.obligation_key != key or (known_by is not None and proof.known_at > known_by):
            continue
        held = latest.get(proof.proof_key)
        if held is None or _weight(proof) > _weight(held):
            latest[proof.proof_key] = proof
    return sorted((p for p in latest.values() if p.on <= as_of), key=lambda proof: (proof.on, proof.proof_key))


def _weight(proof: ProofFact) -> tuple[datetime, int, date, Decimal]:
    return proof.known_at, list(ProofState).index(proof.state), proof.on, proof.amount


def _state(done: Decimal, target: Decimal, past_due: bool) -> ObligationState:
    if done >= target:
        return ObligationState.MET
    if done > 0:
        return ObligationState.PARTLY
    return ObligationState.NOT_MET if past_due else ObligationState.NOT_YET_DUE


def _met_on(held: Iterable[ProofFact], target: Decimal) -> date | None:
    total = NOTHING
    for proof in held:
        if proof.state is ProofState.ACCEPTED:
            total += proof.amount
            if total >= target:
                return proof.on
    return None


def _needed(obligation: ObligationFact, done: Decimal, waiting: Decimal, past_due: bool) -> tuple[Said, ...]:
    word = ObligationNeed.NO_DAY if obligation.due_on is None else ObligationNeed.BY_DAY
    if past_due and not obligation.contested:
        word = ObligationNeed.PAST
    left = obligation.target - done
    said = [say(word, on=obligation.due_on, left=left, target=obligation.target, unit=obligation.unit)]
    if waiting > 0:
        said.append(say(ObligationNeed.CHECK))
    if obligation.contested:
        said.append(say(ObligationNeed.CONTESTED))
    return tuple(said)
