"""Admission, discharge and level of care: what is refused, by the service and by the database, and what follows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError

from portal.accounts.principal import Principal
from portal.accounts.recording import gate_columns
from portal.gate.vocabulary import Category
from portal.treatment import facts
from portal.treatment.admissions import queries
from portal.treatment.admissions.models import Admission, Discharge, LevelOfCare
from portal.treatment.admissions.services import Admit, EndTreatment, SetLevel, admit, discharge, set_level_of_care
from portal.treatment.admissions.vocabulary import DischargeStatus, Level
from portal.treatment.sessions.recording import MarkOne, RecordMarks, record_attendance
from portal.treatment.sessions.vocabulary import AttendanceMark
from portal.web.refusals import refused_by
from portal.web.refused import Refused
from tests.given.county import NOW, Acting, County
from tests.treatment.conftest import FIRST, Clinic


def test_days_that_cannot_be_are_refused(
    app: Any, county: County, clinic: Clinic, acting: Callable[..., Acting]
) -> None:
    too_early = EndTreatment(clinic.admission, FIRST - timedelta(days=1), DischargeStatus.COMPLETED)
    with acting("counselor") as (session, actor):
        with pytest.raises(Refused) as refused:
            discharge(session, actor, too_early)
        assert refused.value.field == "discharged_on"
        with pytest.raises(Refused):
            admit(session, actor, Admit(county.people["xio"], date(2026, 11, 18)))
        with pytest.raises(Refused):
            set_level_of_care(session, actor, SetLevel(clinic.admission, Level.OUTPATIENT, date(2026, 11, 19)))
        with pytest.raises(Refused):
            set_level_of_care(session, actor, SetLevel(clinic.admission, Level.OUTPATIENT_4, date(2026, 11, 10)))
    with acting("stranger") as (session, actor), pytest.raises(Refused):
        discharge(session, actor, EndTreatment(clinic.admission, date(2026, 11, 10), DischargeStatus.COMPLETED))
    with acting("stranger") as (session, actor), pytest.raises(Refused):
        admit(session, actor, Admit(county.people["maya"], date(2026, 11, 19)))


@pytest.mark.parametrize("what", ["discharge", "level", "ahead", "twice"])
def test_the_database_refuses_them_too(
    app: Any, county: County, clinic: Clinic, acting: Callable[..., Acting], what: str
) -> None:
    early, xio, late = FIRST - timedelta(days=1), county.people["xio"], NOW.date() + timedelta(days=3)

    def row(actor: Principal) -> Any:
        if what == "discharge":
            columns = gate_columns(actor, Category.DISCHARGE_STATUS, xio, early)
            return Discharge(**columns, admission_id=clinic.admission, discharged_on=early, status="completed")
        if what == "level":
            columns = gate_columns(actor, Category.LEVEL_OF_CARE, xio, early)
            return LevelOfCare(**columns, admission_id=clinic.admission, level="1", starts_on=early)
        who, day = ("maya", late) if what == "ahead" else ("xio", NOW.date())
        return Admission(**gate_columns(actor, Category.ENROLLMENT, county.people[who], day), admitted_on=day)

    def put() -> None:
        with acting("counselor") as (session, actor):
            session.add(row(actor))
            session.flush()

    with pytest.raises(DBAPIError):
        put()


def test_the_court_reads_the_level_and_never_why(
    app: Any, county: County, clinic: Clinic, acting: Callable[..., Acting]
) -> None:
    xio = county.people["xio"]
    with acting("judge") as (session, _actor):
        levels = facts.levels_of_care(session, [xio])[xio]
        assert [level.level for level in levels] == [Level.INTENSIVE_OUTPATIENT]
        assert queries.level_reasons(session, queries.levels_of(session, [xio])[xio]) == {}
    with acting("prosecutor") as (session, _actor):
        assert facts.levels_of_care(session, [xio]) == {}
        assert facts.admissions_of(session, [xio])[xio][0].admitted_on == FIRST


def test_a_discharge_ends_groups_and_planned_sessions(
    app: Any, county: County, clinic: Clinic, acting: Callable[..., Acting]
) -> None:
    marcus = county.people["marcus"]
    with acting("counselor") as (session, actor):
        assert facts.next_sessions(session, [marcus])[marcus]
        stay = queries.open_admission(session, marcus, actor.agency_id)
        assert stay is not None
        discharge(session, actor, EndTreatment(stay.id, date(2026, 11, 18), DischargeStatus.TRANSFERRED))
        assert facts.next_sessions(session, [marcus]) == {}
        assert facts.discharges_of(session, [marcus])[marcus][0].status is DischargeStatus.TRANSFERRED


def test_a_last_day_leaves_no_attended_session_behind_it(
    app: Any, county: County, clinic: Clinic, acting: Callable[..., Acting]
) -> None:
    """Nobody was present after the last day of treatment: one of the two is wrong, and is corrected first."""
    xio, held_on = county.people["xio"], FIRST + timedelta(days=1)
    with acting("counselor", clinic.starts[1] + timedelta(hours=2)) as (session, actor):
        record_attendance(session, actor, RecordMarks(clinic.sessions[1], (MarkOne(xio, AttendanceMark.PRESENT),)))
    day_before = held_on - timedelta(days=1)
    with acting("counselor") as (session, actor):
        with pytest.raises(Refused) as refused:
            discharge(session, actor, EndTreatment(clinic.admission, day_before, DischargeStatus.COMPLETED))
        assert refused.value.field == "discharged_on" and "Tue Nov 3" in str(refused.value.message)
    with acting("counselor") as (session, _actor):
        session.get_one(Admission, clinic.admission).discharged_on = day_before
        with pytest.raises(IntegrityError) as problem:
            session.flush()
        session.rollback()
        assert refused_by(problem.value) is not None
    with acting("counselor") as (session, actor):
        discharge(session, actor, EndTreatment(clinic.admission, held_on, DischargeStatus.COMPLETED))


def test_a_new_stay_begins_after_the_last_one_ended(
    app: Any, county: County, clinic: Clinic, acting: Callable[..., Acting]
) -> None:
    with acting("counselor") as (session, actor):
        last_day = facts.admissions_of(session, [county.people["xio"]])[county.people["xio"]][-1].discharged_on
        assert last_day is not None
        for day in (last_day, last_day - timedelta(days=30)):
            with pytest.raises(Refused) as refused:
                admit(session, actor, Admit(county.people["xio"], day))
            assert refused.value.field == "admitted_on"

    def put() -> None:
        with acting("counselor") as (session, actor):
            columns = gate_columns(actor, Category.ENROLLMENT, county.people["xio"], last_day)
            session.add(Admission(**columns, admitted_on=last_day))
            session.flush()

    with pytest.raises(IntegrityError) as problem:
        put()
    assert refused_by(problem.value) is not None
    with acting("counselor") as (session, actor):
        admit(session, actor, Admit(county.people["xio"], last_day + timedelta(days=1)))
