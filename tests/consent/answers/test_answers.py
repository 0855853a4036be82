"""Who may see this, what your team sees, why can't they, and what was told in between: to whom it is told, and what."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import select

from portal import clock
from portal.accounts.audit.models import AuditEvent
from portal.consent.answers import between
from portal.consent.answers.audience import audience
from portal.consent.answers.lapses import lapses
from portal.consent.answers.why_not import newest_of_each
from portal.consent.explaining.asking import NotForYou
from portal.consent.explaining.services import Ask, explain_to
from portal.consent.instruments.models import Consent, Revocation
from portal.consent.instruments.services import Revoke, record_consent, revoke_consent
from portal.consent.previewing.table import Opening
from portal.extensions import db
from portal.gate.looking import tally
from portal.gate.vocabulary import Category
from portal.treatment.sessions.models import RosterPlace
from tests.clients import SignedInClient
from tests.consent.previewing.seeing import OUTSIDE, granted, line_of
from tests.given.county import NOW, SHARED, Acting, County
from tests.given.papers import a_paper

Act = Callable[..., Acting]
Client = Callable[[str], SignedInClient]


def asked(acting: Act, county: County, who: str, person: str = "xio") -> dict[str, Opening]:
    """The tables that somebody gets, by the county's word for the agency."""
    words = {agency: word for word, agency in county.agencies.items()}
    with acting(who) as (session, actor):
        return {words[one.holder_id]: one for one in audience(session, actor, county.people[person], NOW)}


def test_the_owner_is_told_what_each_sees(acting: Act, court_day: County) -> None:
    """The clinic's table is the gate's own answer for everybody of the county; the court's is about its own records."""
    own = asked(acting, court_day, "counselor")
    assert set(own) == {"riverbend"}
    for who in OUTSIDE:
        line = line_of(own["riverbend"], court_day, who)
        with acting(who) as (session, _):
            assert (set(line.seen()) if line else set()) == granted(session, court_day, "xio"), who
    court = asked(acting, court_day, "coordinator")
    assert set(court) == {"court"}
    prosecutor = line_of(court["court"], court_day, "prosecutor")
    assert prosecutor is not None and Category.HEARING in prosecutor.seen()


def test_defense_counsel_is_told_as_far_as_the_papers_are_known(acting: Act, court_day: County) -> None:
    """R143: the clinic's paper that names counsel, not the court's paper, which does not."""
    found = asked(acting, court_day, "defender")
    assert set(found) == {"riverbend"}
    manager = line_of(found["riverbend"], court_day, "casemanager")
    judge = line_of(found["riverbend"], court_day, "judge")
    assert manager is not None and Category.ATTENDANCE in manager.seen()
    assert judge is not None and judge.seen() == ()
    assert all(cell.count is None for line in found["riverbend"].lines for cell in line.cells)
    assert asked(acting, court_day, "defender", "marcus") == {}, "no paper names counsel"


def test_who_does_not_know_every_paper_is_told_no_plain_not(acting: Act, court_day: County, client_of: Client) -> None:
    """R143: counsel can't know of the court's paper for the judge; the cell reads the same where there is none."""
    address = f"/participants/{court_day.people['xio']}/who"
    with acting("judge") as (session, _):
        assert Category.ATTENDANCE in granted(session, court_day, "xio"), "the counterexample"

    def cells(who: str, name: str) -> list[str]:
        page = unescape(client_of(who).get(address).text)
        line = next(one for one in page.split("<tr")[1:] if name in one)
        return re.findall(r'<span class="opens[^"]*">(.*?)</span>', line)

    knows, sees = cells("defender", "Judge Example"), cells("counselor", "Judge Example")
    assert set(knows[:-1]) == {"Not known"} and "Sees" in sees and "Not" in sees
    assert knows[-1] == "Not known to see any of it" and sees[-1].startswith("Not: "), "a phone says it in one line"
    assert cells("defender", "Clerk Example") == knows, "of whom there is no paper either"
    assert "There may be others, which let people see more or less." in client_of("defender").get(address).text
    assert "There may be others" not in client_of("counselor").get(address).text


def test_the_page_and_the_sheet(client_of: Client, court_day: County) -> None:
    person = court_day.people["xio"]
    page = unescape(client_of("counselor").get(f"/participants/{person}/who").text)
    assert "What Riverbend Recovery tells" in page and "Casemanager Example" in page and "On file today" in page
    sheet = client_of("counselor").get(f"/participants/{person}/team-sheet")
    assert sheet.mimetype == "application/pdf" and str(person) not in sheet.headers["Content-Disposition"]
    counsel = unescape(client_of("defender").get(f"/participants/{person}/who").text)
    assert "There may be others." in counsel and "Print for the participant" not in counsel
    assert client_of("defender").get(f"/participants/{person}/team-sheet").status_code == 303
    assert "On file today" in page, "who reads the records is told how many there are"
    officer = unescape(client_of("privacy").get(f"/participants/{person}/who").text)
    assert "Judge" in officer and "On file today" not in officer, "who reads none is not told that there are none"
    for shown in (page, counsel, officer):
        assert "already" not in shown and "HIV care" not in shown, "only the usual kinds and what somebody sees"
    assert client_of("stranger").get(f"/participants/{person}/who").status_code == 404


def test_why_they_can_not_is_answered_and_written_down(
    app: Flask, client_of: Client, court_day: County, acting: Act
) -> None:
    person, client = court_day.people["xio"], client_of("privacy")
    address = f"/participants/{person}/why-not"
    page = client.get(address).text
    record = re.search(r'<option value="([0-9a-f-]{36})">Attendance, ', page)
    assert record is not None, "the newest record of each kind"
    asks = {"whom": str(court_day.appointments["stranger"]), "record": record.group(1)}
    answer = unescape(client.submit(address, asks).text)
    assert "Not shown" in answer and "Fails at C10" in answer and "Ordinary consent" in answer
    assert "Stranger Example, Clinician, Southgate: Attendance of" in answer
    shown = unescape(client.submit(address, asks | {"whom": str(court_day.appointments["judge"])}).text)
    assert "Covers this." in shown
    with acting("privacy") as (session, _):
        wanted = select(AuditEvent).where(AuditEvent.act == "decision_explained", AuditEvent.participant_id == person)
        assert len(session.scalars(wanted).all()) == 2
    early = asks | {"looked_on-month": "11", "looked_on-day": "25", "looked_on-year": "2026"}
    late = client.submit(address, early)
    assert late.status_code == 422 and "Enter a day that has come." in late.text
    nobody = client.submit(address, {"whom": "", "record": ""})
    assert nobody.status_code == 422 and "Choose a record." in nobody.text


def test_records_are_counted_as_where_copies_are_given(
    app: Flask, acting: Act, court_day: County, client_of: Client
) -> None:
    """The marks of sessions; not the places on rosters of sessions to come, which nobody can ask about either."""
    person = court_day.people["xio"]
    with acting("counselor") as (session, _):
        planned = select(RosterPlace.service_on).where(RosterPlace.participant_id == person)
        assert max(session.scalars(tally(planned, (), 0))) > NOW.date(), "the counterexample"
    own = asked(acting, court_day, "counselor")["riverbend"]
    (number,) = {
        cell.count.on_file
        for line in own.lines
        for cell in line.cells
        if cell.category == Category.ATTENDANCE and cell.count
    }
    page = unescape(client_of("counselor").get(f"/participants/{person}/copies/new").text)
    assert f"Marks of sessions ({number})" in page
    with app.app_context(), clock.set_to(NOW):
        with db.session.session_factory() as session:
            officer = court_day.principal(session, "privacy")
        found = newest_of_each(db.session.session_factory, officer, person)
    assert max(one.service_on for one in found) <= NOW.date()


def test_only_a_privacy_officer_asks_and_only_of_the_own_program(app: Flask, court_day: County) -> None:
    ask = Ask("", "judge", court_day.things["xio-mark"], NOW)
    with app.app_context(), clock.set_to(NOW):
        for who in ("counselor", "coordinator"):
            with db.session.session_factory() as session, pytest.raises(NotForYou):
                explain_to(session, court_day.principal(session, who), ask, db.session.session_factory)
        with db.session.session_factory() as session:
            officer = court_day.principal(session, "privacy")
            kinds = newest_of_each(db.session.session_factory, officer, court_day.people["xio"])
        assert Category.ATTENDANCE in {one.category for one in kinds}
        assert court_day.things["test"] not in {one.record_id for one in kinds}, "the collector's test is another's"


def test_what_was_told_in_between_is_listed(client_of: Client, court_day: County, acting: Act) -> None:
    """R27: after the stated moment and before the receipt, of this consent and this program only."""
    person = court_day.people["xio"]
    with clock.set_to(NOW - timedelta(hours=2)):
        client_of("casemanager").get(f"/participants/{person}")
        client_of("judge").get(f"/participants/{person}")
    with acting("counselor") as (session, actor):
        consent = session.get_one(Consent, court_day.consents["xio-others"])
        command = Revoke(written=False, stated_at=NOW - timedelta(hours=3))
        revocation = revoke_consent(session, actor, consent, command).id
    page = unescape(client_of("privacy").get(f"/revocations/{revocation}/told-between").text)
    assert "Casemanager Example" in page and "Judge Example" not in page and "on screen" in page
    assert client_of("counselor").get(f"/revocations/{revocation}/told-between").status_code == 403
    with acting("counselor") as (session, _):
        row = session.get_one(Revocation, revocation)
        other = court_day.principal(session, "stranger")
        assert between.told_between(session, other, row) == [], "another program's officer learns nothing"


def test_what_lapses_names_who_then_sees_less(client_of: Client, court_day: County, acting: Act) -> None:
    """At the very end, by the engine; where another paper opens the same, nobody loses anything."""
    before_the_end = NOW.replace(year=2027, month=1, day=20)
    with acting("counselor", before_the_end) as (session, actor):
        found = {one.consent_id: one for one in lapses(session, actor, before_the_end)}
        manager = found[court_day.consents["marcus-manager"]]
        assert any("Casemanager Example" in text and "attendance" in text for text in manager.loses)
        again = a_paper(session, court_day, "marcus", "bridgeway")
        paper = replace(again, categories=SHARED, expires_at=before_the_end + timedelta(days=90))
        assert record_consent(session, actor, paper).defects == []
    with acting("counselor", before_the_end) as (session, actor):
        found = {one.consent_id: one for one in lapses(session, actor, before_the_end)}
        assert found[court_day.consents["marcus-manager"]].loses == ()
    with acting("casemanager", before_the_end) as (session, actor):
        assert court_day.consents["xio-court"] not in {one.consent_id for one in lapses(session, actor, before_the_end)}
    with clock.set_to(before_the_end):
        client = client_of("counselor")
        assert "Papers that end soon" in client.get("/").text
        page = unescape(client.get("/consents/ending").text)
        assert "Marcus Bell" in page and "Nobody: another paper opens the same." in page


def test_beside_the_own_records_stands_who_may_see_them(client_of: Client, court_day: County) -> None:
    """Where the owner reads them, on the record's own page, and nowhere for those who are told."""
    person, mark = court_day.people["xio"], court_day.things["xio-mark"]
    link = f'href="/participants/{person}/who?of='
    pages = {
        "counselor": (f"/participants/{person}/treatment", f"/attendance/{mark}/correct", f"/participants/{person}"),
        "officer": (f"/participants/{person}/supervision", f"/participants/{person}/obligations"),
        "casemanager": (f"/participants/{person}/contacts", f"/participants/{person}/needs"),
    }
    for who, addresses in pages.items():
        for address in addresses:
            assert link in client_of(who).get(address).text, (who, address)
    for who, address in (("judge", f"/participants/{person}"), ("casemanager", f"/participants/{person}/supervision")):
        assert link not in client_of(who).get(address).text, (who, address)


def test_the_question_about_one_kind_is_answered_about_that_kind(client_of: Client, court_day: County) -> None:
    address = f"/participants/{court_day.people['xio']}/who"
    page = unescape(client_of("counselor").get(f"{address}?of=attendance").text)
    assert "Who may see this? Attendance" in page and "Show all kinds of records" in page
    assert "Session notes" in unescape(client_of("counselor").get(address).text) and "Session notes" not in page
    assert "Show all kinds" not in client_of("counselor").get(f"{address}?of=nothing").text


def test_counsel_finds_it_on_the_page_of_the_client(client_of: Client, court_day: County) -> None:
    """The others have it beside their own records only."""
    overview, link = f"/participants/{court_day.people['xio']}", f'href="/participants/{court_day.people["xio"]}/who"'
    assert link in client_of("defender").get(overview).text
    assert link not in client_of("prosecutor").get(overview).text
