"""The program's packet, page by page: who tells, each form, one check, one signing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, current_app, g, render_template, url_for
from sqlalchemy.orm import Session
from wtforms import SelectChoice

from portal.accounts.access import in_hands, principal, requires
from portal.accounts.permissions import Permission
from portal.consent.doubts.queries import state_labels
from portal.consent.guided import queries as drafts
from portal.consent.guided.forms import DraftForm
from portal.consent.guided.models import ConsentDraft
from portal.consent.guided.services import discard as throw_away
from portal.consent.papers import queries as papers
from portal.consent.papers.printing import blank_sheet
from portal.consent.papers.rendering import render_form
from portal.consent.papers.services import signers_for
from portal.consent.program_packet import queries, services
from portal.consent.program_packet.filling import Filled, from_json
from portal.consent.program_packet.forms import StartForm, choice_form, choice_of, packet_sign_form, signings_of
from portal.consent.program_packet.services import Sitting
from portal.consent.program_packet.showing import opened, text_of, texts
from portal.gate.vocabulary import STATE_LABELS
from portal.participants.people.page import person_frame, visit
from portal.web.files import FileStore
from portal.web.forms import see_other, submit
from portal.web.refused import Refused

blueprint = Blueprint("program_packet", __name__)


def mine(draft_id: UUID, session: Any = None) -> ConsentDraft:
    found = drafts.draft(session or g.read_session, draft_id)
    if found is None or found.form != services.FORM:
        abort(404)
    return found


def sitting_here(session: Session, participant_id: UUID, filled: Filled) -> Sitting:
    """The packet as this agency may take it; elsewhere the address never was."""
    try:
        return services.sitting_of(session, principal(), participant_id, filled)
    except Refused:
        abort(404)


def sitting_of(draft: ConsentDraft) -> Sitting:
    return sitting_here(g.read_session, draft.participant_id, from_json(draft.content))


def labels() -> list[str]:
    asked = state_labels(g.read_session, g.at)
    return [str(one) for one in STATE_LABELS if one in asked]


def page(template: str, participant_id: UUID, **context: Any) -> str:
    here = visit(participant_id)
    counsel = [one.user.display_name for one in drafts.counsel(g.read_session, participant_id, g.at)]
    return render_template(template, **person_frame(here), person=here.participant, counsel=counsel, **context)


@blueprint.get("/participants/<uuid:participant_id>/consents/packet")
@requires(Permission.CONSENT_RECORD)
def start(participant_id: UUID) -> Any:
    return start_page(participant_id, StartForm())


def start_page(participant_id: UUID, form: StartForm) -> str:
    sitting = sitting_here(g.read_session, participant_id, Filled())
    under_way = drafts.draft_of(g.read_session, participant_id, services.FORM)
    form.programs.choices = choices()
    return page(
        "consent/program_packet/start.html",
        participant_id,
        form=form,
        sitting=sitting,
        under_way=under_way,
        declined=queries.refusals_of(g.read_session, participant_id),
    )


def choices() -> list[Any]:
    return [SelectChoice(str(one.id), one.name) for one in drafts.telling(g.read_session, g.at)]


@blueprint.post("/participants/<uuid:participant_id>/consents/packet")
@requires(Permission.CONSENT_RECORD)
def begin(participant_id: UUID) -> Any:
    sitting = sitting_here(g.read_session, participant_id, Filled())
    form = StartForm()
    form.programs.choices = choices()

    def act(session: Any) -> str:
        draft = services.begin_packet(session, principal(), participant_id, tuple(form.programs.data or ()))
        first = sitting.forms[0].key if sitting.forms else None
        if first is None:
            return url_for("consent.program_packet.start", participant_id=participant_id)
        return url_for("consent.program_packet.show", draft_id=draft.id, form_key=first)

    return submit(form, act, lambda: start_page(participant_id, form))


@blueprint.get("/consent-packets/<uuid:draft_id>/<form_key>")
@requires(Permission.CONSENT_RECORD)
@in_hands
def show(draft_id: UUID, form_key: str) -> Any:
    draft = mine(draft_id)
    sitting = sitting_of(draft)
    asked = known_form(sitting, form_key)
    return form_page(draft, asked, choice_form(asked, sitting.filled.choice(form_key), labels()))


def known_form(sitting: Sitting, key: str) -> Any:
    try:
        return sitting.form(key)
    except KeyError:
        abort(404)


def form_page(draft: ConsentDraft, asked: Any, form: Any) -> str:
    sitting = sitting_of(draft)
    keys = [one.key for one in sitting.forms]
    place = keys.index(asked.key)
    return page(
        "consent/program_packet/form.html",
        draft.participant_id,
        draft=draft,
        sitting=sitting,
        asked=asked,
        form=form,
        text=text_of(g.read_session, principal(), sitting, asked),
        place=place,
        before=keys[place - 1] if place else None,
    )


@blueprint.post("/consent-packets/<uuid:draft_id>/<form_key>")
@requires(Permission.CONSENT_RECORD)
@in_hands
def choose(draft_id: UUID, form_key: str) -> Any:
    draft = mine(draft_id)
    sitting = sitting_of(draft)
    asked = known_form(sitting, form_key)
    form = choice_form(asked, None, labels())

    def act(session: Any) -> str:
        own = mine(draft_id, session)
        services.choose(session, principal(), own, form_key, choice_of(form, labels()))
        left = services.sitting_of(session, principal(), own.participant_id, from_json(own.content)).open_forms
        if left:
            return url_for("consent.program_packet.show", draft_id=draft_id, form_key=left[0])
        return url_for("consent.program_packet.review", draft_id=draft_id)

    return submit(form, act, lambda: form_page(mine(draft_id), asked, form))


@blueprint.get("/consent-packets/<uuid:draft_id>/check")
@requires(Permission.CONSENT_RECORD)
@in_hands
def review(draft_id: UUID) -> Any:
    draft = mine(draft_id)
    left = sitting_of(draft).open_forms
    if left:
        return see_other(url_for("consent.program_packet.show", draft_id=draft_id, form_key=left[0]))
    return review_page(draft, DraftForm())


def review_page(draft: ConsentDraft, form: DraftForm) -> str:
    sitting = sitting_of(draft)
    return page(
        "consent/program_packet/review.html",
        draft.participant_id,
        draft=draft,
        sitting=sitting,
        form=form,
        texts=texts(g.read_session, principal(), sitting),
        tables={one.key: opened(g.read_session, principal(), sitting, [one], g.at) for one in sitting.agreed},
        together=opened(g.read_session, principal(), sitting, sitting.agreed, g.at) if len(sitting.agreed) > 1 else [],
    )


@blueprint.post("/consent-packets/<uuid:draft_id>/check")
@requires(Permission.CONSENT_RECORD)
@in_hands
def make(draft_id: UUID) -> Any:
    """Make the forms themselves, which are then read and signed."""
    draft = mine(draft_id)
    form = DraftForm()
    if not form.validate():
        return review_page(draft, form), 422
    sitting = sitting_of(draft)
    sheets = {
        one.key: blank_sheet(
            g.read_session,
            services.command_for(g.read_session, principal(), sitting, one),
            principal().agency_id,
            g.at,
            principal().zone,
        )
        for one in sitting.agreed
    }
    g.read_session.rollback()  # drawing takes a while; nobody else's change waits for it
    pdfs = {key: render_form(sheet) for key, sheet in sheets.items()}

    def act(session: Any) -> str:
        services.keep_documents(session, principal(), mine(draft_id, session), pdfs, FileStore.of(current_app.config))
        return url_for("consent.program_packet.sign", draft_id=draft_id)

    return submit(form, act, lambda: review_page(mine(draft_id), form))


@blueprint.get("/consent-packets/<uuid:draft_id>/<form_key>/form.pdf")
@requires(Permission.CONSENT_RECORD)
@in_hands
def form_file(draft_id: UUID, form_key: str) -> Any:
    documents = from_json(mine(draft_id).content).documents or {}
    if form_key not in documents:
        abort(404)
    return FileStore.of(current_app.config).response(
        papers.file_of(g.read_session, UUID(documents[form_key]["file"])), "consent-form"
    )


@blueprint.get("/consent-packets/<uuid:draft_id>/sign")
@requires(Permission.CONSENT_RECORD)
@in_hands
def sign(draft_id: UUID) -> Any:
    draft = mine(draft_id)
    sitting = sitting_of(draft)
    if sitting.filled.documents is None:
        return see_other(url_for("consent.program_packet.review", draft_id=draft_id))
    return sign_page(draft, packet_sign_form(sitting, signers_for(g.read_session, draft.participant_id)))


def sign_page(draft: ConsentDraft, form: Any) -> str:
    sitting = sitting_of(draft)
    return page(
        "consent/program_packet/sign.html",
        draft.participant_id,
        draft=draft,
        sitting=sitting,
        form=form,
        texts=texts(g.read_session, principal(), sitting),
        documents=sitting.filled.documents or {},
    )


@blueprint.post("/consent-packets/<uuid:draft_id>/sign")
@requires(Permission.CONSENT_RECORD)
@in_hands
def signed(draft_id: UUID) -> Any:
    draft = mine(draft_id)
    participant_id = draft.participant_id
    sitting = sitting_of(draft)
    asked = signers_for(g.read_session, participant_id)
    form = packet_sign_form(sitting, asked)

    def act(session: Any) -> str:
        services.sign_packet(session, principal(), mine(draft_id, session), signings_of(form, sitting, asked))
        return url_for("consent.papers.copies", participant_id=participant_id, done="packet-signed")

    return submit(form, act, lambda: sign_page(mine(draft_id), form))


@blueprint.post("/consent-packets/<uuid:draft_id>/discard")
@requires(Permission.CONSENT_RECORD)
def discard(draft_id: UUID) -> Any:
    draft = mine(draft_id)
    participant_id = draft.participant_id
    form = DraftForm()

    def act(session: Any) -> str:
        throw_away(session, principal(), mine(draft_id, session))
        return url_for("consent.program_packet.start", participant_id=participant_id, done="consent-discarded")

    return submit(form, act, lambda: review_page(mine(draft_id), form))
