"""Recording tests: what is refused, in the form's words and by the database; what a confirmation leaves behind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal import clock
from portal.accounts.recording import gate_columns
from portal.compliance.drug_tests import queries
from portal.compliance.drug_tests.models import DrugTest, DrugTestDetail, LatestDrugTest
from portal.compliance.drug_tests.services import (
    ChangeResult,
    RecordTest,
    SampleDetail,
    change_result,
    latest_by_derivation,
    record_test,
)
from portal.compliance.facts import drug_tests_of, sober_days_of
from portal.gate.vocabulary import Category
from portal.ids import new_id
from portal.web.refusals import refused_by
from portal.web.refused import Refused
from tests.given.county import NOW, Acting, County

TODAY = date(2026, 11, 18)
Acts = Callable[..., Acting]


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("collected_on", {"collected_on": TODAY + timedelta(days=1)}),
        ("collected_on", {"collected_time": time(23, 0)}),
        ("collected_on", {"collected_on": date(2026, 3, 1)}),
        ("code", {"code": "CLEAN"}),
    ],
)
def test_what_can_not_be_is_refused_at_its_field(
    acting: Acts, county: County, field: str, change: dict[str, Any]
) -> None:
    given = {"participant_id": county.people["marcus"], "collected_on": TODAY, "code": "NEG"}
    with acting("officer") as (session, actor):
        with pytest.raises(Refused) as refused:
            record_test(session, actor, RecordTest(**given | change))
        assert refused.value.field == field


def test_one_test_at_a_time(acting: Acts, county: County) -> None:
    same = RecordTest(county.people["marcus"], date(2026, 10, 5), "NEG", time(9, 30))
    with acting("collector") as (session, actor):
        record_test(session, actor, same)
        with pytest.raises(Refused) as refused:
            record_test(session, actor, same)
        assert refused.value.field == "collected_time"


def row_of(actor: Any, county: County, **change: Any) -> DrugTest:
    """A result written past the service: the database has the last word."""
    number, on = new_id(), change.pop("collected_on", date(2026, 10, 6))
    values = {"code": "NEG", "recorded_at": clock.now(), "recorded_on": TODAY, "collected_on": on} | change
    columns = gate_columns(actor, Category.DRUG_TEST, county.people["marcus"], on)
    return DrugTest(**columns, id=number, test_id=number, **values)


def write(acting: Acts, county: County, changes: list[dict[str, Any]]) -> None:
    with acting("collector") as (session, actor):
        session.add_all([row_of(actor, county, **change) for change in changes])
        session.flush()


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("code", {"code": "CLEAN"}),
        ("collected_on", {"collected_on": TODAY + timedelta(days=1)}),
        ("collected_on", {"collected_at": NOW + timedelta(hours=1)}),
        ("collected_on", {"collected_on": date(2026, 3, 1)}),
    ],
)
def test_the_database_refuses_it_too(acting: Acts, county: County, field: str, change: dict[str, Any]) -> None:
    """As a collector, who may not read the enrollment whose first day is looked at."""
    with pytest.raises(IntegrityError) as error:
        write(acting, county, [change])
    refused = refused_by(error.value)
    assert refused is not None and refused.field == field


def test_the_database_refuses_a_second_one(acting: Acts, county: County) -> None:
    with pytest.raises(IntegrityError) as error:
        write(acting, county, [{}, {}])
    refused = refused_by(error.value)
    assert refused is not None and refused.field == "collected_time"


def test_a_confirmation_keeps_the_first_result_and_moves_the_line(acting: Acts, county: County) -> None:
    person = county.people["marcus"]
    with acting("collector", NOW - timedelta(days=20)) as (session, actor):
        record_test(session, actor, RecordTest(person, date(2026, 10, 28), "NEG", time(9, 0)))
    with acting("collector", NOW - timedelta(days=10)) as (session, actor):
        first = record_test(
            session,
            actor,
            RecordTest(person, date(2026, 11, 7), "PRESUMPT", time(9, 0), detail=SampleDetail(observed=True)),
        )
        test_id, first_id = first.test_id, first.id
    with acting("officer") as (session, actor):
        before = sober_days_of(session, [person], TODAY)[person].days
        assert before.provisional
    with acting("collector") as (session, actor):
        with pytest.raises(Refused):
            change_result(session, actor, ChangeResult(first_id, "POS_CONF", " "))
        change_result(session, actor, ChangeResult(first_id, "POS_CONF", "Laboratory report", confirmed=True))
        held = queries.history_of(session, test_id)
        assert [(one.code, one.superseded_at is None) for one in held] == [("PRESUMPT", False), ("POS_CONF", True)]
        latest = session.scalars(select(LatestDrugTest).where(LatestDrugTest.participant_id == person)).one()
        assert (latest.drug_test_id, latest.code) == (held[-1].id, "POS_CONF")
        fresh = latest_by_derivation(session, actor, person)
        assert fresh is not None and fresh.id == latest.drug_test_id
        kept = session.scalars(select(DrugTestDetail).where(DrugTestDetail.drug_test_id == held[-1].id)).one()
        assert (kept.observed, kept.changed_why) == (True, "Laboratory report")
        with pytest.raises(Refused):
            change_result(session, actor, ChangeResult(first_id, "NEG", "Again"))
    with acting("officer") as (session, actor):
        after = sober_days_of(session, [person], TODAY)[person].days
        assert not after.provisional and after.line_from_on == date(2026, 11, 8)
        assert sober_days_of(session, [person], TODAY, known_by=NOW - timedelta(days=1))[person].days.provisional
        assert [one.code for one in drug_tests_of(session, [person])[person]][-1] == "POS_CONF"


def test_another_agency_changes_nothing(acting: Acts, court_day: County) -> None:
    with acting("counselor") as (session, actor), pytest.raises(Refused):
        change_result(session, actor, ChangeResult(court_day.things["test"], "POS_CONF", "Not ours", confirmed=True))


def test_the_details_go_to_fewer_readers(acting: Acts, court_day: County) -> None:
    for who, details in (("coordinator", 1), ("judge", 0), ("casemanager", 0), ("stranger", 0)):
        with acting(who) as (session, _actor):
            tests = queries.results_of(session, [court_day.people["xio"]]).get(court_day.people["xio"], [])
            assert len(tests) == (0 if who == "stranger" else 1)
            assert len(queries.details_of(session, [court_day.things["test"]])) == details
