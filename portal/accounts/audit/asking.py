"""What the address of a page about the trail asks for, and the choices it offers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from portal.accounts.audit.queries import Wanted
from portal.accounts.audit.vocabulary import KIND_LABELS, Kind


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filter of a page offers: (value, words) each."""

    people: list[tuple[str, str]]
    kinds: list[tuple[str, str]]


def wanted_from(asked: Mapping[str, str], people: Iterable[UUID], kinds: Iterable[Kind]) -> Wanted:
    """What was asked for; whatever does not fit, or is not offered, is left out."""
    user_id = id_from(asked.get("who", ""))
    kind = asked.get("kind", "")
    return Wanted(
        from_on=day_from(asked.get("from", "")),
        to_on=day_from(asked.get("to", "")),
        user_id=user_id if user_id in set(people) else None,
        kind=next((one for one in kinds if one == kind), None),
        refused=asked.get("outcome", "") == "refused",
    )


def asked_as(wanted: Wanted) -> dict[str, Any]:
    """The same as the parts of an address; what is not asked for is left out."""
    parts = {
        "from": wanted.from_on.isoformat() if wanted.from_on else "",
        "to": wanted.to_on.isoformat() if wanted.to_on else "",
        "who": wanted.user_id.hex if wanted.user_id else "",
        "kind": str(wanted.kind or ""),
        "outcome": "refused" if wanted.refused else "",
    }
    return {name: value for name, value in parts.items() if value}


def id_from(text: str) -> UUID | None:
    return UUID(text) if re.fullmatch("[0-9a-f]{32}", text) else None


def day_from(text: str) -> date | None:
    """A day as a browser's calendar writes it; years of people now living."""
    if not re.fullmatch("(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def choices(people: Mapping[UUID, str], kinds: Iterable[Kind]) -> Choices:
    named: list[tuple[str, str]] = sorted(((key.hex, name) for key, name in people.items()), key=lambda one: one[1])
    offered: list[tuple[str, Any]] = [(str(one), str(KIND_LABELS[one])) for one in kinds]
    return Choices([("", _("Everybody")), *named], [("", _("Everything")), *offered])
