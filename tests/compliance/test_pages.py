"""The pages of tests, questions, milestones and obligations, and the panels on the participant's page."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

from sqlalchemy import select

from portal.compliance.behaviors.models import Question
from portal.participants.programs.vocabulary import AttendanceMark
from portal.treatment.sessions.recording import CorrectMark, correct_mark
from tests.given.county import NOW, Acting, County
from tests.given.papers import a_scan

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


def test_a_paper_is_attached_to_a_reason_and_a_program_is_not(
    app: Any, court_day: County, client_of: Clients, acting: Acts
) -> None:
    earlier = NOW - timedelta(hours=1)
    with acting("counselor", earlier) as (session, actor):
        mark = CorrectMark(court_day.things["marcus-mark"], AttendanceMark.UNEXCUSED, "Took the wrong row")
        correct_mark(session, actor, mark)
        asked = Question.recorded_at == earlier
        question = session.scalars(select(Question).where(asked)).one().id
    page = f"/questions/{question}"
    manager = client_of("casemanager")
    program = {"words": "Bus strike", "scan": (BytesIO(b"MZ\x90\x00" + b"\0" * 400), "notice.pdf")}
    refused = manager.submit(page, program, to=f"{page}/reasons")
    assert refused.status_code == 422 and "Choose a PDF, or a picture in PNG or JPEG." in refused.text
    assert "Bus strike" in refused.text and "Open the paper" not in refused.text
    without = {"words": "", "scan": (BytesIO(a_scan()), "notice.pdf")}
    assert "Enter the reason" in manager.submit(page, without, to=f"{page}/reasons").text
    saved = manager.submit(
        page, {"words": "Bus strike", "scan": (BytesIO(a_scan()), "../../x.exe")}, to=f"{page}/reasons"
    )
    shown = manager.get(saved.location).text
    assert shown.count("Open the paper") == 1 and "Reason, a paper was seen" in shown
    (address,) = re.findall(r'href="(/question-papers/[0-9a-f-]{36})"', shown)
    kept = client_of("counselor").get(address)
    assert kept.data == a_scan() and kept.headers["Content-Disposition"] == 'attachment; filename="reason.pdf"'
    never = client_of("stranger").get("/question-papers/00000000-0000-0000-0000-000000000000")
    denied = client_of("stranger").get(address)
    assert (denied.status_code, denied.data) == (404, never.data)
    assert [client_of(who).get(address).status_code for who in ("judge", "prosecutor", "clerk")] == [403, 403, 403]


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
