"""Consents of one participant: the shelf, a new paper, taking one back, and why a record may be seen."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, current_app, g, render_template, url_for

from portal.accounts.access import freshly, principal, requires
from portal.accounts.permissions import Permission
from portal.consent.doubts.queries import strict
from portal.consent.doubts.vocabulary import Doubt
from portal.consent.instruments import effects, entering, queries, revoking, showing
from portal.consent.instruments.entitled import in_own_program
from portal.consent.instruments.forms import ConsentForm, RevokeForm
from portal.consent.instruments.models import Consent
from portal.consent.instruments.others import others
from portal.consent.instruments.services import Revoke, revoke_consent
from portal.consent.instruments.shelf import onward
from portal.consent.instruments.spoken import record_paper
from portal.consent.instruments.standing import reasons_against
from portal.consent.instruments.vocabulary import ConsentKind, RevocationScope
from portal.consent.instruments.why import reasons as reasons_of
from portal.consent.papers.repeats import ON_FILE
from portal.consent.papers.services import enter_form
from portal.consent.previewing.revoking import effect_of
from portal.participants.people.page import person_frame, visit
from portal.web.files import FileStore, takes_files
from portal.web.forms import PortalForm, see_other, submit

blueprint = Blueprint("instruments", __name__)


@blueprint.get("/participants/<uuid:participant_id>/consents")
@requires(Permission.CONSENT_READ)
def shelf(participant_id: UUID) -> Any:
    return _shelf_page(participant_id, PortalForm())


def _shelf_page(participant_id: UUID, form: PortalForm) -> str:
    here = visit(participant_id)
    papers = showing.papers(g.read_session, participant_id, g.at)
    return render_template(
        "consent/instruments/shelf.html",
        **person_frame(here),
        person=here.participant,
        form=form,
        papers=papers,
        may_record=principal().may(Permission.CONSENT_RECORD),
        may_revoke=principal().may(Permission.CONSENT_REVOKE),
        may_explain=principal().may(Permission.DECISION_EXPLAIN),
        others=others(g.read_session, participant_id, g.at),
        more=onward(principal(), participant_id, packet=in_own_program(g.read_session, principal(), participant_id)),
    )


def _consent_page(participant_id: UUID, form: ConsentForm | None) -> str:
    here = visit(participant_id)
    form = form or ConsentForm(kind=str(ConsentKind.GENERAL), patient_name=here.participant.full_name)
    entering.fill_choices(form, g.read_session, participant_id)
    return render_template(
        "consent/instruments/new.html",
        **person_frame(here),
        person=here.participant,
        form=form,
        on_file=ON_FILE in form.signed_on.errors,
    )


@blueprint.get("/participants/<uuid:participant_id>/consents/new")
@requires(Permission.CONSENT_RECORD)
def new(participant_id: UUID) -> Any:
    return _consent_page(participant_id, None)


@blueprint.post("/participants/<uuid:participant_id>/consents/new")
@requires(Permission.CONSENT_RECORD)
@takes_files
def record(participant_id: UUID) -> Any:
    visit(participant_id)
    form = ConsentForm()
    entering.fill_choices(form, g.read_session, participant_id)

    def act(session: Any) -> str:
        through_day = strict(session, Doubt.D3, g.at)
        command = entering.command_of(form, participant_id, principal().zone, through_day=through_day)
        content = form.scan.data.read() if form.scan.data else b""
        scan = FileStore.of(current_app.config).keep(session, content, "scan") if content else None
        consent = enter_form(session, principal(), command, scan, another=bool(form.another.data))
        code = "consent-deficient" if reasons_against(session, consent) else "consent-recorded"
        return url_for("consent.instruments.shelf", participant_id=participant_id, done=code)

    return submit(form, act, lambda: _consent_page(participant_id, form))


def _consent(consent_id: UUID) -> Consent:
    found = queries.consent(g.read_session, consent_id)
    if found is None:
        abort(404)
    return found


@blueprint.get("/participants/<uuid:participant_id>/consents/take-back")
@requires(Permission.CONSENT_REVOKE)
def choose(participant_id: UUID) -> Any:
    """Each consent that can be taken back, with what that would change: nobody ends another one by accident (R66)."""
    here = visit(participant_id)
    return render_template(
        "consent/instruments/choose.html",
        **person_frame(here),
        person=here.participant,
        choices=revoking.choices(g.read_session, principal(), participant_id, g.at),
    )


def _revoke_page(consent: Consent, form: RevokeForm, command: Revoke | None = None) -> str:
    """The form, and what the part that is chosen changes; the whole, while none is. With a command the page is a look:
    it says first that nothing has happened, and the button that does it stands under what it changes."""
    here, looks, command = visit(consent.participant_id), command is not None, command or Revoke()
    form.shown.data = entering.part_of(command)
    return render_template(
        "consent/instruments/revoke.html",
        **person_frame(here),
        person=here.participant,
        form=form,
        paper=showing.paper(g.read_session, consent, g.at),
        effect=effects.shown(effect_of(g.read_session, principal(), consent, command, g.at)),
        looks=looks,
        part=showing.part_words(g.read_session, command.scope, command.recipient, command.categories),
    )


@blueprint.get("/consents/<uuid:consent_id>")
@requires(Permission.CONSENT_READ)
def show(consent_id: UUID) -> Any:
    """Where a paper stands: an address that names no person, for what leads here from elsewhere."""
    return see_other(url_for("consent.instruments.shelf", participant_id=_consent(consent_id).participant_id))


@blueprint.get("/consents/<uuid:consent_id>/revoke")
@requires(Permission.CONSENT_REVOKE)
@freshly
def revoke(consent_id: UUID) -> Any:
    consent = _consent(consent_id)
    form = RevokeForm()
    entering.fill_revocable(form, g.read_session, consent)
    return _revoke_page(consent, form)


@blueprint.post("/consents/<uuid:consent_id>/revoke")
@requires(Permission.CONSENT_REVOKE)
@freshly
def end(consent_id: UUID) -> Any:
    """Take it back; or, while the page has not shown what this part changes, show that first."""
    consent = _consent(consent_id)
    participant_id, later = consent.participant_id, showing.ends_later(g.read_session, consent, g.at)
    form = RevokeForm()
    entering.fill_revocable(form, g.read_session, consent)
    wanted = revoking.only_looks(form, consent, principal().zone)
    if wanted is not None:
        return _revoke_page(consent, form, wanted)

    def act(session: Any) -> str:
        mine = queries.consent(session, consent_id)
        if mine is None:
            abort(404)
        done = revoke_consent(session, principal(), mine, entering.revocation_of(form, mine, principal().zone))
        whole = "consent-ended" if done.scope == RevocationScope.ALL else "consent-part-ended"
        code = "consent-ends-later" if later else whole
        return url_for("consent.instruments.shelf", participant_id=participant_id, done=code)

    return submit(form, act, lambda: _revoke_page(_consent(consent_id), form))


@blueprint.post("/revocations/<uuid:revocation_id>/paper")
@requires(Permission.CONSENT_REVOKE)
@freshly
def paper_came(revocation_id: UUID) -> Any:
    """R29: the paper of what was said aloud has come."""
    spoken = queries.revocation(g.read_session, revocation_id)
    if spoken is None:
        abort(404)
    participant_id, form = spoken.participant_id, PortalForm()

    def act(session: Any) -> str:
        mine = queries.revocation(session, revocation_id)
        if mine is None:
            abort(404)
        record_paper(session, principal(), mine)
        return url_for("consent.instruments.shelf", participant_id=participant_id, done="revocation-written")

    return submit(form, act, lambda: _shelf_page(participant_id, form))


@blueprint.get("/participants/<uuid:participant_id>/why")
@requires(Permission.CONSENT_READ)
def why(participant_id: UUID) -> Any:
    here = visit(participant_id)
    return render_template(
        "consent/instruments/why.html",
        **person_frame(here),
        person=here.participant,
        reasons=reasons_of(g.read_session, participant_id),
    )
