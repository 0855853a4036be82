"""The paper that is asked for when somebody takes a consent back aloud (R29): that it came is an event of its own."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock, signals
from portal.accounts.audit.services import record_act
from portal.accounts.principal import Principal
from portal.consent.instruments.entitled import require_keeping
from portal.consent.instruments.models import Consent, Revocation
from portal.consent.recorded import recorded
from portal.web.refused import Refused


def record_paper(session: Session, actor: Principal, spoken: Revocation) -> Revocation:
    """Keep that what was said aloud has come in writing: a second event, of the same part, beside the first.

    Sharing has ended with the first one and nothing opens by this. Refused for whoever neither keeps the consent nor
    tells by it, for what was written from the start, and when the paper is here already.
    """
    require_keeping(session, actor, session.get_one(Consent, spoken.consent_id))
    if spoken.written:
        raise Refused("", _("This was taken back in writing; no further paper is needed."))
    if paper_of(session, spoken) is not None:
        raise Refused("", _("The paper is here already."))
    paper = Revocation(
        **recorded(actor, spoken.participant_id),
        consent_id=spoken.consent_id,
        received_at=clock.now(),
        stated_at=spoken.received_at,
        written=True,
        scope=spoken.scope,
        recipient=spoken.recipient,
        categories=list(spoken.categories),
        taken_back_by=spoken.taken_back_by,
    )
    session.add(paper)
    session.flush()
    record_act(session, actor, "revocation_written", paper)
    session.flush()
    signals.sharing_changed.send(session, participant_id=paper.participant_id)
    return paper


def paper_of(session: Session, spoken: Revocation) -> Revocation | None:
    """The paper that followed, if it came."""
    later = select(Revocation).where(Revocation.consent_id == spoken.consent_id)
    return next((one for one in session.scalars(later) if follows(one, spoken)), None)


def follows(paper: Revocation, spoken: Revocation) -> bool:
    """Whether one is the paper of the other: written, of the same part, and stating the moment of the first."""
    part = (spoken.scope, spoken.recipient, spoken.categories, spoken.received_at)
    return paper.written and (paper.scope, paper.recipient, paper.categories, paper.stated_at) == part
