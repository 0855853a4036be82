"""F01-F19 on forms of our own, and lists of several records."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from tests.consent.checking.own.paper import (
    AT,
    SIGNED,
    Json,
    actor,
    agency,
    case,
    consent,
    counseling,
    criminal_justice,
    general,
    legal,
    participant,
    record,
    request,
    restriction,
    revocable,
    revocation,
    tpo,
)

NEVER = {"type": "none", "at": None, "event": None, "occurred_at": None}


def form(name: str, paper: Json, *defects: str, of: Json | None = None) -> Json:
    return deepcopy({"id": name, "title": name, "case": of, "consent": paper, "expected_defects": list(defects)})


def cj_terms(**changes: Any) -> Json:
    base = {"case_id": "CR-1", "duration_text": "18 months", "revocable": revocable(code="final_disposition")}
    return criminal_justice(cj=base | changes)


def forms() -> list[Json]:
    dated = case(latest_possible_disposition_at="2026-12-31T00:00:00Z")
    at_the_end, after_it = revocable("2026-12-31T00:00:00Z"), revocable("2026-12-31T00:00:01Z")
    silent = {"revocation_right_statement": False, "revocation_how": " "}
    return [
        form("G01 blank name", general(form={"patient_name": "  "}), "D01_NO_PATIENT_NAME"),
        form("G02 another name", general(form={"patient_name": "J. Example"}), "D19_NAME_MISMATCH"),
        form(
            "G03 nobody, nothing, to nobody, for nothing",
            general(disclosers=[], categories=[], recipients=[], purposes=[]),
            "D02_NO_DISCLOSER",
            "D03_NO_INFORMATION",
            "D04_NO_RECIPIENT",
            "D05_NO_PURPOSE",
        ),
        form("G04 everything, on TPO", tpo()),
        form(
            "G05 everything, and counseling notes",
            tpo(categories=["all", "counseling_note"]),
            "D11_COUNSELING_COMBINED",
        ),
        form("G06 any purpose, on TPO", tpo(purposes=["any"]), "D05B_ANY_PURPOSE", "D13_TPO_MIXED_PURPOSE"),
        form("G07 silent on revoking", general(form=silent), "D06_NO_REVOCATION_STATEMENT", "D06B_NO_HOW_TO_REVOKE"),
        form("G08 silent on revoking, criminal justice", criminal_justice(form=silent), of=case()),
        form("G09 no end, on TPO", tpo(expiry=NEVER)),
        form("G10 no end, elsewhere", counseling(expiry=NEVER), "D07B_NONE_ONLY_FOR_TPO"),
        form("G11 no kind of end", general(expiry=NEVER | {"type": None}), "D07_NO_EXPIRY"),
        form("G12 a date that is not there", general(expiry=NEVER | {"type": "date"}), "D07_NO_EXPIRY"),
        form(
            "G13 an event in blank",
            general(expiry=NEVER | {"type": "condition", "event": " "}),
            "D07C_EVENT_NOT_STATED",
        ),
        form("G14 signed as it was recorded", general(recorded_at=SIGNED)),
        form(
            "G15 silent TPO",
            tpo(form={"redisclosure_potential_statement": False, "refusal_consequences": ""}),
            "D10_NO_REDISCLOSURE_POTENTIAL",
            "D10B_NO_REFUSAL_CONSEQUENCES",
        ),
        form(
            "G16 counseling notes and more",
            counseling(categories=["counseling_note", "attendance"]),
            "D11_COUNSELING_COMBINED",
        ),
        form(
            "G17 a proceeding and more", legal() | {"purposes": ["legal_proceeding", "treatment"]}, "D12_LEGAL_COMBINED"
        ),
        form("G18 a new charge", legal() | {"purposes": ["prosecution_new_charge"]}, "D12_LEGAL_COMBINED"),
        form(
            "G19 a proceeding on TPO",
            tpo(purposes=["treatment", "legal_proceeding"]),
            "D12_LEGAL_COMBINED",
            "D13_TPO_MIXED_PURPOSE",
        ),
        form("G20 revocable at the last possible end", cj_terms(revocable=at_the_end), of=dated),
        form("G21 revocable a second later", cj_terms(revocable=after_it), "D16_CJ_REVOCABLE_TOO_LATE", of=dated),
        form("G22 a point that a site names", cj_terms(revocable=revocable(code="phase_four")), of=case()),
        form("G23 no point", cj_terms(revocable=revocable()), "D15_CJ_NO_REVOCABLE_POINT", of=case()),
        form("G24 another case", cj_terms(case_id="CR-9"), "D17_CJ_NO_CONDITIONED_CASE", of=dated),
        form("G25 no case", cj_terms(), "D17_CJ_NO_CONDITIONED_CASE"),
        form(
            "G26 no terms",
            criminal_justice(cj=None),
            "D14_CJ_NO_DURATION",
            "D15_CJ_NO_REVOCABLE_POINT",
            "D17_CJ_NO_CONDITIONED_CASE",
            of=case(),
        ),
        form(
            "G27 a release is checked too",
            consent("C-R", "general_release", [agency("court_d1")], []),
            "D05_NO_PURPOSE",
        ),
    ]


def listing(name: str, who: Json, how: Json, records: list[Json], shown: list[str], **more: Any) -> Json:
    expected = {"visible_record_ids": shown, "count": len(shown), "must_not_appear": []}
    base = {"id": name, "title": name, "rules": "R141", "surface": how["action"], "actor": who, "request": how}
    base |= {"participant": participant(), "records": records, "consents": [], "restrictions": []}
    return deepcopy(base | {"agreement_overrides": {}, "expected": expected} | more)


def named(name: str, category: str = "attendance", origin: str = "tx_north", **changes: Any) -> Json:
    return record(category, origin, id=name, **changes)


AUDITED = "2026-06-01T00:00:00Z"


def lists() -> list[Json]:
    from_all = [
        named("z", "drug_test"),
        named("a"),
        named("plan", "treatment_plan"),
        named("hiv", sensitivity=["HIV"]),
        named("kept", withheld=True),
        named("south", origin="tx_south"),
        named("event", "court_event", "court_d1", regime="cj"),
        named("note", "supervision_note", "probation", regime="cj"),
        named("mind", "mental_health", "mh_clinic", regime="hipaa"),
    ]
    monitoring = request(action="list")
    copied = {"agency": "cm_agency", "received_at": AT, "received_under_kind": "part2_general"}
    return [
        listing(
            "M01 a judge",
            actor("judge"),
            monitoring,
            from_all,
            ["z", "a", "event", "note"],
            consents=[criminal_justice()],
        ),
        listing(
            "M02 a prosecutor searches",
            actor("prosecutor"),
            request(action="search"),
            from_all,
            ["z", "a", "event"],
            consents=[criminal_justice()],
        ),
        listing(
            "M03 after it was taken back",
            actor("manager"),
            request("case_management", action="count"),
            from_all,
            ["event"],
            consents=[general(revocations=[revocation(AT)])],
        ),
        listing(
            "M04 the program's own office exports",
            actor("office"),
            request("operations", action="export"),
            from_all,
            ["a", "hiv", "kept", "mind"],
        ),
        listing(
            "M05 the program's counselor",
            actor("counselor"),
            request("treatment", action="list"),
            from_all,
            ["z", "a", "plan", "hiv", "kept", "event", "mind"],
        ),
        listing(
            "M06 restricted",
            actor("counselor"),
            request("treatment", action="list"),
            from_all,
            ["a", "hiv", "kept", "event", "mind"],
            restrictions=[restriction(categories=["drug_test", "treatment_plan"])],
        ),
        listing(
            "M07 the patient",
            actor("patient"),
            request("patient_request", action="list"),
            [*from_all, named("own words", "counseling_note")],
            [one["id"] for one in from_all],
        ),
        listing(
            "M08 a copy",
            actor("manager"),
            request("case_management", action="list"),
            [named("held", holder_copy=copied), named("not")],
            ["held"],
        ),
        listing(
            "M09 the same for a proceeding",
            actor("manager"),
            request("legal_proceeding", action="list"),
            [named("held", holder_copy=copied), named("event", "court_event", "court_d1", regime="cj")],
            ["event"],
        ),
        listing(
            "M10 suspended", actor("judge", status="suspended"), monitoring, from_all, [], consents=[criminal_justice()]
        ),
        listing(
            "M11 a purpose of the site's own",
            actor("manager"),
            request("housing", action="list"),
            from_all,
            ["z", "a", "event"],
            consents=[general(purposes=["housing"])],
        ),
        listing(
            "M12 hosting ended",
            actor("judge"),
            monitoring,
            from_all,
            ["event", "note"],
            consents=[criminal_justice()],
            agreement_overrides={"host-tx_north": {"ends": AT}},
        ),
        listing("M13 a plan reads for payment", actor("payer"), request("payment", action="list"), from_all, ["mind"]),
        listing(
            "M14 two papers are not stitched",
            actor("manager"),
            request("case_management", action="list"),
            from_all,
            ["a", "event"],
            consents=[
                general("C-1", categories=["attendance"]),
                general("C-2", categories=["drug_test"], recipients=[agency("tx_south")]),
            ],
        ),
        listing(
            "M15 copies beyond the role's need, and of records under another law",
            actor("manager"),
            request("case_management", action="list"),
            [
                named("held", holder_copy=copied),
                named("diagnosis", "diagnosis", holder_copy=copied),
                named("note", "counseling_note", holder_copy=copied),
                named("mind", "mental_health", "mh_clinic", regime="hipaa", holder_copy=copied),
                named("history", "criminal_history", "da_office", regime="cj", holder_copy=copied),
            ],
            ["held"],
        ),
        listing(
            "M16 who holds a copy gets no more of the record by an agreement",
            actor("auditor"),
            request("audit_evaluation", action="list", basis="audit", at=AUDITED),
            [named("held", holder_copy=copied | {"agency": "auditor_state"}), named("not")],
            ["not"],
        ),
    ]
