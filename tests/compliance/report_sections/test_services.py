"""The supervision section: the draft stays at home, what was submitted is read by who may read supervision."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from portal.compliance.facts import submitted_sections
from portal.compliance.report_sections.queries import draft_of, supervision_facts
from portal.compliance.report_sections.services import WriteSupervision, save_draft, submit_section
from portal.compliance.supervision.vocabulary import ContactResult
from portal.web.refused import EditedMeanwhile, Refused
from tests.given.county import Acting, County

HEARING = date(2026, 11, 19)
Acts = Callable[..., Acting]


def written(county: County, line: str, version: int | None = None) -> WriteSupervision:
    return WriteSupervision(county.people["xio"], county.things["hearing"], HEARING, line, version)


def lines(session: Session, county: County) -> list[str]:
    found = submitted_sections(session, [county.people["xio"]], county.things["hearing"])
    return [one.line for one in found.get(county.people["xio"], ())]


def test_a_draft_is_the_agencys_own(acting: Acts, court_day: County) -> None:
    xio, hearing = court_day.people["xio"], court_day.things["hearing"]
    with acting("officer") as (session, actor):
        draft = save_draft(session, actor, written(court_day, "Kept every  visit"))
        assert draft.line == "Kept every visit"
        version = draft.version
    with acting("officer") as (session, actor):
        save_draft(session, actor, written(court_day, "Kept every visit since March", version))
        with pytest.raises(EditedMeanwhile):
            save_draft(session, actor, written(court_day, "An older text", version))
    for who in ("judge", "coordinator", "casemanager", "counselor"):
        with acting(who) as (session, _actor):
            assert draft_of(session, xio, hearing) is None and lines(session, court_day) == []


def test_what_was_submitted_last_holds(acting: Acts, court_day: County) -> None:
    with acting("officer") as (session, actor):
        for line in ("", "x" * 281):
            with pytest.raises(Refused):
                submit_section(session, actor, written(court_day, line))
        submit_section(session, actor, written(court_day, "First line"))
        submit_section(session, actor, written(court_day, "Second line"))
    for who, seen in (("judge", ["Second line"]), ("prosecutor", ["Second line"]), ("counselor", []), ("stranger", [])):
        with acting(who) as (session, _actor):
            assert lines(session, court_day) == seen, who


def test_facts_fill_themselves_in(acting: Acts, court_day: County) -> None:
    xio: UUID = court_day.people["xio"]
    with acting("officer") as (session, _actor):
        facts = supervision_facts(session, [xio], date(2026, 11, 5), HEARING)[xio]
        assert facts.count(ContactResult.KEPT) == 1 and len(facts.obligations) == 1
        assert supervision_facts(session, [xio], date(2026, 11, 14), HEARING)[xio].contacts == ()
