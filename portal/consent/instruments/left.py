"""What is left of a consent after parts of it were taken back (R26)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _

from portal.consent.instruments.models import Consent, Revocation
from portal.consent.instruments.vocabulary import RevocationScope
from portal.consent.rules.terms import ALL
from portal.gate.vocabulary import Category
from portal.web.refused import Refused


@dataclass(frozen=True, slots=True)
class Left:
    """The kinds of information and the recipients that nobody has taken back."""

    categories: frozenset[str]
    recipients: tuple[dict[str, Any], ...]

    @property
    def nothing(self) -> bool:
        return not self.categories or not self.recipients


def told_by(consent: Consent) -> frozenset[str]:
    """The kinds that the paper names; "all" is each but counseling notes (R33)."""
    if ALL in consent.categories:
        return frozenset(str(one) for one in Category if one != Category.COUNSELING_NOTE)
    return frozenset(consent.categories)


def left_of(consent: Consent, revocations: Sequence[Revocation]) -> Left:
    gone = {one for each in revocations if each.scope == RevocationScope.CATEGORY for one in each.categories}
    no_longer = [each.recipient for each in revocations if each.scope == RevocationScope.RECIPIENT]
    return Left(told_by(consent) - gone, tuple(one for one in consent.recipients if one not in no_longer))


def used_up_at(consent: Consent, revocations: Sequence[Revocation]) -> datetime | None:
    """When the last part was taken back, if nothing is left."""
    parts = sorted((one for one in revocations if one.scope != RevocationScope.ALL), key=lambda one: one.received_at)
    for number, one in enumerate(parts, start=1):
        if left_of(consent, parts[:number]).nothing:
            return one.received_at
    return None


def require_left(
    left: Left, scope: RevocationScope, categories: Sequence[str], recipient: dict[str, Any] | None
) -> None:
    """Refused at the field: a part that was taken back before; it is in the history already."""
    if scope == RevocationScope.CATEGORY and not set(categories) <= left.categories:
        raise Refused("categories", _("Part of this was taken back before. Choose only what is still told."))
    if scope == RevocationScope.RECIPIENT and recipient not in left.recipients:
        raise Refused("recipient", _("This was taken back before. Choose somebody who is still told."))
