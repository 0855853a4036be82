"""The report board in the browser: one button files, a second press files nothing more, a correction says why."""

from __future__ import annotations

import re
from collections.abc import Callable

from sqlalchemy import select

from portal.court.reports.models import FilingRecord
from tests.clients import TOKEN, SignedInClient
from tests.court.days import Days
from tests.given.county import Acting


def versions(acting: Callable[..., Acting]) -> list[int]:
    with acting("coordinator") as (session, _):
        return sorted(one.version for one in session.scalars(select(FilingRecord)))


def test_one_button_files_and_acts_once(
    client_of: Callable[[str], SignedInClient], acting: Callable[..., Acting], days: Days
) -> None:
    client = client_of("coordinator")
    board = f"/dockets/{days.tomorrow}/reports"
    shown = client.get(board).text
    assert "File the 8 reports" in shown
    hidden = dict(TOKEN.findall(shown))
    first, again = client.post(board, data=hidden), client.post(board, data=hidden)
    assert (first.status_code, first.location) == (again.status_code, again.location) == (303, f"{board}?done=filed")
    assert versions(acting) == [1] * 8
    after = client.get(board).text
    assert "Every report of this docket is filed." in after and len(re.findall("version 1", after)) == 8
    nothing = client.submit(board, {})
    assert nothing.status_code == 422 and "Everything is filed already" in nothing.text


def test_a_correction_says_why_and_goes_to_everybody(
    client_of: Callable[[str], SignedInClient], acting: Callable[..., Acting], days: Days
) -> None:
    client = client_of("coordinator")
    page = f"/hearings/{days.hearings['xio']}/reports/correct"
    silent = client.submit(page, {"correction": ""})
    assert silent.status_code == 422 and "Say what was corrected" in silent.text
    assert client.submit(page, {"correction": "A mark was corrected."}).status_code == 303
    assert versions(acting) == [1] * 8 + [2] * 4


def test_the_team_sees_that_it_was_filed_and_not_what_it_says(
    client_of: Callable[[str], SignedInClient], days: Days
) -> None:
    for who in ("clerk", "prosecutor", "counselor"):
        assert client_of(who).get(f"/dockets/{days.tomorrow}/reports").status_code == 403
