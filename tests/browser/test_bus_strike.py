"""A bus strike, played by hand: an absence is marked, its reason attached with the paper, the mark corrected; the court
reads the figures and nothing of the reason."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import bus_strike as scenes
from tests.browser.desk import Desk
from tests.browser.scenes import MARCUS
from tests.browser.served import HEARING, Served
from tests.browser.walking import comes_again, files_the_reports, leaves, morning, opens_the_person, opens_the_report

pytestmark = pytest.mark.browser

DOCKET = "Thu Dec 3"
AS_OF = date(2026, 11, 24)


def test_the_bus_strike(chromium: Browser, served: Served, tmp_path: Path) -> None:
    desk = Desk(chromium, served.address)
    served.clock.go_to(HEARING)
    desk.arrive()
    comes_again(desk, MARCUS, DOCKET)

    served.clock.go_to(morning(11, 24, 13))
    before = scenes.balance(served, AS_OF)
    scenes.marks_him_unexcused(desk)
    assert scenes.balance(served, AS_OF) == before

    served.clock.go_to(morning(11, 25))
    desk.sign_in("ortiz")
    opens_the_person(desk, MARCUS)
    desk.reads("Open questions", scenes.QUESTION)
    owed = scenes.what_is_owed(desk)
    question, paper = scenes.attaches_the_notice(desk, tmp_path)
    scenes.corrects_to_excused(desk, tmp_path)
    assert scenes.balance(served, AS_OF) == before
    desk.sign_in("ortiz")
    person = opens_the_person(desk, MARCUS)
    desk.reads_not(scenes.QUESTION)
    assert scenes.what_is_owed(desk) == owed != []

    served.clock.go_to(morning(12, 1, 13))
    desk.sign_in("abara")
    for day in ("Fri Nov 27", "Tue Dec 1"):
        scenes.marks_the_roster(desk, day)
    served.clock.go_to(morning(12, 2))
    files_the_reports(desk, MARCUS)

    served.clock.go_to(morning(12, 3))
    reports = []
    for reader in ("okafor", "pruitt"):
        reports.append(opens_the_report(desk, reader, DOCKET, MARCUS))
        scenes.reads_the_attendance(desk)
    scenes.a_stranger_finds_nothing(desk, [*reports, person, question, paper])
    leaves(desk)
