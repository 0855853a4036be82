"""One consent with its papers: who signed, the form, the scan, the copy to give, what is still missing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, current_app, g, render_template, url_for
from wtforms import SelectChoice

from portal.accounts.access import principal, requires
from portal.accounts.permissions import Permission
from portal.consent.instruments import showing
from portal.consent.instruments.models import Consent
from portal.consent.instruments.queries import consent as consent_of
from portal.consent.papers import queries, services
from portal.consent.papers.forms import CopiesForm, CopyForm, PaperSignForm, signed_here, signed_on_paper, signing_form
from portal.consent.papers.printing import copy_sheet
from portal.consent.papers.rendering import render_form
from portal.consent.papers.signing import Required
from portal.consent.papers.vocabulary import COPY_LABELS, METHOD_LABELS, CopyWay
from portal.consent.papers.wording import SIGNER_LABELS
from portal.consent.turns.offered import predecessors, ways_on
from portal.consent.turns.showing import titled
from portal.gate.reader import reader_of
from portal.participants.people.page import person_frame, visit
from portal.web.delivering import pdf_response
from portal.web.files import FileStore, takes_files
from portal.web.forms import submit

blueprint = Blueprint("papers", __name__)


def store() -> FileStore:
    return FileStore.of(current_app.config)


def known(consent_id: UUID, session: Any = None) -> Consent:
    """A consent whose papers this reader may see: where it lies, a program that it lets tell, the participant.

    A recipient knows the consent, but not what lies with it (R143): for it this address never was.
    """
    session = session or g.read_session
    found = consent_of(session, consent_id)
    reader = reader_of(session)
    if found is None:
        abort(404)
    if reader.agency not in showing.holders(found) and reader.self_participant != found.participant_id:
        abort(404)
    return found


@blueprint.get("/consents/<uuid:consent_id>/papers")
@requires(Permission.CONSENT_READ)
def show(consent_id: UUID) -> Any:
    return papers_page(consent_id, CopyForm(formdata=None))


def papers_page(consent_id: UUID, form: CopyForm) -> str:
    consent = known(consent_id)
    here = visit(consent.participant_id)
    signatures = queries.signatures_of(g.read_session, consent_id)
    return render_template(
        "consent/papers/show.html",
        **person_frame(here),
        person=here.participant,
        consent=consent,
        paper=showing.paper(g.read_session, consent, g.at),
        signatures=signatures,
        recorders=queries.recorders(g.read_session, signatures),
        signers=SIGNER_LABELS,
        methods=METHOD_LABELS,
        may_sign=bool(services.still_missing(g.read_session, consent)) and may_add(consent),
        papers=queries.papers_of(g.read_session, consent_id),
        copies=[(one.given_at, COPY_LABELS[CopyWay(one.way)]) for one in queries.copies_of(g.read_session, consent_id)],
        may_record=principal().may(Permission.CONSENT_RECORD),
        actions=ways_on(g.read_session, principal(), consent, g.at),
        older=[
            (one.id, titled(showing.paper(g.read_session, one, g.at)))
            for one in predecessors(g.read_session, principal(), consent, g.at)
        ],
        form=form,
    )


def may_add(consent: Consent) -> bool:
    return principal().may(Permission.CONSENT_RECORD) and consent.held_by_id == principal().agency_id


@blueprint.post("/consents/<uuid:consent_id>/copies")
@requires(Permission.CONSENT_RECORD)
def give_copy(consent_id: UUID) -> Any:
    known(consent_id)
    form = CopyForm()

    def act(session: Any) -> str:
        services.give_copy(session, principal(), known(consent_id, session), CopyWay(form.way.data))
        return url_for("consent.papers.show", consent_id=consent_id, done="copy-recorded")

    return submit(form, act, lambda: papers_page(consent_id, form))


@blueprint.get("/consents/<uuid:consent_id>/copy.pdf")
@requires(Permission.CONSENT_READ)
def copy(consent_id: UUID) -> Any:
    """The form with its signatures, for the participant."""
    sheet = copy_sheet(g.read_session, known(consent_id), principal().zone, g.at)
    return pdf_response(render_form(sheet), "consent-copy.pdf")


@blueprint.get("/consent-papers/<uuid:paper_id>")
@requires(Permission.CONSENT_READ)
def file(paper_id: UUID) -> Any:
    """The form as it was signed, or the scan, byte for byte as it was kept."""
    paper = queries.paper(g.read_session, paper_id)
    if paper is None:
        abort(404)
    return store().response(queries.file_of(g.read_session, paper.file_id), f"consent-{paper.kind}")


def signature_page(consent_id: UUID, form: Any) -> str:
    consent = known(consent_id)
    here = visit(consent.participant_id)
    return render_template(
        "consent/papers/signature.html",
        **person_frame(here),
        person=here.participant,
        consent=consent,
        paper=showing.paper(g.read_session, consent, g.at),
        form=form,
    )


def asked_of(consent: Consent) -> Required:
    return Required(services.still_missing(g.read_session, consent))


@blueprint.get("/consents/<uuid:consent_id>/signature")
@requires(Permission.CONSENT_RECORD)
def signature(consent_id: UUID) -> Any:
    consent = known(consent_id)
    return signature_page(consent_id, signing_form(PaperSignForm, asked_of(consent)))


@blueprint.post("/consents/<uuid:consent_id>/signature")
@requires(Permission.CONSENT_RECORD)
@takes_files
def add_signature(consent_id: UUID) -> Any:
    """On the device, or on paper with its scan where one is given."""
    asked = asked_of(known(consent_id))
    form = signing_form(PaperSignForm, asked)

    def act(session: Any) -> str:
        consent = known(consent_id, session)
        content = form.scan.data.read() if form.scan.data else b""
        scan = store().keep(session, content, "scan") if content else None
        zone = principal().zone
        signing = signed_on_paper(form, asked, scan.sha256, zone) if scan else signed_here(form, asked)
        papers = [("scan", scan)] if scan else []
        services.add_signature(session, principal(), consent, signing, papers)
        return url_for("consent.papers.show", consent_id=consent_id, done="signature-added")

    return submit(form, act, lambda: signature_page(consent_id, form))


@blueprint.get("/participants/<uuid:participant_id>/consents/copies")
@requires(Permission.CONSENT_RECORD)
def copies(participant_id: UUID) -> Any:
    """The copies that are still to be given, after a sitting or later."""
    visit(participant_id)
    return copies_page(participant_id, CopiesForm())


def copies_page(participant_id: UUID, form: CopiesForm) -> str:
    here = visit(participant_id)
    owed = owed_to(participant_id)
    form.consents.choices = [SelectChoice(str(one.id), f"{one.kind}: {one.told}") for one in owed]
    return render_template(
        "consent/papers/copies.html", **person_frame(here), person=here.participant, form=form, owed=owed
    )


def owed_to(participant_id: UUID) -> list[showing.Paper]:
    found = queries.without_copy(g.read_session, principal().agency_id, participant_id)
    return [showing.paper(g.read_session, one, g.at) for one in found]


@blueprint.post("/participants/<uuid:participant_id>/consents/copies")
@requires(Permission.CONSENT_RECORD)
def record_copies(participant_id: UUID) -> Any:
    visit(participant_id)
    form = CopiesForm()
    form.consents.choices = [SelectChoice(str(one.id), one.told) for one in owed_to(participant_id)]

    def act(session: Any) -> str:
        for chosen in form.consents.data or ():
            services.give_copy(session, principal(), known(UUID(chosen), session), CopyWay(form.way.data))
        return url_for("consent.instruments.shelf", participant_id=participant_id, done="copy-recorded")

    return submit(form, act, lambda: copies_page(participant_id, form))
