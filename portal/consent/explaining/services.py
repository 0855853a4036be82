"""`portal consent explain`: one decision, every consent on file and the first check it fails, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.accounts.audit.services import record_act
from portal.accounts.permissions import Permission
from portal.accounts.principal import Principal
from portal.consent.explaining.asking import (
    GateRow,
    NotForYou,
    OpenSession,
    appointment_at,
    copy_held,
    officer,
    papers_of,
    reader_of_officer,
    row_of,
)
from portal.consent.explaining.reasons import in_words
from portal.consent.explaining.replaying import Looking, Replay, replay
from portal.consent.instruments.vocabulary import CONSENT_KIND_LABELS, ConsentKind
from portal.consent.rules.terms import CONSENT_BASIS
from portal.gate.reader import bind_reader
from portal.gate.vocabulary import Category, Regime

NOT_REPLAYED = """\
This covers the consents that lie at your program, and those that let it tell. Of others nothing is looked at or said;
  none of them could cover a record of your program.
Replayed: these consents, what was taken back of them or found to be false, restrictions, teams, treating agencies,
  cases, agreements and role matrices, as of that moment and as far as they had been recorded; the basis and the
  proceeding that you named; and a copy of the record that the reader's agency had by then, if the reader may open it
  today (R28).
As they stand today, because no past of them is kept: the account's standing and clearance, what an agency is and
  controls, the record's labels and whether it is withheld, a consent whose event has come, and who may sign. Court
  orders count from their own dates, whenever they were entered."""


@dataclass(frozen=True, slots=True)
class Ask:
    """The question: did (or would) somebody see a record at a moment? `by` is the privacy officer who asks.

    `claiming` is the basis that the reader claimed instead of a consent, `proceeding` the one that was named; "": none.
    """

    by: str
    whom: str
    record_id: UUID
    at: datetime
    purpose: str = ""
    agency: str = ""
    claiming: str = ""
    proceeding: str = ""


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
        request = self.found.facts.request
        claim = f", claiming {request.basis}" if request.basis != CONSENT_BASIS else ""
        proceeding = f", in proceeding {request.proceeding_id}" if request.proceeding_id else ""
        yield f"Who: {self.appointment}, for {request.purpose}{claim}{proceeding}"
        category, regime = Category.from_mask(self.row.category)[0], Regime.from_mask(self.row.regime)[0]
        yield f"Record: {self.row.table} {self.row.id}: {category}, {regime}, of {self.row.service_on}"
        copy = self.found.facts.record.held_copy
        if copy is not None:
            yield f"Copy: delivered to the reader's agency on {copy.received_at:%Y-%m-%d}, under {copy.received_under}"
        yield f"Consents of your program on file at that moment: {len(self.found.consents)}"
        for consent, failure in self.found.consents:
            kind = CONSENT_KIND_LABELS[ConsentKind(str(consent.kind))]
            signed = f"signed {consent.signed_at:%Y-%m-%d}" if consent.signed_at else "not signed"
            verdict = "covers this" if failure is None else f"fails {failure.check}: {in_words(failure.reason)}"
            relied = "; relied on" if consent.id in decision.consent_ids else ""
            yield f"  {consent.id} {kind}, {signed}: {verdict}{relied}"
        if self.found.later:
            yield f"Recorded only afterwards, and not looked at: {self.found.later}"
        yield NOT_REPLAYED


def explain(session: Session, ask: Ask, open_session: OpenSession) -> Explanation:
    """Replay one decision for the privacy officer, named in the question, of the record's own program."""
    return explain_to(session, officer(session, ask.by), ask, open_session)


def explain_to(session: Session, actor: Principal, ask: Ask, open_session: OpenSession) -> Explanation:
    """The same for a privacy officer who is known to be one.

    The question is audited in the session's transaction, and told only once that is committed. NotForYou for anybody
    else and for any other record; `record_refusal` keeps that somebody tried. `open_session` makes others beside it.
    """
    if not actor.may(Permission.DECISION_EXPLAIN):
        raise NotForYou("Only a privacy officer may ask why a record was shown or not.")
    bind_reader(session, reader_of_officer(actor))
    row = row_of(session, ask.record_id)
    appointment, in_force = appointment_at(session, ask.whom, ask.agency, ask.at)
    copy = copy_held(open_session, row, appointment, ask.at)
    papers = papers_of(session, actor, row.participant_id)
    looking = Looking(appointment, in_force, ask.purpose, ask.claiming, ask.proceeding, copy, papers)
    found = replay(session, row, looking, ask.at)
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
