"""What a report says where something is not known, not decided, or was recorded elsewhere than one looks for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal.compliance.behaviors.models import Question
from portal.compliance.behaviors.services import DecideQuestion, decide_question
from portal.compliance.milestones.services import Attest, attest_milestone
from portal.court.reports.assembling import assemble
from portal.court.reports.content import MilestoneState, ReportContent
from portal.court.reports.words import attendance_rate, milestones_met
from portal.extensions import db
from portal.participants.enrollments.models import Enrollment
from tests.clients import SignedInClient
from tests.court.days import Days
from tests.given.county import NOW, Acting, County

LATER = NOW + timedelta(hours=1)


@pytest.fixture(scope="module")
def told(app: Flask, county: County, days: Days) -> Callable[..., ReportContent]:
    """The report about Xio as it would be filed for somebody at a moment."""
    with Acting(app, county, "casemanager") as (session, actor):
        enrollment = session.get_one(Enrollment, county.enrollments["xio"])
        attest_milestone(session, actor, enrollment, Attest("p1.peer", date(2026, 11, 12), "The peer called"))

    def about(who: str, at: object = NOW) -> ReportContent:
        with app.app_context():
            with db.session.session_factory() as session:
                principal = county.principal(session, who)
            documents = assemble(db.session.session_factory, principal, days.tomorrow, at, "Dana")
        return next(one.content for one in documents if one.participant_id == county.people["xio"])

    return about


def test_no_whole_is_named_where_a_milestone_is_not_known(told: Callable[..., ReportContent]) -> None:
    """The clinic's confirmation is none of the prosecution's business; an "earliest" day would claim to know it."""
    content = told("prosecutor")
    assert MilestoneState.UNKNOWN in {line.state for line in content.milestones}
    met = sum(line.state is MilestoneState.MET for line in content.milestones)
    assert milestones_met(content) == f"{met} met"
    assert content.next_advancement is not None
    assert content.next_advancement.note == "not before, as far as is known"


def test_recovery_support_tells_what_was_recorded_for_it(told: Callable[..., ReportContent]) -> None:
    (line,) = told("judge").recovery_support
    assert (line.topic, line.text) == ("First meeting with a peer", "The peer called, Thu Nov 12")
    assert line.provenance.table == "attestation"


def test_everybody_who_wrote_a_section_signs_it(told: Callable[..., ReportContent]) -> None:
    signed = {line.role: (line.name, line.signed_at) for line in told("judge").signatures}
    assert next(iter(signed)) == "Filed by" and list(signed)[-1] == "Received for the judge’s office"
    name, at = signed["Riverbend Recovery"]
    assert name and at is not None


def test_an_undecided_absence_stands_beside_the_percentage(
    app: Flask, county: County, told: Callable[..., ReportContent], client_of: Callable[[str], SignedInClient]
) -> None:
    """On the page as in the report nobody reads "unexcused" before a person has decided."""
    before = told("judge")
    assert before.attendance_rate is not None
    assert (before.attendance_rate.counted, before.attendance_rate.undecided) == (1, 1)
    assert attendance_rate(before) == "Phase to date: 0 of 1, 0%; 1 of them not yet decided"
    page = client_of("judge").get(f"/participants/{county.people['xio']}").text
    panel = page.split("Treatment in the last 30 days")[1].split("</section>")[0]
    assert "(not yet decided)" in panel and "(unexcused)" not in panel and "Not yet decided" in panel


def test_a_decided_absence_is_told_as_it_was_decided(
    app: Flask, county: County, told: Callable[..., ReportContent]
) -> None:
    """The clinic's mark stays; picture, counts and days of the report follow the decision, as the page does."""
    with Acting(app, county, "coordinator") as (session, actor):
        asked = session.scalars(select(Question).where(Question.source_kind == "attendance")).one()
        decide_question(session, actor, DecideQuestion(asked.id, "excused", "The bus stood still", 0))
    after = told("judge", LATER)
    (line,) = after.attendance
    assert (line.excused, line.unexcused, line.question) == (1, 0, 0)
    assert [one.reason for one in line.missed] == ["excused"]
    assert after.strip is not None
    assert [mark.value for one in after.strip.days for mark in one.sessions] == ["excused"]
    assert after.attendance_rate is not None and after.attendance_rate.undecided == 0
