"""Passing on what was received: the rules decide, what may not go stays, and each request is kept with its reason."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.consent.copies.models import DeliveredCopy
from portal.consent.copies.services import PassOn, disclose
from portal.consent.redisclosures.models import RedisclosureRequest
from portal.consent.redisclosures.services import AskToPassOn, ask_to_redisclose
from portal.gate.vocabulary import Purpose
from portal.treatment.sessions.models import Attendance
from portal.web.refused import Refused
from tests.clients import SignedInClient
from tests.given.county import Acting, County

Client = Callable[[str], SignedInClient]
Act = Callable[..., Acting]


@pytest.fixture(scope="module")
def document(app: object, court_day: County) -> UUID:
    """The clinic's marks of Xio, sent to the court under the criminal-justice consent."""
    with Acting(app, court_day, "counselor") as (session, actor):
        marks = select(Attendance).where(Attendance.participant_id == court_day.people["xio"])
        to = PassOn(court_day.principal(session, "coordinator"), Purpose.CJ_MONITORING, "The team asked for it")
        return disclose(session, actor, session.scalars(marks).all(), to)[0].document_id


def shelf(county: County) -> str:
    return f"/participants/{county.people['xio']}/received"


def asked(county: County, who: str, purpose: str, why: str = "He supervises her.") -> dict[str, str]:
    return {"target": str(county.appointments[who]), "purpose": purpose, "why": why}


def test_official_duty_passes_on_and_the_request_is_kept(
    client_of: Client, court_day: County, document: UUID, acting: Act
) -> None:
    client = client_of("coordinator")
    page = client.get(shelf(court_day)).text
    assert "From Riverbend Recovery" in page and f"/received/{document}/pass-on" in page
    done = client.submit(f"/received/{document}/pass-on", asked(court_day, "officer", "cj_monitoring"))
    assert done.status_code == 303 and "done=passed-on" in done.location
    for words in ("He supervises her.", "Officer Example", "All of it", "Coordinator Example"):
        assert words in client.get(done.location).text
    assert "From Riverbend Recovery" in client_of("officer").get(shelf(court_day)).text
    assert "He supervises her." not in client_of("officer").get(shelf(court_day)).text


@pytest.mark.parametrize(
    ("who", "purpose"),
    [("officer", "criminal_investigation"), ("deputy", "cj_monitoring"), ("casemanager", "case_management")],
)
def test_what_may_not_go_stays_and_the_request_is_kept(
    client_of: Client, court_day: County, document: UUID, acting: Act, who: str, purpose: str
) -> None:
    """R70, R71, R75: one sentence for every reason (R148); the codes are kept for who looks into it."""
    client = client_of("judge")
    done = client.submit(f"/received/{document}/pass-on", asked(court_day, who, purpose, "Asked by phone."))
    assert done.status_code == 303 and "done=not-passed" in done.location
    page = client.get(done.location).text
    assert "Nothing of this may go to that person for that purpose." in page and "REDISCLOSURE" not in page
    with acting("judge") as (session, actor):
        kept = session.scalars(select(RedisclosureRequest).where(RedisclosureRequest.purpose == purpose)).all()[-1]
        assert (kept.passed, kept.asked, kept.held_by_id) == (0, 1, actor.agency_id)
        assert kept.reasons and kept.why == "Asked by phone."
    with acting(who) as (session, actor):
        copies = select(DeliveredCopy).where(DeliveredCopy.purpose == purpose)
        assert session.scalars(copies).all() == []


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"why": " "}, "Write in one sentence why"),
        ({"target": ""}, "Choose who is to get it."),
        ({"purpose": ""}, "Say what for."),
        ({"why": "x" * 281}, "Use 280 characters or fewer."),
    ],
)
def test_what_is_missing_is_named(
    client_of: Client, court_day: County, document: UUID, changes: dict[str, str], message: str
) -> None:
    values = asked(court_day, "officer", "cj_monitoring") | changes
    answer = client_of("coordinator").submit(f"/received/{document}/pass-on", values)
    assert answer.status_code == 422 and message in answer.text


def test_nobody_passes_on_what_another_agency_holds(
    client_of: Client, court_day: County, document: UUID, acting: Act
) -> None:
    assert client_of("casemanager").get(f"/received/{document}/pass-on").status_code == 404
    command = AskToPassOn(document, court_day.appointments["officer"], Purpose.CJ_MONITORING, "It is needed.")
    with acting("casemanager") as (session, actor):
        with pytest.raises(Refused, match="Not found or not available"):
            ask_to_redisclose(session, actor, command)
        session.rollback()
    with acting("evaluator") as (session, actor):
        with pytest.raises(Refused, match="Not found or not available"):
            ask_to_redisclose(session, actor, command)
        session.rollback()
