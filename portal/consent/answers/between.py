"""What was told between the day that a revocation states and the moment that it was received (R27)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.agencies.models import Agency, UserAccount
from portal.accounts.principal import Principal
from portal.consent.accounting.models import Disclosure
from portal.consent.copies.queries import DOCUMENT
from portal.consent.instruments.models import Revocation
from portal.consent.words import categories_sentence


@dataclass(frozen=True, slots=True)
class Told:
    """One disclosure under the consent: when, to whom, what, and how it went out."""

    at: datetime
    who: str
    agency: str
    what: str
    channel: str


def told_between(session: Session, actor: Principal, revocation: Revocation) -> list[Told]:
    """Disclosures of the actor's program under the consent that was taken back, oldest first."""
    if revocation.stated_at is None:
        return []
    wanted = (
        select(Disclosure, UserAccount, Agency)
        .join(UserAccount, UserAccount.id == Disclosure.user_id)
        .join(Agency, Agency.id == Disclosure.agency_id)
        .where(
            Disclosure.participant_id == revocation.participant_id,
            Disclosure.instrument_id == revocation.consent_id,
            Disclosure.holder_id == actor.agency_id,
            Disclosure.at >= revocation.stated_at,
            Disclosure.at < revocation.received_at,
        )
    )
    rows: Sequence[tuple[Disclosure, UserAccount, Agency]] = session.execute(wanted.order_by(Disclosure.at)).all()
    return [
        Told(one.at, user.display_name, agency.name, categories_sentence(one.categories), channel(one.channel))
        for one, user, agency in rows
    ]


def channel(code: str) -> str:
    """How it went out, in words."""
    words = {
        "screen": _("on screen"),
        "print": _("printed"),
        "report": _("in a report"),
        "packet": _("in a packet"),
        DOCUMENT: _("as a copy"),
    }
    return words.get(code) or _("on paper")
