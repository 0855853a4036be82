"""S5: the patient's own record, records of court origin, records of providers that are no Part 2 program."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from portal.consent.rules.codes import Obligation, Reason
from portal.consent.rules.facts import Reader
from portal.consent.rules.instruments import Discloser, Information
from portal.consent.rules.intervals import Interval
from portal.consent.rules.terms import Category, ConsentKind, PartyType
from tests.consent.rules.builders import (
    AT,
    LONG_AGO,
    a_case,
    a_consent,
    a_participant,
    a_record,
    a_request,
    a_restriction,
    agency,
    an_actor,
    answer,
    denied,
    passing_on,
    permitted,
    reasons,
    some_facts,
)

JORDAN = an_actor("jordan", "participant", "family", participant_id="P1")


class TestPatient:
    @pytest.mark.parametrize("regime", ["part2", "hipaa", "cj"])
    @pytest.mark.parametrize("purpose", ["patient_request", "legal_proceeding", "treatment"])
    def test_own_record_whatever_purpose_regime_or_withholding(self, regime: str, purpose: str) -> None:
        record = a_record(regime=regime, withheld=True)
        facts = some_facts(actor=JORDAN, record=record, request=a_request(purpose, "emergency"))
        assert permitted(facts, Reason.PATIENT_ACCESS) and answer(facts).obligations == ()

    @pytest.mark.parametrize("who", [None, "P2"])
    def test_nobody_else_s(self, who: str | None) -> None:
        assert denied(some_facts(actor=replace(JORDAN, participant_id=who)), Reason.NOT_SELF)

    @pytest.mark.parametrize("regime", ["part2", "hipaa", "cj"])
    def test_four_categories_are_answered_by_the_program(self, regime: str) -> None:
        never = {"counseling_note", "psychotherapy_note", "privileged_defense", "criminal_history"}
        for category in Category:
            facts = some_facts(actor=JORDAN, record=a_record(category, regime=regime))
            if category in never:
                assert denied(facts, Reason.NOT_VIA_PORTAL)
            else:
                assert permitted(facts, Reason.PATIENT_ACCESS)

    def test_the_portal_passes_nothing_on_for_the_patient(self) -> None:
        target = an_actor("da_a", "prosecutor", "da")
        facts = some_facts(actor=JORDAN, request=passing_on(target, "patient_request"))
        assert denied(facts, Reason.NOT_VIA_PORTAL)
        assert denied(replace(facts, actor=replace(JORDAN, participant_id="P2")), Reason.NOT_SELF)

    def test_a_participant_with_an_account_at_the_program_is_still_a_patient(self) -> None:
        facts = some_facts(actor=replace(JORDAN, agency="north", participant_id=None))
        assert denied(facts, Reason.NOT_SELF)


def cj(category: str = "court_event", origin: str = "court") -> Any:
    return a_record(category, origin, "cj", author="coord", withheld=True)


class TestCourtOrigin:
    def test_own_agency_within_the_own_matrix_team_or_not(self) -> None:
        clerk = an_actor("clerk")
        assert permitted(some_facts(record=cj(), actor=clerk), Reason.OWN_AGENCY)
        assert denied(some_facts(record=cj("case_note"), actor=clerk), Reason.ROLE_CATEGORY_NOT_NEEDED)

    @pytest.mark.parametrize("purpose", ["cj_monitoring", "prosecution_new_charge", "treatment"])
    @pytest.mark.parametrize("basis", ["consent", "court_order", "emergency"])
    def test_the_team_within_the_team_matrix_whatever_purpose_and_basis(self, purpose: str, basis: str) -> None:
        manager = an_actor("cm_a", "case_manager", "cm")
        facts = some_facts(record=cj(), actor=manager, request=a_request(purpose, basis))
        assert permitted(facts, Reason.TEAM_MOU) and answer(facts).obligations == ()
        beyond = replace(facts, record=cj("supervision_note"))
        assert denied(beyond, Reason.ROLE_CATEGORY_NOT_NEEDED)

    def test_not_on_the_team_comes_before_the_matrix(self) -> None:
        stranger = an_actor("cm_b", "visitor", "cm")
        assert denied(some_facts(record=cj(), actor=stranger), Reason.NOT_ON_TEAM)

    def test_the_team_of_any_case_counts_at_this_moment(self) -> None:
        other = a_case(id="CR-2", final_disposition_at=LONG_AGO, team={"cm_b": (Interval(LONG_AGO, AT),)})
        facts = some_facts(
            record=cj(),
            actor=an_actor("cm_b", "case_manager", "cm"),
            participant=a_participant(cases=(a_case(), other)),
        )
        assert denied(facts, Reason.NOT_ON_TEAM)
        assert permitted(facts, Reason.TEAM_MOU, at=AT.replace(hour=14))

    def test_the_defense_s_file_is_the_defense_s(self) -> None:
        file = cj("privileged_defense", "pd")
        assert permitted(some_facts(record=file, actor=an_actor("pd_b", "intern", "pd")), Reason.OWN_AGENCY)
        assert denied(some_facts(record=file, actor=an_actor("da_a", "prosecutor", "da")), Reason.PRIVILEGED)

    @pytest.mark.parametrize(
        ("user", "where", "cleared", "reason"),
        [
            ("po_b", "probation", True, Reason.TEAM_MOU),
            ("po_a", "probation", False, Reason.CJI_NOT_AUTHORIZED),
            ("da_a", "da", True, Reason.TEAM_MOU),
            ("da_a", "da", False, Reason.CJI_NOT_AUTHORIZED),
            ("da_b", "da", True, Reason.CJI_NOT_AUTHORIZED),
            ("pd_a", "pd", True, Reason.CJI_NOT_AUTHORIZED),
        ],
    )
    def test_criminal_history(self, user: str, where: str, cleared: bool, reason: Reason) -> None:
        actor = an_actor(user, "visitor", where, cjis_cleared=cleared)
        facts = some_facts(record=cj("criminal_history", "probation"), actor=actor)
        assert reasons(facts) == {reason}
        if reason == Reason.TEAM_MOU:
            logged = () if where == "probation" else (Obligation.LOG_DISCLOSURE,)
            assert answer(facts).obligations == logged

    def test_a_redisclosure_asks_about_the_target(self) -> None:
        stranger, clerk = Reader("cm_b", "case_manager", "cm"), Reader("clerk", "judge", "court")
        member = Reader("cm_a", "case_manager", "cm")
        for target, reason in (
            (stranger, Reason.NOT_ON_TEAM),
            (clerk, Reason.OWN_AGENCY),
            (member, Reason.TEAM_MOU),
        ):
            assert reasons(some_facts(record=cj(), request=passing_on(target, "cj_monitoring"))) == {reason}

    def test_nobody_vouches_for_a_target_s_clearance_unless_it_is_stated(self) -> None:
        actor = an_actor("po_a", "probation_officer", "probation", cjis_cleared=True)
        record = cj("criminal_history", "probation")
        for cleared, reason in ((False, Reason.CJI_NOT_AUTHORIZED), (True, Reason.TEAM_MOU)):
            request = passing_on(Reader("da_a", "prosecutor", "da", cleared), "cj_monitoring")
            assert reasons(some_facts(record=record, actor=actor, request=request)) == {reason}


def hipaa(category: str = "mental_health") -> Any:
    return a_record(category, "mind", "hipaa", author="mind_a", labels=frozenset())


COURT_AUTHORIZATION = a_consent(
    disclosers=(Discloser(PartyType.AGENCY, "mind"),), information=Information(frozenset({"drug_test"}))
)


class TestOtherProviders:
    def test_own_agency_within_the_own_matrix(self) -> None:
        assert permitted(some_facts(record=hipaa(), actor=an_actor("mind_b", "clinician", "mind")), Reason.OWN_AGENCY)
        billing = an_actor("bill", "treatment_admin", "mind")
        assert denied(some_facts(record=hipaa(), actor=billing), Reason.ROLE_CATEGORY_NOT_NEEDED)

    def test_neither_restriction_nor_withholding_binds_the_own_agency(self) -> None:
        facts = some_facts(
            record=replace(hipaa(), withheld=True),
            actor=an_actor("mind_b", "clinician", "mind"),
            request=a_request("treatment"),
            restrictions=(a_restriction(agency="mind"),),
        )
        assert permitted(facts, Reason.OWN_AGENCY)

    @pytest.mark.parametrize(
        ("where", "purpose", "reason"),
        [
            ("north", "treatment", Reason.HIPAA_TPO),
            ("er", "treatment", Reason.HIPAA_TPO),
            ("south", "treatment", Reason.NO_AUTHORIZATION),
            ("plan", "treatment", Reason.NO_AUTHORIZATION),
            ("plan", "payment", Reason.HIPAA_TPO),
            ("lab", "operations", Reason.HIPAA_TPO),
            ("south", "payment", Reason.NO_AUTHORIZATION),
            ("north", "cj_monitoring", Reason.NO_AUTHORIZATION),
            ("court", "cj_monitoring", Reason.NO_AUTHORIZATION),
            ("court", "legal_proceeding", Reason.NO_AUTHORIZATION),
        ],
    )
    def test_treatment_payment_operations_know_no_ceiling(self, where: str, purpose: str, reason: Reason) -> None:
        actor = an_actor("someone", "visitor", where)
        facts = some_facts(record=hipaa(), actor=actor, request=a_request(purpose, "emergency"))
        assert reasons(facts) == {reason}
        assert answer(facts).obligations == ()

    def test_a_part_2_form_can_double_as_authorization(self) -> None:
        facts = some_facts(COURT_AUTHORIZATION, record=hipaa("drug_test"))
        assert permitted(facts)
        assert Obligation.NO_REDISCLOSURE in answer(facts).obligations

    def test_ceiling_restriction_and_withholding_hold_for_an_authorization(self) -> None:
        wide = replace(COURT_AUTHORIZATION, information=Information(frozenset({"mental_health", "drug_test"})))
        facts = some_facts(wide, record=hipaa())
        assert denied(facts, Reason.ROLE_CATEGORY_NOT_NEEDED)
        withheld = replace(facts, record=replace(hipaa("drug_test"), withheld=True))
        assert denied(withheld, Reason.WITHHELD_BY_ORIGIN)

    def test_its_failures_are_told_as_in_s12(self) -> None:
        facts = some_facts(replace(COURT_AUTHORIZATION, known_false=True), record=hipaa("drug_test"))
        assert denied(facts, Reason.MATERIALLY_FALSE)
        release = a_consent(ConsentKind.RELEASE)
        assert denied(replace(facts, consents=(release,)), Reason.NOT_PART2_CONSENT)
        assert denied(replace(facts, consents=(a_consent(participant="P2"),)), Reason.NO_AUTHORIZATION)

    def test_a_legal_purpose_is_a_purpose_like_any_other(self) -> None:
        legal = a_consent(
            ConsentKind.LEGAL,
            disclosers=(Discloser(PartyType.AGENCY, "mind"),),
        )
        request = a_request("legal_proceeding", "court_order", proceeding_id="CV-7")
        facts = some_facts(legal, record=hipaa("drug_test"), request=request)
        assert permitted(facts)
        assert denied(replace(facts, consents=(COURT_AUTHORIZATION,)), Reason.PURPOSE_NOT_COVERED)

    def test_psychotherapy_notes_are_their_author_s(self) -> None:
        note = hipaa("psychotherapy_note")
        author, colleague = an_actor("mind_a", "visitor", "mind"), an_actor("mind_b", "clinician", "mind")
        moved = an_actor("mind_a", "clinician", "north")
        assert permitted(some_facts(record=note, actor=author), Reason.OWN_AGENCY)
        for other in (colleague, moved):
            facts = some_facts(record=note, actor=other, request=a_request("treatment"))
            assert denied(facts, Reason.PSYCHOTHERAPY_NOTES_NEED_AUTHORIZATION)

    def test_a_redisclosure_asks_about_the_target_with_the_origin_as_discloser(self) -> None:
        target = Reader("coord", "court_coordinator", "court")
        facts = some_facts(
            COURT_AUTHORIZATION,
            record=hipaa("drug_test"),
            actor=an_actor("tx_a", "clinician", "north"),
            request=passing_on(target, "cj_monitoring"),
        )
        assert permitted(facts)
        assert denied(replace(facts, record=replace(facts.record, withheld=True)), Reason.WITHHELD_BY_ORIGIN)
        of_holder = replace(COURT_AUTHORIZATION, disclosers=(Discloser(PartyType.AGENCY, "north"),))
        assert denied(replace(facts, consents=(of_holder,)), Reason.DISCLOSER_NOT_NAMED)
        back = passing_on(Reader("mind_b", "clinician", "mind"), "treatment")
        assert permitted(replace(facts, request=back), Reason.OWN_AGENCY)

    def test_recipients_and_purposes_are_checked(self) -> None:
        elsewhere = replace(COURT_AUTHORIZATION, recipients=(agency("probation"),))
        assert denied(some_facts(elsewhere, record=hipaa("drug_test")), Reason.RECIPIENT_NOT_NAMED)
