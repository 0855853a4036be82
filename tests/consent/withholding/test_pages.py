"""A record is withheld from its own page, with a reason that stays in the program, and opened again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from portal.consent.withholding.services import NotOwnRecord, lift_withholding, withhold
from portal.treatment.sessions.models import Attendance
from portal.web.refused import Refused
from tests.clients import SignedInClient
from tests.given.county import Acting, County

Client = Callable[[str], SignedInClient]
Act = Callable[..., Acting]
REASON = "A third person is named in it."


def marks(acting: Act, county: County, who: str) -> int:
    with acting(who) as (session, _):
        wanted = select(Attendance).where(Attendance.participant_id == county.people["xio"])
        return len(session.scalars(wanted).all())


def address(county: County) -> str:
    return f"/records/mark/{county.things['xio-mark']}"


def test_a_mark_is_withheld_from_its_own_page_and_opened_again(
    client_of: Client, court_day: County, acting: Act
) -> None:
    client, page = client_of("counselor"), address(court_day)
    own = client.get(f"/attendance/{court_day.things['xio-mark']}/correct").text
    assert f'href="{page}/withholding"' in own
    assert marks(acting, court_day, "judge") == 1
    empty = client.submit(f"{page}/withholding", {"reason": " "}, to=f"{page}/withhold")
    assert empty.status_code == 422 and "Write why the record is withheld" in empty.text
    done = client.submit(f"{page}/withholding", {"reason": REASON}, to=f"{page}/withhold")
    assert done.status_code == 303 and marks(acting, court_day, "judge") == 0
    shown = client.get(done.location).text
    for words in ("Mark of", "Withheld", REASON, "Counselor Example", "Open it to consents again"):
        assert words in shown
    assert REASON not in client_of("judge").get(f"/participants/{court_day.people['xio']}").text
    lifted = client.submit(f"{page}/withholding", {}, to=f"{page}/lift")
    assert lifted.status_code == 303 and marks(acting, court_day, "judge") == 1
    again = client.get(lifted.location).text
    assert "Open to consents" in again and REASON in again, "the history stays"
    twice = client.submit(f"{page}/withholding", {"form_key": "x" * 65}, to=f"{page}/lift")
    assert twice.status_code == 422 and "Why is it withheld?" in twice.text


def test_what_is_no_record_of_this_kind_is_not_found(client_of: Client, court_day: County) -> None:
    client = client_of("counselor")
    assert client.get(f"/records/nothing/{court_day.things['xio-mark']}/withholding").status_code == 404
    assert client.get(f"/records/result/{court_day.things['xio-mark']}/withholding").status_code == 404
    test = client_of("supervisor").get(f"/records/result/{court_day.things['test']}/withholding")
    assert test.status_code == 404, "the probation's own test"


@pytest.mark.parametrize("who", ["office", "privacy"])
def test_only_those_who_answer_for_the_care_withhold(acting: Act, court_day: County, who: str) -> None:
    with acting("counselor") as (session, _):
        mark = session.get_one(Attendance, court_day.things["xio-mark"])
    with acting(who) as (session, actor):
        for act in (lambda: withhold(session, actor, mark, REASON), lambda: lift_withholding(session, actor, mark)):
            with pytest.raises(Refused, match="Ask a clinician"):
                act()
        session.rollback()


def test_nobody_withholds_what_another_agency_wrote(acting: Act, court_day: County) -> None:
    with acting("counselor") as (session, _):
        mark = session.get_one(Attendance, court_day.things["xio-mark"])
    with acting("stranger") as (session, actor), pytest.raises(NotOwnRecord):
        withhold(session, actor, mark, REASON)
