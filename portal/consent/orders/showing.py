"""Court orders in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from flask_babel import gettext, lazy_gettext
from sqlalchemy.orm import Session

from portal.consent.instruments import queries as instruments
from portal.consent.instruments.history import Step, history_of
from portal.consent.instruments.models import DisclosureOrder
from portal.consent.orders.findings import FINDING_WORDS, GROUND_WORDS, SECTION_WORDS, CourtFinding, missing_findings
from portal.consent.words import categories_sentence
from portal.gate.vocabulary import Category
from portal.web.tags import tag_for


class OrderState(StrEnum):
    IN_FORCE = "in_force"
    DEFICIENT = "deficient"
    ENDED = "ended"
    VACATED = "vacated"


tag_for(
    OrderState,
    {
        OrderState.IN_FORCE: ("done", lazy_gettext("In force")),
        OrderState.DEFICIENT: ("due", lazy_gettext("Opens nothing")),
        OrderState.ENDED: ("open", lazy_gettext("Ended")),
        OrderState.VACATED: ("open", lazy_gettext("Taken back")),
    },
)

ACTS = {
    "disclosure_order_recorded": lazy_gettext("Entered"),
    "disclosure_order_vacated": lazy_gettext("Taken back by the court"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One order as a page shows it. `missing` is what makes it deficient, in words."""

    id: UUID
    section: str
    court: str
    number: str
    state: OrderState
    issued_at: datetime
    expires_at: datetime | None
    told: str
    what: str
    ground: str
    found: tuple[str, ...]
    missing: tuple[str, ...]
    history: tuple[Step, ...]
    vacatable: bool


def shown(session: Session, orders: Sequence[DisclosureOrder], agency_id: UUID, at: datetime) -> list[Shown]:
    """`agency_id`: where the reader works; an order is taken back where it was entered."""
    histories = history_of(session, [one.id for one in orders], ACTS)
    names = {str(one.id): one.name for one in instruments.agencies(session)}
    return [show(one, names, tuple(histories.get(one.id, ())), agency_id, at) for one in orders]


def show(
    order: DisclosureOrder, names: dict[str, str], history: tuple[Step, ...], agency_id: UUID, at: datetime
) -> Shown:
    what = categories_sentence(order.categories)
    if Category.COUNSELING_NOTE in order.categories:
        what = ", ".join(one for one in (what, gettext("counseling notes")) if one)
    return Shown(
        id=order.id,
        section=str(SECTION_WORDS[order.section]),
        court=order.court,
        number=order.number,
        state=state_of(order, at),
        issued_at=order.issued_at,
        expires_at=order.expires_at,
        told=", ".join(names.get(one, "") for one in order.recipient_agencies),
        what=what,
        ground=str(GROUND_WORDS.get(order.ground, "")),
        found=tuple(str(FINDING_WORDS[CourtFinding(one)]) for one in order.findings_made),
        missing=missing_of(order),
        history=history,
        vacatable=order.vacated_at is None and order.held_by_id == agency_id,
    )


def state_of(order: DisclosureOrder, at: datetime) -> OrderState:
    if order.vacated_at is not None and order.vacated_at <= at:
        return OrderState.VACATED
    if not (order.findings and order.notice):
        return OrderState.DEFICIENT
    if order.expires_at is not None and order.expires_at <= at:
        return OrderState.ENDED
    return OrderState.IN_FORCE


def missing_of(order: DisclosureOrder) -> tuple[str, ...]:
    lacking = [str(FINDING_WORDS[one]) for one in missing_findings(order.section, order.findings_made)]
    if not order.notice:
        lacking.append(gettext("The other side had notice and a chance to answer"))
    return tuple(lacking)
