"""A new consent takes the place of an old one: offered, shown before it is recorded, recorded once (R13)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from html import unescape
from uuid import UUID

import pytest
from flask import Flask

from portal.consent.instruments.models import Consent
from portal.consent.instruments.services import Revoke, record_consent, revoke_consent
from portal.consent.turns.services import mark_false, replace_consent
from portal.gate.vocabulary import Category
from portal.web.refused import Refused
from tests.clients import SignedInClient
from tests.consent.instruments.test_bad_input import said_at
from tests.consent.previewing.seeing import granted
from tests.given.county import NOW, Acting, County
from tests.given.papers import SIGNED, a_court_paper, a_paper

Client = Callable[[str], SignedInClient]
Act = Callable[..., Acting]
Papers = dict[str, UUID]


@pytest.fixture(scope="module")
def papers(app: Flask, county: County) -> Papers:
    """Marcus's papers for the defense, by which the clinic tells: old, new and earlier ones, and what would not do."""
    with Acting(app, county, "counselor", NOW - timedelta(hours=2)) as (session, actor):
        sound = a_paper(session, county, "marcus", "defense")
        own = {
            "old": replace(sound, categories=("attendance", "drug_test")),
            "earlier": replace(sound, signed_at=SIGNED - timedelta(days=1)),
            "lacking": replace(sound, categories=()),
            "taken back": sound,
            "false": sound,
            "not begun": replace(sound, effective_from=NOW + timedelta(days=3)),
            "other recipient": replace(sound, recipients=a_paper(session, county, "marcus", "bridgeway").recipients),
        }
        made = {word: record_consent(session, actor, command).id for word, command in own.items()}
        revoke_consent(session, actor, session.get_one(Consent, made["taken back"]), Revoke())
    with Acting(app, county, "counselor") as (session, actor):
        newer = replace(sound, signed_at=NOW - timedelta(hours=1))
        made["new"] = record_consent(session, actor, newer).id
    with Acting(app, county, "privacy") as (session, actor):
        mark_false(session, actor, session.get_one(Consent, made["false"]), "Somebody else signed it")
    with Acting(app, county, "coordinator") as (session, actor):
        for word in ("court", "court again"):
            made[word] = record_consent(session, actor, a_court_paper(session, county, "marcus")).id
    with Acting(app, county, "casemanager") as (session, actor):
        made["told"] = record_consent(
            session, actor, a_paper(session, county, "marcus", "riverbend", holder="bridgeway")
        ).id
    return made


def told(acting: Act, county: County, who: str) -> set[Category]:
    with acting(who, NOW + timedelta(seconds=30)) as (session, _):
        return granted(session, county, "marcus")


def offered(page: str) -> set[str]:
    return set(re.findall(r'name="new"[^>]*value="([0-9a-f-]{36})"', page))


def superseded(acting: Act, *papers: UUID) -> set[UUID]:
    with acting("privacy") as (session, _):
        return {one for one in papers if session.get_one(Consent, one).superseded_at is not None}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("old", "", "Choose the consent that takes its place."),
        ("old", "0", "Choose a consent from the list."),
        ("old", "xio-others", "Choose a consent from the list."),
        ("old", "old", "another consent of the same person"),
        ("old", "lacking", "Choose a consent that is in force."),
        ("old", "taken back", "Choose a consent that is in force."),
        ("old", "false", "Choose a consent that is in force."),
        ("old", "not begun", "Choose a consent that is in force."),
        ("old", "earlier", "Choose a consent that was signed on the same day or later."),
        ("court", "old", "Only one for the same case replaces it."),
    ],
)
def test_what_can_not_take_its_place_is_named_at_the_field(
    client_of: Client, county: County, acting: Act, papers: Papers, old: str, new: str, message: str
) -> None:
    """What another window has ended meanwhile may still stand on the page."""
    known = {**papers, "xio-others": county.consents["xio-others"], "": "", "0": "0"}
    answer = client_of("counselor").submit(f"/consents/{papers[old]}/replace", {"new": str(known[new])})
    assert answer.status_code == 422 and message in said_at(answer.text, "new"), answer.text
    assert superseded(acting, *papers.values()) == set()


def test_only_what_would_do_is_offered(client_of: Client, papers: Papers) -> None:
    """R63, R66: for the court's paper, before its point, only one for the same case."""
    client = client_of("counselor")
    wide = offered(client.get(f"/consents/{papers['old']}/replace").text)
    assert {str(papers[word]) for word in ("new", "other recipient")} <= wide
    assert not wide & {str(papers[word]) for word in ("old", "lacking", "taken back", "false", "not begun", "earlier")}
    assert str(papers["told"]) not in wide, "the clinic is told by that one, and keeps it not"
    assert offered(client.get(f"/consents/{papers['court']}/replace").text) == {str(papers["court again"])}


def test_the_papers_of_the_new_one_lead_there(client_of: Client, papers: Papers) -> None:
    """Of the same kind, to one of the same recipients, and older; with the new one chosen."""
    client = client_of("counselor")
    page = unescape(client.get(f"/consents/{papers['new']}/papers").text)
    assert set(re.findall(r"/consents/([0-9a-f-]{36})/replace\?by=", page)) == {
        str(papers[word]) for word in ("old", "earlier", "lacking", "not begun")
    }
    chosen = client.get(f"/consents/{papers['old']}/replace?by={papers['new']}").text
    assert re.search(rf'checked[^>]*value="{papers["new"]}"|value="{papers["new"]}"[^>]*checked', chosen)
    assert "?by=" not in client.get(f"/consents/{papers['old']}/papers").text


def test_a_recipient_finds_no_such_page(client_of: Client, papers: Papers) -> None:
    for who in ("casemanager", "coordinator", "stranger"):
        assert client_of(who).get(f"/consents/{papers['old']}/replace").status_code == 404, who
    for who in ("defender", "judge", "clerk"):
        assert client_of(who).get(f"/consents/{papers['old']}/replace").status_code == 403, who
    assert client_of("counselor").get(f"/consents/{papers['told']}/replace").status_code == 404


def test_the_old_one_ends_and_the_new_one_goes_on(
    client_of: Client, county: County, acting: Act, papers: Papers
) -> None:
    with acting("counselor") as (session, actor):
        for word in ("earlier", "other recipient"):
            revoke_consent(session, actor, session.get_one(Consent, papers[word]), Revoke())
    client, page = client_of("counselor"), f"/consents/{papers['old']}/replace"
    for place in (f"/consents/{papers['old']}/papers", f"/participants/{county.people['marcus']}/consents/take-back"):
        assert f'href="{page}"' in client.get(place).text
    before = told(acting, county, "defender")
    assert {Category.ATTENDANCE, Category.DRUG_TEST} <= before
    shown = unescape(client.get(page).text)
    assert "What ends, and what goes on" in shown and "Sees then" in shown and "This can’t be undone." in shown
    assert told(acting, county, "defender") == before, "looking changes nothing"
    done = client.submit(page, {"new": str(papers["new"])})
    assert done.status_code == 303 and "done=consent-replaced" in done.location
    assert told(acting, county, "defender") == before - {Category.DRUG_TEST}
    shelf = client.get(done.location).text
    assert "Another consent took its place" in shelf and f'href="{page}"' not in shelf
    assert "took its place" not in client_of("defender").get(done.location).text, "to a recipient it looks like absence"
    assert "This consent has ended already" in client.get(page).text
    again = client.submit(page, {"new": str(papers["new"])})
    assert again.status_code == 422 and "This consent was replaced already." in again.text


def test_what_has_ended_is_not_replaced(acting: Act, papers: Papers) -> None:
    with acting("counselor") as (session, actor):
        for word in ("taken back", "false"):
            with pytest.raises(Refused, match="has ended already"):
                replace_consent(
                    session, actor, session.get_one(Consent, papers[word]), session.get_one(Consent, papers["new"])
                )
            assert session.get_one(Consent, papers[word]).superseded_at is None
        session.rollback()
