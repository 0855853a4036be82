"""What a preview says of a form that is not signed yet, and what it leaves unsaid."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from portal.consent.instruments.services import RecordConsent
from portal.consent.instruments.vocabulary import ConsentKind
from portal.consent.previewing.services import preview
from portal.consent.previewing.showing import table
from portal.consent.previewing.table import Opens
from portal.consent.register import TECHNICAL
from portal.consent.rules.codes import Defect
from portal.consent.turns.services import AgreeToRestriction, agree_to_restriction
from portal.gate.vocabulary import Category
from portal.web.refused import Refused
from tests.consent.previewing.seeing import line_of, said
from tests.given.county import NOW, Acting, County

Act = Callable[..., Acting]


def test_a_form_that_stays_deficient_opens_nothing(acting: Act, county: County, unsigned: RecordConsent) -> None:
    """R15: what a signature mends is taken as mended; anything else is named."""
    with acting("counselor") as (session, actor):
        assert preview(session, actor, unsigned, NOW).defects == ()
        found = preview(session, actor, replace(unsigned, form=unsigned.form | {"revocation_how": ""}), NOW)
        assert found.defects == (Defect.D06B,)
        assert said(found, county) == said(found, county, after=False)


def test_no_post_without_content_has_a_line(acting: Act, county: County, unsigned: RecordConsent) -> None:
    """R4: the court is named, and its administrators and its evaluator see nothing by a consent."""
    with acting("counselor") as (session, actor):
        (one,) = preview(session, actor, unsigned, NOW).openings
    roles = {line.seat.principal.role for line in one.lines}
    assert {"judge", "court_clerk"} <= roles and not roles & TECHNICAL


def test_a_period_shows_as_some_days(acting: Act, county: County, unsigned: RecordConsent) -> None:
    """R35: of a record period that does not reach to today only older records are told."""
    paper = replace(unsigned, record_from=date(2026, 3, 1), record_to=date(2026, 4, 1))
    with acting("counselor") as (session, actor):
        line = line_of(preview(session, actor, paper, NOW).openings[0], county, "defender")
    assert line is not None
    states = {cell.category: cell.after for cell in line.cells}
    assert states[Category.ATTENDANCE] is Opens.SOME and states[Category.DIAGNOSIS] is Opens.NO


def test_a_start_that_lies_ahead_is_looked_at_from_then(acting: Act, county: County, unsigned: RecordConsent) -> None:
    start = NOW + timedelta(days=9)
    with acting("counselor") as (session, actor):
        found = preview(session, actor, replace(unsigned, effective_from=start), NOW)
    assert found.at == start and Category.ATTENDANCE in said(found, county)["defender"]


def test_a_minor_s_paper_counts_as_signed_by_both(acting: Act, county: County, unsigned: RecordConsent) -> None:
    """C4: whoever the rules ask for is thought to have signed; a paper that lacks a signer by itself opens nothing."""
    with acting("counselor") as (session, actor):
        lacking = replace(
            unsigned,
            signed_at=NOW,
            signatures=({"signer": "parent_or_guardian", "name": "A Parent", "method": "paper"},),
        )
        found = preview(session, actor, lacking, NOW)
        assert said(found, county) == said(found, county, after=False)


def test_numbers_are_told_of_the_own_program_only(acting: Act, court_day: County, unsigned: RecordConsent) -> None:
    """R141: the court that enters its own paper is shown who would see what, and no number of the clinic's records."""
    with acting("coordinator") as (session, actor):
        (one,) = preview(session, actor, unsigned, NOW).openings
        assert all(cell.count is None for line in one.lines for cell in line.cells)
        assert table(one).on_file == ()
    with acting("counselor") as (session, actor):
        (one,) = preview(session, actor, unsigned, NOW).openings
        assert "1" in table(one).on_file


def test_a_promise_and_other_papers_stay_unknown_to_others(
    acting: Act, county: County, unsigned: RecordConsent
) -> None:
    """R143: the clinic's promise, and its paper for the case manager, do not show in the court's preview."""
    with acting("counselor") as (session, actor):
        promise = AgreeToRestriction(county.people["marcus"], reach="all", categories=("attendance",), recipients=())
        agree_to_restriction(session, actor, promise)
    with acting("counselor") as (session, actor):
        found = said(preview(session, actor, unsigned, NOW), county)
        assert Category.ATTENDANCE not in found["defender"] and Category.ENROLLMENT in found["defender"]
    with acting("officer") as (session, actor):
        found = preview(session, actor, replace(unsigned, recipients=unsigned.recipients[1:]), NOW)
        assert Category.ATTENDANCE in said(found, county)["defender"]
        assert said(found, county, after=False)["casemanager"] == set()


def test_a_court_paper_reaches_the_team_of_its_case_only(acting: Act, county: County, unsigned: RecordConsent) -> None:
    """R61: neither the case manager nor the defense, nor anybody of the court who is not on the team."""
    paper = replace(
        unsigned,
        kind=ConsentKind.CRIMINAL_JUSTICE,
        purposes=("cj_monitoring",),
        legal_case_id=county.cases["marcus"],
        duration_text="Until the case ends",
        revocable_event="final_disposition",
    )
    with acting("coordinator") as (session, actor):
        found = preview(session, actor, paper, NOW)
    assert found.defects == ()
    shown = said(found, county)
    assert {who for who in shown if shown[who]} == {"judge", "staff", "coordinator", "prosecutor", "officer"}
    assert Category.LEVEL_OF_CARE in shown["judge"] and Category.LEVEL_OF_CARE not in shown["prosecutor"]


def test_of_a_stranger_nothing_is_previewed(acting: Act, county: County, unsigned: RecordConsent) -> None:
    with acting("deputy") as (session, actor), pytest.raises(Refused):
        preview(session, actor, unsigned, NOW)
