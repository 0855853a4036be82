"""An emergency from the first page to its review, as people go through it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal import clock
from portal.accounts.agencies.models import Appointment
from portal.consent.emergencies.queries import open_of
from portal.consent.emergencies.services import close_own
from portal.consent.instruments.models import EmergencyAccess
from portal.db import unit_of_work
from tests.clients import SignedInClient
from tests.given.county import NOW, Acting, County

Client = Callable[[str], SignedInClient]
DOCUMENTED = {
    "full_name": "Xiomara Delgado-Pruitt",
    "born_on-month": "4",
    "born_on-day": "2",
    "born_on-year": "1990",
    "nature": "Found without breath",
    "bona_fide": "y",
    "why": "unable",
    "recipient_name": "Dr. Example",
    "facility": "Mercy Hospital",
    "hours": "4",
}


@pytest.fixture(autouse=True)
def medical(app: Flask, court_day: County) -> None:
    """The posts of two clinicians are those of medical personnel."""
    ids = [court_day.appointments[one] for one in ("stranger", "supervisor")]
    with app.app_context(), unit_of_work() as session:
        session.execute(update(Appointment).where(Appointment.id.in_(ids)).values(medical_personnel=True))


@pytest.mark.parametrize(
    ("missing", "message"),
    [
        ("full_name", "Enter the full name."),
        ("born_on-day", "Enter a month, a day and a year in figures."),
        ("nature", "Write what the emergency is."),
        ("bona_fide", "Say that it is a medical emergency."),
        ("why", "where the person can consent, ask first."),
        ("recipient_name", "Write the name of the one who treats."),
        ("facility", "Write the name of the hospital or clinic."),
    ],
)
def test_nothing_opens_until_it_is_documented(client_of: Client, court_day: County, missing: str, message: str) -> None:
    client = client_of("stranger")
    answer = client.submit("/emergencies/new", DOCUMENTED | {missing: ""})
    assert answer.status_code == 422 and message in answer.text
    assert ("Mercy Hospital" in answer.text) == (missing != "facility"), "what was typed stays"
    assert client.get(f"/participants/{court_day.people['xio']}").status_code == 404


def test_an_emergency_is_opened_looked_at_ended_and_reviewed(client_of: Client, court_day: County) -> None:
    xio = court_day.people["xio"]
    client = client_of("stranger")
    assert "Document it" in client.get("/").text
    answer = client.submit("/emergencies/new", DOCUMENTED)
    assert answer.status_code == 303 and f"/participants/{xio}" in answer.location
    page = client.get(answer.location).text
    assert "You are looking in a medical emergency." in page and "The emergency is documented." in page
    assert client.get(f"/participants/{xio}/tests").status_code in (200, 404)
    why = client.get(f"/participants/{xio}/why").text
    assert "A medical emergency, documented by you" in why and "your own agency’s records and" not in why
    assert "until Wed Nov 18, 2026, 1:00 PM" in why and "They may not be used to investigate" not in why
    officer = client_of("privacy")
    today = officer.get("/").text
    assert "Your program’s records were opened in a medical emergency" in today
    open_now = officer.get(today.split('/review"')[0].split('href="')[-1] + "/review").text
    assert "Still open" in open_now and "End this access" in open_now and "Record the review" not in open_now
    ended = client.submit("/", {}, to="/emergencies/end")
    assert ended.status_code == 303
    assert "You are looking in" not in client.get(ended.location).text
    assert client.get(f"/participants/{xio}").status_code == 404
    listed = officer.get("/emergencies").text
    assert "Found without breath" in listed
    review = listed.split('class="row-link" href="')[1].split('"')[0]
    shown = officer.get(review).text
    for words in ("Stranger Example", "Dr. Example", "Mercy Hospital", "Review by"):
        assert words in shown
    assert officer.submit(review, {"finding": "justified", "words": ""}).status_code == 422
    done = officer.submit(review, {"finding": "too_much", "words": "Tests of last year were opened too."})
    assert done.status_code == 303
    assert "More was opened than needed" in officer.get(done.location).text
    assert "opened in a medical emergency" not in officer.get("/").text
    shelf = client_of("supervisor").get(f"/participants/{xio}/emergencies").text
    assert "Tests of last year were opened too." in shelf and "Privacy Example" in shelf


def test_a_review_that_is_late_is_marked(client_of: Client, court_day: County) -> None:
    client_of("stranger").submit("/emergencies/new", DOCUMENTED)
    with clock.set_to(NOW + timedelta(days=3)):
        officer = client_of("privacy")
        assert "Overdue" in officer.get("/").text
        assert "Overdue" in officer.get("/emergencies").text


def test_whoever_is_not_medical_personnel_is_told_whom_to_call(client_of: Client, court_day: County) -> None:
    client = client_of("counselor")
    page = f"/participants/{court_day.people['xio']}/emergency"
    assert "Only medical personnel" in client.get(page).text
    answer = client.submit("/", DOCUMENTED, to=page)
    assert answer.status_code == 422 and "Only medical personnel" in answer.text
    assert "Document it" not in client.get("/").text


def test_one_s_own_client_has_the_way_in_on_the_page(client_of: Client, court_day: County) -> None:
    client = client_of("supervisor")
    page = f"/participants/{court_day.people['marcus']}"
    assert f"{page}/emergency" in client.get(page).text
    assert client.submit(f"{page}/emergency", DOCUMENTED).status_code == 303
    assert "Open now" in client.get(f"{page}/emergencies").text
    assert f"{page}/emergencies" in client.get(f"{page}/consents").text


def test_what_one_s_own_clinic_opened_others_review(
    client_of: Client, court_day: County, acting: Callable[..., Acting]
) -> None:
    """R102: the clinic's own privacy officer finds no review of it, neither to read nor to send."""
    page = f"/participants/{court_day.people['marcus']}/emergency"
    assert client_of("supervisor").submit(page, DOCUMENTED).status_code == 303
    with acting("privacy") as (session, _):
        wanted = select(EmergencyAccess).where(EmergencyAccess.agency_id == court_day.agencies["riverbend"])
        review = f"/emergencies/{session.scalars(wanted).all()[-1].id}/review"
    officer = client_of("privacy")
    assert officer.get(review).status_code == 404
    assert officer.submit("/", {"finding": "justified", "words": "All was well."}, to=review).status_code == 404


def test_whose_emergency_was_ended_by_others_stands_on_the_consents_again(
    client_of: Client, court_day: County, acting: Callable[..., Acting]
) -> None:
    """R102: the note is gone with the access, though nobody pressed its button."""
    with acting("supervisor") as (session, actor):
        close_own(session, actor)
    client = client_of("supervisor")
    page = f"/participants/{court_day.people['xio']}"
    assert client.submit(f"{page}/emergency", DOCUMENTED).status_code == 303
    assert "You are looking in a medical emergency." in client.get(page).text
    with acting("supervisor") as (session, actor):
        (access,) = open_of(session, actor.user_id, actor.agency_id, NOW)
    ended = client_of("privacy").submit(f"{page}/emergencies", {}, to=f"/emergencies/{access.id}/end")
    assert ended.status_code == 303
    after = client.get(page)
    assert after.status_code == 200 and "You are looking in a medical emergency." not in after.text
