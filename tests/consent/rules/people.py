"""Who and what comes up in the random worlds of the rules' tests."""

from __future__ import annotations

from tests.consent.rules.builders import an_actor
from tests.consent.rules.county import COURT_SET

PEOPLE = [
    an_actor(cjis_cleared=True),
    an_actor("judge_a", "judge", "court"),
    an_actor("clerk", "court_clerk", "court"),
    an_actor("da_a", "prosecutor", "da", cjis_cleared=True),
    an_actor("da_b", "prosecutor", "da"),
    an_actor("pd_a", "defense_counsel", "pd"),
    an_actor("po_a", "probation_officer", "probation", cjis_cleared=True),
    an_actor("leo_a", "law_enforcement", "sheriff"),
    an_actor("cm_a", "case_manager", "cm"),
    an_actor("tx_a", "clinician", "north"),
    an_actor("tx_b", "treatment_admin", "north"),
    an_actor("tx_s", "clinician", "south"),
    an_actor("tx_t", "treatment_admin", "south"),
    an_actor("tx_u", "clinician", "south"),
    an_actor("mind_a", "clinician", "mind"),
    an_actor("er_a", "clinician", "er", medical_personnel=True),
    an_actor("lab_a", "clinician", "lab"),
    an_actor("plan_a", "payer_staff", "plan"),
    an_actor("cps_a", "case_manager", "cps"),
    an_actor("boss", "clinician", "county"),
    an_actor("aud_a", "evaluator", "auditor"),
    an_actor("res_a", "evaluator", "univ"),
    an_actor("vital_a", "clinician", "vital"),
    an_actor("admin", "system_admin", "court"),
    an_actor("mother", "guardian", "family"),
    an_actor("jordan", "participant", "family", participant_id="P1"),
    an_actor("alex", "participant", "family", participant_id="P2"),
]
AGENCY_NAMES = sorted({someone.agency for someone in PEOPLE})
TREATED_BY_PART2 = [
    *sorted(COURT_SET),
    "treatment_plan",
    "assessment",
    "clinical_note",
    "billing",
    "incident_report",
]
OF_REGIME = {
    "part2": ([*TREATED_BY_PART2, *["counseling_note"] * 3], ["north", "north", "north", "south", "court"]),
    "hipaa": (["mental_health", "drug_test", "psychotherapy_note", "billing"], ["mind", "mind", "er"]),
    "cj": (["court_event", "case_note", "criminal_history", "privileged_defense"], ["court", "probation", "pd"]),
}
LEGAL = ["legal_proceeding", "criminal_investigation", "prosecution_new_charge"]
PURPOSES = [
    *["cj_monitoring"] * 4,
    *["treatment"] * 3,
    "payment",
    "payment",
    "operations",
    "case_management",
    "supervised_training",
    "something_else",
    *LEGAL,
    "legal_proceeding",
    "legal_proceeding",
]
BASES = ["emergency", "qsoa", "court_order", "audit", "research", "child_abuse_report", "crime_on_premises"]
BASES += ["vital_statistics", "other_mandated_report"]


CLAIMANTS = {
    "emergency": "er_a",
    "qsoa": "lab_a",
    "audit": "aud_a",
    "research": "res_a",
    "child_abuse_report": "cps_a",
    "crime_on_premises": "leo_a",
    "vital_statistics": "vital_a",
}
