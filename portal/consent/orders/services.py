"""Court orders that let records be disclosed: recorded where they were received, vacated when they are (R82-R84)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from portal import clock, signals
from portal.accounts.agencies.vocabulary import AgencyKind
from portal.accounts.audit.services import record_act
from portal.accounts.permissions import Permission
from portal.accounts.principal import Principal
from portal.consent.instruments.entitled import treats
from portal.consent.instruments.models import DisclosureOrder
from portal.consent.instruments.vocabulary import AgreementKind
from portal.consent.orders.findings import FINDING_WORDS, GROUND_WORDS, REQUIRED, CourtFinding, missing_findings
from portal.consent.orders.notices import tell_programs
from portal.consent.readers import in_force
from portal.consent.rules.terms import CONFIDENTIAL_COMMUNICATIONS
from portal.gate.vocabulary import Category
from portal.participants.people.known import require_known
from portal.web.refused import Refused

SECTIONS: Final = tuple(REQUIRED)
GROUNDS: Final = tuple(GROUND_WORDS)
"""2.63: on which an order may reach confidential communications (R84)."""


@dataclass(frozen=True, slots=True)
class RecordOrder:
    """An order as it was entered. A subpoena, a warrant or a demand is none, and is answered without a word (R82).

    `findings` are what the court recorded; `deficient`: who enters it knows what it lacks, and keeps it all the same.
    """

    participant_id: UUID
    section: str
    court: str
    issued_at: datetime
    recipient_agencies: tuple[UUID, ...]
    categories: tuple[Category, ...]
    findings: tuple[CourtFinding, ...]
    notice: bool
    number: str = ""
    expires_at: datetime | None = None
    covers_confidential: bool = False
    covers_counseling: bool = False
    ground: str = ""
    deficient: bool = False


def record_order(session: Session, actor: Principal, command: RecordOrder) -> DisclosureOrder:
    """Keep an order; it opens what it says to those who claim it, or nothing when it lacks what its section asks.

    The privacy officers of the programs whose records it may touch are told in the same transaction.
    Refused for whoever is neither of a court nor the privacy officer of a program that treats the person, for a person
    whom the actor may not know of, for a section that is none, without the findings or the notice that the section asks
    for unless it is kept as deficient, for an agency that takes no part, and for confidential communications without a
    ground (R84).
    """
    require_keeper(session, actor, command.participant_id)
    require_whole(command)
    require_scope(session, command)
    order = DisclosureOrder(
        participant_id=command.participant_id,
        held_by_id=actor.agency_id,
        recorded_by_id=actor.user_id,
        section=command.section,
        court=command.court,
        number=command.number,
        issued_at=command.issued_at,
        expires_at=command.expires_at,
        findings=not missing_findings(command.section, command.findings),
        findings_made=[str(one) for one in command.findings],
        notice=command.notice,
        recipient_agencies=[str(one) for one in command.recipient_agencies],
        categories=[str(one) for one in command.categories],
        covers_confidential=command.covers_confidential,
        covers_counseling=command.covers_counseling,
        ground=command.ground,
    )
    session.add(order)
    session.flush()
    record_act(session, actor, "disclosure_order_recorded", order, note=command.section)
    session.flush()
    signals.sharing_changed.send(session, participant_id=order.participant_id)
    tell_programs(session, order)
    return order


def require_whole(command: RecordOrder) -> None:
    """R83: what the court decided, when, and on which findings; a subpoena has none of them."""
    if command.section not in SECTIONS:
        raise Refused("section", _("Choose the section under which the court decided."))
    if not command.court.strip():
        raise Refused("court", _("Write the name of the court."))
    if command.issued_at > clock.now():
        raise Refused("issued_at", _("Enter a day that has come."))
    if command.expires_at is not None and command.expires_at <= command.issued_at:
        raise Refused("expires_at", _("Enter an end that lies after the day of the order."))
    missing = missing_findings(command.section, command.findings)
    if missing and not command.deficient:
        words = "; ".join(str(FINDING_WORDS[one]) for one in missing)
        raise Refused("findings", _("This section needs these findings too: %(findings)s.", findings=words))
    if not command.notice and not command.deficient:
        raise Refused("notice", _("The other side must have had notice and a chance to answer."))


def require_scope(session: Session, command: RecordOrder) -> None:
    """R83, R84: to whom, what, and on which ground what was said in confidence."""
    if not command.recipient_agencies:
        raise Refused("recipient_agencies", _("Choose who may be told."))
    now = clock.now()
    if not all(in_force(session, AgreementKind.PARTICIPATION, one, now) for one in command.recipient_agencies):
        raise Refused("recipient_agencies", _("An agency that is chosen does not use the portal any more."))
    if not command.categories:
        raise Refused("categories", _("Choose what may be told."))
    confidential = command.covers_confidential or CONFIDENTIAL_COMMUNICATIONS & {*command.categories}
    if confidential and command.ground not in GROUNDS:
        raise Refused("ground", _("Say on which ground the order reaches notes and assessments, or leave them out."))


def require_keeper(session: Session, actor: Principal, participant_id: UUID) -> None:
    """R10: an order is kept where it was made, or where it was served; nobody opens records by typing one."""
    require_known(session, participant_id)
    here = actor.agency_kind == AgencyKind.COURT or treats(session, actor, participant_id)
    if not here or not actor.may(Permission.DISCLOSURE_ORDER_RECORD):
        raise Refused(
            "", _("Give the order to the court, or to the privacy officer of the program; it is entered there.")
        )


def vacate_order(session: Session, actor: Principal, order: DisclosureOrder, vacated_at: datetime) -> None:
    """The court took an order back: it opens nothing from that moment on.

    Refused for whoever could not have recorded it, away from the agency that did, and when it was vacated before.
    """
    require_keeper(session, actor, order.participant_id)
    if order.held_by_id != actor.agency_id:
        raise Refused("", _("Ask the agency that recorded this order to record that it was vacated."))
    if order.vacated_at is not None:
        raise Refused("", _("This order was taken back already."))
    if not order.issued_at <= vacated_at <= clock.now():
        raise Refused("vacated_at", _("Enter a day that has come, and not before the day of the order."))
    order.vacated_at = vacated_at
    record_act(session, actor, "disclosure_order_vacated", order)
    session.flush()
    signals.sharing_changed.send(session, participant_id=order.participant_id)
