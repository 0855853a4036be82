"""S12: the consent checks, which one is relied on, and what stands above a consent; and what can't be read."""

from __future__ import annotations

from typing import Any

from tests.consent.checking.own.paper import (
    AFTER,
    AT,
    BEFORE,
    SIGNED,
    Json,
    actor,
    agency,
    case,
    consent,
    criminal_justice,
    decision,
    general,
    participant,
    party_class,
    record,
    request,
    restriction,
    revocable,
    revocation,
    signature,
    tpo,
)

TOLD = "+NOTICE_2_32 +COPY_OR_SCOPE_2_32B +LOG_DISCLOSURE"
GENERAL = f"CONSENT_COVERS {TOLD} +NO_REDISCLOSURE +PROJECT_FIELDS"
CJ = f"CONSENT_COVERS {TOLD} +CJ_USE_ONLY_2_35D +PROJECT_FIELDS"
RELEASE = consent("C-R", "general_release", [agency("cm_agency")], ["case_management"])
MANAGING = request("case_management")
SIGNED_DAY = "2008-01-05"


def managed(name: str, rules: str, reasons: str, *consents: Json, **more: Any) -> Json:
    """The case manager reads attendance; the last consent that covers is the one relied on unless said."""
    what = more.pop("what", record())
    if "+" in reasons:
        more.setdefault("relied", consents[-1]["id"])
    return decision(name, rules, reasons, actor("manager"), what, MANAGING, consents=list(consents), **more)


def monitored(name: str, rules: str, reasons: str, *consents: Json, who: str = "coordinator", **more: Any) -> Json:
    if "+" in reasons:
        more.setdefault("relied", consents[-1]["id"])
    what = more.pop("what", record())
    return decision(name, rules, reasons, actor(who), what, request(), consents=list(consents), **more)


def terms(**point: str) -> Json:
    return {"case_id": "CR-1", "duration_text": "until disposition", "revocable": revocable(**point)}


def person(agency_name: str | None) -> Json:
    return {"type": "person", "id": "u_cm", "agency": agency_name}


def signed_by(*signers: str, **changes: Any) -> Json:
    return general(signatures=[signature(one) for one in signers], **changes)


def checks() -> list[Json]:
    """C1-C14."""
    expiry = {"type": "event", "at": None, "event": "graduation", "occurred_at": AT}
    sixteen = participant(dob="2009-03-01")
    adult_today = participant(dob=SIGNED_DAY)
    dead = participant(deceased_at=SIGNED)
    unadjudicated = participant(capacity="not_adjudicated")
    paying = tpo(signatures=[signature("program_director")], purposes=["payment"])
    return [
        managed("W501 another person's consent only", "R11", "NO_CONSENT", general(participant="P2")),
        managed("W502 the deficient one got further", "R14 R15", "DEFICIENT_FORM", RELEASE, general(purposes=[])),
        managed(
            "W503 two fail at the same check",
            "R12",
            "DISCLOSER_NOT_NAMED",
            general("C-1", discloser="tx_south"),
            general("C-2", disclosers=[party_class("friends")]),
        ),
        managed(
            "W504 not stitched: the recipient of one, the category of the other",
            "R12",
            "CATEGORY_OUT_OF_SCOPE",
            general("C-1", categories=["enrollment"]),
            general("C-2", recipients=[agency("tx_south")]),
        ),
        managed("W505 a parent alone", "R51", "SIGNATURE_AUTHORITY", signed_by("parent_or_guardian"), person=sixteen),
        managed("W506 a minor alone", "R52", "SIGNATURE_AUTHORITY", signed_by("patient"), person=sixteen),
        managed("W507 both", "R52", GENERAL, signed_by("patient", "parent_or_guardian"), person=sixteen),
        managed("W508 eighteen on the day of signing", "R50", GENERAL, general(), person=adult_today),
        managed("W509 a spouse for the dead", "R57", GENERAL, signed_by("spouse"), person=dead),
        managed("W510 the dead sign nothing", "R57", "SIGNATURE_AUTHORITY", general(), person=dead),
        managed(
            "W511 dead a moment after signing",
            "R57",
            GENERAL,
            general(),
            person=participant(deceased_at="2026-01-05T15:00:01Z"),
        ),
        managed(
            "W512 a representative",
            "R55",
            GENERAL,
            signed_by("personal_representative"),
            person=participant(capacity="adjudicated_lacking"),
        ),
        decision(
            "W513 a director, for payment",
            "R56",
            f"CONSENT_COVERS {TOLD} +NO_LEGAL_USE +HIPAA_REDISCLOSURE_ALLOWED +PROJECT_FIELDS",
            actor("payer"),
            record("billing"),
            request("payment"),
            consents=[paying],
            relied="C-T",
            person=unadjudicated,
        ),
        decision(
            "W514 a director, for more than payment",
            "R56",
            "SIGNATURE_AUTHORITY",
            actor("payer"),
            record("billing"),
            request("payment"),
            consents=[paying | {"purposes": ["payment", "operations"]}],
            person=unadjudicated,
        ),
        managed("W515 known to be false", "R17", "MATERIALLY_FALSE", general(known_false=True)),
        managed(
            "W516 signed this moment", "R21", GENERAL, general(signed_at=AT, effective_from=BEFORE, recorded_at=AFTER)
        ),
        managed("W517 starts a second later", "R21", "NOT_YET_EFFECTIVE", general(effective_from=AFTER)),
        managed("W518 the event this moment", "R23", "EXPIRED", general(expiry=expiry)),
        managed("W519 the event a second later", "R23", GENERAL, general(expiry=expiry | {"occurred_at": AFTER})),
        managed("W520 an outer date", "R22 R23", "EXPIRED", general(expiry=expiry | {"at": AT, "occurred_at": None})),
        managed("W521 replaced this moment", "R13", "REVOKED", general(superseded_at=AT)),
        managed("W522 said aloud", "R29", "REVOKED", general(revocations=[revocation(AT, written=False)])),
        managed(
            "W523 stated earlier than received",
            "R27",
            GENERAL,
            general(revocations=[revocation(AFTER, stated_at=BEFORE)]),
        ),
        managed(
            "W524 another category was taken back",
            "R26",
            GENERAL,
            general(revocations=[revocation(BEFORE, "category", category="drug_test")]),
        ),
        managed(
            "W525 every category was",
            "R26",
            "REVOKED",
            general(revocations=[revocation(BEFORE, "category", category="all")]),
        ),
        managed(
            "W526 taken back from the role",
            "R26",
            "REVOKED",
            general(
                revocations=[
                    revocation(
                        AT, "recipient", recipient={"type": "role", "role": "case_manager", "agency": "cm_agency"}
                    )
                ]
            ),
        ),
        managed("W527 a class that treats", "R30", GENERAL, general(disclosers=[party_class("treatment_programs")])),
        managed(
            "W528 a class that does not treat any more",
            "R30",
            "DISCLOSER_NOT_NAMED",
            general(disclosers=[party_class("treatment_programs")]),
            person=participant(treating_agencies=[]),
        ),
        managed("W529 a person wherever", "R31", GENERAL, general(recipients=[person(None)])),
        managed("W530 a person elsewhere", "R31", "RECIPIENT_NOT_NAMED", general(recipients=[person("tx_south")])),
        managed(
            "W531 the court's team takes in the case manager",
            "R32",
            GENERAL,
            general(recipients=[party_class("court_team")]),
        ),
        managed(
            "W532 a team that resolves to nobody",
            "R32",
            "RECIPIENT_NOT_NAMED",
            general(recipients=[party_class("court_team")]),
            person=participant(cases=[]),
        ),
        managed(
            "W533 an intermediary's named member brings no list",
            "R136",
            GENERAL,
            general(recipients=[intermediary(participants=["cm_agency"])]),
        ),
        managed(
            "W534 its treating class does",
            "R136",
            f"{GENERAL} +INTERMEDIARY_LIST_2_24",
            general(recipients=[intermediary(treating_class=True)]),
            person=participant(treating_agencies=["cm_agency"]),
        ),
        managed(
            "W535 two labels, one named",
            "R36",
            "SENSITIVITY_NOT_NAMED",
            general(information={"sensitivities": ["HIV"]}),
            what=record(sensitivity=["HIV", "DV"]),
        ),
        managed("W536 SUD needs no naming", "R36", GENERAL, general(), what=record(sensitivity=["SUD", "COUNSELING"])),
        managed(
            "W537 the last day of the period",
            "R35",
            GENERAL,
            general(information={"record_from": "2026-02-10", "record_to": "2026-02-10"}),
        ),
        managed(
            "W538 the day before it",
            "R35",
            "RECORD_DATE_OUT_OF_RANGE",
            general(information={"record_from": "2026-02-11"}),
        ),
    ]


def intermediary(**changes: Any) -> Json:
    return {"type": "intermediary", "id": "hie", "participants": [], "treating_class": False} | changes


def above() -> list[Json]:
    """C15, which consent is relied on, and what stands above consents."""
    over = participant(cases=[case(final_disposition_at=AT)])
    taken = [revocation(SIGNED)]
    south = tpo(recipients=[agency("tx_south")])
    ends = {"type": "date", "at": "2026-06-01T00:00:00Z", "event": None, "occurred_at": None}
    return [
        monitored("W601 the case is disposed of this moment", "R65", "DUTY_ENDED", criminal_justice(), person=over),
        monitored(
            "W602 taken back long before the disposition",
            "R63 R64",
            "REVOKED",
            criminal_justice(revocations=taken),
            person=over,
        ),
        monitored("W603 no point is known yet", "R63", CJ, criminal_justice(revocations=taken)),
        monitored(
            "W604 the event of the point has come",
            "R63",
            "REVOKED",
            criminal_justice(revocations=taken, cj=terms(code="phase_three", occurred=AT)),
        ),
        monitored(
            "W605 the defense has no duty to monitor",
            "R61",
            "NO_DUTY_TO_MONITOR",
            criminal_justice(recipients=[agency("pd_office")]),
            who="defender",
        ),
        monitored(
            "W606 on the team of another case",
            "R61",
            "NO_DUTY_TO_MONITOR",
            criminal_justice(),
            person=participant(cases=[case(team=[]), case("CR-2")]),
        ),
        monitored(
            "W607 the class of another case's team",
            "R32",
            "RECIPIENT_NOT_NAMED",
            criminal_justice(recipients=[party_class("court_team")]),
            person=participant(cases=[case(team=[]), case("CR-2")]),
        ),
        monitored(
            "W608 criminal justice before ordinary",
            "R12",
            CJ,
            general("A-1", recipients=[agency("court_d1")], purposes=["cj_monitoring"]),
            criminal_justice("Z-1"),
        ),
        managed("W609 the earliest end", "R12", GENERAL, general("A-1"), general("Z-1", expiry=ends)),
        managed("W610 the lowest id, as text", "R12", GENERAL, general("C-10"), general("C-9"), relied="C-10"),
        managed(
            "W611 ordinary before TPO",
            "R12",
            GENERAL,
            tpo("A-1", recipients=[agency("cm_agency")]),
            general("Z-1"),
        ),
        decision(
            "W612 TPO to another program, for treatment",
            "R160",
            f"CONSENT_COVERS {TOLD} +NO_LEGAL_USE +REDISCLOSE_PER_CONSENT_2_33B2",
            actor("southern"),
            record("clinical_note"),
            request("treatment"),
            consents=[south],
            relied="C-T",
        ),
        decision(
            "W613 TPO to somebody else",
            "R160",
            f"CONSENT_COVERS {TOLD} +NO_LEGAL_USE +NO_REDISCLOSURE +PROJECT_FIELDS",
            actor("landlord"),
            record(),
            request("operations"),
            consents=[tpo(recipients=[agency("landlord_co")])],
            relied="C-T",
        ),
        managed(
            "W614 the ceiling, then the restriction",
            "R40 R120",
            "ROLE_CATEGORY_NOT_NEEDED",
            general(categories=["clinical_note"]),
            what=record("clinical_note", withheld=True),
            restrictions=[restriction(applies_to="all")],
        ),
        managed(
            "W615 the restriction, then the withholding",
            "R16 R120",
            "RESTRICTION_2_26",
            general(),
            what=record(withheld=True),
            restrictions=[restriction(applies_to="all")],
        ),
        managed(
            "W616 made when the program had ended it",
            "R122",
            GENERAL,
            general(),
            restrictions=[ended("program", "2026-02-10T18:00:00Z")],
        ),
        managed(
            "W617 made a second before",
            "R122",
            "RESTRICTION_2_26",
            general(),
            restrictions=[ended("program", "2026-02-10T18:00:01Z")],
        ),
        managed("W618 ended by the patient", "R122", GENERAL, general(), restrictions=[ended("patient", AT)]),
        managed("W619 ended by nobody named", "R122", "RESTRICTION_2_26", general(), restrictions=[ended(None, AT)]),
        managed(
            "W620 agreed a second later",
            "R120",
            GENERAL,
            general(),
            restrictions=[restriction(applies_to="all", agreed_at=AFTER)],
        ),
        managed(
            "W621 another program's restriction",
            "R120",
            GENERAL,
            general(),
            restrictions=[restriction(applies_to="all", agency="tx_south")],
        ),
    ]


def ended(by: str | None, at: str) -> Json:
    return restriction(applies_to="all", terminated_at=at, terminated_by=by)


def unreadable() -> list[Json]:
    """R181: whatever can't be understood denies."""
    return [
        managed("W701 a category that nobody knows", "R181", "ERROR", general(), what=record("horoscope")),
        managed("W702 a law that nobody knows", "R181", "ERROR", general(), what=record(regime="part3")),
        managed("W703 withheld or not is not said", "R181", "ERROR", general(), what=record(withheld=None)),
        managed("W704 true or false is not said", "R181", "ERROR", general(known_false=None)),
        managed("W705 a revocation of nobody", "R181", "ERROR", general(revocations=[revocation(AT, "recipient")])),
        managed("W706 no moment without a zone", "R181", "ERROR", general(superseded_at="2026-03-10T15:00:00")),
        managed(
            "W707 a restriction of a class that nobody knows",
            "R181",
            "ERROR",
            general(),
            restrictions=[restriction(applies_to="all", recipients=[party_class("friends")])],
        ),
        decision(
            "W708 an agency that nobody registered",
            "R2",
            "AGENCY_NOT_PARTICIPATING",
            actor("manager", agency="nowhere"),
            record(),
            MANAGING,
            consents=[general(recipients=[agency("nowhere")])],
        ),
    ]


def cases() -> list[Json]:
    return [*checks(), *above(), *unreadable()]
