"""A recovery house without an account, played by hand: no link before its consent is there, one answer by the link, one
line in the judge's report, and nothing for those whom the consent does not tell."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import recovery_house as scenes
from tests.browser.desk import Desk
from tests.browser.served import HEARING, Served
from tests.browser.walking import (
    comes_again,
    files_the_reports,
    finds_nothing,
    leaves,
    morning,
    opens_the_report,
)

pytestmark = pytest.mark.browser

DOCKET = "Thu Dec 3"


def test_the_recovery_house(chromium: Browser, served: Served) -> None:
    desk = Desk(chromium, served.address)
    served.clock.go_to(HEARING)
    desk.arrive()
    comes_again(desk, scenes.PRIYA, DOCKET)

    served.clock.go_to(morning(11, 30))
    desk.sign_in("quiroz")
    scenes.is_refused_without_consent(desk)
    scenes.enters_the_consent(desk)
    link, code = scenes.sends_the_link(desk)

    served.clock.go_to(morning(12, 1))
    scenes.answers_by_phone(chromium, served.address, link, code)
    desk.sign_in("quiroz")
    request = scenes.reads_the_answer(desk)
    scenes.finds_no_word(desk, request)

    served.clock.go_to(morning(12, 2))
    files_the_reports(desk, scenes.PRIYA)
    served.clock.go_to(morning(12, 3))
    opens_the_report(desk, "okafor", DOCKET, scenes.PRIYA)
    housing = desk.page.get_by_role("region", name="Life since the last hearing")
    expect(housing).to_contain_text(f"({scenes.SAID})")
    expect(housing).to_contain_text(scenes.HELPS)
    opens_the_report(desk, "pruitt", DOCKET, scenes.PRIYA)
    desk.reads_not("Cedar", scenes.HELPS)
    leaves(desk)


def test_a_fax_in_place_of_the_link(chromium: Browser, served: Served, tmp_path: Path) -> None:
    desk = Desk(chromium, served.address)
    desk.arrive()
    desk.sign_in("quiroz")
    link = scenes.opens_the_open_link(desk)
    scenes.writes_down_a_fax(desk, tmp_path)
    finds_nothing(desk, link)
    leaves(desk)
