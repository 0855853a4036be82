"""The same job in a browser that runs no script: every step of it is a link or a form."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser import scenes
from tests.browser.desk import Desk
from tests.browser.served import HEARING, Served

pytestmark = pytest.mark.browser


def test_the_job_is_done_without_script(chromium: Browser, served: Served) -> None:
    desk = Desk(chromium, served.address, script=False)
    desk.arrive()
    scenes.marks_a_group(desk)
    scenes.corrects_a_mark(desk)
    scenes.answers_the_question(desk)
    scenes.logs_contact_and_proof(desk)
    scenes.enters_a_test(desk)
    scenes.opens_the_docket(desk)
    scenes.write_their_sections(desk)
    scenes.files_the_reports(desk)
    served.clock.go_to(HEARING)
    scenes.records_the_hearing(desk)
    scenes.sees_what_was_ordered(desk)
    desk.leave()
