"""The main job, by hand in a browser: from a session logged in a clinic to the judge's packet, the hearing, and a
consent that is taken back. After the first address there are only clicks and keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import scenes
from tests.browser.desk import Desk
from tests.browser.served import HEARING, Served
from tests.pdf.reading import count_headings, words

pytestmark = pytest.mark.browser

REPORTS = 5
"""The four that the county has filed for Thursday, and Xio's."""


def test_the_main_job_from_the_roster_to_the_packet_and_back(chromium: Browser, served: Served, tmp_path: Path) -> None:
    desk = Desk(chromium, served.address)
    desk.arrive()
    scenes.marks_a_group(desk)
    scenes.corrects_a_mark(desk)
    scenes.answers_the_question(desk)
    scenes.logs_contact_and_proof(desk)
    scenes.enters_a_test(desk)
    scenes.opens_the_docket(desk)
    scenes.write_their_sections(desk)
    scenes.files_the_reports(desk)
    served.do_jobs("okafor", "pruitt")
    packets(desk, tmp_path)
    served.clock.go_to(HEARING)
    scenes.records_the_hearing(desk)
    scenes.sees_what_was_ordered(desk)
    scenes.keeps_the_court_consent(desk)
    scenes.takes_back_the_ordinary_one(desk)
    scenes.finds_nothing_of_the_clinic(desk)
    desk.sign_in("castellan")
    desk.menu("Packets")
    scenes.reads_the_report(desk)
    desk.reads("Intensive outpatient group", "Fri Nov 13")
    desk.leave()


def packets(desk: Desk, folder: Path) -> None:
    """Story 6: the judge's packet holds all reports of the docket, the prosecutor's less in each, a stranger none."""
    judge, prosecutor = folder / "judge.pdf", folder / "prosecutor.pdf"
    address = scenes.downloads_a_packet(desk, "whitlow", judge)
    scenes.reads_the_report(desk)
    desk.reads("2.1 intensive outpatient")
    scenes.downloads_a_packet(desk, "pruitt", prosecutor)
    scenes.reads_the_report(desk)
    desk.reads_not("2.1 intensive outpatient")
    assert count_headings(judge) == count_headings(prosecutor) == REPORTS
    told, less = words(judge), words(prosecutor)
    assert scenes.XIO in told
    assert "Page 1 of" in told
    assert "2.1 intensive outpatient" in told
    assert "2.1 intensive outpatient" not in less
    assert len(less) < len(told)
    desk.sign_in("stroud")
    denied, nothing = (desk.page.request.get(one) for one in (address, f"{desk.page.url}nothing/of/the/kind"))
    assert (denied.status, denied.body()) == (nothing.status, nothing.body())
    assert denied.status == 404
