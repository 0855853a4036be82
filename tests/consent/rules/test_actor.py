"""S1-S4: account, participation, technical roles, hosting agreement."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portal.consent.rules import decide
from portal.consent.rules.codes import Reason
from portal.consent.rules.intervals import Interval
from portal.consent.rules.site import Agreement, by_kind_and_party
from portal.consent.rules.terms import AgreementKind
from tests.consent.rules.builders import (
    AT,
    TICK,
    a_consent,
    a_copy,
    a_record,
    a_request,
    an_actor,
    denied,
    passing_on,
    permitted,
    some_facts,
)
from tests.consent.rules.county import START, a_site

ENDED = Interval(START, AT)
UNTIL_NEXT = Interval(START, AT + TICK)


@pytest.mark.parametrize("status", ["suspended", "terminated", "", "Active"])
def test_s1_only_an_active_account_is_served(status: str) -> None:
    facts = some_facts(a_consent(), actor=an_actor(status=status))
    assert denied(facts, Reason.ACTOR_INACTIVE)
    assert decide(facts, AT).http == 401


@pytest.mark.parametrize(("ended_at", "active"), [(AT, False), (AT - TICK, False), (AT + TICK, True)])
def test_s1_an_account_ends_at_its_instant(ended_at: object, active: bool) -> None:
    facts = some_facts(a_consent(), actor=replace(an_actor(), ended_at=ended_at))
    assert permitted(facts) if active else denied(facts, Reason.ACTOR_INACTIVE)


@pytest.mark.parametrize("term", [None, ENDED, Interval(AT + TICK, None)])
def test_s2_participation_must_be_in_force(term: Interval | None) -> None:
    assert denied(some_facts(a_consent(), site=a_site(part_court=term)), Reason.AGENCY_NOT_PARTICIPATING)


def test_s2_participation_lasts_up_to_its_end() -> None:
    assert permitted(some_facts(a_consent(), site=a_site(part_court=UNTIL_NEXT)))


@pytest.mark.parametrize("order", [1, -1])
def test_s2_one_of_several_agreements_in_force_is_enough(order: int) -> None:
    """R2: an agreement that ended and the one that followed it stand beside each other."""
    kind = AgreementKind.PARTICIPATION
    ended, running = (Agreement(f"A{n}", kind, "court", None, Interval(AT, AT + n * TICK)) for n in (0, 1))
    others = [one for listed in a_site(part_court=None).agreements.values() for one in listed]
    agreements = by_kind_and_party([*others, *(ended, running)[::order]])
    assert permitted(some_facts(a_consent(), site=replace(a_site(), agreements=agreements)))


def test_s2_comes_after_s1() -> None:
    facts = some_facts(actor=an_actor(status="suspended"), site=a_site(part_court=None))
    assert denied(facts, Reason.ACTOR_INACTIVE)


@pytest.mark.parametrize("role", ["participant", "guardian"])
def test_s2_patient_and_guardian_are_exempt(role: str) -> None:
    facts = some_facts(actor=an_actor("someone", role, "family"), site=a_site(part_family=None))
    assert not denied(facts, Reason.AGENCY_NOT_PARTICIPATING)


def test_s3_an_administrator_reads_nothing_even_of_the_own_agency() -> None:
    actor = an_actor("admin", "system_admin", "north")
    for basis in ("consent", "audit", "research", "emergency"):
        facts = some_facts(a_consent(), actor=actor, request=a_request(basis=basis))
        assert denied(facts, Reason.ROLE_CATEGORY_NOT_NEEDED)


@pytest.mark.parametrize(
    ("basis", "reason"),
    [
        ("consent", Reason.ROLE_CATEGORY_NOT_NEEDED),
        ("qsoa", Reason.ROLE_CATEGORY_NOT_NEEDED),
        ("audit", Reason.AUDIT),
        ("research", Reason.RESEARCH_NOT_IN_FORCE),
    ],
)
def test_s3_an_evaluator_only_under_audit_or_research(basis: str, reason: Reason) -> None:
    facts = some_facts(actor=an_actor("eva", "evaluator", "auditor"), request=a_request("research", basis))
    assert decide(facts, AT).reasons == (reason,)


UNHOSTED = a_site(host_north=ENDED)


def test_s4_no_read_after_the_hosting_agreement_ended() -> None:
    assert denied(some_facts(a_consent(), site=UNHOSTED), Reason.HOSTING_AGREEMENT_ENDED)
    assert denied(some_facts(a_consent(), site=a_site(host_north=None)), Reason.HOSTING_AGREEMENT_ENDED)
    assert permitted(some_facts(a_consent(), site=a_site(host_north=UNTIL_NEXT)))


def test_s4_own_staff_keep_access() -> None:
    facts = some_facts(site=UNHOSTED, actor=an_actor("tx_a", "clinician", "north"))
    assert permitted(facts, Reason.OWN_AGENCY)


def test_s4_a_retained_copy_stays_from_its_receipt_on() -> None:
    kept = some_facts(site=UNHOSTED, record=a_record(held_copy=a_copy(received_at=AT)))
    assert permitted(kept, Reason.RETAINED_COPY)
    early = some_facts(site=UNHOSTED, record=a_record(held_copy=a_copy(received_at=AT + TICK)))
    assert denied(early, Reason.HOSTING_AGREEMENT_ENDED)
    others = some_facts(site=UNHOSTED, record=a_record(held_copy=a_copy("probation")))
    assert denied(others, Reason.HOSTING_AGREEMENT_ENDED)


def test_s4_a_holder_of_a_copy_is_let_through_whatever_is_asked() -> None:
    facts = some_facts(
        site=UNHOSTED,
        record=a_record(held_copy=a_copy()),
        request=passing_on(an_actor("da_a", "prosecutor", "da"), "cj_monitoring"),
    )
    assert permitted(facts, Reason.REDISCLOSURE_OFFICIAL_DUTY)


@pytest.mark.parametrize(
    "actor",
    [
        an_actor("jordan", "participant", "family", participant_id="P1"),
        an_actor("jordan", "participant", "north", participant_id="P1"),
        an_actor("boss", "clinician", "county"),
        an_actor("doc", "emergency_clinician", "er", medical_personnel=True),
    ],
)
def test_s4_patients_controlling_entities_and_emergencies_are_not_excepted(actor: object) -> None:
    basis = "emergency" if actor == an_actor("doc", "emergency_clinician", "er", medical_personnel=True) else "consent"
    facts = replace(some_facts(site=UNHOSTED, request=a_request(basis=basis)), actor=actor)
    assert denied(facts, Reason.HOSTING_AGREEMENT_ENDED)


def test_s4_asks_only_about_part_2_records_of_part_2_programs() -> None:
    mine = some_facts(record=a_record(origin="court"), site=UNHOSTED)
    assert permitted(mine, Reason.OWN_AGENCY)
    staffing = some_facts(record=a_record("staffing_report", origin="cm"), site=UNHOSTED)
    assert denied(staffing, Reason.NO_CONSENT)
    hipaa = some_facts(record=a_record("mental_health", "north", "hipaa"), site=UNHOSTED)
    assert denied(hipaa, Reason.NO_AUTHORIZATION)
