"""Consents and restrictions of a decision case arrive whole, and what an unfinished form leaves out stays empty."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from portal.consent.rules.instruments import (
    Consent,
    CriminalJusticeTerms,
    Discloser,
    Expiry,
    FormWording,
    Information,
    Recipient,
    Restriction,
    Revocation,
)
from portal.consent.rules.papers import consent_from, recipient_from, restriction_from, revocation_from, terms_from
from portal.consent.rules.terms import ConsentKind, ExpiryType, Label, PartyType, RestrictionReach, RevocationScope
from tests.consent.rules.test_reading import noon, written

COURT = {"type": "agency", "id": "court"}

CONSENT: dict[str, Any] = {
    "id": "C-1",
    "kind": "part2_cj",
    "participant": "P1",
    "participant_name": "Jordan Example",
    "disclosers": [{"type": "agency", "id": "north"}, {"type": "class", "class": "treatment_programs"}],
    "information": {
        "categories": ["attendance", "drug_test"],
        "sensitivities": ["HIV"],
        "record_from": "2026-01-01",
        "record_to": "2026-02-01",
    },
    "recipients": [COURT],
    "purposes": ["cj_monitoring"],
    "expiry": {"type": "event", "at": written(20), "event": "the end of CR-1", "occurred_at": written(21)},
    "signed_at": written(1),
    "effective_from": written(2),
    "recorded_at": written(3),
    "signatures": [{"signer": "patient"}, {"signer": "parent"}],
    "form": {
        "patient_name": "Jordan E.",
        "revocation_right_statement": True,
        "revocation_how": "In writing",
        "hipaa_redisclosure_statement": False,
        "redisclosure_potential_statement": True,
        "refusal_consequences": "None",
        "treatment_conditioned_on_signing": False,
    },
    "cj": {
        "case_id": "CR-1",
        "duration_text": "Until the end of CR-1",
        "revocable": {"at": written(5), "event_code": "final_disposition", "occurred_at": written(6)},
    },
    "proceeding_id": "CV-7",
    "known_false": True,
    "revocations": [{"received_at": written(7), "scope": "all"}],
    "superseded_at": written(8),
}


def test_a_consent() -> None:
    assert consent_from(CONSENT) == Consent(
        id="C-1",
        kind=ConsentKind.CJ,
        participant="P1",
        participant_name="Jordan Example",
        disclosers=(Discloser(PartyType.AGENCY, "north"), Discloser(PartyType.CLASS, "treatment_programs")),
        information=Information(
            frozenset({"attendance", "drug_test"}), frozenset({Label.HIV}), date(2026, 1, 1), date(2026, 2, 1)
        ),
        recipients=(Recipient(PartyType.AGENCY, "court"),),
        purposes=frozenset({"cj_monitoring"}),
        expiry=Expiry(ExpiryType.EVENT, noon(20), "the end of CR-1", noon(21)),
        signed_at=noon(1),
        effective_from=noon(2),
        recorded_at=noon(3),
        signers=frozenset({"patient", "parent"}),
        form=FormWording("Jordan E.", True, "In writing", False, True, "None", False),
        terms=CriminalJusticeTerms("CR-1", "Until the end of CR-1", noon(5), "final_disposition", noon(6)),
        proceeding_id="CV-7",
        known_false=True,
        revocations=(Revocation(noon(7), RevocationScope.ALL),),
        superseded_at=noon(8),
    )


def test_a_form_that_says_nothing_says_nothing() -> None:
    form = dict.fromkeys(("patient_name", "revocation_how", "refusal_consequences"))
    empty = {
        "participant_name": None,
        "signed_at": None,
        "effective_from": None,
        "cj": None,
        "proceeding_id": None,
        "superseded_at": None,
        "revocations": [],
        "signatures": [],
        "form": {**CONSENT["form"], **form},
        "expiry": dict.fromkeys(("type", "at", "event", "occurred_at")),
        "information": {"categories": [], "sensitivities": [], "record_from": None, "record_to": None},
    }
    read = consent_from({**CONSENT, **empty})
    assert (read.participant_name, read.signed_at, read.effective_from, read.terms) == ("", None, None, None)
    assert (read.proceeding_id, read.superseded_at, read.revocations, read.signers) == (None, None, (), frozenset())
    assert (read.form.patient_name, read.form.how_to_revoke, read.form.refusal_consequences) == ("", "", "")
    assert read.expiry == Expiry(None) and read.information == Information(frozenset())


@pytest.mark.parametrize("name", [name for name, value in CONSENT["form"].items() if isinstance(value, bool)])
def test_each_statement_of_a_form_is_its_own(name: str) -> None:
    form = consent_from({**CONSENT, "form": {**CONSENT["form"], name: not CONSENT["form"][name]}}).form
    before = consent_from(CONSENT).form
    assert sum(getattr(form, one) != getattr(before, one) for one in FormWording.__dataclass_fields__) == 1


def test_terms_without_any_revocable_point() -> None:
    """F15 finds them."""
    given = {"case_id": None, "duration_text": None, "revocable": None}
    assert terms_from(given) == CriminalJusticeTerms(None, "", None, "", None)


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ({"type": "person", "id": "u1", "agency": "court"}, Recipient(PartyType.PERSON, "u1", agency="court")),
        ({"type": "person", "id": "u1"}, Recipient(PartyType.PERSON, "u1", agency=None)),
        ({"type": "role", "role": "judge", "agency": "court"}, Recipient(PartyType.ROLE, "judge", agency="court")),
        ({"type": "class", "class": "court_team"}, Recipient(PartyType.CLASS, "court_team")),
        (COURT, Recipient(PartyType.AGENCY, "court")),
        (
            {"type": "intermediary", "id": "hie", "participants": ["er", "mind"], "treating_class": True},
            Recipient(PartyType.INTERMEDIARY, "hie", participants=frozenset({"er", "mind"}), treating_class=True),
        ),
        ({"type": "intermediary"}, Recipient(PartyType.INTERMEDIARY, "")),
    ],
)
def test_a_recipient_of_each_type(given: dict[str, Any], read: Recipient) -> None:
    assert recipient_from(given) == read


@pytest.mark.parametrize(
    ("scope", "recipient", "category"),
    [
        ("all", None, None),
        ("recipient", Recipient(PartyType.AGENCY, "court"), None),
        ("category", None, "attendance"),
    ],
)
def test_a_revocation_takes_back_what_its_scope_says(
    scope: str, recipient: Recipient | None, category: str | None
) -> None:
    """R26: what stands beside its scope is not looked at."""
    given = {"received_at": written(7), "scope": scope, "recipient": COURT, "category": "attendance"}
    assert revocation_from(given) == Revocation(noon(7), RevocationScope(scope), recipient, category)


def test_a_revocation_of_one_recipient_must_say_of_whom() -> None:
    with pytest.raises(KeyError):
        revocation_from({"received_at": written(7), "scope": "recipient"})


def test_a_restriction() -> None:
    given = {
        "id": "R-1",
        "agency": "north",
        "agreed_at": written(1),
        "applies_to": "all",
        "categories": ["attendance"],
        "recipients": [COURT],
        "terminated_at": written(2),
        "terminated_by": "patient",
    }
    assert restriction_from(given) == Restriction(
        id="R-1",
        agency="north",
        agreed_at=noon(1),
        reach=RestrictionReach.ALL,
        categories=frozenset({"attendance"}),
        recipients=(Recipient(PartyType.AGENCY, "court"),),
        terminated_at=noon(2),
        terminated_by="patient",
    )
    open_ended = restriction_from({**given, "terminated_at": None, "terminated_by": None})
    assert (open_ended.terminated_at, open_ended.terminated_by) == (None, None)
