"""Reading obligations with their proofs; gated, set-wise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.compliance.obligations.models import Obligation, ObligationProof, ObligationRelease
from portal.compliance.obligations.standing import ObligationFact, ProofFact, Standing, standing
from portal.compliance.obligations.vocabulary import ObligationKind, ProofState, Unit


@dataclass(frozen=True, slots=True)
class Owed:
    """An obligation, all steps of its proofs (oldest first), and its end if the court ended it."""

    obligation: Obligation
    proofs: tuple[ObligationProof, ...]
    release: ObligationRelease | None

    @property
    def proofs_now(self) -> list[ObligationProof]:
        """Each proof in the state that holds."""
        latest = {proof.proof_id: proof for proof in sorted(self.proofs, key=lambda proof: proof.step)}
        return sorted(latest.values(), key=lambda proof: (proof.done_on, proof.recorded_at))

    def standing(self, as_of: date, known_by: datetime | None = None) -> Standing:
        """How it stands as of a day."""
        row = self.obligation
        fact = ObligationFact(
            key=str(row.id),
            kind=ObligationKind(row.kind),
            label=row.label,
            target=row.target,
            unit=Unit(row.unit),
            ordered_on=row.ordered_on,
            due_on=row.due_on,
            released_on=self.release.released_on if self.release else None,
            contested=row.contested,
        )
        proofs = [
            ProofFact(str(p.proof_id), str(row.id), p.done_on, p.amount, ProofState(p.state), p.recorded_at)
            for p in self.proofs
        ]
        return standing(fact, proofs, as_of, known_by)


def obligations_of(session: Session, participant_ids: Iterable[UUID]) -> dict[UUID, list[Owed]]:
    """All obligations, those due first at the top, those without a day last."""
    wanted = select(Obligation).where(Obligation.participant_id.in_(list(participant_ids)))
    found: dict[UUID, list[Owed]] = {}
    for one in with_proofs(session, session.scalars(wanted).all()):
        found.setdefault(one.obligation.participant_id, []).append(one)
    for owed in found.values():
        owed.sort(key=lambda one: (one.obligation.due_on or date.max, one.obligation.ordered_on, one.obligation.id))
    return found


def obligation(session: Session, obligation_id: UUID) -> Owed | None:
    row = session.scalar(select(Obligation).where(Obligation.id == obligation_id))
    return with_proofs(session, [row])[0] if row is not None else None


def with_proofs(session: Session, rows: Sequence[Obligation]) -> list[Owed]:
    ids = [row.id for row in rows]
    if not ids:
        return []
    proofs: dict[UUID, list[ObligationProof]] = {}
    for proof in session.scalars(
        select(ObligationProof)
        .where(ObligationProof.obligation_id.in_(ids))
        .order_by(ObligationProof.recorded_at, ObligationProof.id)
    ):
        proofs.setdefault(proof.obligation_id, []).append(proof)
    ended = session.scalars(select(ObligationRelease).where(ObligationRelease.obligation_id.in_(ids)))
    releases = {release.obligation_id: release for release in ended}
    return [Owed(row, tuple(proofs.get(row.id, ())), releases.get(row.id)) for row in rows]
