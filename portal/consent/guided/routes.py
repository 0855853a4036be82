"""A consent, asked one thing a page: kind, who, whom, what, what for, until when; checked; signed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, current_app, g, render_template, request, url_for
from sqlalchemy.orm import Session

from portal.accounts.access import in_hands, principal, requires
from portal.accounts.permissions import Permission
from portal.consent.guided import queries, services
from portal.consent.guided.answers import command_of, from_json
from portal.consent.guided.asking import PAGES
from portal.consent.guided.choosing import Asking
from portal.consent.guided.forms import MORE, DraftForm, KindForm, category_hints
from portal.consent.guided.models import ConsentDraft
from portal.consent.guided.showing import Guide, guide_of
from portal.consent.guided.vocabulary import KIND_LABELS, Step
from portal.consent.instruments.standing import reasons_against
from portal.consent.instruments.vocabulary import ConsentKind
from portal.consent.papers.forms import PaperSignForm, SignForm, signed_here, signed_on_paper, signing_form
from portal.consent.papers.printing import blank_sheet
from portal.consent.papers.rendering import render_form
from portal.consent.papers.services import signers_for
from portal.consent.previewing.services import preview
from portal.consent.previewing.showing import table
from portal.participants.people.page import person_frame, visit
from portal.web.files import FileStore, takes_files
from portal.web.forms import see_other, submit

blueprint = Blueprint("guided", __name__)


def store() -> FileStore:
    return FileStore.of(current_app.config)


def mine(draft_id: UUID, session: Any = None) -> ConsentDraft:
    """The reader's own draft; for everybody else the address never was."""
    found = queries.draft(session or g.read_session, draft_id)
    if found is None or found.form not in set(ConsentKind):
        abort(404)
    return found


def asking_of(session: Any, draft: ConsentDraft) -> Asking:
    return Asking(session, principal(), draft.participant_id, from_json(draft.content), g.at)


def step_of(word: str, guide: Guide) -> Step:
    if word not in {str(one) for one in guide.steps}:
        abort(404)
    return Step(word)


@blueprint.get("/participants/<uuid:participant_id>/consents/guided")
@requires(Permission.CONSENT_RECORD)
def start(participant_id: UUID) -> Any:
    visit(participant_id)
    return start_page(participant_id, KindForm(formdata=None))


def start_page(participant_id: UUID, form: KindForm) -> str:
    here = visit(participant_id)
    return render_template(
        "consent/guided/start.html",
        **person_frame(here),
        person=here.participant,
        form=form,
        seconds={str(kind): words[1] for kind, words in KIND_LABELS.items()},
        drafts=[one for one in queries.drafts_of(g.read_session, participant_id) if one.form in set(ConsentKind)],
        kinds={str(kind): words[0] for kind, words in KIND_LABELS.items()},
    )


@blueprint.post("/participants/<uuid:participant_id>/consents/guided")
@requires(Permission.CONSENT_RECORD)
def begin(participant_id: UUID) -> Any:
    visit(participant_id)
    form = KindForm()

    def act(session: Any) -> str:
        draft = services.begin(session, principal(), participant_id, ConsentKind(form.kind.data))
        guide = guide_of(asking_of(session, draft))
        return url_for("consent.guided.show", draft_id=draft.id, step=guide.steps[0])

    return submit(form, act, lambda: start_page(participant_id, form))


@blueprint.get("/consent-drafts/<uuid:draft_id>/<step>")
@requires(Permission.CONSENT_RECORD)
def show(draft_id: UUID, step: str) -> Any:
    draft = mine(draft_id)
    asking = asking_of(g.read_session, draft)
    here = step_of(step, guide_of(asking))
    return step_page(draft, here, PAGES[here].form(asking))


def step_page(draft: ConsentDraft, step: Step, form: Any) -> str:
    here = visit(draft.participant_id)
    guide = guide_of(asking_of(g.read_session, draft))
    return render_template(
        f"consent/guided/steps/{step}.html",
        **person_frame(here),
        person=here.participant,
        draft=draft,
        guide=guide,
        step=step,
        form=form,
        hints=category_hints(),
    )


@blueprint.post("/consent-drafts/<uuid:draft_id>/<step>")
@requires(Permission.CONSENT_RECORD)
def save(draft_id: UUID, step: str) -> Any:
    draft = mine(draft_id)
    asking = asking_of(g.read_session, draft)
    guide = guide_of(asking)
    here = step_of(step, guide)
    form = PAGES[here].form(asking)

    def act(session: Any) -> str:
        own = mine(draft_id, session)
        services.answer(session, own, PAGES[here].read(asking_of(session, own), form))
        if request.form.get(MORE):
            return url_for("consent.guided.show", draft_id=draft_id, step=here)
        return next_page(session, own, here)

    return submit(form, act, lambda: step_page(mine(draft_id), here, form))


def next_page(session: Any, draft: ConsentDraft, step: Step) -> str:
    """The page after this one; once all are answered, the check."""
    guide = guide_of(asking_of(session, draft))
    if guide.lacking is None:
        return url_for("consent.guided.review", draft_id=draft.id)
    following = guide.steps[guide.steps.index(step) + 1 :]
    onward = following[0] if following else guide.lacking
    return url_for("consent.guided.show", draft_id=draft.id, step=onward)


@blueprint.get("/consent-drafts/<uuid:draft_id>/check")
@requires(Permission.CONSENT_RECORD)
@in_hands
def review(draft_id: UUID) -> Any:
    draft = mine(draft_id)
    guide = guide_of(asking_of(g.read_session, draft))
    if guide.lacking is not None:
        return see_other(url_for("consent.guided.show", draft_id=draft_id, step=guide.lacking))
    return review_page(draft, DraftForm())


def review_page(draft: ConsentDraft, form: DraftForm) -> str:
    here = visit(draft.participant_id)
    guide = guide_of(asking_of(g.read_session, draft))
    return render_template(
        "consent/guided/review.html",
        **person_frame(here),
        person=here.participant,
        draft=draft,
        guide=guide,
        form=form,
        tables=opened(g.read_session, draft.participant_id, guide),
    )


def opened(session: Session, participant_id: UUID, guide: Guide) -> list[Any]:
    """What the form would open, from the engine itself: people by kinds of information."""
    about = services.circumstances(session, principal(), participant_id, guide.answers)
    found = preview(session, principal(), command_of(guide.answers, about, None), g.at)
    return [table(one) for one in found.openings]


@blueprint.post("/consent-drafts/<uuid:draft_id>/check")
@requires(Permission.CONSENT_RECORD)
@in_hands
def make(draft_id: UUID) -> Any:
    """Make the form itself, which is then read and signed."""
    draft = mine(draft_id)
    form = DraftForm()
    if not form.validate():
        return review_page(draft, form), 422
    guide = guide_of(asking_of(g.read_session, draft))
    if guide.lacking is not None:
        return see_other(url_for("consent.guided.review", draft_id=draft_id))
    about = services.circumstances(g.read_session, principal(), draft.participant_id, guide.answers)
    sheet = blank_sheet(
        g.read_session, command_of(guide.answers, about, None), principal().agency_id, g.at, principal().zone
    )
    g.read_session.rollback()  # drawing takes a while; nobody else's change waits for it
    pdf = render_form(sheet)

    def act(session: Any) -> str:
        own = mine(draft_id, session)
        if from_json(own.content) != guide.answers:
            raise services.ChangedMeanwhile("", services.READ_AGAIN)
        services.keep_document(session, principal(), own, pdf, store())
        return url_for("consent.guided.sign", draft_id=draft_id)

    return submit(form, act, lambda: review_page(mine(draft_id), form))


@blueprint.get("/consent-drafts/<uuid:draft_id>/form.pdf")
@requires(Permission.CONSENT_RECORD)
@in_hands
def form_file(draft_id: UUID) -> Any:
    """The form as it will be signed."""
    file = services.document_of(g.read_session, mine(draft_id))
    if file is None:
        abort(404)
    return store().response(file, "consent-form")


def sign_page(template: str, draft_id: UUID, form: Any) -> Any:
    draft = mine(draft_id)
    file = services.document_of(g.read_session, draft)
    if file is None:
        return see_other(url_for("consent.guided.review", draft_id=draft_id))
    here = visit(draft.participant_id)
    form.document.data = file.sha256
    return render_template(
        template,
        **person_frame(here),
        person=here.participant,
        draft=draft,
        guide=guide_of(asking_of(g.read_session, draft)),
        form=form,
        file=file,
    )


@blueprint.get("/consent-drafts/<uuid:draft_id>/sign")
@requires(Permission.CONSENT_RECORD)
@in_hands
def sign(draft_id: UUID) -> Any:
    draft = mine(draft_id)
    if guide_of(asking_of(g.read_session, draft)).lacking is not None:
        return see_other(url_for("consent.guided.review", draft_id=draft_id))
    asked = signers_for(g.read_session, draft.participant_id)
    return sign_page("consent/guided/sign.html", draft_id, signing_form(SignForm, asked))


@blueprint.post("/consent-drafts/<uuid:draft_id>/sign")
@requires(Permission.CONSENT_RECORD)
@in_hands
def signed(draft_id: UUID) -> Any:
    asked = signers_for(g.read_session, mine(draft_id).participant_id)
    form = signing_form(SignForm, asked)

    def act(session: Any) -> str:
        consent = services.sign_draft(session, principal(), mine(draft_id, session), signed_here(form, asked))
        return url_for("consent.papers.show", consent_id=consent.id, done="consent-signed")

    return submit(form, act, lambda: sign_page("consent/guided/sign.html", draft_id, form))


@blueprint.get("/consent-drafts/<uuid:draft_id>/sign-on-paper")
@requires(Permission.CONSENT_RECORD)
def sign_on_paper(draft_id: UUID) -> Any:
    asked = signers_for(g.read_session, mine(draft_id).participant_id)
    return sign_page("consent/guided/sign_on_paper.html", draft_id, signing_form(PaperSignForm, asked))


@blueprint.post("/consent-drafts/<uuid:draft_id>/sign-on-paper")
@requires(Permission.CONSENT_RECORD)
@takes_files
def signed_paper(draft_id: UUID) -> Any:
    asked = signers_for(g.read_session, mine(draft_id).participant_id)
    form = signing_form(PaperSignForm, asked)

    def act(session: Any) -> str:
        content = form.scan.data.read() if form.scan.data else b""
        scan = store().keep(session, content, "scan")
        signing = signed_on_paper(form, asked, scan.sha256, principal().zone)
        consent = services.sign_draft(session, principal(), mine(draft_id, session), signing, scan)
        code = "consent-deficient" if reasons_against(session, consent) else "consent-signed"
        return url_for("consent.papers.show", consent_id=consent.id, done=code)

    return submit(form, act, lambda: sign_page("consent/guided/sign_on_paper.html", draft_id, form))


@blueprint.post("/consent-drafts/<uuid:draft_id>/discard")
@requires(Permission.CONSENT_RECORD)
def discard(draft_id: UUID) -> Any:
    draft = mine(draft_id)
    participant_id = draft.participant_id
    form = DraftForm()

    def act(session: Any) -> str:
        services.discard(session, principal(), mine(draft_id, session))
        return url_for("consent.guided.start", participant_id=participant_id, done="consent-discarded")

    return submit(form, act, lambda: review_page(mine(draft_id), form))
