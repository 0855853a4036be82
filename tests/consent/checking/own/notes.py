"""S6 and S7: counseling notes, proceedings, court orders."""

from __future__ import annotations

from tests.consent.checking.own.paper import (
    AT,
    Json,
    actor,
    agency,
    counseling,
    decision,
    general,
    legal,
    order,
    record,
    request,
    restriction,
)

TOLD = "+NOTICE_2_32 +COPY_OR_SCOPE_2_32B +LOG_DISCLOSURE"
ORDER = "COURT_ORDER +LOG_DISCLOSURE +ORDER_SCOPE_ONLY"
NEEDS_OWN = "COUNSELING_NOTES_NEED_OWN_CONSENT"
NOTE = record("counseling_note")
TREAT = request("treatment")
CLAIM = {"bona_fide": True, "consent_unobtainable": True, "nature": "overdose", "recipient_name": "Dr. Example"}


def ordered(purpose: str = "legal_proceeding", **changes: object) -> Json:
    return request(purpose, basis="court_order", court_order=order(**changes))


def cases() -> list[Json]:
    proceeding = request("legal_proceeding", proceeding_id="PR-1")
    return [
        decision("W201 a colleague for treatment", "R90", NEEDS_OWN, actor("colleague"), NOTE, TREAT),
        decision(
            "W202 supervised training, whatever the role",
            "R91",
            "COUNSELING_EXCEPTION",
            actor("office"),
            NOTE,
            request("supervised_training"),
            permits=True,
        ),
        decision("W203 the author elsewhere", "R90", NEEDS_OWN, actor("counselor", agency="mh_clinic"), NOTE, TREAT),
        decision(
            "W204 a consent of its own knows no ceiling",
            "R92",
            f"CONSENT_COVERS {TOLD} +NO_REDISCLOSURE",
            actor("psychiatrist", role="court_clerk"),
            NOTE,
            TREAT,
            consents=[counseling()],
            relied="C-N",
        ),
        decision(
            "W205 but restrictions",
            "R92 R120",
            "RESTRICTION_2_26",
            actor("psychiatrist"),
            record("counseling_note", withheld=True),
            TREAT,
            consents=[counseling()],
            restrictions=[restriction()],
        ),
        decision(
            "W206 and withholding",
            "R16 R92",
            "WITHHELD_BY_ORIGIN",
            actor("psychiatrist"),
            record("counseling_note", withheld=True),
            TREAT,
            consents=[counseling()],
        ),
        decision(
            "W207 never for a proceeding",
            "R80 R90",
            NEEDS_OWN,
            actor("psychiatrist"),
            NOTE,
            proceeding,
            consents=[counseling()],
        ),
        decision(
            "W208 an ordinary consent is none of its own",
            "R90",
            NEEDS_OWN,
            actor("psychiatrist"),
            NOTE,
            TREAT,
            consents=[general(recipients=[agency("mh_clinic")], purposes=["treatment"])],
        ),
        decision(
            "W209 an order that names them",
            "R84 R93",
            ORDER,
            actor("psychiatrist"),
            record("counseling_note", withheld=True),
            ordered("treatment", covers_confidential_communications=True, covers_counseling_notes=True),
            restrictions=[restriction()],
        ),
        decision(
            "W210 an order that names communications only",
            "R84 R93",
            "ORDER_SCOPE",
            actor("psychiatrist"),
            NOTE,
            ordered("treatment", covers_confidential_communications=True),
        ),
        decision(
            "W211 own staff in a proceeding", "R80", "LEGAL_USE_BLOCKED", actor("counselor"), record(), proceeding
        ),
        decision(
            "W212 an emergency does not help",
            "R80",
            "LEGAL_USE_BLOCKED",
            actor("emergency"),
            record(),
            request("criminal_investigation", basis="emergency", emergency=CLAIM),
        ),
        decision(
            "W213 the same proceeding",
            "R81",
            f"CONSENT_COVERS {TOLD} +PROCEEDING_ONLY_2_31D",
            actor("judge"),
            record(),
            proceeding,
            consents=[legal()],
            relied="C-L",
        ),
        decision(
            "W214 a new charge needs an order",
            "R34 R81",
            "PURPOSE_NOT_COVERED",
            actor("judge"),
            record(),
            request("prosecution_new_charge", proceeding_id="PR-1"),
            consents=[legal()],
        ),
        decision(
            "W215 the ceiling holds in a proceeding",
            "R40 R81",
            "ROLE_CATEGORY_NOT_NEEDED",
            actor("judge"),
            record("treatment_plan"),
            proceeding,
            consents=[legal(categories=["treatment_plan"])],
        ),
        decision(
            "W216 a proceeding that nobody names",
            "R81",
            "OTHER_PROCEEDING",
            actor("judge"),
            record(),
            request("legal_proceeding"),
            consents=[legal()],
        ),
        decision("W217 a civil order", "R83", ORDER, actor("judge"), record(withheld=True), ordered()),
        decision(
            "W218 a civil order for a new charge",
            "R83",
            "ORDER_NOT_QUALIFYING",
            actor("prosecutor"),
            record(),
            ordered("prosecution_new_charge"),
        ),
        decision(
            "W219 an order against the patient, for treatment",
            "R83",
            "ORDER_NOT_QUALIFYING",
            actor("judge"),
            record(),
            ordered("treatment", section="2.65"),
        ),
        decision(
            "W220 an order against the program",
            "R83",
            "ORDER_NOT_QUALIFYING",
            actor("judge"),
            record(),
            ordered(section="2.66"),
        ),
        decision("W221 issued this moment", "R20 R83", ORDER, actor("judge"), record(), ordered(issued_at=AT)),
        decision(
            "W222 expired this moment",
            "R20 R83",
            "ORDER_NOT_QUALIFYING",
            actor("judge"),
            record(),
            ordered(expires_at=AT),
        ),
        decision(
            "W223 scope comes before the section",
            "R83",
            "ORDER_SCOPE",
            actor("officer"),
            record(),
            ordered(section="2.66"),
        ),
        decision(
            "W224 an assessment without its ground",
            "R84",
            "ORDER_SCOPE",
            actor("judge"),
            record("assessment"),
            ordered(),
        ),
        decision(
            "W225 no order", "R82", "ORDER_NOT_QUALIFYING", actor("judge"), record(), request(basis="court_order")
        ),
    ]
