"""What a decision case says arrives whole: every key at its own place, in each of its shapes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from portal.consent.rules.cases import (
    actor_from,
    agency_from,
    agreement_from,
    emergency_from,
    order_from,
    participant_from,
    record_from,
    request_from,
    site_from,
)
from portal.consent.rules.facts import (
    Actor,
    Case,
    CourtOrder,
    Emergency,
    HeldCopy,
    Participant,
    Reader,
    Record,
    Redisclosure,
    Request,
)
from portal.consent.rules.intervals import Interval
from portal.consent.rules.site import Agency, Agreement
from portal.consent.rules.terms import Action, AgreementKind, Capacity, Category, Label, MinorRule, Regime


def noon(day: int) -> datetime:
    return datetime(2026, 3, day, 12, tzinfo=UTC)


def written(day: int) -> str:
    return f"2026-03-{day:02}T12:00:00Z"


ACTOR = {
    "user": "u1",
    "role": "clinician",
    "agency": "north",
    "status": "active",
    "ended_at": written(9),
    "cjis_cleared": True,
    "medical_personnel": True,
    "participant_id": "P7",
}


def test_an_actor() -> None:
    assert actor_from(ACTOR) == Actor(
        "u1",
        "clinician",
        "north",
        cjis_cleared=True,
        status="active",
        ended_at=noon(9),
        medical_personnel=True,
        participant_id="P7",
    )


def test_a_participant_with_cases_and_stints_on_their_teams() -> None:
    stints = [("u1", 1, 2), ("u2", 1, None), ("u1", 3, None)]
    case = {
        "id": "CR-1",
        "condition_of_disposition": True,
        "final_disposition_at": written(10),
        "latest_possible_disposition_at": written(11),
        "team": [{"user": who, "from": written(start), "to": end and written(end)} for who, start, end in stints],
    }
    given = {
        "id": "P1",
        "dob": "1991-04-02",
        "age_of_majority": 19,
        "minor_rule": "parental_consent_required",
        "capacity": "adjudicated_lacking",
        "deceased_at": written(12),
        "treating_agencies": ["north", "er"],
        "cases": [case],
    }
    assert participant_from(given) == Participant(
        id="P1",
        born_on=date(1991, 4, 2),
        age_of_majority=19,
        minor_rule=MinorRule("parental_consent_required"),
        capacity=Capacity("adjudicated_lacking"),
        deceased_at=noon(12),
        treating_agencies=frozenset({"north", "er"}),
        cases=(
            Case(
                id="CR-1",
                condition_of_disposition=True,
                final_disposition_at=noon(10),
                latest_possible_disposition_at=noon(11),
                team={
                    "u1": (Interval(noon(1), noon(2)), Interval(noon(3), None)),
                    "u2": (Interval(noon(1), None),),
                },
            ),
        ),
    )


def test_a_record_that_is_a_copy() -> None:
    given = {
        "id": "rec-1",
        "category": "attendance",
        "origin_agency": "north",
        "regime": "part2",
        "sensitivity": ["SUD", "HIV"],
        "service_date": "2026-02-10",
        "created_at": written(1),
        "author": "u1",
        "withheld": True,
        "holder_copy": {"agency": "court", "received_at": written(2), "received_under_kind": "part2_cj"},
    }
    assert record_from(given) == Record(
        id="rec-1",
        category=Category.ATTENDANCE,
        origin="north",
        regime=Regime.PART2,
        labels=frozenset({Label.SUD, Label.HIV}),
        service_on=date(2026, 2, 10),
        created_at=noon(1),
        author="u1",
        withheld=True,
        held_copy=HeldCopy("court", noon(2), "part2_cj"),
    )


ORDER: dict[str, Any] = {
    "id": "O-1",
    "section": "2.65",
    "participant": "P1",
    "issued_at": written(1),
    "expires_at": written(2),
    "vacated_at": written(3),
    "findings_recorded": True,
    "notice_given": False,
    "recipient_agencies": ["court", "da"],
    "categories": ["attendance"],
    "covers_confidential_communications": True,
    "covers_counseling_notes": False,
}


def test_an_order() -> None:
    order = CourtOrder(
        id="O-1",
        section="2.65",
        participant="P1",
        issued_at=noon(1),
        expires_at=noon(2),
        vacated_at=noon(3),
        findings_recorded=True,
        notice_given=False,
        recipient_agencies=frozenset({"court", "da"}),
        categories=frozenset({"attendance"}),
        covers_confidential_communications=True,
        covers_counseling_notes=False,
    )
    assert order_from(ORDER) == order
    turned = {name: not value if isinstance(value, bool) else value for name, value in ORDER.items()}
    read = order_from(turned)
    assert not read.findings_recorded and read.notice_given
    assert not read.covers_confidential_communications and read.covers_counseling_notes


@pytest.mark.parametrize("silent", [None, ""])
def test_an_emergency_and_one_that_was_not_documented(silent: str | None) -> None:
    given = {"bona_fide": True, "consent_unobtainable": False, "nature": "Overdose", "recipient_name": "Dr. Example"}
    assert emergency_from(given) == Emergency(True, False, "Overdose", "Dr. Example")
    bare = {"bona_fide": False, "consent_unobtainable": True, "nature": silent, "recipient_name": silent}
    assert emergency_from(bare) == Emergency(False, True, "", "")


def test_a_request_with_all_that_may_come_along() -> None:
    given = {
        "action": "redisclose",
        "purpose": "treatment",
        "basis": "court_order",
        "proceeding_id": "CV-7",
        "redisclosure": {
            "received_under": {"kind": "part2_cj"},
            "target": {"user": "u2", "role": "prosecutor", "agency": "da", "cjis_cleared": True},
        },
        "emergency": {"bona_fide": True, "consent_unobtainable": True, "nature": "Fall", "recipient_name": "Dr. E."},
        "court_order": ORDER,
        "report": {"initial": True},
    }
    target = Reader("u2", "prosecutor", "da", cjis_cleared=True)
    assert request_from(given) == Request(
        action=Action.REDISCLOSE,
        purpose="treatment",
        basis="court_order",
        proceeding_id="CV-7",
        redisclosure=Redisclosure("part2_cj", target),
        emergency=Emergency(True, True, "Fall", "Dr. E."),
        court_order=order_from(ORDER),
        report_initial=True,
    )
    bare = {"action": "read", "purpose": "treatment", "basis": "consent"}
    assert request_from(bare) == Request(Action.READ, "treatment", "consent")


def test_a_target_is_not_cleared_unless_that_is_said() -> None:
    target = {"user": "u2", "role": "prosecutor", "agency": "da"}
    passing_on = {"received_under": {"kind": "part2_cj"}, "target": target}
    given = {"action": "redisclose", "purpose": "treatment", "basis": "consent", "redisclosure": passing_on}
    read = request_from(given).redisclosure
    assert read is not None and read.target.cjis_cleared is False


def test_an_agency_with_the_programs_that_it_controls() -> None:
    given = {"type": "government", "cj_system": True, "part2_program": False, "hipaa": "covered_entity"}
    assert agency_from("county", given) == Agency("county", "government", True, False, "covered_entity")
    assert agency_from("county", {**given, "controls": ["north"]}).controls == {"north"}


@pytest.mark.parametrize("kind", AgreementKind)
def test_an_agreement_of_one_agency_or_of_two(kind: AgreementKind) -> None:
    """R2, R3, R110: only participation has one party alone, only a service agreement has services."""
    given = {"id": "A-1", "kind": str(kind), "starts": written(1), "ends": written(2), "services": ["drug_test"]}
    alone, services = kind == AgreementKind.PARTICIPATION, kind == AgreementKind.QSOA
    parties = {"agency": "court"} if alone else {"program": "north", "counterparty": "lab"}
    assert agreement_from(given | parties) == Agreement(
        id="A-1",
        kind=kind,
        party="court" if alone else "north",
        counterparty=None if alone else "lab",
        term=Interval(noon(1), noon(2)),
        services=frozenset({"drug_test"}) if services else frozenset(),
    )


def test_a_site_knows_each_agency_and_agreement_by_its_own_id() -> None:
    """And what a case overrides of an agreement, of this one alone."""
    agency = {"type": "court", "cj_system": True, "part2_program": False, "hipaa": "none"}
    terms = {"kind": "participation", "starts": written(1), "ends": None}
    fixtures = {
        "agencies": {"court": agency, "da": {**agency, "type": "prosecution"}},
        "agreements": [{"id": f"part-{name}", "agency": name, **terms} for name in ("court", "da")],
        "role_matrix_own_agency": {"judge": ["attendance"]},
        "role_matrix_cross_agency_part2": {"judge": ["drug_test"]},
        "role_matrix_cj_regime": {"judge": ["court_event"]},
    }
    site = site_from(fixtures, {"part-da": {"ends": written(2)}})
    assert {name: one.id for name, one in site.agencies.items()} == {"court": "court", "da": "da"}
    assert [site.agency(name).type for name in ("court", "da")] == ["court", "prosecution"]
    in_force = {
        name: [one.id for one in site.in_force(AgreementKind.PARTICIPATION, name, noon(2))] for name in site.agencies
    }
    assert in_force == {"court": ["part-court"], "da": []}
    matrices = site.matrices
    seen = [matrix["judge"] for matrix in (matrices.own_agency, matrices.cross_agency, matrices.cj_regime)]
    assert seen == [{"attendance"}, {"drug_test"}, {"court_event"}]
