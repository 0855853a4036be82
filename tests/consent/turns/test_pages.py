"""An event ends a consent, or the end of the case does: shown before it is recorded, recorded once, felt at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from html import unescape
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from portal import clock
from portal.accounts.notices.deciding import decide_waiting
from portal.consent.instruments.models import Consent
from portal.consent.instruments.recorders import able
from portal.consent.instruments.services import Revoke, record_consent, revoke_consent
from portal.consent.readers import reader_for
from portal.consent.turns.services import record_case_end
from portal.extensions import db
from portal.gate.vocabulary import Category
from portal.participants.enrollments.models import LegalCase
from portal.web.refused import Refused
from tests.clients import SignedInClient
from tests.consent.previewing.seeing import granted
from tests.given.county import NOW, START, Acting, County
from tests.given.papers import a_court_paper, a_paper

Client = Callable[[str], SignedInClient]
Act = Callable[..., Acting]
LEAVES = "The participant moves out of Bridgeway"
YESTERDAY = {"occurred_on-month": "11", "occurred_on-day": "17", "occurred_on-year": "2026"}


@pytest.fixture(scope="module")
def paper(app: Flask, county: County) -> UUID:
    """By which the clinic tells the lawyers of Marcus's attendance until an event, which the counselor writes down."""
    with Acting(app, county, "counselor", START + timedelta(days=6)) as (session, actor):
        command = a_paper(session, county, "marcus", "defense")
        form = command.form | {"expiry_recorder": str(actor.user_id)}
        waiting = replace(command, expiry_kind="event", expiry_event=LEAVES, form=form)
        consent = record_consent(session, actor, waiting)
        assert consent.defects == []
        return consent.id


def occurred(acting: Act, paper: UUID) -> object:
    with acting("counselor") as (session, _):
        return session.get_one(Consent, paper).expiry_occurred_at


def told(acting: Act, county: County, who: str, person: str) -> set[Category]:
    with acting(who, NOW + timedelta(seconds=30)) as (session, _):
        return granted(session, county, person)


def test_who_may_be_named_can_write_it_down(
    app: Flask, client_of: Client, acting: Act, county: County, paper: UUID
) -> None:
    """R23: nobody is offered who would not find the page; who is named by somebody else is told by a notice."""
    words = {user: word for word, user in county.users.items()}
    with acting("counselor") as (session, actor):
        own = {words[one.user_id] for one in able(session, county.people["marcus"], actor, (), NOW)}
    with acting("coordinator") as (session, actor):
        telling = [county.agencies["riverbend"]]
        court = {words[one.user_id] for one in able(session, county.people["marcus"], actor, telling, NOW)}
    assert own == {"counselor"} and court == {"coordinator"}, "the court does not know who sits at the clinic (R143)"
    for who in ("judge", "defender", "prosecutor", "officer", "casemanager", "collector"):
        assert client_of(who).get(f"/consents/{paper}/event").status_code in (403, 404), who
    told = "You are named to write down when something has happened."
    assert told not in client_of("counselor").get("/notices").text, "who names himself knows"
    with acting("privacy") as (session, actor):
        command = a_paper(session, county, "marcus", "defense")
        form = command.form | {"expiry_recorder": str(county.users["counselor"])}
        command = replace(command, expiry_kind="event", expiry_event=LEAVES, form=form)
        mine = record_consent(session, actor, command).id
    with app.app_context(), clock.set_to(NOW):
        decide_waiting(db.session.session_factory, reader_for)
    client = client_of("counselor")
    inbox = client.get("/notices").text
    assert told in inbox and "Marcus" not in inbox
    assert client.get(f"/consents/{mine}/event").status_code == 200
    assert told not in client_of("judge").get("/notices").text
    assert f'href="/consents/{mine}/event"' in client.get("/").text
    with acting("privacy") as (session, actor):
        revoke_consent(session, actor, session.get_one(Consent, mine), Revoke())
    assert f'href="/consents/{mine}/event"' not in client.get("/").text, "it has ended without the event"
    assert told not in client.get("/notices").text


def test_who_names_himself_finds_it_on_the_own_list(client_of: Client, paper: UUID) -> None:
    """R23: no notice tells of one's own act, so the task does, until it is written down; nobody else has it."""
    today = unescape(client_of("counselor").get("/").text)
    assert "Events that you write down" in today and f'href="/consents/{paper}/event"' in today
    line = next(one for one in today.split("<li") if f"/consents/{paper}/event" in one)
    assert "Marcus Bell" in line and LEAVES in line and "Sat Jan 30" in line
    for who in ("supervisor", "office", "privacy", "coordinator", "defender"):
        assert "Events that you write down" not in client_of(who).get("/").text, who


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({}, "Enter the day it happened."),
        (YESTERDAY | {"occurred_on-day": "19"}, "that day is still to come"),
        (YESTERDAY | {"occurred_on-month": "2", "occurred_on-day": "27"}, "Enter a day after the consent was signed."),
        (YESTERDAY | {"occurred_on-day": "31"}, "There is no such day"),
        (YESTERDAY | {"happening": "case"}, "is not in this list any more"),
    ],
    ids=["no day", "tomorrow", "before it was signed", "no such day", "what it does not wait for"],
)
def test_what_cannot_be_is_named_and_nothing_ends(
    client_of: Client, acting: Act, paper: UUID, typed: dict[str, str], message: str
) -> None:
    answer = client_of("counselor").submit(f"/consents/{paper}/event", {"happening": "event"} | typed)
    assert answer.status_code == 422 and message in unescape(answer.text)
    assert all(f'value="{typed[part]}"' in answer.text for part in ("occurred_on-day", "occurred_on-year") if typed)
    assert occurred(acting, paper) is None


def test_its_event_ends_it_and_the_page_says_before_what_ends(
    client_of: Client, acting: Act, county: County, paper: UUID
) -> None:
    client, shelf = client_of("counselor"), f"/participants/{county.people['marcus']}/consents"
    assert f'href="/consents/{paper}/event"' in client.get(shelf).text
    assert f"or until this: {LEAVES}" in client.get(shelf).text
    assert f'href="/consents/{paper}/event"' in client.get(f"/consents/{paper}/papers").text
    page = unescape(client.get(f"/consents/{paper}/event").text)
    assert f"it ends when this happens: {LEAVES}. Counselor Example writes that down." in page
    assert "Nothing from Riverbend Recovery" in page and "Attendance" in page
    assert occurred(acting, paper) is None, "looking changes nothing"
    done = client.submit(f"/consents/{paper}/event", {"happening": "event"} | YESTERDAY)
    assert done.status_code == 303 and "done=consent-event" in done.location
    after = client.get(done.location).text
    assert f"It happened: {LEAVES}" in after and f'href="/consents/{paper}/event"' not in after
    assert "Events that you write down" not in client.get("/").text
    again = client.submit(f"/consents/{paper}/event", {"happening": "event"} | YESTERDAY)
    assert again.status_code == 422 and "Nothing to record here" in again.text


def test_who_is_only_told_records_nothing(client_of: Client, county: County) -> None:
    """R143: nor does a recipient learn what the paper waits for."""
    for who in ("casemanager", "coordinator", "stranger"):
        assert client_of(who).get(f"/consents/{county.consents['xio-others']}/event").status_code == 404
    page = client_of("counselor").get(f"/consents/{county.consents['xio-others']}/event").text
    assert "Nothing to record here" in page and '/event" novalidate' not in page


def test_the_end_of_the_case_ends_the_court_s_papers(client_of: Client, acting: Act, county: County) -> None:
    """R65: whoever was told by them is told no more; who has not the case can't record that it ended."""
    page = f"/consents/{county.consents['xio-court']}/event"
    assert "Nothing to record here" in client_of("counselor").get(page).text
    with acting("coordinator") as (session, actor):
        third = record_consent(session, actor, a_court_paper(session, county, "xio", holder="bridgeway")).id
    assert "Nothing to record here" in client_of("casemanager").get(f"/consents/{third}/event").text
    for who, paper in (("counselor", county.consents["xio-court"]), ("casemanager", third)):
        with acting(who) as (session, actor):
            consent = session.get_one(Consent, paper)
            with pytest.raises(Refused, match="Ask the court that has the case"):
                record_case_end(session, actor, consent, NOW)
            session.rollback()
    client = client_of("coordinator")
    shown = unescape(client.get(page).text)
    assert (
        "Each consent for case CR-2026-xio ends with it." in shown
        and "Not known to see anything from Riverbend Recovery" in shown
    )
    before = {who: told(acting, county, who, "xio") for who in ("judge", "prosecutor", "casemanager")}
    assert before["judge"] and before["prosecutor"]
    done = client.submit(page, {"happening": "case"} | YESTERDAY)
    assert done.status_code == 303 and "done=consent-event" in done.location
    assert told(acting, county, "judge", "xio") == told(acting, county, "prosecutor", "xio") == set()
    assert told(acting, county, "casemanager", "xio") == before["casemanager"]
    with acting("coordinator") as (session, _):
        case = session.scalars(select(LegalCase).where(LegalCase.participant_id == county.people["xio"])).one()
        assert case.final_disposition_at is not None and case.final_disposition_at < NOW
    shelf = client.get(done.location).text
    assert "The case has ended" in shelf and "Ended" in shelf
    assert client.submit(page, {"happening": "case"} | YESTERDAY).status_code == 422
