"""What a consent waits for, in plain words, with what it will change (R23, R65, R66)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from portal.accounts.agencies.models import UserAccount
from portal.accounts.principal import Principal
from portal.consent.instruments import queries
from portal.consent.instruments.effects import ShownEffect, shown
from portal.consent.instruments.models import Consent
from portal.consent.instruments.showing import Paper
from portal.consent.instruments.vocabulary import Happening
from portal.consent.previewing.revoking import effect_of_end
from portal.web.dates import day_with_year, local_day, through

LABELS: Mapping[Happening, Any] = {
    Happening.EVENT: _("What the form names has happened"),
    Happening.CASE: _("The case has ended: dismissed, decided or closed"),
}


@dataclass(frozen=True, slots=True)
class Awaited:
    """Something that ends the consent: how it is called here, what the paper says of it, what ends by it."""

    code: str
    label: str
    says: str
    effect: ShownEffect


def awaited(session: Session, actor: Principal, consent: Consent, at: datetime) -> list[Awaited]:
    """All that the consent waits for and this actor's agency could record; nothing of one that opens nothing."""
    return [
        Awaited(
            str(one),
            str(LABELS[one]),
            says(session, consent, one),
            shown(effect_of_end(session, actor, consent, at, with_case=one == Happening.CASE)),
        )
        for one in queries.awaited(session, consent)
    ]


def says(session: Session, consent: Consent, happening: Happening) -> str:
    if happening == Happening.CASE:
        case = queries.case_of(session, consent)
        return gettext("Each consent for case %(number)s ends with it.", number=case.number if case else "")
    named = consent.form.get("expiry_recorder")
    recorder = session.get(UserAccount, UUID(named)) if named else None
    if recorder is None:
        return gettext("The form says: it ends when this happens: %(event)s", event=consent.expiry_event)
    return gettext(
        "The form says: it ends when this happens: %(event)s. %(who)s writes that down.",
        event=consent.expiry_event.rstrip("."),
        who=recorder.display_name,
    )


def titled(one: Paper) -> str:
    """A consent among others: who tells whom, and when it was signed."""
    signed = day_with_year(local_day(one.signed_at)) if one.signed_at else gettext("not dated")
    return gettext("%(tells)s to %(told)s, signed %(day)s", tells=one.tells, told=one.told, day=signed)


def told_by(one: Paper) -> str:
    """What a consent goes on to tell, and until when."""
    until = through(one.ends_at) if one.ends_at else one.open_end
    return gettext(
        "%(kind)s. %(what)s. %(purposes)s. In force %(until)s.",
        kind=one.kind,
        what=one.what,
        purposes=one.purposes,
        until=until,
    )
