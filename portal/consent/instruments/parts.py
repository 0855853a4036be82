"""Whether what is taken back in part is a part at all (R26, R181)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _

from portal.consent.instruments.models import Consent
from portal.consent.instruments.vocabulary import RevocationScope
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


def is_party(named: dict[str, Any] | None) -> bool:
    """Whether an entry names somebody whom the rules can find: complete, and of no class that nobody knows."""
    try:
        party = recipient_from(named or {})
    except (KeyError, TypeError, ValueError):
        return False
    return bool(party.name or party.participants) and (party.type != PartyType.CLASS or party.name in set(PartyClass))
