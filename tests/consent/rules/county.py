"""The county of the rules' tests: its agencies, their agreements, the role matrices."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from portal.consent.rules.intervals import Interval
from portal.consent.rules.site import Agency, Agreement, Matrices, Site, by_kind_and_party
from portal.consent.rules.terms import AgreementKind, Category

START = datetime(2025, 7, 1, tzinfo=UTC)

COURT_SET = frozenset(
    {
        "enrollment",
        "attendance",
        "drug_test",
        "progress_summary",
        "level_of_care",
        "medication_compliance",
        "discharge_status",
        "staffing_report",
    }
)
CLINICAL = frozenset(category.value for category in tuple(Category)[:17])
CJ_SET = frozenset({"court_event", "sanction", "supervision_note", "case_note"})

AGENCIES = {
    agency.id: agency
    for agency in (
        Agency("court", "court", True, False, "none"),
        Agency("da", "prosecution", True, False, "none"),
        Agency("pd", "defense", False, False, "none"),
        Agency("probation", "supervision", True, False, "none"),
        Agency("sheriff", "law_enforcement", True, False, "none"),
        Agency("north", "treatment", False, True, "covered_entity"),
        Agency("south", "treatment", False, True, "none"),
        Agency("mind", "treatment", False, False, "covered_entity"),
        Agency("cm", "case_management", False, False, "none"),
        Agency("er", "hospital", False, False, "covered_entity"),
        Agency("lab", "laboratory", False, False, "business_associate"),
        Agency("plan", "health_plan", False, False, "covered_entity"),
        Agency("cps", "child_protection", False, False, "none"),
        Agency("county", "government", False, False, "covered_entity", frozenset({"north"})),
        Agency("auditor", "oversight", False, False, "none"),
        Agency("univ", "research", False, False, "none"),
        Agency("vital", "vital_records", False, False, "none"),
        Agency("family", "family", False, False, "none"),
    )
}

CROSS = {
    "judge": COURT_SET,
    "court_coordinator": COURT_SET,
    "probation_officer": COURT_SET,
    "defense_counsel": COURT_SET,
    "prosecutor": COURT_SET - {"level_of_care", "medication_compliance"},
    "case_manager": COURT_SET | {"treatment_plan"},
    "clinician": CLINICAL,
    "payer_staff": frozenset({"billing"}),
}
OWN = {
    **CROSS,
    "judge": COURT_SET | {"court_event", "sanction"},
    "court_coordinator": COURT_SET | {"court_event", "sanction"},
    "probation_officer": COURT_SET | {"supervision_note", "criminal_history"},
    "treatment_admin": frozenset({"billing", "enrollment", "attendance"}),
}
CJ = {
    "judge": CJ_SET,
    "court_coordinator": CJ_SET,
    "probation_officer": CJ_SET,
    "prosecutor": frozenset({"court_event", "sanction"}),
    "case_manager": CJ_SET - {"supervision_note"},
}


def agreements() -> dict[str, Agreement]:
    term = Interval(START, None)
    listed = [Agreement(f"part-{name}", AgreementKind.PARTICIPATION, name, None, term) for name in AGENCIES]
    listed += [Agreement(f"host-{name}", AgreementKind.HOSTING, name, "operator", term) for name in ("north", "south")]
    listed += [
        Agreement("qsoa", AgreementKind.QSOA, "north", "lab", term, frozenset({"drug_test"})),
        Agreement("audit", AgreementKind.AUDIT, "north", "auditor", term),
        Agreement("research", AgreementKind.RESEARCH, "north", "univ", term),
    ]
    return {agreement.id: agreement for agreement in listed}


def a_site(**terms: Interval | None) -> Site:
    """The county; keywords name agreements (underscores for dashes) and give their term, or None to strike them."""
    known = agreements()
    for name, term in terms.items():
        one = known.pop(name.replace("_", "-"))
        if term is not None:
            known[one.id] = replace(one, term=term)
    return Site(AGENCIES, by_kind_and_party(known.values()), Matrices(OWN, CROSS, CJ))
