"""The caseload and its forms as people meet them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from portal import clock
from portal.casework.contacts.models import Contact
from portal.court.dockets.services import ScheduleHearing, schedule_hearing
from tests.court.days import plan
from tests.given.county import NOW, Acting, County

Acts = Callable[..., Acting]
Clients = Callable[[str], Any]
CONTACT = {"met_on-month": "11", "met_on-day": "17", "met_on-year": "2026", "mode": "phone", "outcome": "kept"}


def test_the_caseload_says_what_each_person_needs(app: Any, court_day: County, client_of: Clients) -> None:
    shown = client_of("casemanager").get("/caseload").text
    assert "2 people." in shown and "Xiomara Delgado-Pruitt" in shown and "Marcus Bell" in shown
    assert "Unexcused treatment absence, Tue Nov 10" in shown
    assert "1 of 1" in shown and "Proof to check" in shown
    officer = client_of("officer").get("/caseload").text
    assert f"/participants/{court_day.people['xio']}/supervision/new" not in officer
    assert f"/participants/{court_day.people['marcus']}/supervision/new" in officer
    counselor = client_of("counselor").get("/caseload").text
    assert "Last contact" not in counselor and "Unexcused treatment absence" in counselor
    assert client_of("judge").get("/caseload").status_code == 403


def test_a_consent_that_ends_before_the_next_hearing_is_a_reason(
    app: Any, court_day: County, client_of: Clients, acting: Acts
) -> None:
    marcus, january = court_day.people["marcus"], NOW.replace(year=2027, month=1, day=20)
    client = client_of("casemanager")
    with clock.set_to(january):
        assert "Consent ends" not in client.get("/caseload").text
    with acting("coordinator", january) as (session, actor):
        docket = plan(session, actor, court_day, january.replace(month=3, day=11))
        schedule_hearing(session, actor, docket, ScheduleHearing(marcus))
    with clock.set_to(january):
        shown = client_of("casemanager").get("/caseload").text
        assert "Consent ends" in shown and "before Thu Mar 11" in shown
        assert "Consent ends" not in client_of("officer").get("/caseload").text, "another's paper"


def test_a_filter_narrows_it(app: Any, court_day: County, client_of: Clients) -> None:
    shown = client_of("casemanager").get("/caseload?show=question").text
    assert "Xiomara Delgado-Pruitt" in shown and "Marcus Bell" not in shown


def test_a_wrong_contact_says_how_to_mend_it_and_keeps_what_was_typed(
    app: Any, court_day: County, client_of: Clients, acting: Acts
) -> None:
    page = f"/participants/{court_day.people['marcus']}/contacts/new"
    client = client_of("casemanager")
    wrong = client.submit(page, CONTACT | {"met_on-day": "20", "minutes": "4000", "words": "Met at the library."})
    assert wrong.status_code == 422
    assert "2 things to mend. Nothing is saved yet." in wrong.text
    assert "Fri Nov 20 is still to come" in wrong.text and "Enter a number from 1 to 480." in wrong.text
    assert "Met at the library." in wrong.text and 'value="20"' in wrong.text
    with acting("casemanager") as (session, _actor):
        assert session.scalars(select(Contact).where(Contact.participant_id == court_day.people["marcus"])).all() == []


def test_a_form_posted_twice_acts_once(app: Any, court_day: County, client_of: Clients, acting: Acts) -> None:
    from tests.clients import TOKEN

    page = f"/participants/{court_day.people['marcus']}/contacts/new"
    client = client_of("casemanager")
    hidden = dict(TOKEN.findall(client.get(page).text))
    answers = [client.post(page, data=hidden | CONTACT) for _ in range(2)]
    assert [one.status_code for one in answers] == [303, 303]
    assert "The contact is saved." in client.get(answers[0].location).text
    with acting("casemanager") as (session, _actor):
        found = session.scalars(select(Contact).where(Contact.participant_id == court_day.people["marcus"])).all()
        assert len(found) == 1


@pytest.mark.parametrize("who", ["stranger", "diverter"])
def test_nobody_else_finds_the_person(app: Any, court_day: County, client_of: Clients, who: str) -> None:
    client = client_of(who)
    denied = client.get(f"/participants/{court_day.people['xio']}/needs")
    absent = client.get("/participants/00000000-0000-0000-0000-000000000000/needs")
    assert denied.status_code == 404 and denied.data == absent.data
