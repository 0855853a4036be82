"""A level of care, and what a report section told, are withheld from their own pages; repeats follow (R16)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from portal.treatment.admissions.models import LevelOfCare
from portal.treatment.report_sections.models import LevelRecommendation, MedicationReport, ProgressSummary
from portal.treatment.report_sections.services import TreatmentSection, submit_section
from portal.treatment.report_sections.vocabulary import MedicationTaken
from tests.clients import SignedInClient
from tests.given.county import Acting, County
from tests.given.filed_day import section

Client = Callable[[str], SignedInClient]
Act = Callable[..., Acting]
AT = datetime(2026, 11, 16, 20, tzinfo=UTC)
PARTS = {"progress": ProgressSummary, "level-advice": LevelRecommendation, "medication": MedicationReport}
REASON = "A third person is named in it."


def whole(county: County) -> TreatmentSection:
    return replace(section(county), medication=MedicationTaken.YES)


@pytest.fixture(scope="module", autouse=True)
def _sent(app: Flask, court_day: County) -> None:
    """The counselor has submitted the section, with all its parts."""
    with Acting(app, court_day, "counselor", AT) as (session, actor):
        submit_section(session, actor, whole(court_day))


def current(acting: Act, county: County, who: str, table: Any) -> list[UUID]:
    """What somebody reads of Xio in a table, of what holds."""
    with acting(who) as (session, _):
        wanted = select(table).where(table.participant_id == county.people["xio"], table.superseded_at.is_(None))
        return [one.id for one in session.scalars(wanted)]


def turned(client: SignedInClient, page: str, act: str, reason: str = "") -> None:
    answer = client.submit(f"{page}/withholding", {"reason": reason}, to=f"{page}/{act}")
    assert answer.status_code == 303, answer.text


@pytest.mark.parametrize("code", PARTS)
def test_a_part_of_a_section_is_withheld_and_opened_again(
    client_of: Client, court_day: County, acting: Act, code: str
) -> None:
    client, treatment = client_of("counselor"), f"/participants/{court_day.people['xio']}/treatment"
    (part,) = current(acting, court_day, "judge", PARTS[code])
    page = f"/records/{code}/{part}"
    assert f'href="{page}/withholding"' in client.get(treatment).text
    turned(client, page, "withhold", REASON)
    assert current(acting, court_day, "judge", PARTS[code]) == []
    assert all(current(acting, court_day, "judge", PARTS[other]) for other in PARTS if other != code)
    assert "Withheld" in client.get(treatment).text and REASON in client.get(f"{page}/withholding").text
    assert client_of("judge").get(f"{page}/withholding").status_code == 403
    turned(client, page, "lift")
    assert current(acting, court_day, "judge", PARTS[code]) == [part]


def test_what_is_submitted_again_stays_withheld(client_of: Client, court_day: County, acting: Act) -> None:
    """Else a correction would open what the program decided to keep."""
    (part,) = current(acting, court_day, "judge", ProgressSummary)
    turned(client_of("counselor"), f"/records/progress/{part}", "withhold", REASON)
    with acting("counselor") as (session, actor):
        again = submit_section(session, actor, whole(court_day)).progress
        assert again.id != part and again.withheld
    assert current(acting, court_day, "judge", ProgressSummary) == []
    turned(client_of("counselor"), f"/records/progress/{again.id}", "lift")
    assert current(acting, court_day, "judge", ProgressSummary) == [again.id]


def test_a_withheld_level_is_not_told_by_a_section_either(client_of: Client, court_day: County, acting: Act) -> None:
    client, treatment = client_of("counselor"), f"/participants/{court_day.people['xio']}/treatment"
    (level,) = current(acting, court_day, "judge", LevelOfCare)
    page = f"/records/level/{level}"
    assert f'href="{page}/withholding"' in client.get(treatment).text
    assert "Level of care from" in unescape(client.get(f"{page}/withholding").text)
    turned(client, page, "withhold", REASON)
    assert current(acting, court_day, "judge", LevelOfCare) == []
    assert current(acting, court_day, "judge", LevelRecommendation) == [], "it says the same level"
    assert current(acting, court_day, "judge", ProgressSummary), "nothing else"
    with acting("counselor") as (session, actor):
        made = submit_section(session, actor, whole(court_day)).level
        assert made is not None and made.withheld
        other = replace(whole(court_day), hearing_id=court_day.things["last-hearing"])
        first = submit_section(session, actor, other).level
        assert first is not None and first.withheld, "a first one for another hearing too"
    assert current(acting, court_day, "judge", LevelRecommendation) == []
    turned(client, page, "lift")
    assert current(acting, court_day, "judge", LevelOfCare) == [level]
    assert set(current(acting, court_day, "judge", LevelRecommendation)) == {made.id, first.id}
