"""Whether the parts of a paper can be: who is told, what is taken back of it, on which day (R2, R26, R27, R181)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.agencies.models import Agency
from portal.consent.instruments.models import Agreement, Consent
from portal.consent.instruments.vocabulary import AgreementKind, RevocationScope
from portal.consent.rules.papers import recipient_from
from portal.consent.rules.terms import ALL, PartyClass, PartyType
from portal.gate.vocabulary import Category
from portal.web.refused import Refused


def require_part(
    consent: Consent, scope: RevocationScope, categories: Sequence[str], recipient: dict[str, Any] | None
) -> None:
    """What is taken back in part is named, and is a part of this consent. Refused otherwise: it would end nothing."""
    if scope == RevocationScope.CATEGORY:
        told = set(Category) if ALL in consent.categories else set(consent.categories)
        if not categories or not set(categories) <= told:
            raise Refused("categories", _("Choose what is no longer told."))
    if scope == RevocationScope.RECIPIENT and not is_party(recipient):
        raise Refused("recipient", _("Choose who is no longer told."))


def require_stated(consent: Consent, stated_at: datetime | None, now: datetime) -> None:
    """R27: a day that is said to be the day of it lies between the signature and now. Refused otherwise."""
    if stated_at is None:
        return
    if stated_at > now:
        raise Refused("stated_on", _("Enter the day that it was said; that day is still to come."))
    if consent.signed_at is not None and stated_at < consent.signed_at:
        raise Refused("stated_on", _("Enter a day after the consent was signed."))


def require_not_left(session: Session, recipients: Sequence[dict[str, Any]], now: datetime) -> None:
    """R2: who took part and left is told nothing here. Refused, so that nobody relies on a paper that opens nothing."""
    ids = [UUID(one["id"]) for one in recipients if one.get("type") == PartyType.AGENCY and one.get("id")]
    wanted = select(Agreement.agency_id, Agreement.ends_at).where(
        Agreement.kind == AgreementKind.PARTICIPATION, Agreement.agency_id.in_(ids)
    )
    terms = session.execute(wanted).all()
    there = {agency for agency, ends_at in terms if ends_at is None or ends_at > now}
    left = {agency for agency, _ends_at in terms} - there
    if left:
        names = ", ".join(session.scalars(select(Agency.name).where(Agency.id.in_(left)).order_by(Agency.name)))
        raise Refused(
            "recipients", _("%(names)s takes no part in the portal any more. Choose who is told now.", names=names)
        )


def is_party(named: dict[str, Any] | None) -> bool:
    """Whether an entry names somebody whom the rules can find: complete, and of no class that nobody knows."""
    try:
        party = recipient_from(named or {})
    except (KeyError, TypeError, ValueError):
        return False
    return bool(party.name or party.participants) and (party.type != PartyType.CLASS or party.name in set(PartyClass))
