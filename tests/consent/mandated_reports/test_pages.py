"""Reports that a law asks for: made where Part 2 has an exception, refused with what to do where it has none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts.agencies.services import AddAgency, add_agency
from portal.accounts.agencies.vocabulary import AgencyKind
from portal.consent.accounting.models import Disclosure
from portal.consent.mandated_reports.models import MandatedReport
from portal.consent.mandated_reports.services import ReportByLaw, report_by_law
from portal.consent.mandated_reports.vocabulary import Channel, ReportKind, Step
from portal.consent.signing.services import record_death
from portal.db import unit_of_work
from portal.gate.vocabulary import Category
from portal.web.refused import Refused
from tests.clients import SignedInClient
from tests.given.county import NOW, Acting, County, onto_team

Client = Callable[[str], SignedInClient]
Act = Callable[..., Acting]


@pytest.fixture(scope="module")
def offices(app: Flask, court_day: County) -> dict[str, str]:
    """The county's agencies that take such reports; none of them uses the portal."""
    with app.app_context(), unit_of_work() as session:
        protection = add_agency(session, None, AddAgency("Marlow Child Services", "CPS", AgencyKind.CHILD_PROTECTION))
        deaths = add_agency(session, None, AddAgency("State Vital Records", "Vital", AgencyKind.VITAL_RECORDS))
        found = {"protection": str(protection.id), "deaths": str(deaths.id)}
    return found | {"sheriff": str(court_day.agencies["sheriff"])}


def shelf(county: County) -> str:
    return f"/participants/{county.people['xio']}/reports-by-law"


def filled(offices: dict[str, str], **changes: Any) -> dict[str, Any]:
    return {
        "kind": "child_abuse_report",
        "step": "initial",
        "recipient": offices["protection"],
        "recipient_name": "Intake worker 12",
        "channel": "phone",
        "reported_on-month": "11",
        "reported_on-day": "18",
        "reported_on-year": "2026",
        "told": "Bruises on the younger child, seen on Tuesday.",
    } | changes


def test_a_report_of_child_abuse_is_kept_and_accounted_for(
    client_of: Client, court_day: County, offices: dict[str, str], acting: Act
) -> None:
    client = client_of("counselor")
    done = client.submit(shelf(court_day) + "/new", filled(offices))
    assert done.status_code == 303, done.text
    page = client.get(done.location).text
    for words in ("Suspected child abuse or neglect", "Marlow Child Services", "Intake worker 12", "Bruises"):
        assert words in page
    assert "Bruises" in client_of("privacy").get(shelf(court_day)).text
    with acting("privacy") as (session, _):
        told = session.scalars(select(Disclosure).where(Disclosure.instrument_kind == "child_abuse_report")).one()
        report = session.scalars(select(MandatedReport)).one()
        assert (told.instrument_id, str(told.agency_id)) == (report.id, offices["protection"])
        assert (told.holder_id, told.categories) == (court_day.agencies["riverbend"], Category.INCIDENT_REPORT.bit)
    with acting("judge") as (session, _):
        assert session.scalars(select(MandatedReport)).all() == []


REFUSED: dict[str, tuple[dict[str, str], str]] = {
    "what follows the report": ({"step": "follow_up"}, "needs consent or a court order"),
    "child abuse, to the police": ({"recipient": "sheriff"}, "only to child protection"),
    "a crime, to child protection": ({"kind": "crime_on_premises"}, "told to the police, and to nobody else"),
    "a duty to warn": ({"kind": "other", "recipient": "sheriff"}, "Federal law has no exception for this report."),
    "elder abuse, to an agency of no list": ({"kind": "other", "recipient": ""}, "Federal law has no exception"),
    "a cause of death of the living": ({"kind": "vital_statistics", "recipient": "deaths"}, "Only after a death"),
    "nothing told": ({"told": " "}, "Write what was told."),
    "tomorrow": ({"reported_on-day": "19"}, "that day is still to come"),
    "no agency": ({"recipient": ""}, "Choose the agency."),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_has_no_exception_is_refused_and_explained(
    client_of: Client, court_day: County, offices: dict[str, str], acting: Act, name: str
) -> None:
    changes, words = REFUSED[name]
    given = filled(offices, **{key: offices.get(value, value) for key, value in changes.items()})
    with acting("counselor") as (session, _):
        before = len(session.scalars(select(MandatedReport)).all())
    answer = client_of("counselor").submit(shelf(court_day) + "/new", given)
    assert answer.status_code == 422 and words in answer.text
    assert "Intake worker 12" in answer.text, "what was typed stays"
    with acting("counselor") as (session, _):
        assert len(session.scalars(select(MandatedReport)).all()) == before


def test_after_a_crime_the_law_s_few_facts_are_told(
    client_of: Client, court_day: County, offices: dict[str, str]
) -> None:
    client = client_of("supervisor")
    given = filled(offices, kind="crime_on_premises", recipient=offices["sheriff"], facts=["status", "whereabouts"])
    done = client.submit(shelf(court_day) + "/new", given)
    assert done.status_code == 303
    page = client.get(done.location).text
    assert "That the person is a patient; Last known place" in page


def a_death(county: County, offices: dict[str, str]) -> ReportByLaw:
    return ReportByLaw(
        county.people["xio"],
        ReportKind.DEATH,
        Step.INITIAL,
        UUID(offices["deaths"]),
        "Registrar",
        Channel.PAPER,
        NOW,
        "Overdose of heroin",
    )


def test_the_cause_of_a_death_is_told_and_no_record(court_day: County, offices: dict[str, str], acting: Act) -> None:
    """R58: to the office that keeps death records, after a death that is on file."""
    with acting("counselor") as (session, actor):
        with pytest.raises(Refused, match="Only after a death"):
            report_by_law(session, actor, a_death(court_day, offices))
        record_death(session, actor, court_day.people["xio"], NOW - timedelta(hours=1))
        report = report_by_law(session, actor, a_death(court_day, offices))
        told = session.scalars(select(Disclosure).where(Disclosure.instrument_id == report.id)).one()
        assert (told.instrument_kind, told.categories) == ("vital_statistics", 0)
        wrong = replace(a_death(court_day, offices), recipient_agency_id=court_day.agencies["sheriff"])
        with pytest.raises(Refused, match="Only after a death"):
            report_by_law(session, actor, wrong)
        session.rollback()


def a_suspicion(county: County, offices: dict[str, str]) -> ReportByLaw:
    """What Part 2 lets the program report."""
    kind, to = ReportKind.CHILD_ABUSE, UUID(offices["protection"])
    return ReportByLaw(county.people["marcus"], kind, Step.INITIAL, to, "Intake", Channel.PHONE, NOW, "Bruises")


@pytest.mark.parametrize("who", ["office", "coordinator", "stranger"])
def test_only_the_program_reports(court_day: County, offices: dict[str, str], acting: Act, who: str) -> None:
    """Also when it is a report that may be made: neither its office, nor who knows the person from elsewhere."""
    with acting("counselor") as (session, actor):
        assert report_by_law(session, actor, a_suspicion(court_day, offices)).told == "Bruises"
        session.rollback()
    with acting(who) as (session, actor):
        with pytest.raises(Refused, match=r"The program that treats|Not found or not available"):
            report_by_law(session, actor, a_suspicion(court_day, offices))
        session.rollback()


def test_a_clinician_of_the_team_who_does_not_treat_the_person_reports_nothing(
    app: Flask, court_day: County, offices: dict[str, str], acting: Act
) -> None:
    """R112: the other program knows Marcus from its seat on the team, and has nothing of its own to report."""
    onto_team(app, court_day, "marcus", "stranger")
    with acting("stranger") as (session, actor):
        with pytest.raises(Refused, match="The program that treats"):
            report_by_law(session, actor, a_suspicion(court_day, offices))
        session.rollback()
