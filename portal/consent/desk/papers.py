"""What is printed for a matter, and what its page says of it."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.accounts.principal import Principal
from portal.consent.accounting.models import AccountingRequest
from portal.consent.accounting.papers import accounting_paper
from portal.consent.accounting.queries import account_of, given_at, is_free
from portal.consent.accounting.summary import period, years_before
from portal.consent.accounting.vocabulary import RequestKind
from portal.consent.demands.models import RecordsDemand
from portal.consent.demands.papers import neutral_letter
from portal.consent.registers.models import Matter
from portal.consent.registers.queries import steps_of


def paper_of(session: Session, actor: Principal, matter: Matter, at: datetime) -> bytes | None:
    """The PDF of a matter, None for registers without one."""
    if isinstance(matter, RecordsDemand):
        return neutral_letter(actor, matter, at)
    return requested_accounting(session, actor, matter, at) if isinstance(matter, AccountingRequest) else None


def requested_accounting(session: Session, actor: Principal, request: AccountingRequest, at: datetime) -> bytes | None:
    """What was asked for, as of now; once it was given, as it was then."""
    if request.participant_id is None:
        return None
    as_of = given_at(steps_of(session, [request.id])[request.id]) or at
    covered = period(request.received_on, request.from_on, request.to_on)
    account = account_of(session, request.participant_id, covered, actor.zone, as_of)
    return accounting_paper(session, actor, request.participant_id, account, RequestKind(request.kind), as_of)


def notes(session: Session, matter: Matter) -> list[str]:
    """What its keeper should know besides."""
    if not isinstance(matter, AccountingRequest) or matter.kind == RequestKind.INTERMEDIARY:
        return []
    if is_free(session, matter, years_before(matter.received_on, 1)):
        return [_("The first one in 12 months: it is free.")]
    return [_("Not the first one in 12 months: the program may ask a fair fee, and must say so before.")]
