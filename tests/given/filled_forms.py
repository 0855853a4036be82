"""Consent forms on their way: one ready to be signed, and a paper that was signed by nobody and opens nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flask import Flask

from portal.consent.guided.answers import Answers, changed
from portal.consent.guided.services import answer, begin, keep_document
from portal.consent.instruments.vocabulary import ConsentKind
from portal.consent.papers.queries import papers_of
from portal.consent.papers.services import Signing, sign_consent
from portal.consent.program_packet.filling import Choice, Filled
from portal.consent.program_packet.services import begin_packet, choose, keep_documents, sitting_of
from portal.web.file_checks import FileKind
from portal.web.files import FileStore
from tests.given.papers import a_paper

if TYPE_CHECKING:
    from tests.given.county import Acting, County

FILLED_AT = datetime(2026, 11, 16, 17, tzinfo=UTC)
PAPER = b"%PDF-1.7 a form as it was shown"


def answers(county: County) -> Answers:
    """All pages of an ordinary consent by which Riverbend tells the case manager about attendance."""
    return changed(
        Answers(kind=str(ConsentKind.GENERAL)),
        disclosers=({"type": "agency", "id": str(county.agencies["riverbend"])},),
        recipients=({"type": "agency", "id": str(county.agencies["bridgeway"])},),
        categories=("attendance",),
        labels_asked=True,
        purposes=("case_management",),
        expiry="date",
        expires_on="2027-03-31",
    )


def build(app: Flask, county: County, acting: type[Acting]) -> None:
    things, xio = county.things, county.people["xio"]
    store = FileStore.of(app.config)
    with acting(app, county, "counselor", FILLED_AT) as (session, actor):
        draft = begin(session, actor, xio, ConsentKind.GENERAL)
        answer(session, draft, answers(county))
        keep_document(session, actor, draft, PAPER, store)
        things["consent-draft"] = draft.id
        paper = replace(a_paper(session, county, "xio", "bridgeway"), signed_at=None, signatures=())
        kept = store.keep_own(session, PAPER, FileKind.PDF)
        consent = sign_consent(session, actor, paper, Signing((), None, kept.sha256, on_paper=True), [("scan", kept)])
        assert consent.defects == ["D08_NO_SIGNATURE", "D09_NO_SIGN_DATE"]
        things["unsigned-consent"] = consent.id
        things["consent-paper"] = papers_of(session, consent.id)[0].id
    packet_is_filled(app, county, acting, store)


def packet_is_filled(app: Flask, county: County, acting: type[Acting], store: FileStore) -> None:
    """The court's packet of Xio, ready to be signed: yes to the court's form, no to the others."""
    with acting(app, county, "coordinator", FILLED_AT) as (session, actor):
        draft = begin_packet(session, actor, county.people["xio"], (str(county.agencies["riverbend"]),))
        for form in sitting_of(session, actor, county.people["xio"], Filled()).forms:
            choose(session, actor, draft, form.key, Choice("yes" if form.key == "court" else "no", form.categories))
        keep_documents(session, actor, draft, {"court": PAPER}, store)
        county.things["packet-draft"] = draft.id
