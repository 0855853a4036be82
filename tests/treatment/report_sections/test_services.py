"""The treatment section: a draft is the clinic's own; a submission is read part by part."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from portal.treatment import facts
from portal.treatment.report_sections import queries
from portal.treatment.report_sections.services import TreatmentSection, keep_draft, submit_section
from portal.treatment.report_sections.vocabulary import LevelAdvice, MedicationTaken, Rating
from portal.web.refused import EditedMeanwhile, Refused
from tests.given.county import Acting, County
from tests.treatment.conftest import Clinic

HEARING = UUID("01900000-0000-7000-8000-000000000001")
LINE = "Came back the next day and owned the missed session."


def section(county: County) -> TreatmentSection:
    return TreatmentSection(
        participant_id=county.people["xio"],
        hearing_id=HEARING,
        due_on=date(2026, 11, 18),
        period_from=date(2026, 11, 5),
        period_to=date(2026, 11, 18),
        rating=Rating.ON_TRACK,
        goals_met=2,
        goals_total=4,
        line=LINE,
        level_advice=LevelAdvice.STEP_DOWN,
        medication=MedicationTaken.YES,
    )


def test_a_draft_is_the_clinics_own(app: Any, county: County, clinic: Clinic, acting: Callable[..., Acting]) -> None:
    with acting("counselor") as (session, actor):
        kept = keep_draft(session, actor, section(county))
        assert (kept.state, kept.version) == ("draft", 1)
    with acting("supervisor") as (session, actor), pytest.raises(EditedMeanwhile):
        keep_draft(session, actor, replace(section(county), line="Another line", version=0))
    for who in ("judge", "coordinator", "casemanager", "stranger"):
        with acting(who) as (session, actor):
            assert queries.drafts(session, [HEARING], county.agencies["riverbend"]) == []
            assert facts.submitted_sections(session, [county.people["xio"]], [HEARING]) == {}


def test_a_section_that_says_too_much_is_refused(
    app: Any, county: County, clinic: Clinic, acting: Callable[..., Acting]
) -> None:
    unfit = [{"rating": None}, {"line": "x" * 281}, {"goals_met": 5}, {"goals_total": None}]
    for change in unfit:
        with acting("counselor") as (session, actor), pytest.raises(Refused):
            submit_section(session, actor, replace(section(county), **change))


def test_each_part_is_read_by_those_who_may(
    app: Any, county: County, clinic: Clinic, acting: Callable[..., Acting]
) -> None:
    xio = county.people["xio"]
    with acting("counselor") as (session, actor):
        submit_section(session, actor, section(county))
    with acting("judge") as (session, _actor):
        one = facts.submitted_sections(session, [xio], [HEARING])[xio][0]
        assert one.progress is not None and one.progress.line == LINE
        assert one.level is not None and (one.level.level, one.level.advised_level) == ("2.1", "1")
        assert one.medication is not None and one.medication.taken is MedicationTaken.YES
    with acting("prosecutor") as (session, _actor):
        one = facts.submitted_sections(session, [xio], [HEARING])[xio][0]
        assert one.progress is not None and one.level is None and one.medication is None


def test_a_later_submission_supersedes_the_first(
    app: Any, county: County, clinic: Clinic, acting: Callable[..., Acting]
) -> None:
    xio = county.people["xio"]
    with acting("counselor") as (session, actor):
        submit_section(session, actor, section(county))
        submit_section(session, actor, replace(section(county), rating=Rating.SOME, medication=None))
    with acting("judge") as (session, _actor):
        one = facts.submitted_sections(session, [xio], [HEARING])[xio][0]
        assert one.progress is not None and one.progress.rating is Rating.SOME
        assert one.progress.source.version >= 2
        assert one.medication is None
