"""S8 and S9: what is passed on, and a copy that was delivered."""

from __future__ import annotations

from tests.consent.checking.own.paper import (
    AFTER,
    AT,
    Json,
    actor,
    agency,
    case,
    criminal_justice,
    decision,
    general,
    order,
    participant,
    record,
    redisclosure,
    request,
    restriction,
)

TOLD = "+NOTICE_2_32 +COPY_OR_SCOPE_2_32B +LOG_DISCLOSURE"
ORDER = "COURT_ORDER +LOG_DISCLOSURE +ORDER_SCOPE_ONLY"
NEEDS_OWN = "COUNSELING_NOTES_NEED_OWN_CONSENT"


def passing_on(kind: str, who: str, purpose: str = "cj_monitoring", **changes: object) -> Json:
    return request(purpose, action="redisclose", redisclosure=redisclosure(kind, who), **changes)


def copy(holder: str, at: str = AT, kind: str = "part2_general") -> Json:
    return record(holder_copy={"agency": holder, "received_at": at, "received_under_kind": kind})


def cases() -> list[Json]:
    tpo_owed = f"{TOLD} +NO_LEGAL_USE"
    duty = f"REDISCLOSURE_OFFICIAL_DUTY {TOLD} +CJ_USE_ONLY_2_35D +PROJECT_FIELDS"
    naming = general("C-H", discloser="cm_agency", recipients=[agency("tx_south")], purposes=["treatment"])
    over = participant(cases=[case(final_disposition_at=AT)])
    return [
        decision(
            "W301 a hospital to a plan, for payment",
            "R73",
            f"REDISCLOSURE_HIPAA {tpo_owed} +HIPAA_REDISCLOSURE_ALLOWED +PROJECT_FIELDS",
            actor("emergency"),
            record("clinical_note"),
            passing_on("part2_tpo", "payer", "payment"),
            restrictions=[restriction()],
        ),
        decision(
            "W302 a program to a treating agency",
            "R74",
            f"REDISCLOSURE_PER_CONSENT {tpo_owed} +REDISCLOSE_PER_CONSENT_2_33B2",
            actor("southern"),
            record("clinical_note"),
            passing_on("part2_tpo", "psychiatrist", "treatment"),
        ),
        decision(
            "W303 a program to a plan",
            "R74 R75",
            "REDISCLOSURE_NOT_PERMITTED",
            actor("southern"),
            record(),
            passing_on("part2_tpo", "payer", "payment"),
        ),
        decision(
            "W304 court to prosecutor", "R71", duty, actor("judge"), record(), passing_on("part2_cj", "prosecutor")
        ),
        decision(
            "W305 beyond the prosecutor's need",
            "R40 R71",
            "ROLE_CATEGORY_NOT_NEEDED",
            actor("judge"),
            record("level_of_care"),
            passing_on("part2_cj", "prosecutor"),
        ),
        decision(
            "W306 to the defense",
            "R71",
            "REDISCLOSURE_CJ_LIMIT",
            actor("judge"),
            record(),
            passing_on("part2_cj", "defender"),
        ),
        decision(
            "W307 after the disposition",
            "R65 R71",
            "REDISCLOSURE_CJ_LIMIT",
            actor("judge"),
            record(),
            passing_on("part2_cj", "prosecutor"),
            person=over,
        ),
        decision(
            "W308 each on the team of another case",
            "R71",
            "REDISCLOSURE_CJ_LIMIT",
            actor("judge"),
            record(),
            passing_on("part2_cj", "prosecutor"),
            person=participant(
                cases=[
                    case(team=[{"user": "u_judge_a", "from": "2026-01-05T00:00:00Z", "to": None}]),
                    case("CR-2", team=[{"user": "u_da", "from": "2026-01-05T00:00:00Z", "to": None}]),
                ]
            ),
        ),
        decision(
            "W309 received under an ordinary consent",
            "R75",
            "REDISCLOSURE_NOT_PERMITTED",
            actor("manager"),
            record(),
            passing_on("part2_general", "southern", "treatment"),
        ),
        decision(
            "W310 a consent that names the holder, withheld at the origin",
            "R72",
            f"CONSENT_COVERS {TOLD} +NO_REDISCLOSURE",
            actor("manager"),
            record(withheld=True),
            passing_on("part2_general", "southern", "treatment"),
            consents=[naming],
            relied="C-H",
        ),
        decision(
            "W311 restricted at the origin",
            "R72 R120",
            "REDISCLOSURE_NOT_PERMITTED",
            actor("manager"),
            record(),
            passing_on("part2_general", "southern", "treatment"),
            consents=[naming],
            restrictions=[restriction()],
        ),
        decision(
            "W312 the program has nothing to redisclose",
            "R71",
            "REDISCLOSURE_CJ_LIMIT",
            actor("counselor"),
            record(),
            passing_on("part2_cj", "prosecutor"),
        ),
        decision(
            "W313 the program under its own consent",
            "R72",
            f"CONSENT_COVERS {TOLD} +CJ_USE_ONLY_2_35D +PROJECT_FIELDS",
            actor("counselor"),
            record(),
            passing_on("part2_cj", "judge"),
            consents=[criminal_justice()],
            relied="C-CJ",
        ),
        decision(
            "W314 on to a new charge",
            "R70",
            "LEGAL_USE_BLOCKED",
            actor("judge"),
            record(),
            passing_on("part2_cj", "prosecutor", "prosecution_new_charge"),
        ),
        decision(
            "W315 an order for the target",
            "R83",
            ORDER,
            actor("judge"),
            record(),
            passing_on("part2_cj", "prosecutor", "legal_proceeding", basis="court_order", court_order=order()),
        ),
        decision(
            "W316 a copy from its receipt on",
            "R28",
            "RETAINED_COPY +NO_REDISCLOSURE",
            actor("manager"),
            copy("cm_agency"),
            request("case_management"),
            restrictions=[restriction(applies_to="all")],
        ),
        decision(
            "W317 not before",
            "R28 R10",
            "NO_CONSENT",
            actor("manager"),
            copy("cm_agency", AFTER),
            request("case_management"),
        ),
        decision(
            "W318 a copy stops at the ceiling",
            "R28 R40",
            "ROLE_CATEGORY_NOT_NEEDED",
            actor("deputy"),
            copy("sheriff", kind="part2_cj"),
            request(),
            consents=[criminal_justice(recipients=[agency("sheriff")])],
        ),
        decision(
            "W319 a copy when hosting has ended",
            "R3 R28",
            "RETAINED_COPY +CJ_USE_ONLY_2_35D",
            actor("judge"),
            copy("court_d1", kind="part2_cj"),
            request(),
            overrides={"host-tx_north": {"ends": AT}},
        ),
        decision(
            "W320 a copy in a proceeding",
            "R80",
            "LEGAL_USE_BLOCKED",
            actor("judge"),
            copy("court_d1", kind="part2_cj"),
            request("legal_proceeding"),
        ),
    ]
