"""S7 and the order check, each step at its place in the order."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from portal.consent.rules.codes import Obligation, Reason
from portal.consent.rules.facts import CourtOrder, Reader
from portal.consent.rules.instruments import Discloser
from portal.consent.rules.terms import ConsentKind, PartyType, RestrictionReach
from tests.consent.rules.builders import (
    AT,
    TICK,
    a_consent,
    a_copy,
    a_record,
    a_request,
    a_restriction,
    agency,
    an_actor,
    an_order,
    answer,
    denied,
    passing_on,
    permitted,
    reasons,
    some_facts,
)

LEGAL_PURPOSES = ["legal_proceeding", "criminal_investigation", "prosecution_new_charge"]


def ordered(order: CourtOrder | None, purpose: str = "legal_proceeding", **changes: Any) -> Any:
    return some_facts(request=a_request(purpose, "court_order", court_order=order), **changes)


@pytest.mark.parametrize("purpose", LEGAL_PURPOSES)
@pytest.mark.parametrize(
    "actor", [an_actor(), an_actor("tx_a", "clinician", "north"), an_actor("boss", "clinician", "county")]
)
def test_blocked_for_everyone_the_own_program_included(purpose: str, actor: Any) -> None:
    facts = some_facts(a_consent(), a_consent(ConsentKind.CJ, id="C-2"), actor=actor, request=a_request(purpose))
    assert denied(facts, Reason.LEGAL_USE_BLOCKED)


def test_a_delivered_copy_serves_no_proceeding() -> None:
    facts = some_facts(record=a_record(held_copy=a_copy()), request=a_request("legal_proceeding"))
    assert denied(facts, Reason.LEGAL_USE_BLOCKED)


PROCEEDING = a_request("legal_proceeding", proceeding_id="CV-7")


def test_a_legal_proceeding_consent_serves_its_proceeding() -> None:
    facts = some_facts(a_consent(ConsentKind.LEGAL), request=PROCEEDING)
    assert permitted(facts)
    assert set(answer(facts).obligations) == {
        Obligation.NOTICE_2_32,
        Obligation.COPY_OR_SCOPE_2_32B,
        Obligation.LOG_DISCLOSURE,
        Obligation.PROCEEDING_ONLY_2_31D,
    }
    assert permitted(replace(facts, request=replace(PROCEEDING, basis="vital_statistics")))


@pytest.mark.parametrize("purpose", ["criminal_investigation", "prosecution_new_charge"])
def test_the_criminal_purposes_need_an_order(purpose: str) -> None:
    facts = some_facts(a_consent(ConsentKind.LEGAL), request=a_request(purpose, proceeding_id="CV-7"))
    assert denied(facts, Reason.PURPOSE_NOT_COVERED)


def test_other_kinds_are_not_looked_at_so_their_failures_are_not_told() -> None:
    facts = some_facts(a_consent(known_false=True), request=PROCEEDING)
    assert denied(facts, Reason.LEGAL_USE_BLOCKED)


def test_ceiling_restriction_and_withholding_hold() -> None:
    facts = some_facts(a_consent(ConsentKind.LEGAL), request=PROCEEDING)
    assert denied(replace(facts, actor=an_actor(role="visitor")), Reason.ROLE_CATEGORY_NOT_NEEDED)
    assert permitted(replace(facts, restrictions=(a_restriction(),)))
    everything = a_restriction(reach=RestrictionReach.ALL)
    assert denied(replace(facts, restrictions=(everything,)), Reason.RESTRICTION_2_26)
    assert denied(replace(facts, record=a_record(withheld=True)), Reason.WITHHELD_BY_ORIGIN)


def test_in_a_redisclosure_the_holder_discloses_and_the_target_reads() -> None:
    consent = a_consent(
        ConsentKind.LEGAL, disclosers=(Discloser(PartyType.AGENCY, "court"),), recipients=(agency("da"),)
    )
    target = Reader("da_b", "prosecutor", "da")
    request = passing_on(target, "legal_proceeding", proceeding_id="CV-7")
    facts = some_facts(consent, request=request, record=a_record(withheld=True))
    assert permitted(facts)
    of_origin = replace(consent, disclosers=(Discloser(PartyType.AGENCY, "north"),))
    assert denied(replace(facts, consents=(of_origin,)), Reason.DISCLOSER_NOT_NAMED)
    assert denied(replace(facts, consents=()), Reason.LEGAL_USE_BLOCKED)
    assert denied(replace(facts, record=a_record("level_of_care")), Reason.ROLE_CATEGORY_NOT_NEEDED)


def test_the_origin_s_own_staff_are_bound_by_its_withholding_when_they_pass_on() -> None:
    request = passing_on(Reader("coord", "court_coordinator", "court"), "legal_proceeding", proceeding_id="CV-7")
    staff = an_actor("tx_a", "clinician", "north")
    facts = some_facts(a_consent(ConsentKind.LEGAL), actor=staff, request=request)
    assert permitted(facts)
    assert denied(replace(facts, record=a_record(withheld=True)), Reason.WITHHELD_BY_ORIGIN)


class TestOrder:
    def test_a_good_order_permits_with_its_scope(self) -> None:
        facts = ordered(an_order())
        assert permitted(facts, Reason.COURT_ORDER)
        assert set(answer(facts).obligations) == {Obligation.LOG_DISCLOSURE, Obligation.ORDER_SCOPE_ONLY}

    def test_no_restriction_withholding_or_ceiling_stops_it(self) -> None:
        facts = ordered(
            an_order(),
            actor=an_actor(role="visitor"),
            record=a_record(withheld=True),
            restrictions=(a_restriction(reach=RestrictionReach.ALL),),
        )
        assert permitted(facts, Reason.COURT_ORDER)

    @pytest.mark.parametrize(
        ("changes", "good"),
        [
            ({"issued_at": AT}, True),
            ({"issued_at": AT + TICK}, False),
            ({"expires_at": AT}, False),
            ({"expires_at": AT + TICK}, True),
            ({"vacated_at": AT}, False),
            ({"vacated_at": AT + TICK}, True),
            ({"findings_recorded": False}, False),
            ({"notice_given": False}, False),
        ],
    )
    def test_in_force_with_findings_and_notice(self, changes: dict[str, Any], good: bool) -> None:
        facts = ordered(an_order(**changes))
        assert permitted(facts, Reason.COURT_ORDER) if good else denied(facts, Reason.ORDER_NOT_QUALIFYING)

    def test_none_recorded(self) -> None:
        assert denied(ordered(None), Reason.ORDER_NOT_QUALIFYING)

    @pytest.mark.parametrize(
        "changes",
        [
            {"participant": "P2"},
            {"recipient_agencies": frozenset({"da"})},
            {"categories": frozenset({"drug_test"})},
            {"categories": frozenset({"all"})},
        ],
    )
    def test_participant_recipient_and_category_are_named(self, changes: dict[str, Any]) -> None:
        assert denied(ordered(an_order(**changes)), Reason.ORDER_SCOPE)

    @pytest.mark.parametrize(
        ("section", "purpose", "fits"),
        [
            ("2.65", "legal_proceeding", True),
            ("2.65", "criminal_investigation", True),
            ("2.65", "prosecution_new_charge", True),
            ("2.65", "operations", False),
            ("2.64", "legal_proceeding", True),
            ("2.64", "criminal_investigation", False),
            ("2.64", "prosecution_new_charge", False),
            ("2.64", "operations", True),
            ("2.66", "legal_proceeding", False),
            ("2.67", "criminal_investigation", False),
            ("2.67", "operations", False),
            ("", "operations", False),
        ],
    )
    def test_the_section_fits_the_purpose(self, section: str, purpose: str, fits: bool) -> None:
        facts = ordered(an_order(section=section), purpose)
        assert permitted(facts, Reason.COURT_ORDER) if fits else denied(facts, Reason.ORDER_NOT_QUALIFYING)

    @pytest.mark.parametrize("category", ["clinical_note", "assessment"])
    def test_confidential_communications_only_on_a_ground(self, category: str) -> None:
        order = an_order(categories=frozenset({category}))
        record = a_record(category)
        assert denied(ordered(order, record=record), Reason.ORDER_SCOPE)
        wide = replace(order, covers_confidential_communications=True)
        assert permitted(ordered(wide, record=record), Reason.COURT_ORDER)

    def test_the_order_of_the_checks(self) -> None:
        """Not qualifying, out of scope, the wrong section, confidential: each hides the later ones."""
        worst = an_order(notice_given=False, participant="P2", section="2.66", categories=frozenset({"clinical_note"}))
        record = a_record("clinical_note")
        notified = replace(worst, notice_given=True)
        named = replace(notified, participant="P1")
        fitting = replace(named, section="2.65")
        expected = [
            (worst, Reason.ORDER_NOT_QUALIFYING),
            (notified, Reason.ORDER_SCOPE),
            (named, Reason.ORDER_NOT_QUALIFYING),
            (fitting, Reason.ORDER_SCOPE),
        ]
        for order, reason in expected:
            assert denied(ordered(order, record=record), reason)

    def test_in_a_redisclosure_the_target_s_agency_is_to_be_named(self) -> None:
        order = an_order(recipient_agencies=frozenset({"da"}))
        for where, reason in (("da", Reason.COURT_ORDER), ("sheriff", Reason.ORDER_SCOPE)):
            target = Reader("someone", "visitor", where)
            request = passing_on(target, "legal_proceeding", basis="court_order", court_order=order)
            assert reasons(some_facts(request=request)) == {reason}

    def test_an_order_for_another_purpose_comes_after_the_own_agency(self) -> None:
        order = an_order(section="2.64", issued_at=AT - timedelta(days=1))
        assert permitted(ordered(order, "operations"), Reason.COURT_ORDER)
        staff = an_actor("tx_a", "clinician", "north")
        assert permitted(ordered(order, "operations", actor=staff), Reason.OWN_AGENCY)
