"""`portal consent explain`: one decision, every consent on file and the first check it fails, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.accounts.audit.services import record_act
from portal.accounts.principal import Principal
from portal.consent.explaining.asking import GateRow, NotForYou, appointment_at, officer, reader_of_officer, row_of
from portal.consent.explaining.reasons import in_words
from portal.consent.explaining.replaying import Replay, replay
from portal.consent.instruments.vocabulary import CONSENT_KIND_LABELS, ConsentKind
from portal.gate.reader import bind_reader
from portal.gate.vocabulary import Category, Regime

NOT_REPLAYED = """\
Replayed: consents, what was taken back of them, restrictions, teams, treating agencies, cases, agreements and role
  matrices, as of that moment and as far as they had been recorded.
As they stand today, because no past of them is kept: the account's standing and clearance, what an agency is and
  controls, the record's labels and whether it is withheld, a consent known to be false or whose event has come, and
  who may sign.
Not replayed: a basis other than consent that was claimed, the proceeding that was named, and copies delivered
  earlier, which stay with those who got them (R28)."""


@dataclass(frozen=True, slots=True)
class Ask:
    """The question: did (or would) somebody see a record at a moment? `by` is the privacy officer who asks."""

    by: str
    whom: str
    record_id: UUID
    at: datetime
    purpose: str = ""
    agency: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    appointment: str
    row: GateRow
    found: Replay
    at: datetime

    def lines(self) -> Iterator[str]:
        """The whole answer. Ids and codes; the participant is named nowhere."""
        decision = self.found.decision
        yield f"{'Shown' if decision.permits else 'Not shown'} at {self.at:%Y-%m-%d %H:%M:%S} UTC."
        yield from (f"  {in_words(reason)}" for reason in decision.reasons)
        if decision.obligations:
            yield f"  Bound to: {', '.join(decision.obligations)}"
        yield f"Who: {self.appointment}, for {self.found.facts.request.purpose}"
        category, regime = Category.from_mask(self.row.category)[0], Regime.from_mask(self.row.regime)[0]
        yield f"Record: {self.row.table} {self.row.id}: {category}, {regime}, of {self.row.service_on}"
        yield f"Consents on file at that moment: {len(self.found.consents)}"
        for consent, failure in self.found.consents:
            kind = CONSENT_KIND_LABELS[ConsentKind(str(consent.kind))]
            signed = f"signed {consent.signed_at:%Y-%m-%d}" if consent.signed_at else "not signed"
            verdict = "covers this" if failure is None else f"fails {failure.check}: {in_words(failure.reason)}"
            relied = "; relied on" if consent.id in decision.consent_ids else ""
            yield f"  {consent.id} {kind}, {signed}: {verdict}{relied}"
        if self.found.later:
            yield f"Recorded only afterwards, and not looked at: {self.found.later}"
        yield NOT_REPLAYED


def explain(session: Session, ask: Ask) -> Explanation:
    """Replay one decision for the privacy officer of the record's own program.

    The question is audited in the session's transaction, and told only once that is committed. NotForYou for anybody
    else and for any other record; `record_refusal` keeps that somebody tried.
    """
    actor = officer(session, ask.by)
    bind_reader(session, reader_of_officer(actor))
    row = row_of(session, ask.record_id)
    appointment, in_force = appointment_at(session, ask.whom, ask.agency, ask.at)
    found = replay(session, row, (appointment, in_force), ask.purpose, ask.at)
    audit(session, actor, row, found.decision.effect)
    name = f"{appointment.user.username}, {appointment.role} at {appointment.agency.short_name}"
    return Explanation(name, row, found, ask.at)


def audit(session: Session, actor: Principal, row: GateRow, outcome: str) -> None:
    event = record_act(session, actor, "decision_explained", participant_id=row.participant_id, outcome=outcome)
    event.subject_kind, event.subject_id = row.table, row.id
    session.flush()


def record_refusal(session: Session, ask: Ask) -> None:
    """Somebody asked who may not, or for what is not theirs."""
    try:
        actor = officer(session, ask.by)
    except NotForYou:
        actor = None
    event = record_act(session, actor, "decision_explained", outcome="refused")
    event.subject_id = ask.record_id
