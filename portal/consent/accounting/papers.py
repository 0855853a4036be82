"""The accounting on paper, for the person who asked (2.25, 164.528(b)), and the list of an intermediary (2.24)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.accounts.principal import Principal
from portal.consent.accounting.presenting import told
from portal.consent.accounting.queries import Account, through_intermediaries
from portal.consent.accounting.vocabulary import RequestKind
from portal.consent.registers.papers import sheet
from portal.participants.people import queries as people


def accounting_paper(
    session: Session, actor: Principal, participant_id: UUID, account: Account, kind: RequestKind, as_of: datetime
) -> bytes:
    """What the person gets. Nothing on it tells of a suspension: it looks as if nothing were left out (R174)."""
    person = people.participant(session, participant_id)
    assert person is not None
    intermediary = kind == RequestKind.INTERMEDIARY
    lines = through_intermediaries(session, account.lines) if intermediary else account.lines
    return sheet(
        "pdf/accounting.html",
        _("Who was told through a go-between") if intermediary else _("Who was told about you"),
        actor.agency_name,
        as_of,
        actor.zone,
        person=person.full_name,
        program=actor.agency_name,
        lines=told(session, lines, actor.zone),
        period=account.period,
        intermediary=intermediary,
    )
