"""Records that left the program on paper under a court's order: which order, to whom, what; and their accounting."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.principal import Principal
from portal.consent.accounting.models import Disclosure
from portal.consent.instruments.models import DisclosureOrder
from portal.consent.registers.models import Matter, MatterStep
from portal.gate.vocabulary import Basis, Category, Purpose
from portal.ids import NIL
from portal.web.refused import Refused

NO_ORDER = _("A subpoena is not enough. Record the court’s order about this person first, then come back.")


@dataclass(frozen=True, slots=True)
class Given:
    """Under one order to one agency that it names."""

    order_id: UUID
    agency_id: UUID

    def __str__(self) -> str:
        return f"{self.order_id.hex}{self.agency_id.hex}"

    @classmethod
    def read(cls, word: str) -> Given:
        return cls(UUID(word[:32]), UUID(word[32:]))


def sound_orders(session: Session, participant_id: UUID | None) -> list[DisclosureOrder]:
    """R83: the orders about this very person that have their findings and notice, in force or not."""
    wanted = select(DisclosureOrder).where(DisclosureOrder.participant_id == participant_id)
    found = session.scalars(wanted.order_by(DisclosureOrder.issued_at, DisclosureOrder.id))
    return [one for one in found if one.findings and one.notice]


def in_force_on(order: DisclosureOrder, day: date, zone: str) -> bool:
    """At some moment of a local day."""
    begins, ends = clock.local_moment(day, clock.midnight(), zone), clock.day_ends_at(day, zone)
    over = [end for end in (order.expires_at, order.vacated_at) if end is not None]
    return order.issued_at < ends and all(begins < end for end in over)


def require_given(
    session: Session, actor: Principal, matter: Matter, day: date, given: Sequence[Given], what: Sequence[Category]
) -> None:
    """Refused without an order in force on that day, without saying under which one and to whom, and for information
    that one of them does not name."""
    found = sound_orders(session, matter.participant_id) if matter.participant_id else []
    orders = {one.id: one for one in found if in_force_on(one, day, actor.zone)}
    if not orders:
        raise Refused("step", NO_ORDER)
    chosen = [orders.get(one.order_id) for one in given]
    for one, order in zip(given, chosen, strict=True):
        if order is None or str(one.agency_id) not in order.recipient_agencies:
            raise Refused("under", _("That order was not in force on this day. Choose one that was."))
    if not given:
        raise Refused("under", _("Choose under which order, and to whom."))
    if not what:
        raise Refused("given", _("Choose what was given."))
    if any(order is not None and not {*what} <= {*order.categories} for order in chosen):
        raise Refused("given", _("The order does not name all of this. Choose what it names."))


def account_for(
    session: Session, actor: Principal, step: MatterStep, given: Iterable[Given], what: Sequence[Category]
) -> None:
    """R170, R173: a line of the accounting for each agency. Who took the papers there stands in the step's words."""
    today = step.happened_on == clock.local_date(step.recorded_at, actor.zone)
    at = step.recorded_at if today else clock.local_moment(step.happened_on, clock.noon(), actor.zone)
    for one in given:
        session.add(
            Disclosure(
                at=at,
                session_id=step.id,
                participant_id=step.participant_id,
                holder_id=actor.agency_id,
                user_id=NIL,
                agency_id=one.agency_id,
                role="",
                instrument_id=one.order_id,
                instrument_kind=str(Basis.COURT_ORDER),
                categories=Category.mask(what),
                purpose=str(Purpose.LEGAL_PROCEEDING),
                hour=at.strftime("%Y-%m-%dT%H"),
                channel="paper",
            )
        )
    session.flush()


def given_by(session: Session, steps: Iterable[MatterStep]) -> dict[UUID, list[Disclosure]]:
    """By step what was accounted for."""
    found: dict[UUID, list[Disclosure]] = {}
    wanted = select(Disclosure).where(Disclosure.session_id.in_([one.id for one in steps]))
    for row in session.scalars(wanted.order_by(Disclosure.at, Disclosure.id)):
        found.setdefault(row.session_id, []).append(row)
    return found
