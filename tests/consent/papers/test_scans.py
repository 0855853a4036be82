"""The scan of a paper: kept with its hash, asked for by its absence, and entered once."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.consent.instruments.models import Consent
from portal.consent.papers.services import Signature, Signing, sign_consent
from portal.consent.rules.terms import Signer
from portal.web.files import FileStore
from portal.web.refused import Refused
from tests.clients import SignedInClient
from tests.consent.paper_entry.test_table import address, row
from tests.given.county import NOW, Acting, County
from tests.given.papers import a_paper, a_scan
from tests.web.test_files import picture

Act = Callable[..., Acting]
Client = Callable[[str], SignedInClient]


def form(county: County, scan: bytes = b"") -> dict[str, Any]:
    typed = {
        "kind": "part2_general",
        "patient_name": "Marcus Bell",
        "discloser": str(county.agencies["riverbend"]),
        "recipients": [str(county.agencies["defense"])],
        "categories": ["attendance"],
        "purposes": ["defense_representation"],
        "signed_on-month": "11",
        "signed_on-day": "2",
        "signed_on-year": "2026",
        "expires_on": "2027-05-01",
        "signed": "y",
        "says_revocable": "y",
        "says_how": "y",
    }
    return typed | ({"scan": (BytesIO(scan), "scan.pdf")} if scan else {})


def newest(acting: Act, county: County) -> Consent:
    with acting("counselor") as (session, _):
        wanted = select(Consent).where(Consent.participant_id == county.people["marcus"])
        return max(session.scalars(wanted), key=lambda one: (one.recorded_at, one.id))


def test_a_form_that_is_entered_takes_its_scan_once(client_of: Client, county: County, acting: Act) -> None:
    client, page = client_of("counselor"), f"/participants/{county.people['marcus']}/consents/new"
    done = client.submit(page, form(county, a_scan()))
    assert done.status_code == 303, done.text
    kept = newest(acting, county)
    assert [one["evidence"] for one in kept.signatures] == [sha256(a_scan()).hexdigest()]
    papers = client.get(f"/consents/{kept.id}/papers").text
    assert "Scan of the signed paper" in papers and "No scan on file" not in papers
    again = client.submit(page, form(county, a_scan()))
    assert again.status_code == 422 and "This scan is on file already" in again.text and 'href="#scan' in again.text
    assert newest(acting, county).id == kept.id
    bare = client.submit(page, form(county) | {"another": "y"})
    assert bare.status_code == 303
    assert "No scan on file" in client.get(f"/consents/{newest(acting, county).id}/papers").text


def test_a_row_of_the_table_takes_its_scan_once(client_of: Client, county: County) -> None:
    client, page = client_of("coordinator"), address(county)
    assert client.submit(page, row(county, "marcus", "2026-11-02", scan=picture())).status_code == 303
    for trial in ({}, {"trial": "yes"}):
        again = client.submit(page, row(county, "marcus", "2026-11-03", scan=picture()) | trial)
        assert again.status_code == 422 and "This scan is on file already" in again.text, trial


def test_the_same_scan_may_be_of_another_kind_or_of_a_paper_that_was_replaced(
    acting: Act, county: County, app: Flask
) -> None:
    with acting("counselor") as (session, actor):
        scan = FileStore.of(app.config).keep(session, picture(), "scan")
        signing = Signing((Signature(Signer.PATIENT, "Xiomara Delgado-Pruitt"),), NOW, scan.sha256, on_paper=True)
        paper = a_paper(session, county, "xio", "defense")
        first = sign_consent(session, actor, paper, signing, [("scan", scan)])
        with pytest.raises(Refused, match="on file already") as no:
            sign_consent(session, actor, paper, signing, [("scan", scan)])
        assert no.value.field == "scan"
        first.superseded_at = NOW
        session.flush()
        assert sign_consent(session, actor, paper, signing, [("scan", scan)]).id != first.id
        session.rollback()
