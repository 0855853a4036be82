"""S11: each claimed basis, what it asks for and in which order."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from portal.consent.rules.codes import Obligation, Reason
from portal.consent.rules.facts import Emergency
from portal.consent.rules.intervals import Interval
from portal.consent.rules.terms import RestrictionReach
from tests.consent.rules.builders import (
    AT,
    TICK,
    a_consent,
    a_participant,
    a_record,
    a_request,
    a_restriction,
    agency,
    an_actor,
    answer,
    denied,
    permitted,
    reasons,
    some_facts,
)
from tests.consent.rules.county import START, a_site

LOG = Obligation.LOG_DISCLOSURE
GOOD = Emergency(True, True, "Overdose, unconscious", "Dr. E, General Hospital")
DOCTOR = an_actor("er_b", "emergency_clinician", "er", medical_personnel=True)


def emergency(claim: Emergency | None = GOOD, **changes: Any) -> Any:
    request = a_request("emergency_treatment", "emergency", emergency=claim)
    return replace(some_facts(actor=DOCTOR, request=request), **changes)


class TestEmergency:
    def test_it_opens_without_ceiling_or_withholding(self) -> None:
        facts = emergency(record=a_record("medication_detail", withheld=True))
        assert permitted(facts, Reason.EMERGENCY_2_51)
        assert set(answer(facts).obligations) == {
            Obligation.DOCUMENT_EMERGENCY_2_51C,
            LOG,
            Obligation.REVIEW_BREAK_GLASS,
        }

    def test_the_order_of_its_conditions(self) -> None:
        nothing = Emergency(False, False, " ", "")
        real, needed = replace(nothing, bona_fide=True), replace(nothing, bona_fide=True, consent_unobtainable=True)
        layman = replace(DOCTOR, medical_personnel=False)
        assert denied(emergency(nothing, actor=layman), Reason.EMERGENCY_NOT_MEDICAL)
        assert denied(emergency(nothing), Reason.EMERGENCY_NOT_BONA_FIDE)
        assert denied(emergency(real), Reason.EMERGENCY_CONSENT_OBTAINABLE)
        assert denied(emergency(needed), Reason.EMERGENCY_NOT_DOCUMENTED)
        assert denied(emergency(replace(needed, nature="Overdose")), Reason.EMERGENCY_NOT_DOCUMENTED)
        assert denied(emergency(replace(needed, recipient_name="Dr. E")), Reason.EMERGENCY_NOT_DOCUMENTED)

    def test_an_emergency_that_is_not_described_is_not_shown(self) -> None:
        assert denied(emergency(None), Reason.EMERGENCY_NOT_BONA_FIDE)

    @pytest.mark.parametrize(
        ("restriction", "promised"),
        [
            (a_restriction(), True),
            (a_restriction(reach=RestrictionReach.ALL), True),
            (a_restriction(recipients=(agency("er"),)), True),
            (a_restriction(recipients=(agency("mind"),)), False),
            (a_restriction(categories=frozenset({"hiv"})), False),
            (a_restriction(agency="south"), False),
            (a_restriction(terminated_at=AT, terminated_by="patient"), False),
        ],
    )
    def test_r103_a_restriction_on_treatment_use_asks_for_no_further_use(
        self, restriction: Any, promised: bool
    ) -> None:
        facts = emergency(restrictions=(restriction,))
        assert permitted(facts, Reason.EMERGENCY_2_51)
        assert (Obligation.REQUEST_NO_FURTHER_USE_2_26 in answer(facts).obligations) is promised


def claiming(basis: str, where: str, category: str = "drug_test", **changes: Any) -> Any:
    actor = an_actor("someone", "visitor", where)
    return some_facts(actor=actor, record=a_record(category), request=a_request("whatever", basis), **changes)


ENDED = Interval(START, AT)
NEXT = Interval(START, AT + TICK)


class TestAgreements:
    def test_a_service_organization_for_its_services(self) -> None:
        facts = claiming("qsoa", "lab")
        assert permitted(facts, Reason.QSOA)
        assert set(answer(facts).obligations) == {Obligation.QSO_BOUND, Obligation.PROJECT_FIELDS}
        assert denied(claiming("qsoa", "lab", "attendance"), Reason.QSOA_SCOPE)

    @pytest.mark.parametrize(
        ("facts", "reason"),
        [
            (claiming("qsoa", "court"), Reason.QSOA_NOT_IN_FORCE),
            (claiming("qsoa", "lab", site=a_site(qsoa=ENDED)), Reason.QSOA_NOT_IN_FORCE),
            (claiming("qsoa", "lab", "attendance", site=a_site(qsoa=ENDED)), Reason.QSOA_NOT_IN_FORCE),
            (claiming("qsoa", "lab", site=a_site(qsoa=NEXT)), Reason.QSOA),
            (claiming("audit", "auditor"), Reason.AUDIT),
            (claiming("audit", "univ"), Reason.AUDIT_NOT_IN_FORCE),
            (claiming("audit", "auditor", site=a_site(audit=ENDED)), Reason.AUDIT_NOT_IN_FORCE),
            (claiming("audit", "auditor", site=a_site(audit=NEXT)), Reason.AUDIT),
            (claiming("research", "univ"), Reason.RESEARCH),
            (claiming("research", "auditor"), Reason.RESEARCH_NOT_IN_FORCE),
            (claiming("research", "univ", site=a_site(research=None)), Reason.RESEARCH_NOT_IN_FORCE),
        ],
    )
    def test_in_force_between_this_program_and_this_agency(self, facts: Any, reason: Reason) -> None:
        assert reasons(facts) == {reason}

    @pytest.mark.parametrize("basis", ["qsoa", "audit", "research"])
    def test_another_program_s_agreement_does_not_serve(self, basis: str) -> None:
        where = {"qsoa": "lab", "audit": "auditor", "research": "univ"}[basis]
        facts = replace(claiming(basis, where), record=a_record("drug_test", "south"))
        assert not answer(facts).permits

    @pytest.mark.parametrize(
        ("basis", "where", "limit"),
        [
            ("audit", "auditor", Obligation.AUDIT_USE_ONLY_2_53),
            ("research", "univ", Obligation.RESEARCH_USE_ONLY_2_52),
        ],
    )
    def test_use_is_limited(self, basis: str, where: str, limit: Obligation) -> None:
        assert set(answer(claiming(basis, where)).obligations) == {LOG, limit}


class TestReports:
    @pytest.mark.parametrize(
        ("where", "initial", "reason"),
        [
            ("cps", True, Reason.CHILD_ABUSE_REPORT),
            ("cps", False, Reason.CHILD_ABUSE_FOLLOWUP_NEEDS_AUTHORITY),
            ("cps", None, Reason.CHILD_ABUSE_FOLLOWUP_NEEDS_AUTHORITY),
            ("sheriff", True, Reason.CHILD_ABUSE_FOLLOWUP_NEEDS_AUTHORITY),
        ],
    )
    def test_child_abuse(self, where: str, initial: bool | None, reason: Reason) -> None:
        facts = claiming("child_abuse_report", where)
        facts = replace(facts, request=replace(facts.request, report_initial=initial))
        assert reasons(facts) == {reason}
        if reason == Reason.CHILD_ABUSE_REPORT:
            assert set(answer(facts).obligations) == {LOG, Obligation.REPORT_ONLY_2_12C6}

    @pytest.mark.parametrize(
        ("where", "category", "reason"),
        [
            ("sheriff", "incident_report", Reason.CRIME_ON_PREMISES),
            ("sheriff", "attendance", Reason.CRIME_SCOPE),
            ("probation", "incident_report", Reason.CRIME_SCOPE),
        ],
    )
    def test_crime_on_the_premises(self, where: str, category: str, reason: Reason) -> None:
        facts = claiming("crime_on_premises", where, category)
        assert reasons(facts) == {reason}
        if reason == Reason.CRIME_ON_PREMISES:
            assert set(answer(facts).obligations) == {LOG, Obligation.INCIDENT_FACTS_ONLY_2_12C5}

    @pytest.mark.parametrize(
        ("where", "deceased_at", "reason"),
        [
            ("vital", AT, Reason.VITAL_STATISTICS),
            ("vital", AT + TICK, Reason.NO_PART2_EXCEPTION),
            ("vital", None, Reason.NO_PART2_EXCEPTION),
            ("sheriff", AT, Reason.NO_PART2_EXCEPTION),
        ],
    )
    def test_vital_statistics(self, where: str, deceased_at: Any, reason: Reason) -> None:
        facts = claiming("vital_statistics", where, participant=a_participant(deceased_at=deceased_at))
        assert reasons(facts) == {reason}
        if reason == Reason.VITAL_STATISTICS:
            assert set(answer(facts).obligations) == {LOG, Obligation.CAUSE_OF_DEATH_ONLY}

    @pytest.mark.parametrize("basis", ["other_mandated_report", "duty_to_warn", "Emergency", ""])
    def test_the_list_is_closed_and_a_consent_beside_it_does_not_help(self, basis: str) -> None:
        facts = some_facts(a_consent(), request=a_request(basis=basis))
        assert denied(facts, Reason.NO_PART2_EXCEPTION)
