"""The pages of tests, questions, milestones and obligations, and the panels on the participant's page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.given.county import Acting, County

Acts = Callable[..., Acting]
Clients = Callable[[str], Any]
GIVEN = {"collected_on-month": "11", "collected_on-day": "17", "collected_on-year": "2026"}


def test_a_collector_finds_the_person_and_enters_a_result(app: Any, court_day: County, client_of: Clients) -> None:
    client = client_of("collector")
    found = client.get("/tests/new?name=bell").text
    page = f"/participants/{court_day.people['marcus']}/tests/new"
    assert page in found and "Xiomara" not in found
    wrong = client.submit(page, GIVEN | {"collected_on-day": "20", "matrix": "urine", "reason": "random"})
    assert wrong.status_code == 422 and "is still to come" in wrong.text
    values = GIVEN | {"collected_time": "09:05", "code": "PRESUMPT", "matrix": "urine", "reason": "random"}
    saved = client.submit(page, values)
    assert saved.status_code == 303
    shown = client.get(saved.location).text
    assert "The result is saved." in shown and "Screened positive, confirmation pending" in shown
    again = client.submit(page, values)
    assert again.status_code == 422 and "recorded already" in again.text
    assert "Marcus Bell" in client.get("/tests?show=waiting").text


def test_a_question_is_answered_and_decided(app: Any, court_day: County, client_of: Clients) -> None:
    page = f"/questions/{court_day.things['question']}"
    manager = client_of("casemanager")
    assert "From Riverbend Recovery." in manager.get(page).text
    saved = manager.submit(page, {"words": "Bus strike", "document_seen": "y"}, to=f"{page}/reasons")
    assert "The reason is attached." in manager.get(saved.location).text
    wrong = manager.submit(page, {"step": "0", "outcome": "excused", "reason": ""}, to=f"{page}/decision")
    assert wrong.status_code == 422 and "Enter the reason" in wrong.text
    assert client_of("counselor").submit(page, {}, to=f"{page}/decision").status_code == 403
    done = manager.submit(page, {"step": "0", "outcome": "excused", "reason": "Bus strike"}, to=f"{page}/decision")
    assert done.status_code == 303
    assert "Unexcused treatment absence" not in manager.get("/questions").text
    absent = client_of("stranger").get("/questions/00000000-0000-0000-0000-000000000000")
    denied = client_of("stranger").get(page)
    assert denied.status_code == 404 and denied.data == absent.data


def test_the_overview_shows_each_reader_what_is_theirs(app: Any, court_day: County, client_of: Clients) -> None:
    page = f"/participants/{court_day.people['xio']}"
    officer = client_of("officer").get(page).text
    for words in (
        "Last 90 days",
        "Sober, verified",
        "Supervision",
        "Obligations",
        "Praise, called first",
        "Open needs",
    ):
        assert words in officer, words
    prosecutor = client_of("prosecutor").get(page).text
    assert "Last 90 days" in prosecutor and "Open needs" not in prosecutor and "A lease of her own" not in prosecutor
    collector = client_of("collector").get(page).text
    assert "Supervision" not in collector and "milestones" not in collector


def test_a_milestone_is_confirmed_by_whom_the_rules_name(app: Any, court_day: County, client_of: Clients) -> None:
    page = f"/participants/{court_day.people['xio']}/milestones"
    shown = client_of("casemanager").get(page).text
    assert "p1.papers/attest" in shown and "p1.assessment/attest" not in shown and "/waive" not in shown
    assert "p1.papers/waive" in client_of("coordinator").get(page).text
    client = client_of("casemanager")
    day = {"seen_on-month": "11", "seen_on-day": "16", "seen_on-year": "2026"}
    saved = client.submit(f"{page}/p1.papers/attest", day | {"words": "ID card and coverage seen"})
    assert saved.status_code == 303 and "ID card and coverage seen" in client.get(saved.location).text
    assert client.get(f"{page}/p9.nothing/attest").status_code == 404


def test_a_proof_is_added_and_the_standing_moves(app: Any, court_day: County, client_of: Clients) -> None:
    client = client_of("casemanager")
    page = f"/obligations/{court_day.things['obligation']}/proofs/new"
    day = {"done_on-month": "11", "done_on-day": "17", "done_on-year": "2026"}
    assert client.submit(page, day | {"amount": "0"}).status_code == 422
    waiting = f"/obligations/{court_day.things['obligation']}/proofs/{court_day.things['proof']}"
    assert "Food bank sheet" in client.get(waiting).text
    assert client.submit(waiting, {"state": "accepted"}).status_code == 303
    saved = client.submit(page, day | {"amount": "1", "words": "Sheet", "seen": "y"})
    shown = client.get(saved.location).text
    assert "The proof is saved." in shown and "Met" in shown and "Add proof" not in shown
