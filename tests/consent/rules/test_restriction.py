"""2.26: which restriction stands in whose way, for what, and until when."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from portal.consent.rules.codes import Reason
from portal.consent.rules.instruments import Restriction
from portal.consent.rules.intervals import Interval
from portal.consent.rules.terms import ConsentKind, RestrictionReach
from tests.consent.rules.builders import (
    AT,
    LONG_AGO,
    TICK,
    a_case,
    a_class,
    a_consent,
    a_participant,
    a_record,
    a_request,
    a_restriction,
    agency,
    an_actor,
    denied,
    permitted,
    person,
    reasons,
    some_facts,
)

CREATED = a_record().created_at
DOCTOR = an_actor("mind_a", "clinician", "mind")


def treating(restriction: Restriction, **changes: Any) -> Any:
    """A treating clinic reads under a TPO consent, the restriction standing or not."""
    facts = some_facts(a_consent(ConsentKind.TPO), actor=DOCTOR, request=a_request("treatment"))
    return replace(facts, restrictions=(restriction,), **changes)


@pytest.mark.parametrize(
    ("changes", "binds"),
    [
        ({}, True),
        ({"agency": "south"}, False),
        ({"agreed_at": AT}, True),
        ({"agreed_at": AT + TICK}, False),
        ({"categories": frozenset({"attendance"})}, True),
        ({"categories": frozenset({"drug_test"})}, False),
        ({"categories": frozenset({"drug_test", "all"})}, True),
        ({"recipients": (agency("mind"),)}, True),
        ({"recipients": (agency("er"),)}, False),
        ({"recipients": (agency("er"), person("mind_a", "mind"))}, True),
        ({"recipients": (a_class("treating_providers"),)}, True),
        ({"recipients": (a_class("court_team"),)}, False),
        ({"reach": RestrictionReach.ALL}, True),
        ({"terminated_at": AT, "terminated_by": "patient"}, False),
        ({"terminated_at": AT + TICK, "terminated_by": "patient"}, True),
        ({"terminated_at": AT, "terminated_by": "program"}, True),
        ({"terminated_at": CREATED, "terminated_by": "program"}, False),
        ({"terminated_at": CREATED + TICK, "terminated_by": "program"}, True),
        ({"terminated_at": LONG_AGO, "terminated_by": None}, True),
        ({"terminated_at": LONG_AGO, "terminated_by": "somebody"}, True),
    ],
)
def test_whether_it_binds(changes: dict[str, Any], binds: bool) -> None:
    facts = treating(a_restriction(**changes))
    assert denied(facts, Reason.RESTRICTION_2_26) if binds else permitted(facts)


@pytest.mark.parametrize(
    ("reach", "purpose", "binds"),
    [
        (RestrictionReach.TPO, "cj_monitoring", False),
        (RestrictionReach.ALL, "cj_monitoring", True),
    ],
)
def test_r121_other_purposes_only_when_the_program_extended_it(
    reach: RestrictionReach, purpose: str, binds: bool
) -> None:
    facts = some_facts(a_consent(), request=a_request(purpose), restrictions=(a_restriction(reach=reach),))
    assert denied(facts, Reason.RESTRICTION_2_26) if binds else permitted(facts)


@pytest.mark.parametrize("purpose", ["treatment", "payment", "operations"])
def test_it_binds_the_program_s_own_staff(purpose: str) -> None:
    staff = an_actor("tx_b", "clinician", "north")
    facts = some_facts(actor=staff, request=a_request(purpose), restrictions=(a_restriction(),))
    assert denied(facts, Reason.RESTRICTION_2_26)
    assert permitted(replace(facts, request=a_request("supervised_training")), Reason.OWN_AGENCY)


def test_any_of_several_binds() -> None:
    gone = a_restriction(id="R-0", terminated_at=AT, terminated_by="patient")
    facts = treating(gone)
    assert denied(replace(facts, restrictions=(gone, a_restriction())), Reason.RESTRICTION_2_26)


@pytest.mark.parametrize(("left_at", "binds"), [(None, True), (AT + TICK, True), (AT, False)])
def test_one_that_names_the_court_team_binds_whoever_is_on_it_now(left_at: Any, binds: bool) -> None:
    """R32, R120."""
    one = a_restriction(reach=RestrictionReach.ALL, recipients=(a_class("court_team"),))
    case = a_case(team={"coord": (Interval(LONG_AGO, left_at),)})
    facts = some_facts(a_consent(), participant=a_participant(cases=(case,)), restrictions=(one,))
    assert denied(facts, Reason.RESTRICTION_2_26) if binds else permitted(facts)


def test_an_unreadable_restriction_denies() -> None:
    assert reasons(treating(a_restriction(recipients=(a_class("everyone else"),)))) == {"ERROR"}
    with pytest.raises(ValueError, match="not a valid Category"):
        a_restriction(categories=frozenset({"secrets"}))
