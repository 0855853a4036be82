"""Recording that the event has happened at which a consent ends, from the consent's own pages."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, g, render_template, url_for
from sqlalchemy.orm import Session
from wtforms import SelectChoice

from portal.accounts.access import freshly, principal, requires
from portal.accounts.permissions import Permission
from portal.consent.instruments import queries
from portal.consent.instruments.entering import stated_at
from portal.consent.instruments.models import Consent
from portal.consent.instruments.showing import holders, paper
from portal.consent.instruments.vocabulary import Happening
from portal.consent.turns.forms import HappenedForm
from portal.consent.turns.services import record_case_end, record_expiry_event
from portal.consent.turns.showing import LABELS, awaited
from portal.gate.reader import reader_of
from portal.participants.people.page import person_frame, visit
from portal.web.forms import submit

blueprint = Blueprint("turns", __name__)


def _consent(session: Session, consent_id: UUID) -> Consent:
    """Where it lies, or where it lets tell; a recipient records nothing, so there is nothing here for it."""
    found = queries.consent(session, consent_id)
    if found is None or reader_of(session).agency not in holders(found):
        abort(404)
    return found


def _form(consent: Consent) -> HappenedForm:
    waits = queries.awaited(g.read_session, consent)
    form = HappenedForm(happening=str(waits[0]) if waits else None)
    form.happening.choices = [SelectChoice(str(one), LABELS[one]) for one in waits]
    return form


def _page(consent: Consent, form: HappenedForm) -> str:
    here = visit(consent.participant_id)
    return render_template(
        "consent/turns/happened.html",
        **person_frame(here),
        person=here.participant,
        form=form,
        paper=paper(g.read_session, consent, g.at),
        ways=awaited(g.read_session, principal(), consent, g.at),
    )


@blueprint.get("/consents/<uuid:consent_id>/event")
@requires(Permission.CONSENT_REVOKE)
@freshly
def happened(consent_id: UUID) -> Any:
    consent = _consent(g.read_session, consent_id)
    return _page(consent, _form(consent))


@blueprint.post("/consents/<uuid:consent_id>/event")
@requires(Permission.CONSENT_REVOKE)
@freshly
def record(consent_id: UUID) -> Any:
    consent = _consent(g.read_session, consent_id)
    participant_id, form = consent.participant_id, _form(consent)

    def act(session: Session) -> str:
        mine = _consent(session, consent_id)
        at = stated_at(form.occurred_on.day, mine, principal().zone)
        by_case = form.happening.data == Happening.CASE
        (record_case_end if by_case else record_expiry_event)(session, principal(), mine, at)
        return url_for("consent.instruments.shelf", participant_id=participant_id, done="consent-event")

    return submit(form, act, lambda: _page(_consent(g.read_session, consent_id), form))
