"""What opens nothing is not in force, on every page and in every export, with the same reason (R15, R17, R52)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.accounts.audit.models import AuditEvent
from portal.consent.answers.lapses import ending
from portal.consent.fhir.services import fhir_json
from portal.consent.instruments import showing
from portal.consent.instruments.models import Consent
from portal.consent.papers.services import Signature, Signing, add_signature, sign_consent
from portal.consent.rules.terms import Signer
from portal.consent.turns.services import mark_false
from portal.participants.people.models import ParticipantIdentity
from tests.clients import SignedInClient
from tests.consent.paper_entry.test_table import address, row
from tests.given.county import NOW, Acting, County
from tests.given.papers import a_paper

Act = Callable[..., Acting]
Client = Callable[[str], SignedInClient]
LACKS = "Still to sign: Parent"


def born(acting: Act, county: County, day: date) -> None:
    with acting("coordinator") as (session, _):
        wanted = select(ParticipantIdentity).where(ParticipantIdentity.participant_id == county.people["marcus"])
        session.scalars(wanted).one().born_on = day


@contextmanager
def sixteen(acting: Act, county: County) -> Iterator[None]:
    born(acting, county, date(2010, 5, 5))
    yield
    born(acting, county, date(1990, 4, 2))


def on_paper(*who: Signature) -> Signing:
    return Signing(who, NOW - timedelta(days=2), "", on_paper=True)


@pytest.fixture
def lacking(acting: Act, county: County) -> UUID:
    """Signed on paper by Marcus alone while he is sixteen; it would end within the days that lapses look at."""
    with acting("counselor") as (session, actor):
        paper = replace(a_paper(session, county, "marcus", "defense"), expires_at=NOW + timedelta(days=9))
        return sign_consent(session, actor, paper, on_paper(Signature(Signer.PATIENT, "Marcus Bell")), []).id


def status(acting: Act, consent_id: UUID) -> str:
    with acting("counselor") as (session, _):
        return fhir_json(session, session.get_one(Consent, consent_id), NOW).split('"status": "')[1].split('"')[0]


def test_a_paper_without_the_parent_s_name_is_in_force_nowhere(
    acting: Act, county: County, client_of: Client, request: pytest.FixtureRequest
) -> None:
    with sixteen(acting, county):
        consent_id = request.getfixturevalue("lacking")
        with acting("counselor") as (session, _):
            consent = session.get_one(Consent, consent_id)
            shown = showing.paper(session, consent, NOW)
            assert (shown.state, shown.revocable) == ("deficient", False) and LACKS in shown.against[0]
            assert consent_id not in {one.id for one, _ in ending(session, NOW, timedelta(days=14))}
            told = select(AuditEvent.outcome).where(
                AuditEvent.subject_id == consent_id, AuditEvent.act == "consent_recorded"
            )
            assert session.scalar(told) == "deficient"
        assert status(acting, consent_id) == "rejected"
        client = client_of("counselor")
        shelf = unescape(client.get(f"/participants/{county.people['marcus']}/consents").text)
        assert LACKS in shelf and "Not in force" in shelf and f'/consents/{consent_id}/revoke"' not in shelf
        papers = unescape(client.get(f"/consents/{consent_id}/papers").text)
        assert LACKS in papers and "Not in force" in papers
        with acting("counselor") as (session, actor):
            consent = session.get_one(Consent, consent_id)
            add_signature(session, actor, consent, on_paper(Signature(Signer.PARENT, "Ruth Bell")), [])
        assert status(acting, consent_id) == "active"
        with acting("counselor", NOW + timedelta(minutes=1)) as (session, _):
            assert showing.paper(session, session.get_one(Consent, consent_id), NOW).state == "open"
            assert consent_id in {one.id for one, _ in ending(session, NOW, timedelta(days=14))}


def test_a_paper_that_is_known_to_be_false_is_not_in_force(acting: Act, county: County) -> None:
    with acting("counselor") as (session, actor):
        consent_id = sign_consent(
            session,
            actor,
            a_paper(session, county, "marcus", "bridgeway"),
            on_paper(Signature(Signer.PATIENT, "Marcus Bell")),
            [],
        ).id
    with acting("privacy") as (session, actor):
        consent = session.get_one(Consent, consent_id)
        assert showing.paper(session, consent, NOW).state == "open"
        mark_false(session, actor, consent, "The signature is not his")
        shown = showing.paper(session, consent, NOW)
        assert (shown.state, shown.revocable) == ("deficient", False)
        assert shown.against == ("The program knows that something on it is false.",)
    assert status(acting, consent_id) == "entered-in-error"


def test_the_table_of_papers_takes_the_parent_s_name_and_says_what_lacks_it(
    client_of: Client, county: County, acting: Act
) -> None:
    client, page, marcus = client_of("coordinator"), address(county), county.people["marcus"]
    alone = row(county, "marcus", "2026-11-02")
    both = alone | {f"other_{marcus.hex}": "Ruth Bell"}
    with sixteen(acting, county):
        tried = client.submit(page, alone | {"trial": "yes"})
        assert tried.status_code == 200 and LACKS in tried.text and "Not in force" in tried.text
        assert LACKS not in client.submit(page, both | {"trial": "yes"}).text
        kept = client.submit(page, alone)
        assert "done=papers-entered-lacking" in kept.location and "not in force" in client.get(kept.location).text
        done = client.submit(page, both | {f"signed_on_{marcus.hex}": "2026-11-03"})
        assert done.location.endswith("done=papers-entered"), done.text
    refused = client.submit(page, both | {f"signed_on_{marcus.hex}": "2026-11-04"})
    assert refused.status_code == 422 and "This person signs alone." in refused.text and "Ruth Bell" in refused.text
