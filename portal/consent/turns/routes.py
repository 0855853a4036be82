"""What ends a consent without anybody taking it back, from its own pages: its event, its case, another
in its place, that it is false."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, g, render_template, request, url_for
from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session
from wtforms import SelectChoice

from portal.accounts.access import freshly, principal, requires
from portal.accounts.permissions import Permission
from portal.consent.instruments import queries
from portal.consent.instruments.effects import shown
from portal.consent.instruments.entering import stated_at
from portal.consent.instruments.entitled import discloses, keeps
from portal.consent.instruments.models import Consent
from portal.consent.instruments.showing import Paper, holders, paper
from portal.consent.instruments.standing import has_ended
from portal.consent.instruments.vocabulary import Happening
from portal.consent.previewing.revoking import effect_as
from portal.consent.turns.forms import FalseForm, HappenedForm, ReplaceForm
from portal.consent.turns.offered import successors
from portal.consent.turns.services import REASON, mark_false, record_case_end, record_expiry_event, replace_consent
from portal.consent.turns.showing import LABELS, awaited, titled, told_by
from portal.gate.reader import reader_of
from portal.participants.people.page import person_frame, visit
from portal.web.forms import submit
from portal.web.refused import Refused

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


def _told_by_here(session: Session, consent_id: UUID) -> Consent:
    """Where it lets tell; that something on it is false is not for others to say, be it where the paper lies (R17)."""
    found = queries.consent(session, consent_id)
    if found is None or not discloses(session, principal(), found):
        abort(404)
    return found


def _false_page(consent: Consent, form: FalseForm) -> str:
    here = visit(consent.participant_id)
    return render_template(
        "consent/turns/false.html",
        **person_frame(here),
        person=here.participant,
        form=form,
        limit=REASON,
        paper=consent,
        title=titled(paper(g.read_session, consent, g.at)),
        effect=shown(effect_as(g.read_session, principal(), consent, g.at, known_false=True)),
    )


@blueprint.get("/consents/<uuid:consent_id>/false")
@requires(Permission.CONSENT_MARK_FALSE)
@freshly
def falsehood(consent_id: UUID) -> Any:
    return _false_page(_told_by_here(g.read_session, consent_id), FalseForm())


@blueprint.post("/consents/<uuid:consent_id>/false")
@requires(Permission.CONSENT_MARK_FALSE)
@freshly
def record_falsehood(consent_id: UUID) -> Any:
    participant_id, form = _told_by_here(g.read_session, consent_id).participant_id, FalseForm()

    def act(session: Session) -> str:
        mark_false(session, principal(), _told_by_here(session, consent_id), form.reason.data or "")
        return url_for("consent.instruments.shelf", participant_id=participant_id, done="consent-false")

    return submit(form, act, lambda: _false_page(_told_by_here(g.read_session, consent_id), form))


def _old(session: Session, consent_id: UUID) -> Consent:
    found = queries.consent(session, consent_id)
    if found is None or not keeps(session, principal(), found):
        abort(404)
    return found


def _replace_form(consent: Consent) -> tuple[ReplaceForm, list[Paper]]:
    """With the one chosen from whose papers one comes."""
    able = [paper(g.read_session, one, g.at) for one in successors(g.read_session, principal(), consent, g.at)]
    form = ReplaceForm(new=request.args.get("by", ""))
    form.new.choices = [SelectChoice(str(one.id), titled(one)) for one in able]
    return form, able


def _replace_page(consent: Consent, form: ReplaceForm, able: list[Paper]) -> str:
    here = visit(consent.participant_id)
    return render_template(
        "consent/turns/replace.html",
        **person_frame(here),
        person=here.participant,
        form=form,
        able=able,
        seconds={str(one.id): told_by(one) for one in able},
        paper=consent,
        title=titled(paper(g.read_session, consent, g.at)),
        ended=has_ended(g.read_session, consent, g.at),
        effect=shown(effect_as(g.read_session, principal(), consent, g.at, superseded_at=g.at)),
        may_record=principal().may(Permission.CONSENT_RECORD),
    )


@blueprint.get("/consents/<uuid:consent_id>/replace")
@requires(Permission.CONSENT_REVOKE)
@freshly
def replacing(consent_id: UUID) -> Any:
    consent = _old(g.read_session, consent_id)
    return _replace_page(consent, *_replace_form(consent))


@blueprint.post("/consents/<uuid:consent_id>/replace")
@requires(Permission.CONSENT_REVOKE)
@freshly
def replace(consent_id: UUID) -> Any:
    consent = _old(g.read_session, consent_id)
    participant_id, (form, able) = consent.participant_id, _replace_form(consent)

    def act(session: Session) -> str:
        mine = _old(session, consent_id)
        known = {str(one.id): one for one in queries.consents_of(session, participant_id)}
        if form.new.data not in known:
            raise Refused("new", _("Choose a consent from the list."))
        replace_consent(session, principal(), mine, known[form.new.data])
        return url_for("consent.instruments.shelf", participant_id=participant_id, done="consent-replaced")

    return submit(form, act, lambda: _replace_page(_old(g.read_session, consent_id), form, able))
