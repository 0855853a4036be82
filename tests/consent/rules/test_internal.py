"""S9 and S10: delivered copies, own agency, direct administrative control."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from portal.consent.rules.codes import Obligation, Reason
from portal.consent.rules.terms import RestrictionReach
from tests.consent.rules.builders import (
    AT,
    TICK,
    a_consent,
    a_copy,
    a_record,
    a_request,
    a_restriction,
    a_revocation,
    an_actor,
    answer,
    denied,
    permitted,
    some_facts,
)


def holding(**changes: Any) -> Any:
    return some_facts(record=a_record(held_copy=a_copy(**changes)))


@pytest.mark.parametrize(
    ("kind", "owed"),
    [
        ("part2_cj", Obligation.CJ_USE_ONLY_2_35D),
        ("part2_general", Obligation.NO_REDISCLOSURE),
        ("part2_tpo", Obligation.NO_REDISCLOSURE),
    ],
)
def test_a_copy_stays_bound_as_it_came(kind: str, owed: Obligation) -> None:
    facts = holding(kind=kind)
    assert permitted(facts, Reason.RETAINED_COPY)
    assert answer(facts).obligations == (owed,) and answer(facts).consent_ids == ()


def test_from_its_receipt_on() -> None:
    assert permitted(holding(received_at=AT), Reason.RETAINED_COPY)
    assert denied(holding(received_at=AT + TICK), Reason.NO_CONSENT)


def test_another_agency_s_copy_is_not_mine() -> None:
    assert denied(holding(agency="probation"), Reason.NO_CONSENT)


def test_purpose_basis_restriction_consent_and_withholding_are_not_looked_at() -> None:
    facts = some_facts(
        a_consent(revocations=(a_revocation(),)),
        record=a_record(held_copy=a_copy(), withheld=True),
        request=a_request("whatever", "other_mandated_report"),
        restrictions=(a_restriction(reach=RestrictionReach.ALL),),
    )
    assert permitted(facts, Reason.RETAINED_COPY)


def test_the_ceiling_still_holds_and_no_consent_helps_past_it() -> None:
    facts = replace(holding(), actor=an_actor(role="visitor"), consents=(a_consent(),))
    assert denied(facts, Reason.ROLE_CATEGORY_NOT_NEEDED)


STAFF = an_actor("tx_b", "clinician", "north")
COUNTY = an_actor("boss", "clinician", "county")


@pytest.mark.parametrize(("actor", "reason"), [(STAFF, Reason.OWN_AGENCY), (COUNTY, Reason.ADMIN_CONTROL)])
class TestInside:
    def test_who_needs_it_whatever_purpose_and_flag(self, actor: Any, reason: Reason) -> None:
        facts = some_facts(actor=actor, record=a_record(withheld=True), request=a_request("whatever", "emergency"))
        assert permitted(facts, reason) and answer(facts).obligations == ()

    def test_within_the_own_matrix(self, actor: Any, reason: Reason) -> None:
        facts = some_facts(a_consent(), actor=replace(actor, role="treatment_admin"), record=a_record("diagnosis"))
        assert denied(facts, Reason.ROLE_CATEGORY_NOT_NEEDED)

    def test_bound_by_restrictions(self, actor: Any, reason: Reason) -> None:
        facts = some_facts(actor=actor, request=a_request("treatment"), restrictions=(a_restriction(),))
        assert denied(facts, Reason.RESTRICTION_2_26)

    def test_the_ceiling_comes_before_the_restriction(self, actor: Any, reason: Reason) -> None:
        facts = some_facts(
            actor=replace(actor, role="visitor"), request=a_request("treatment"), restrictions=(a_restriction(),)
        )
        assert denied(facts, Reason.ROLE_CATEGORY_NOT_NEEDED)


def test_a_copy_in_the_own_agency_changes_nothing() -> None:
    facts = some_facts(actor=STAFF, record=a_record("diagnosis", held_copy=a_copy("north")))
    assert permitted(facts, Reason.OWN_AGENCY)


def test_a_controlling_entity_s_copy_is_read_as_a_copy() -> None:
    facts = some_facts(actor=COUNTY, record=a_record(held_copy=a_copy("county")))
    assert permitted(facts, Reason.RETAINED_COPY)


def test_control_of_another_program_is_no_control() -> None:
    assert denied(some_facts(actor=COUNTY, record=a_record(origin="south")), Reason.NO_CONSENT)
