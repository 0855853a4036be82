"""S10 and S11: the program itself, and other bases than a consent."""

from __future__ import annotations

from tests.consent.checking.own.paper import (
    AFTER,
    AT,
    Json,
    actor,
    criminal_justice,
    decision,
    participant,
    record,
    request,
    restriction,
)

NEEDS_OWN = "COUNSELING_NOTES_NEED_OWN_CONSENT"
TREAT = request("treatment")
CLAIM = {"bona_fide": True, "consent_unobtainable": True, "nature": "overdose", "recipient_name": "Dr. Example"}


def cases() -> list[Json]:
    emergency = request("emergency_treatment", basis="emergency", emergency=CLAIM)
    helped = "EMERGENCY_2_51 +DOCUMENT_EMERGENCY_2_51C +LOG_DISCLOSURE +REVIEW_BREAK_GLASS"

    def claims(**changes: object) -> Json:
        return request("emergency_treatment", basis="emergency", emergency=CLAIM | changes)

    return [
        decision(
            "W401 a restriction binds the program",
            "R120",
            "RESTRICTION_2_26",
            actor("colleague"),
            record(),
            TREAT,
            restrictions=[restriction(recipients=[{"type": "person", "id": "u_tx9", "agency": "tx_north"}])],
        ),
        decision(
            "W402 the ceiling comes first",
            "R5 R40",
            "ROLE_CATEGORY_NOT_NEEDED",
            actor("office"),
            record("clinical_note"),
            TREAT,
            restrictions=[restriction()],
        ),
        decision(
            "W403 no force beyond treatment, payment, operations",
            "R121",
            "OWN_AGENCY",
            actor("counselor"),
            record(withheld=True),
            request("case_management"),
            permits=True,
            restrictions=[restriction()],
        ),
        decision(
            "W404 control, withheld",
            "R6 R16",
            "ADMIN_CONTROL",
            actor("county"),
            record(withheld=True),
            TREAT,
            permits=True,
        ),
        decision(
            "W405 an emergency, withheld", "R16 R100", helped, actor("emergency"), record(withheld=True), emergency
        ),
        decision(
            "W406 an emergency against a restriction",
            "R103",
            f"{helped} +REQUEST_NO_FURTHER_USE_2_26",
            actor("emergency"),
            record("clinical_note"),
            emergency,
            restrictions=[restriction()],
        ),
        decision("W407 no medical personnel", "R101", "EMERGENCY_NOT_MEDICAL", actor("deputy"), record(), claims()),
        decision(
            "W408 consent could be had, and nothing is written",
            "R100 R102",
            "EMERGENCY_CONSENT_OBTAINABLE",
            actor("emergency"),
            record(),
            claims(consent_unobtainable=False, nature=""),
        ),
        decision(
            "W409 white space is no documentation",
            "R102",
            "EMERGENCY_NOT_DOCUMENTED",
            actor("emergency"),
            record(),
            claims(recipient_name="   "),
        ),
        decision(
            "W410 a laboratory's service",
            "R110",
            "QSOA +QSO_BOUND +PROJECT_FIELDS",
            actor("laboratory"),
            record("drug_test"),
            request("qso_service", basis="qsoa"),
            restrictions=[restriction(applies_to="all")],
        ),
        decision(
            "W411 not its service",
            "R110",
            "QSOA_SCOPE",
            actor("laboratory"),
            record(),
            request("qso_service", basis="qsoa"),
        ),
        decision(
            "W412 of another program",
            "R110",
            "QSOA_NOT_IN_FORCE",
            actor("laboratory"),
            record("drug_test", "tx_south"),
            request("qso_service", basis="qsoa"),
        ),
        decision(
            "W413 an audit that ends this moment",
            "R20 R115",
            "AUDIT_NOT_IN_FORCE",
            actor("auditor"),
            record(),
            request("audit_evaluation", basis="audit", at="2026-07-01T00:00:00Z"),
        ),
        decision(
            "W414 research on another program",
            "R116",
            "RESEARCH_NOT_IN_FORCE",
            actor("researcher"),
            record(origin="tx_south"),
            request("research", basis="research"),
        ),
        decision(
            "W415 a report's follow-up",
            "R112",
            "CHILD_ABUSE_FOLLOWUP_NEEDS_AUTHORITY",
            actor("protector"),
            record(),
            request("child_abuse_report", basis="child_abuse_report", report={"initial": False}),
        ),
        decision(
            "W416 an incident on the premises",
            "R113",
            "CRIME_ON_PREMISES +LOG_DISCLOSURE +INCIDENT_FACTS_ONLY_2_12C5",
            actor("deputy"),
            record("incident_report"),
            request("crime_report", basis="crime_on_premises"),
        ),
        decision(
            "W417 an incident for the prosecutor",
            "R113",
            "CRIME_SCOPE",
            actor("prosecutor"),
            record("incident_report"),
            request("crime_report", basis="crime_on_premises"),
        ),
        decision(
            "W418 the living have no cause of death",
            "R58",
            "NO_PART2_EXCEPTION",
            actor("examiner"),
            record("diagnosis"),
            request("vital_statistics", basis="vital_statistics"),
            person=participant(deceased_at=AFTER),
        ),
        decision(
            "W419 the dead have",
            "R58",
            "VITAL_STATISTICS +LOG_DISCLOSURE +CAUSE_OF_DEATH_ONLY",
            actor("examiner"),
            record("diagnosis"),
            request("vital_statistics", basis="vital_statistics"),
            person=participant(deceased_at=AT),
        ),
        decision(
            "W420 a basis that no rule knows",
            "R114",
            "NO_PART2_EXCEPTION",
            actor("judge"),
            record(),
            request(basis="duty_to_warn"),
            consents=[criminal_justice()],
        ),
    ]
