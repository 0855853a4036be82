"""People and papers of our own cases, in the shapes of the cases' schema. Written from the rules, not from the code."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

Json = dict[str, Any]

GIVEN: Json = json.loads((Path(__file__).parents[3] / "vectors" / "consent-vectors.json").read_text(encoding="utf-8"))
FIXTURES: Json = GIVEN["fixtures"]
AT = "2026-03-10T15:00:00Z"
BEFORE, AFTER = "2026-03-10T14:59:59Z", "2026-03-10T15:00:01Z"
SIGNED = "2026-01-05T15:00:00Z"
NAME = "Jordan Avery Example"
COURT_SET = ["enrollment", "attendance", "drug_test", "progress_summary", "level_of_care"]

STAFF = {
    "coordinator": ("u_coord", "court_coordinator", "court_d1", True),
    "judge": ("u_judge_a", "judge", "court_d1", True),
    "officer": ("u_po", "probation_officer", "probation", True),
    "prosecutor": ("u_da", "prosecutor", "da_office", True),
    "defender": ("u_pd", "defense_counsel", "pd_office", True),
    "manager": ("u_cm", "case_manager", "cm_agency", False),
    "counselor": ("u_tx1", "clinician", "tx_north", False),
    "colleague": ("u_tx9", "clinician", "tx_north", False),
    "office": ("u_tx8", "treatment_admin", "tx_north", False),
    "southern": ("u_tx2", "clinician", "tx_south", False),
    "psychiatrist": ("u_mh1", "clinician", "mh_clinic", False),
    "emergency": ("u_er", "emergency_clinician", "hosp_er", False),
    "payer": ("u_payer", "payer_staff", "payer_x", False),
    "laboratory": ("u_lab", "clinician", "lab_qso", False),
    "county": ("u_bh", "treatment_supervisor", "county_bh", False),
    "auditor": ("u_aud", "evaluator", "auditor_state", False),
    "researcher": ("u_res", "evaluator", "univ", False),
    "protector": ("u_cps", "case_manager", "cps", False),
    "deputy": ("u_leo", "law_enforcement", "sheriff", True),
    "examiner": ("u_me", "clinician", "med_examiner", False),
    "landlord": ("u_land", "attorney", "landlord_co", False),
    "administrator": ("u_adm", "system_admin", "court_d1", False),
    "patient": ("u_p1", "participant", "family", False),
}
TEAM = ("u_judge_a", "u_coord", "u_da", "u_pd", "u_po", "u_cm", "u_tx1")


def actor(who: str, **changes: Any) -> Json:
    user, role, agency, cleared = STAFF[who]
    base = {
        "user": user,
        "role": role,
        "agency": agency,
        "status": "active",
        "ended_at": None,
        "cjis_cleared": cleared,
        "medical_personnel": who == "emergency",
        "participant_id": "P1" if who == "patient" else None,
    }
    return base | changes


def target(who: str) -> Json:
    user, role, agency, cleared = STAFF[who]
    return {"user": user, "role": role, "agency": agency, "cjis_cleared": cleared}


def case(name: str = "CR-1", **changes: Any) -> Json:
    base = {
        "id": name,
        "court": "court_d1",
        "condition_of_disposition": True,
        "final_disposition_at": None,
        "latest_possible_disposition_at": None,
        "team": [{"user": one, "from": "2026-01-05T00:00:00Z", "to": None} for one in TEAM],
    }
    return base | changes


def participant(**changes: Any) -> Json:
    base = {
        "id": "P1",
        "name": NAME,
        "dob": "1991-04-02",
        "age_of_majority": 18,
        "minor_rule": "parental_consent_required",
        "capacity": "ok",
        "deceased_at": None,
        "treating_agencies": ["tx_north", "mh_clinic", "hosp_er"],
        "cases": [case()],
    }
    return base | changes


def record(category: str = "attendance", origin: str = "tx_north", **changes: Any) -> Json:
    base = {
        "id": "rec-1",
        "category": category,
        "origin_agency": origin,
        "regime": "part2",
        "sensitivity": ["SUD"],
        "service_date": "2026-02-10",
        "created_at": "2026-02-10T18:00:00Z",
        "author": "u_tx1",
        "withheld": False,
        "holder_copy": None,
    }
    return base | changes


def request(purpose: str = "cj_monitoring", **changes: Any) -> Json:
    return {"action": "read", "purpose": purpose, "at": AT, "basis": "consent"} | changes


def agency(name: str) -> Json:
    return {"type": "agency", "id": name}


def party_class(name: str) -> Json:
    return {"type": "class", "class": name}


def consent(name: str, kind: str, recipients: list[Json], purposes: list[str], **changes: Any) -> Json:
    """A sound paper of tx_north for what a court may need; `categories`, `discloser` and the rest as given."""
    tpo = kind == "part2_tpo"
    categories = changes.pop("categories", ["all"] if tpo else COURT_SET)
    information = {"categories": categories, "sensitivities": [], "record_from": None, "record_to": None}
    base = {
        "id": name,
        "kind": kind,
        "participant": "P1",
        "participant_name": NAME,
        "disclosers": [agency(changes.pop("discloser", "tx_north"))],
        "information": information | changes.pop("information", {}),
        "recipients": recipients,
        "purposes": purposes,
        "expiry": {"type": "date", "at": "2027-01-05T00:00:00Z", "event": None, "occurred_at": None},
        "signed_at": SIGNED,
        "effective_from": SIGNED,
        "recorded_at": "2026-01-05T16:00:00Z",
        "signatures": [signature("patient")],
        "form": {
            "patient_name": NAME,
            "revocation_right_statement": True,
            "revocation_how": "Write to the privacy officer",
            "hipaa_redisclosure_statement": tpo,
            "redisclosure_potential_statement": tpo,
            "refusal_consequences": "none" if tpo else "",
            "treatment_conditioned_on_signing": False,
        }
        | changes.pop("form", {}),
        "cj": None,
        "proceeding_id": None,
        "known_false": False,
        "revocations": [],
        "superseded_at": None,
    }
    return base | changes


def signature(signer: str) -> Json:
    return {"signer": signer, "name": NAME, "at": SIGNED, "method": "electronic", "evidence": "sha256:x"}


def criminal_justice(name: str = "C-CJ", **changes: Any) -> Json:
    terms = {"case_id": "CR-1", "duration_text": "until disposition", "revocable": revocable(code="final_disposition")}
    recipients = changes.pop("recipients", [agency("court_d1"), agency("probation"), agency("da_office")])
    return consent(name, "part2_cj", recipients, ["cj_monitoring"], **{"cj": terms} | changes)


def revocable(at: str | None = None, code: str | None = None, occurred: str | None = None) -> Json:
    return {"at": at, "event_code": code, "occurred_at": occurred}


def general(name: str = "C-G", **changes: Any) -> Json:
    recipients = changes.pop("recipients", [agency("cm_agency")])
    return consent(name, "part2_general", recipients, changes.pop("purposes", ["case_management"]), **changes)


def tpo(name: str = "C-T", **changes: Any) -> Json:
    recipients = changes.pop("recipients", [party_class("tpo_standard")])
    purposes = changes.pop("purposes", ["treatment", "payment", "operations"])
    return consent(name, "part2_tpo", recipients, purposes, **changes)


def counseling(name: str = "C-N", **changes: Any) -> Json:
    base = {"categories": ["counseling_note"]} | changes
    return consent(name, "part2_counseling_notes", [agency("mh_clinic")], ["treatment"], **base)


def legal(name: str = "C-L", **changes: Any) -> Json:
    base = {"proceeding_id": "PR-1"} | changes
    recipients = base.pop("recipients", [agency("court_d1"), agency("pd_office")])
    return consent(name, "part2_legal_proceeding", recipients, ["legal_proceeding"], **base)


def revocation(at: str, scope: str = "all", **changes: Any) -> Json:
    base = {"received_at": at, "stated_at": None, "written": True, "scope": scope, "recipient": None, "category": None}
    return base | changes


def restriction(**changes: Any) -> Json:
    base = {
        "id": "R-1",
        "agency": "tx_north",
        "agreed_at": "2026-01-10T00:00:00Z",
        "applies_to": "tpo",
        "categories": [],
        "recipients": [],
        "terminated_at": None,
        "terminated_by": None,
    }
    return base | changes


def order(**changes: Any) -> Json:
    base = {
        "id": "O-1",
        "section": "2.64",
        "participant": "P1",
        "issued_at": "2026-03-01T00:00:00Z",
        "expires_at": None,
        "vacated_at": None,
        "findings_recorded": True,
        "notice_given": True,
        "subpoena": False,
        "recipient_agencies": ["court_d1", "da_office", "mh_clinic"],
        "categories": ["attendance", "assessment", "counseling_note"],
        "covers_confidential_communications": False,
        "covers_counseling_notes": False,
    }
    return base | changes


def redisclosure(kind: str, who: str) -> Json:
    return {"received_under": {"kind": kind}, "target": target(who)}


def decision(name: str, rules: str, reasons: str, who: Json, what: Json, how: Json, **more: Any) -> Json:
    """One case. `reasons` as "CODE", or "CODE +OBLIGATION ..."; `relied` the consent relied on; the rest as needed."""
    codes = reasons.split()
    owed = sorted(one[1:] for one in codes if one.startswith("+"))
    permits = more.pop("permits", bool(owed))
    effect = ("PERMIT_WITH_OBLIGATIONS" if owed else "PERMIT") if permits else "DENY"
    given = [one for one in codes if not one.startswith("+")]
    relied = more.pop("relied", None)
    return deepcopy(
        {
            "id": name,
            "title": name,
            "rules": rules,
            "actor": who,
            "participant": more.pop("person", participant()),
            "record": what,
            "request": how,
            "consents": more.pop("consents", []),
            "restrictions": more.pop("restrictions", []),
            "agreement_overrides": more.pop("overrides", {}),
            "expected": {
                "decision": effect,
                "reasons": given,
                "obligations": owed,
                "consent_ids": [relied] if relied else [],
                "http": 200 if permits else 401 if given == ["ACTOR_INACTIVE"] else 404,
            },
        }
        | more
    )
