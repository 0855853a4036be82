"""Answers about sharing that would otherwise be nearly true: until when, which papers, how it went out, whom one asks
about, and by what a court's own records are opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path

import pytest
from flask import Flask

from portal import clock
from portal.accounts.agencies.services import AddAgency, add_agency, appoint
from portal.accounts.agencies.vocabulary import AgencyKind
from portal.consent.agreements.services import agree
from portal.consent.answers.audience import papers_told_by
from portal.consent.answers.between import channel
from portal.consent.answers.lapses import lapses
from portal.consent.answers.queries import everybody
from portal.consent.copies.queries import DOCUMENT
from portal.consent.instruments.models import Consent
from portal.consent.instruments.services import record_consent
from portal.consent.instruments.showing import open_end, papers
from portal.consent.instruments.vocabulary import AgreementKind
from portal.db import unit_of_work
from portal.gate.vocabulary import RoleName
from tests.clients import SignedInClient
from tests.consent.answers.test_without_consent import printed
from tests.given.county import NOW, Acting, County
from tests.given.papers import a_paper

Act = Callable[..., Acting]
Client = Callable[[str], SignedInClient]
EVENT = "I move out of the recovery house"


def test_a_paper_without_a_day_says_what_ends_it(
    client_of: Client, acting: Act, court_day: County, tmp_path: Path
) -> None:
    """R24, R65: only a court's consent ends with a case; on the shelf, before it is taken back, and on the sheet."""
    with acting("counselor") as (session, actor):
        paper = a_paper(session, court_day, "xio", "defense")
        paper = replace(paper, expires_at=None, expiry_kind="event", expiry_event=EVENT)
        consent = record_consent(session, actor, paper)
        assert consent.defects == []
        court = session.get_one(Consent, court_day.consents["xio-court"])
        assert (open_end(consent), open_end(court)) == ("until it is taken back", "until the case ends")
    person = f"/participants/{court_day.people['xio']}/consents"
    shelf = unescape(client_of("counselor").get(person).text)
    assert "until it is taken back" in shelf and f"or until this: {EVENT}" in shelf
    assert "In force until it is taken back." in unescape(client_of("counselor").get(f"{person}/take-back").text)
    sheet = " ".join(printed(client_of("counselor"), court_day, tmp_path).split())
    assert f"until it is taken back, or until this: {EVENT}" in sheet


def test_the_sheet_lists_the_papers_of_this_program_and_no_other(acting: Act, court_day: County) -> None:
    """By the agency, not by its name, which may stand in another one's; and as one of those who treat."""
    person = court_day.people["xio"]
    with acting("counselor") as (session, actor):
        every = a_paper(session, court_day, "xio", "defense")
        every = replace(every, disclosers=({"type": "class", "class": "treatment_programs"},))
        consent = record_consent(session, actor, every)
        mine = papers_told_by(session, actor.agency_id, person, NOW)
        assert consent.id in mine and court_day.consents["xio-others"] in mine
        named = [one for one in papers(session, person, NOW) if "Riverbend Recovery" in one.tells]
        assert consent.id not in {one.id for one in named}, "the counterexample"
        session.rollback()
    with acting("counselor") as (session, _):
        assert papers_told_by(session, court_day.agencies["southgate"], person, NOW) == set()


@pytest.mark.parametrize(
    ("code", "words"), [("screen", "on screen"), (DOCUMENT, "as a copy"), ("paper", "on paper"), ("new", "on paper")]
)
def test_how_it_went_out_is_never_a_code(app: Flask, code: str, words: str) -> None:
    with app.test_request_context():
        assert channel(code) == words


def test_nobody_who_is_still_to_come_is_asked_about(app: Flask, acting: Act, court_day: County) -> None:
    with clock.set_to(NOW + timedelta(days=3)), app.app_context(), unit_of_work() as session:
        ahead = appoint(session, None, court_day.users["clerk"], court_day.agencies["court"], RoleName.JUDGE).id
    with acting("privacy") as (session, _):
        assert ahead not in {one.id for one in everybody(session, NOW)}
        assert ahead in {one.id for one in everybody(session, NOW + timedelta(days=3))}


def test_a_paper_by_which_nobody_sees_anything_is_not_said_to_be_replaced(
    app: Flask, acting: Act, court_day: County, client_of: Client
) -> None:
    """The agency has no account: there is no other paper that opens the same."""
    with clock.set_to(NOW - timedelta(days=1)), app.app_context(), unit_of_work() as session:
        house = add_agency(session, None, AddAgency("Linden Housing", "Linden", AgencyKind.CASE_MANAGEMENT)).id
        agree(session, None, AgreementKind.PARTICIPATION, house, NOW - timedelta(days=1))
    with acting("counselor") as (session, actor):
        paper = replace(
            a_paper(session, court_day, "xio", "defense"),
            recipients=({"type": "agency", "id": str(house)},),
            expires_at=datetime(2026, 12, 10, 6, tzinfo=UTC),
        )
        consent = record_consent(session, actor, paper).id
    with acting("counselor") as (session, actor):
        (one,) = (one for one in lapses(session, actor, NOW) if one.consent_id == consent)
        assert one.loses == () and not one.seen
    page = unescape(client_of("counselor").get("/consents/ending").text)
    line = next(one for one in page.split("<tr")[1:] if "Linden Housing" in one)
    assert "Nobody with an account sees anything by it." in line and "another paper" not in line


def test_a_court_s_own_sheet_speaks_of_the_team_s_agreement(
    client_of: Client, court_day: County, tmp_path: Path
) -> None:
    """R130: its records are opened by no paper that the person signed, and closed by none."""
    court = " ".join(printed(client_of("coordinator"), court_day, tmp_path).split())
    assert "by the agreement of the team" in court and "papers that you signed" not in court
    assert "You can take a consent back." not in court and "no paper of yours opens or closes them" in court
    clinic = " ".join(printed(client_of("counselor"), court_day, tmp_path).split())
    assert "papers that you signed" in clinic and "agreement of the team" not in clinic
