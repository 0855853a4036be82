"""Whether a form that is entered stands here already: the same words, signed on the same day."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from portal.clock import local_date
from portal.consent.instruments.models import Consent
from portal.consent.instruments.queries import consents_of
from portal.web.refused import Refused

ON_FILE = _(
    "This form is on file already, with the same names, the same information and the same day. Look at it under "
    "Consents. If yours is another paper all the same, say so below."
)


def refuse_repeat(session: Session, consent: Consent, zone: str) -> None:
    """Refused: what another paper says that the session's reader may know of.

    One that was taken back, replaced or found false counts too: entered again, it would open again what was closed
    (R13, R17, R25). Of a paper that the reader may not know of nothing is said, and a second row opens nothing that the
    first does not (R12, R143).
    """
    words = words_of(consent, zone)
    for one in consents_of(session, consent.participant_id):
        if one.id != consent.id and words_of(one, zone) == words:
            raise Refused("signed_on", ON_FILE)


def words_of(consent: Consent, zone: str) -> tuple[Any, ...]:
    """What makes two entries one paper: kind, who tells whom, what, what for, in which case, signed on which day."""
    return (
        consent.kind,
        parties(consent.disclosers),
        parties(consent.recipients),
        frozenset(consent.categories),
        frozenset(consent.purposes),
        consent.legal_case_id,
        local_date(consent.signed_at, zone) if consent.signed_at else None,
    )


def parties(named: Iterable[dict[str, Any]]) -> frozenset[str]:
    return frozenset(json.dumps(one, sort_keys=True) for one in named)
