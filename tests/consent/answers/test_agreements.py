"""Who may see this, and what your team sees, where agreements of the program open records besides the papers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from portal import clock
from portal.accounts.principal import claims_of, purposes_of
from portal.consent.accounting.services import open_grants
from portal.consent.agreements.services import agree, end_agreement
from portal.consent.answers.audience import audience
from portal.consent.instruments.effects import shown
from portal.consent.instruments.models import Agreement
from portal.consent.instruments.services import Revoke, record_consent
from portal.consent.instruments.vocabulary import AgreementKind
from portal.consent.orders.services import record_order
from portal.consent.previewing.revoking import effect_of
from portal.consent.previewing.table import Opening
from portal.consent.previewing.words import HEADS
from portal.consent.readers import reader_for
from portal.extensions import db
from portal.gate.reader import bind_reader
from portal.gate.vocabulary import Basis, Category
from tests.clients import TOKEN, SignedInClient
from tests.consent.answers.test_without_consent import printed
from tests.consent.previewing.seeing import line_of, rows
from tests.consent.test_exceptions import an_order
from tests.given.county import NOW, STAFF, Acting, County
from tests.given.papers import a_paper

Act = Callable[..., Acting]
Client = Callable[[str], SignedInClient]

OTHERS = tuple(who for who, (agency, _) in STAFF.items() if agency != "riverbend")
"""Also those who administer and evaluate, who are shown nothing without an agreement."""

AGREED = {
    "sheriff": (AgreementKind.QSO, Category.DRUG_TEST.bit | Category.HIV.bit),
    "court": (AgreementKind.AUDIT, 0),
    "diversion": (AgreementKind.RESEARCH, 0),
}


@pytest.fixture(scope="module")
def agreed(app: Flask, court_day: County) -> County:
    """Riverbend is served by the sheriff's laboratory, audited by the court's evaluator, and studied at the diversion
    office; and a court ordered its notes to be shown to the prosecutor."""
    with Acting(app, court_day, "privacy", NOW - timedelta(days=1)) as (session, actor):
        for agency, (kind, categories) in AGREED.items():
            parties = {"party_id": court_day.agencies[agency], "categories": categories}
            begins = NOW - timedelta(days=1)
            court_day.things[f"agreed-{agency}"] = agree(session, actor, kind, actor.agency_id, begins, **parties).id
    with Acting(app, court_day, "clerk") as (session, actor):
        notes = {"covers_confidential": True, "ground": "extremely_serious_crime"}
        record_order(session, actor, replace(an_order(court_day), categories=(Category.CLINICAL_NOTE,), **notes))
    return court_day


def told(acting: Act, county: County, who: str = "counselor") -> Opening:
    with acting(who) as (session, actor):
        (one,) = audience(session, actor, county.people["xio"], NOW)
    return one


def shown_to(app: Flask, county: County, who: str) -> tuple[set[Category], set[Category]]:
    """What the gate opens of Riverbend's records about Xio, whatever is claimed and stated: by grants, and in rows."""
    mask, found = 0, set[Category]()
    with app.app_context(), clock.set_to(NOW):
        opens = db.session.session_factory
        with opens() as session:
            actor = county.principal(session, who)
        for claim in (None, *claims_of(actor.role, actor.medical_personnel)):
            for purpose in purposes_of(actor.role):
                with opens() as session:
                    reader = reader_for(session, replace(actor, claimed=claim, purpose=purpose), NOW)
                    bind_reader(session, reader)
                    for grant in open_grants(session, reader, [county.people["xio"]]):
                        ordered = grant.instrument_kind == Basis.COURT_ORDER
                        if ordered or grant.holder_id == county.agencies["riverbend"]:
                            mask |= grant.categories
                    found |= set(rows(session, county, "xio"))
    return set(Category.from_mask(mask)) & set(HEADS), found


def test_the_table_is_the_gate_s_answer_for_everybody(app: Flask, acting: Act, agreed: County) -> None:
    """By kinds, and by the records that are on file; evaluators and administrators too (R4)."""
    own = told(acting, agreed)
    claims: set[Basis] = set()
    for who in OTHERS:
        line = line_of(own, agreed, who)
        kinds, found = shown_to(app, agreed, who)
        assert (set(line.seen()) if line else set()) == kinds, who
        counted = {cell.category for cell in line.cells if cell.count and cell.count.shown} if line else set()
        assert counted == {kind for kind in found if kind in dict.fromkeys(own.categories)}, who
        claims |= {cell.claim for cell in line.claimed() if cell.claim} if line else set()
    assert claims == {Basis.COURT_ORDER, Basis.QSOA, Basis.AUDIT, Basis.RESEARCH}


def test_each_is_named_as_what_it_is(acting: Act, agreed: County, client_of: Client, tmp_path: Path) -> None:
    """On the program's page and on the sheet that it prints for the participant."""
    address = f"/participants/{agreed.people['xio']}/who"
    page = unescape(client_of("counselor").get(address).text)
    for words in ("by a service agreement", "for an audit or evaluation", "for research", "by court order"):
        assert words in page, words
    deputy = next(one for one in page.split("<tr")[1:] if "Sheriff, anyone with this post" in one)
    assert "by a service agreement" in deputy and "for research" not in deputy
    assert "is shown none of these records" in page, "who hosts the portal"
    text = printed(client_of("counselor"), agreed, tmp_path)
    for words in ("(by a service agreement)", "(for an audit or evaluation)", "(for research)"):
        assert words in text, words


def test_taking_a_paper_back_says_what_an_agreement_still_opens(acting: Act, agreed: County) -> None:
    """R66: named as such, for it opens to who claims it only."""
    with acting("counselor") as (session, actor):
        paper = replace(a_paper(session, agreed, "xio", "sheriff"), purposes=("cj_monitoring", "case_management"))
        paper = replace(paper, categories=("attendance", "drug_test"))
        consent = record_consent(session, actor, paper)
        told_then = shown(effect_of(session, actor, consent, Revoke(), NOW)).lines
        session.rollback()
    (line,) = (one for one in told_then if one.second.startswith("Sheriff"))
    assert "by a service agreement" in line.then and "ttendance" not in line.then and line.today != line.then


def test_an_agreement_is_known_to_its_parties_only(acting: Act, agreed: County, client_of: Client, app: Flask) -> None:
    """Nobody else's page tells of it: the same words while it stands and once it has ended (R143)."""
    addresses = [f"/participants/{agreed.people['xio']}/who{only}" for only in ("", "?of=drug_test", "?of=hiv")]

    def read(who: str) -> list[str]:
        client = client_of(who)
        return [TOKEN.sub("", unescape(client.get(address).text)) for address in addresses]

    before = {who: read(who) for who in ("defender", "coordinator", "casemanager")}
    for pages in before.values():
        for page in pages:
            assert "service agreement" not in page and "for research" not in page and "hosting" not in page
    with acting("privacy") as (session, actor):
        for one in session.scalars(select(Agreement).where(Agreement.agency_id == actor.agency_id)):
            if one.id in agreed.things.values():
                end_agreement(session, actor, one, NOW - timedelta(hours=1))
    assert {who: read(who) for who in before} == before
    own = told(acting, agreed)
    assert {cell.claim for line in own.lines for cell in line.claimed()} == {Basis.COURT_ORDER}
    assert line_of(own, agreed, "deputy") is None and line_of(own, agreed, "evaluator") is None
