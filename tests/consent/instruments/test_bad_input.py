"""Papers that can't be: the page answers at the field and keeps what was typed, and nothing is changed."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from portal.consent.agreements.services import end_agreement
from portal.consent.instruments.models import Agreement, Consent, DisclosureOrder, Revocation
from portal.consent.instruments.services import Revoke, record_consent, revoke_consent
from portal.consent.instruments.vocabulary import AgreementKind
from portal.consent.papers.models import ConsentPaper, ConsentSignature
from portal.consent.papers.services import Signature, Signing, sign_consent
from portal.consent.rules.terms import Signer
from portal.consent.turns.services import record_case_end
from portal.participants.people.models import ParticipantIdentity
from tests.clients import SignedInClient
from tests.consent.instruments.test_pages import filled
from tests.consent.orders.test_pages import filled as an_order
from tests.given.county import NOW, Acting, County
from tests.given.papers import a_court_paper, a_paper

Client = Callable[[str], SignedInClient]
Act = Callable[..., Acting]
PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00This program cannot be run in DOS mode."


def kept(acting: Act) -> list[int]:
    """How many papers, signatures, scans, orders and revocations there are, for those who know them all."""
    with acting("privacy") as (session, _):
        tables = (Consent, ConsentSignature, ConsentPaper, DisclosureOrder, Revocation)
        return [len(session.scalars(select(one)).all()) for one in tables]


def said_at(page: str, field: str) -> str:
    """The message at a field."""
    found = re.search(rf'id="{field}-error"><span class="usa-sr-only">[^<]*</span>([^<]*)</span>', page)
    return unescape(found.group(1)) if found else ""


@pytest.fixture(scope="module", autouse=True)
def _ended(app: Flask, county: County) -> None:
    """Marcus's case is over, the sheriff takes no part any more, and his paper for the case manager is taken back."""
    with Acting(app, county, "coordinator") as (session, actor):
        paper = record_consent(session, actor, a_court_paper(session, county, "marcus"))
        record_case_end(session, actor, paper, NOW - timedelta(days=1))
    with Acting(app, county, "sysadmin") as (session, actor):
        wanted = select(Agreement).where(
            Agreement.kind == AgreementKind.PARTICIPATION, Agreement.agency_id == county.agencies["sheriff"]
        )
        end_agreement(session, actor, session.scalars(wanted).one(), NOW - timedelta(hours=1))
    with Acting(app, county, "counselor") as (session, actor):
        revoke_consent(session, actor, session.get_one(Consent, county.consents["marcus-manager"]), Revoke())


def a_court_form(county: County) -> dict[str, Any]:
    """The court's own, for the case that is over."""
    return {"kind": "part2_cj", "purposes": ["cj_monitoring"], "recipients": [str(county.agencies["court"])]} | {
        "legal_case": str(county.cases["marcus"]),
        "duration_text": "Until the case ends",
    }


@pytest.mark.parametrize(
    ("who", "changes", "field", "message"),
    [
        ("counselor", lambda _: {"signed_on-day": "19"}, "signed_on", "that day is still to come"),
        ("counselor", lambda _: {"signed_on-day": "31"}, "signed_on", "There is no such day"),
        ("counselor", lambda _: {"expires_on": "2026-11-01"}, "expires_on", "an end that lies after the start"),
        ("coordinator", a_court_form, "legal_case", "This case has ended. Use an ordinary consent."),
        (
            "counselor",
            lambda county: {"recipients": [str(county.agencies["sheriff"])]},
            "recipients",
            "Marlow County Sheriff takes no part in the portal any more.",
        ),
    ],
    ids=["tomorrow", "no such day", "end before its start", "a closed case", "an agency that left"],
)
def test_a_consent_that_can_not_be(
    client_of: Client, county: County, acting: Act, who: str, changes: Callable[..., Any], field: str, message: str
) -> None:
    before, form = kept(acting), filled(county, **changes(county))
    answer = client_of(who).submit(f"/participants/{county.people['marcus']}/consents/new", form)
    assert answer.status_code == 422 and message in said_at(answer.text, field), answer.text
    assert 'value="Marcus Bell"' in answer.text and f'value="{form["signed_on-day"]}"' in answer.text
    assert kept(acting) == before


def test_what_has_ended_is_not_taken_back(client_of: Client, county: County, acting: Act) -> None:
    before, page = kept(acting), f"/consents/{county.consents['marcus-manager']}/revoke"
    typed = {"scope": "all", "written": "spoken", "shown": "all"}
    answer = client_of("counselor").submit(page, typed)
    assert answer.status_code == 422 and "This consent has ended already" in answer.text
    assert re.search(r'value="spoken"[^>]*checked|checked[^>]*value="spoken"', answer.text), "what was chosen stays"
    assert kept(acting) == before


def test_an_order_without_findings(client_of: Client, county: County, acting: Act) -> None:
    before, page = kept(acting), f"/participants/{county.people['xio']}/disclosure-orders/new"
    answer = client_of("coordinator").submit(page, an_order(county, number="26-119", findings=[]))
    assert answer.status_code == 422 and "This section needs these findings" in said_at(answer.text, "findings")
    assert 'value="26-119"' in answer.text and kept(acting) == before


@pytest.fixture(scope="module")
def half_signed(app: Flask, county: County) -> UUID:
    """Xio is sixteen for this, and her parent has not signed yet."""
    with Acting(app, county, "coordinator") as (session, _actor):
        wanted = select(ParticipantIdentity).where(ParticipantIdentity.participant_id == county.people["xio"])
        session.scalars(wanted).one().born_on = date(2010, 5, 5)
    with Acting(app, county, "counselor") as (session, actor):
        patient = (Signature(Signer.PATIENT, "Xiomara Delgado-Pruitt"),)
        signing = Signing(patient, NOW - timedelta(days=1), "a" * 64, on_paper=True, language="English")
        return sign_consent(session, actor, a_paper(session, county, "xio", "defense"), signing, []).id


@pytest.mark.parametrize(
    ("more", "field", "message"),
    [
        (
            {"scan": PROGRAM, "name_parent_or_guardian": "Ruth Delgado"},
            "scan",
            "Choose a PDF, or a picture",
        ),
        ({"name_parent_or_guardian": "Xiomara Delgado-Pruitt"}, "name_parent_or_guardian", "has signed already"),
    ],
    ids=["a program as the scan", "the same person again"],
)
def test_a_signature_that_is_none(
    client_of: Client,
    county: County,
    acting: Act,
    half_signed: UUID,
    more: dict[str, Any],
    field: str,
    message: str,
) -> None:
    before, sent = kept(acting), {"language": "Spanish"} | more
    if "scan" in more:
        sent["scan"] = (io.BytesIO(more["scan"]), "consent.pdf")
    answer = client_of("counselor").submit(f"/consents/{half_signed}/signature", sent)
    assert answer.status_code == 422, answer.text
    assert message in said_at(answer.text, field), answer.text
    assert 'value="Spanish"' in answer.text and f'value="{more["name_parent_or_guardian"]}"' in answer.text
    assert kept(acting) == before
