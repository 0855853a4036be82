"""Keys that a case leaves out: what the schema has for some cases means null, and whatever else is missing denies."""

from __future__ import annotations

from tests.consent.checking.own.by_consent import CJ, GENERAL, MANAGING
from tests.consent.checking.own.paper import Json, actor, criminal_justice, decision, general, legal, record, request


def without(thing: Json, *names: str) -> Json:
    """The same, of which each of these keys is left out."""
    assert set(names) <= set(thing)
    return {name: value for name, value in thing.items() if name not in names}


def cases() -> list[Json]:
    return [*left_open(), *missing()]


def left_open() -> list[Json]:
    manager, coordinator = actor("manager"), actor("coordinator")
    paper = without(general(), "cj", "proceeding_id")
    return [
        decision(
            "W601 an actor who is no participant",
            "section 0",
            GENERAL,
            without(manager, "participant_id"),
            record(),
            MANAGING,
            consents=[general()],
            relied="C-G",
        ),
        decision(
            "W602 a patient's account of which nothing says whose it is",
            "section 0, R135",
            "NOT_SELF",
            without(actor("patient"), "participant_id"),
            record(),
            request("patient_request"),
        ),
        decision(
            "W603 a record of which nobody holds a copy",
            "section 0",
            GENERAL,
            manager,
            without(record(), "holder_copy"),
            MANAGING,
            consents=[general()],
            relied="C-G",
        ),
        decision(
            "W604 a general consent without terms and proceeding",
            "section 0",
            GENERAL,
            manager,
            record(),
            MANAGING,
            consents=[paper],
            relied="C-G",
        ),
        decision(
            "W605 a criminal-justice consent without a proceeding",
            "section 0",
            CJ,
            coordinator,
            record(),
            request(),
            consents=[without(criminal_justice(), "proceeding_id")],
            relied="C-CJ",
        ),
        decision(
            "W606 a criminal-justice consent without its terms is deficient",
            "F13 R15",
            "DEFICIENT_FORM",
            coordinator,
            record(),
            request(),
            consents=[without(criminal_justice(), "cj")],
        ),
        decision(
            "W607 a consent for no proceeding opens none",
            "R81",
            "OTHER_PROCEEDING",
            coordinator,
            record(),
            request("legal_proceeding", proceeding_id="PR-1"),
            consents=[without(legal(), "proceeding_id")],
        ),
        decision(
            "W608 an order that is claimed and not brought",
            "section 0, R83",
            "ORDER_NOT_QUALIFYING",
            actor("prosecutor"),
            record(),
            request("prosecution_new_charge", basis="court_order"),
        ),
        decision(
            "W609 an emergency that is claimed and not documented",
            "section 0, R102",
            "EMERGENCY_NOT_BONA_FIDE",
            actor("emergency"),
            record(),
            request("emergency_treatment", basis="emergency"),
        ),
    ]


def missing() -> list[Json]:
    """R181: neither who the actor is, nor what may bar, is guessed."""
    manager, paper = actor("manager"), general()
    sound = decision("W620 sound", "R181", GENERAL, manager, record(), MANAGING, consents=[paper], relied="C-G")
    denied = {"decision": "DENY", "reasons": ["ERROR"], "obligations": [], "consent_ids": [], "http": 404}
    parts: dict[str, tuple[str, ...]] = {
        "actor": ("ended_at", "status", "cjis_cleared", "medical_personnel"),
        "participant": ("deceased_at", "cases", "treating_agencies"),
        "record": ("withheld", "sensitivity", "author"),
        "request": ("basis", "purpose"),
    }
    lacking = [{**sound, part: without(sound[part], name)} for part, names in parts.items() for name in names]
    lacking += [
        {**sound, "consents": [without(paper, name)]}
        for name in ("known_false", "revocations", "superseded_at", "effective_from", "signed_at")
    ]
    lacking += [without(sound, "restrictions"), without(sound, "agreement_overrides")]
    return [
        {**one, "id": f"W{620 + number} something is missing", "expected": denied}
        for number, one in enumerate(lacking, start=1)
    ]
