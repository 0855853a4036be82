"""The neutral letter: it tells what the law says, and nothing of whether anybody was ever here (2.13(c)(2), R140)."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from portal.accounts.principal import Principal
from portal.consent.demands.models import RecordsDemand
from portal.consent.registers.papers import sheet


def neutral_letter(actor: Principal, demand: RecordsDemand, at: datetime) -> bytes:
    """The same words to everybody: neither the name in the demand nor whether it is known is used."""
    return sheet(
        "pdf/neutral_letter.html",
        _("Answer to a request for records"),
        actor.agency_name,
        at,
        actor.zone,
        program=actor.agency_name,
        issuer=demand.issuer,
        number=demand.number,
        received_on=demand.received_on,
    )
