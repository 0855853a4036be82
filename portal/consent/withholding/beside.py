"""What stands beside a record for the agency that wrote it: who may see it, withholding it, giving a copy of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from portal.accounts.permissions import Permission
from portal.accounts.principal import Principal
from portal.gate.protected import Gated
from portal.gate.vocabulary import Category


@dataclass(frozen=True, slots=True)
class Beside:
    """`links` are (address, label) of the pages that this actor may open about the record."""

    withheld: bool
    links: tuple[tuple[str, str], ...]


def beside(actor: Principal, code: str, record: Gated) -> Beside:
    """`code` is that of the record's kind. Without links for whoever works at another agency."""
    if record.origin_id != actor.agency_id:
        return Beside(record.withheld, ())
    kind = str(Category.from_mask(record.category)[0])
    person, this = {"participant_id": record.participant_id, "of": kind}, {"record_kind": code, "record_id": record.id}
    pages: tuple[tuple[Permission, str, dict[str, Any], str], ...] = (
        (Permission.CONSENT_READ, "consent.answers.who", person, _("Who may see this?")),
        (Permission.RECORD_WITHHOLD, "consent.withholding.show", this, _("Withhold this record, or open it again")),
        (Permission.RECORDS_REDISCLOSE, "consent.copies.choose_one", this, _("Give a copy")),
    )
    return Beside(
        record.withheld,
        tuple((url_for(page, **values), label) for permission, page, values, label in pages if actor.may(permission)),
    )
