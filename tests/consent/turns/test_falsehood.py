"""Something on a consent is false: shown before it is recorded, recorded once, felt at once; told to nobody (R17)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from html import unescape
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal.accounts.audit.models import AuditEvent
from portal.consent.instruments import showing
from portal.consent.instruments.history import own_note
from portal.consent.instruments.models import Consent
from portal.consent.instruments.services import record_consent
from portal.consent.instruments.vocabulary import KNOWN_FALSE
from portal.consent.turns.services import mark_false
from portal.gate.vocabulary import Category
from portal.web.refused import Refused
from tests.clients import SignedInClient
from tests.consent.instruments.test_bad_input import said_at
from tests.consent.previewing.seeing import granted
from tests.given.county import NOW, Acting, County
from tests.given.papers import a_paper
from tests.pdf.reading import words

Client = Callable[[str], SignedInClient]
Act = Callable[..., Acting]
REASON = "Her sister wrote her name"
FOUND = "Something on it was found to be false. Privacy Example recorded it."


def told(acting: Act, county: County, who: str) -> set[Category]:
    with acting(who, NOW + timedelta(seconds=30)) as (session, _):
        return granted(session, county, "xio")


def marks(acting: Act) -> int:
    with acting("privacy") as (session, _):
        wanted = select(func.count()).select_from(AuditEvent).where(AuditEvent.act == "consent_known_false")
        return session.scalar(wanted) or 0


@pytest.fixture(scope="module")
def from_bridgeway(app: Flask, county: County) -> UUID:
    """By which the clinic is told and does not tell."""
    with Acting(app, county, "casemanager") as (session, actor):
        return record_consent(session, actor, a_paper(session, county, "xio", "riverbend", holder="bridgeway")).id


@pytest.mark.parametrize(
    ("typed", "message"),
    [({}, "Say what is false."), ({"reason": " \n "}, "Say what is false."), ({"reason": "x" * 401}, "400 characters")],
    ids=["nothing", "blank", "too long"],
)
def test_what_can_not_be_kept_is_named_at_its_field(
    client_of: Client, county: County, acting: Act, typed: dict[str, str], message: str
) -> None:
    answer = client_of("privacy").submit(f"/consents/{county.consents['xio-others']}/false", typed)
    assert answer.status_code == 422 and message in said_at(answer.text, "reason")
    assert typed.get("reason", "").strip() in unescape(answer.text) and "What ends by it" in answer.text
    assert marks(acting) == 0 and told(acting, county, "casemanager")


def test_only_who_tells_by_it_finds_the_page(
    client_of: Client, county: County, acting: Act, from_bridgeway: UUID
) -> None:
    page = f"/consents/{county.consents['xio-others']}/false"
    for who in ("counselor", "supervisor", "coordinator", "casemanager", "defender"):
        assert client_of(who).get(page).status_code == 403, who
    assert "is false" not in client_of("counselor").get(f"/consents/{county.consents['xio-others']}/papers").text
    officer, shelf = client_of("privacy"), f"/participants/{county.people['xio']}/consents"
    with acting("privacy") as (session, _):
        assert session.get(Consent, from_bridgeway) is not None, "the clinic knows that it is told"
    assert officer.get(f"/consents/{from_bridgeway}/false").status_code == 404
    assert officer.submit(shelf, {"reason": REASON}, f"/consents/{from_bridgeway}/false").status_code == 404
    assert marks(acting) == 0


@pytest.mark.parametrize("word", ["xio-others", "xio-court"])
def test_it_opens_nothing_from_now_on_also_before_its_point(
    client_of: Client, county: County, acting: Act, word: str
) -> None:
    """The court's paper can't be taken back yet; a false one ends all the same."""
    recipient = {"xio-others": "casemanager", "xio-court": "judge"}[word]
    paper, person = county.consents[word], county.people["xio"]
    client, page = client_of("privacy"), f"/consents/{paper}/false"
    assert f'href="{page}"' in client.get(f"/consents/{paper}/papers").text
    assert f'href="{page}"' in client.get(f"/participants/{person}/consents/take-back").text
    shown = unescape(client.get(page).text)
    assert "Nothing from Riverbend Recovery" in shown and "This can’t be undone." in shown
    assert told(acting, county, recipient), "looking changes nothing"
    done = client.submit(page, {"reason": f" {REASON} "})
    assert done.status_code == 303 and "done=consent-false" in done.location
    assert Category.ATTENDANCE not in told(acting, county, recipient)
    shelf = unescape(client.get(done.location).text)
    assert FOUND in shelf and "Not in force" in shelf
    assert f"What is false, for privacy officers of your program only: {REASON}" in shelf
    papers = unescape(client.get(f"/consents/{paper}/papers").text)
    assert "The program knows that something on it is false." in papers and f'href="{page}"' not in papers
    other = unescape(client_of("counselor").get(f"/participants/{person}/consents").text)
    assert FOUND in other and REASON not in other


def test_where_it_lies_the_day_is_read_and_a_recipient_reads_nothing(client_of: Client, county: County) -> None:
    """R151: to who was told by it, it is as if it had never been."""
    page = f"/participants/{county.people['xio']}/consents"
    keeper = unescape(client_of("coordinator").get(page).text)
    assert keeper.count(FOUND) == 1 and REASON not in keeper, "the court keeps its own paper, and knows no other"
    for who in ("casemanager", "defender", "prosecutor"):
        told = unescape(client_of(who).get(page).text)
        assert "found to be false" not in told and "something on it is false" not in told, who


@pytest.mark.parametrize(("who", "read"), [("privacy", REASON), ("coordinator", ""), ("casemanager", "")])
def test_the_reason_stays_at_the_program_that_found_it(acting: Act, county: County, who: str, read: str) -> None:
    """Whatever the post of who asks elsewhere."""
    with acting(who) as (session, _):
        assert own_note(session, county.consents["xio-court"], KNOWN_FALSE) == read


def test_it_is_recorded_once(client_of: Client, county: County, acting: Act) -> None:
    client, page = client_of("privacy"), f"/consents/{county.consents['xio-others']}/false"
    before = marks(acting)
    assert "This is recorded already." in client.get(page).text
    again = client.submit(page, {"reason": "Somebody else wrote it"})
    assert again.status_code == 422 and "This is recorded already." in again.text
    with acting("privacy", NOW + timedelta(hours=1)) as (session, actor):
        consent = session.get_one(Consent, county.consents["xio-others"])
        since = consent.known_false_at
        with pytest.raises(Refused, match="This is recorded already"):
            mark_false(session, actor, consent, "Somebody else wrote it")
        assert consent.known_false_at == since
        shown = showing.paper(session, consent, NOW)
        assert shown.history[-1].reason == REASON
    assert marks(acting) == before == 2


def test_the_copy_says_that_it_is_not_valid(client_of: Client, county: County, tmp_path: Path) -> None:
    client = client_of("counselor")
    said = {}
    for word in ("xio-others", "marcus-manager"):
        file = tmp_path / f"{word}.pdf"
        file.write_bytes(client.get(f"/consents/{county.consents[word]}/copy.pdf").data)
        said[word] = words(file)
    assert "Not valid. On Wed Nov 18, 2026 something on this form was found to be false." in said["xio-others"]
    assert "Not valid" not in said["marcus-manager"] and "No longer in force" not in said["marcus-manager"]
