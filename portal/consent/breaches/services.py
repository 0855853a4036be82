"""Entering what went astray."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from portal.accounts.principal import Principal
from portal.consent.breaches.models import PrivacyBreach
from portal.consent.breaches.vocabulary import BreachKind
from portal.consent.registers.clocks import BREACH_DAYS
from portal.consent.registers.services import keep
from portal.web.refused import Refused


@dataclass(frozen=True, slots=True)
class EnterBreach:
    kind: BreachKind
    discovered_on: date
    happened_on: date
    people: int
    recipient: str
    words: str
    participant_id: UUID | None = None


def enter_breach(session: Session, actor: Principal, command: EnterBreach) -> PrivacyBreach:
    """Keep a breach; its terms run from the day of discovery.

    Refused when it happened after it was found out, about nobody, and without the recipient of what went astray.
    """
    if command.happened_on > command.discovered_on:
        raise Refused("happened_on", _("It can’t have happened after it was found out."))
    if command.people < 1:
        raise Refused("people", _("Enter how many people the records are about; 1 or more."))
    if command.kind == BreachKind.WRONG_RECIPIENT and not command.recipient.strip():
        raise Refused("recipient", _("Say who got it, as far as you know."))
    breach = PrivacyBreach(
        participant_id=command.participant_id,
        received_on=command.discovered_on,
        due_on=command.discovered_on + timedelta(days=BREACH_DAYS),
        words=command.words,
        kind=command.kind,
        happened_on=command.happened_on,
        people=command.people,
        recipient=command.recipient.strip(),
    )
    return keep(session, actor, breach)
