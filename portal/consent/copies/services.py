"""Passing records on as a document: by the program that has them, or by a holder (R28, R70-R76, R112-R113, R160).

Every line is decided on its own, on the facts on file, for the one who will read it. What is not permitted stays out,
and nothing tells that it was there. What is delivered is accounted for and frozen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock, signals
from portal.accounts.audit.services import record_act
from portal.accounts.permissions import Permission
from portal.accounts.principal import Principal
from portal.consent.accounting.services import Seen, account
from portal.consent.copies.binding import BINDING, stands
from portal.consent.copies.models import DeliveredCopy
from portal.consent.copies.queries import DOCUMENT
from portal.consent.deciding import OnFile, actor_of, decide_under_any, reader_of_target
from portal.consent.grants.keys import agency_key
from portal.consent.readers import reader_for
from portal.consent.register import register
from portal.consent.rules import Decision, unless_unmet
from portal.consent.rules.actor import agency_not_participating, technical_role
from portal.consent.rules.facts import HeldCopy, Record, Redisclosure, Request
from portal.consent.rules.terms import CONSENT_BASIS, Action, ConsentKind, Label
from portal.gate.protected import Gated
from portal.gate.vocabulary import Category, Purpose, Regime
from portal.ids import NIL, new_id
from portal.web.refused import Refused

WHY = 280
NOTHING = _("Nothing of this may go to that person for that purpose.")
SAME = (
    "participant_id",
    "record_origin_id",
    "regime",
    "labels",
    "withheld",
    "service_on",
    "record_created_at",
    "record_author_id",
    "source_table",
    "record_id",
    "record_version",
    "categories",
    "content",
)
"""What a copy of a copy repeats."""


@dataclass(frozen=True, slots=True)
class PassOn:
    """To whom, what for, on which basis, and why (R71 wants the reason in writing).

    `basis`: "consent", or what the law lets a program report: child_abuse_report (with `initial`), crime_on_premises.
    """

    target: Principal
    purpose: Purpose
    why: str
    basis: str = CONSENT_BASIS
    initial: bool = False
    proceeding_id: UUID | None = None


def disclose(session: Session, actor: Principal, records: Sequence[Gated], command: PassOn) -> list[DeliveredCopy]:
    """A program sends records of its own, as far as the target may read them, as one document.

    The exceptions of R112 and R113 are this service with another basis: the report itself, and no more. Refused for
    whoever does not pass on records for the agency, and when nothing is left; so it is for a target whose account or
    appointment is not in force (S1), whose agency takes no part (S2), or whose role is a technical one (S3).
    """
    at, document_id = clock.now(), new_id()
    require_passing_on(actor)
    require_reason(command)
    require_standing(session, command, at)
    lines = []
    for participant_id, own in by_person(records, actor).items():
        on_file = OnFile(session, participant_id, at)
        for record in own:
            decision = unless_unmet(disclosure_of(on_file, record_facts(record), command), BINDING)
            if decision.permits:
                made = line_of(record, command, decision, actor)
                made.document_id, made.received_kind = document_id, kind_of(decision, on_file, command.basis)
                lines.append(made)
    return deliver(session, actor, lines, command, "records_disclosed", at)


def redisclose(
    session: Session, actor: Principal, copies: Sequence[DeliveredCopy], command: PassOn
) -> list[DeliveredCopy]:
    """A holder passes on what it received, as far as S8 lets it go to the target; one new document (R70-R76).

    The kind under which it came stays with it, unless a consent names the holder as discloser (R72): then that
    consent's kind. Refused when nothing is left, for copies that another agency holds, and for a target as above.
    """
    at, document_id = clock.now(), new_id()
    require_reason(command)
    require_standing(session, command, at)
    lines, known = [], dict[UUID, OnFile]()
    for copy in copies:
        if copy.holder_id != actor.agency_id:
            raise Refused("", _("Only what your own agency received can be passed on."))
        if copy.participant_id not in known:
            known[copy.participant_id] = OnFile(session, copy.participant_id, at)
        on_file = known[copy.participant_id]
        decision = unless_unmet(redisclosure_of(on_file, copy, actor, command), BINDING)
        if decision.permits:
            made = again(copy, command, decision, actor)
            made.document_id = document_id
            made.received_kind = kind_of(decision, on_file, copy.received_kind)
            lines.append(made)
    return deliver(session, actor, lines, command, "records_redisclosed", at)


def redisclosure_of(on_file: OnFile, copy: DeliveredCopy, actor: Principal, command: PassOn) -> Decision:
    """S2 and S3 of the target, which are the service's to check, and then the decision on the redisclosure."""
    held = HeldCopy(str(copy.holder_id), copy.created_at, copy.received_kind)
    request = request_of(command, Redisclosure(copy.received_kind, reader_of_target(command.target)))
    facts = on_file.facts(copy_facts(copy, held), request, actor, command.target)
    of_target = on_file.facts(facts.record, facts.request, command.target)
    refused = agency_not_participating(of_target, on_file.at) or technical_role(of_target, on_file.at)
    return refused or decide_under_any(on_file.world.orders, facts, on_file.at)


def disclosure_of(on_file: OnFile, record: Record, command: PassOn) -> Decision:
    """What the target is given of a program's record: the decision on the target's own look at it."""
    facts = on_file.facts(record, request_of(command), command.target)
    return decide_under_any(on_file.world.orders, facts, on_file.at)


def require_passing_on(actor: Principal) -> None:
    if not actor.may(Permission.RECORDS_REDISCLOSE):
        raise Refused("", _("Ask somebody of your agency who passes records on."))


def require_standing(session: Session, command: PassOn, at: datetime) -> None:
    if not stands(session, command.target, at):
        raise Refused("", NOTHING)


def require_reason(command: PassOn) -> None:
    if not command.why.strip() or len(command.why) > WHY:
        raise Refused("why", _("Write in one sentence why this is passed on."))


def by_person(records: Sequence[Gated], actor: Principal) -> dict[UUID, list[Gated]]:
    found: dict[UUID, list[Gated]] = {}
    for record in records:
        if record.origin_id != actor.agency_id:
            raise Refused("", _("A program discloses its own records."))
        found.setdefault(record.participant_id, []).append(record)
    return found


def request_of(command: PassOn, redisclosure: Redisclosure | None = None) -> Request:
    return Request(
        action=Action.READ if redisclosure is None else Action.REDISCLOSE,
        purpose=str(command.purpose),
        basis=command.basis,
        proceeding_id=str(command.proceeding_id) if command.proceeding_id else None,
        redisclosure=redisclosure,
        report_initial=command.initial,
    )


def record_facts(record: Gated) -> Record:
    """A stored row in the shape of the rules."""
    return Record(
        id=str(record.id),
        category=Category(Category.from_mask(record.category)[0]),
        origin=str(record.origin_id),
        regime=Regime(Regime.from_mask(record.regime)[0]),
        labels=frozenset(Label(one) for one in Label.from_mask(record.labels)),
        service_on=record.service_on,
        created_at=record.created_at,
        author=str(record.author_id),
        withheld=record.withheld,
    )


def copy_facts(copy: DeliveredCopy, held: HeldCopy) -> Record:
    """What binds the record follows the copy (R76)."""
    return Record(
        id=str(copy.record_id),
        category=Category(Category.from_mask(copy.categories)[0]),
        origin=str(copy.record_origin_id),
        regime=Regime(Regime.from_mask(copy.regime)[0]),
        labels=frozenset(Label(one) for one in Label.from_mask(copy.labels)),
        service_on=copy.service_on,
        created_at=copy.record_created_at,
        author=str(copy.record_author_id),
        withheld=copy.withheld,
        held_copy=held,
    )


def line_of(record: Gated, command: PassOn, decision: Decision, actor: Principal) -> DeliveredCopy:
    """The fields that the record's category opens, and nothing else (R41)."""
    table = str(type(record).__tablename__)  # type: ignore[attr-defined]
    return DeliveredCopy(
        participant_id=record.participant_id,
        record_origin_id=record.origin_id,
        regime=record.regime,
        labels=record.labels,
        withheld=record.withheld,
        service_on=record.service_on,
        record_created_at=record.created_at,
        record_author_id=record.author_id,
        source_table=table,
        record_id=record.id,
        record_version=getattr(record, "version", 1),
        categories=record.category,
        content={name: plain(getattr(record, name)) for name in register().tables[table].fields},
        **delivery(command, decision, actor, NIL),
    )


def again(copy: DeliveredCopy, command: PassOn, decision: Decision, actor: Principal) -> DeliveredCopy:
    columns = {name: getattr(copy, name) for name in SAME}
    return DeliveredCopy(**columns, **delivery(command, decision, actor, copy.instrument_id))


def delivery(command: PassOn, decision: Decision, actor: Principal, instrument_id: UUID) -> dict[str, Any]:
    """To whom and by what. Without a consent of its own a line stays under the paper by which it came."""
    return {
        "holder_id": command.target.agency_id,
        "recipient": agency_key(command.target.agency_id),
        "filed_by_id": actor.user_id,
        "purpose": str(command.purpose),
        "permitted_by": str(decision.reasons[0]),
        "obligations": [str(one) for one in decision.obligations],
        "instrument_id": UUID(decision.consent_ids[0]) if decision.consent_ids else instrument_id,
        "recipient_user_id": command.target.user_id,
        "recipient_role": actor_of(command.target).role,
        "why": command.why.strip(),
    }


def kind_of(decision: Decision, on_file: OnFile, otherwise: str) -> str:
    """The kind of the consent relied on; without one, what it came under before, or the basis."""
    kinds = {consent.id: consent.kind for consent in on_file.world.consents}
    found: ConsentKind | None = kinds.get(decision.consent_ids[0]) if decision.consent_ids else None
    return otherwise if found is None else str(found)


def deliver(
    session: Session, actor: Principal, lines: list[DeliveredCopy], command: PassOn, act: str, at: datetime
) -> list[DeliveredCopy]:
    """Keep the document, account for each line (R170) and audit the act with its reason."""
    if not lines:
        raise Refused("", NOTHING)
    for line in lines:
        line.created_at = at
        session.add(line)
    session.flush()
    for participant_id in sorted({line.participant_id for line in lines}):
        signals.sharing_changed.send(session, participant_id=participant_id)
    reader = reader_for(session, command.target, at)
    seen = [
        Seen(one.participant_id, actor.agency_id, one.categories, one.received_kind, one.instrument_id) for one in lines
    ]
    account(
        session,
        reader,
        dict.fromkeys(seen),
        session_id=lines[0].document_id,
        zone=actor.zone,
        channel=DOCUMENT,
    )
    record_act(session, actor, act, lines[0], note=command.why.strip())
    session.flush()
    return lines


def copies_of(session: Session, document_id: UUID) -> list[DeliveredCopy]:
    """The lines of a document that this reader's role opens."""
    wanted = select(DeliveredCopy).where(DeliveredCopy.document_id == document_id).order_by(DeliveredCopy.id)
    return list(session.scalars(wanted))


def plain(value: Any) -> Any:
    """As JSON has it: numbers, truths and texts stay, all else is spelled."""
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)
