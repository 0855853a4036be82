"""F01-F19: each defect, alone, on a form that is otherwise sound."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from portal.consent.rules import form_defects
from portal.consent.rules.codes import Defect
from portal.consent.rules.instruments import CriminalJusticeTerms, Expiry, Information, Recipient
from portal.consent.rules.terms import ConsentKind, ExpiryType, PartyType
from tests.consent.rules.builders import OF_KIND, SIGNED, a_case, a_consent, a_form
from tests.consent.rules.county import COURT_SET

GENERAL, TPO, CJ = ConsentKind.GENERAL, ConsentKind.TPO, ConsentKind.CJ
COUNSELING, LEGAL, RELEASE = ConsentKind.COUNSELING, ConsentKind.LEGAL, ConsentKind.RELEASE
TPO_FORM = OF_KIND[TPO]["form"]
TERMS = OF_KIND[CJ]["terms"]
NOBODY = Recipient(PartyType.INTERMEDIARY, "exchange")
LATE = datetime(2028, 1, 1, tzinfo=UTC)


def info(*categories: str) -> Information:
    return Information(frozenset(categories))


@pytest.mark.parametrize("kind", list(ConsentKind))
def test_a_sound_form_of_each_kind_has_no_defect(kind: ConsentKind) -> None:
    assert form_defects(a_consent(kind), a_case()) == ()


ALONE: list[tuple[Defect, ConsentKind, dict[str, Any]]] = [
    (Defect.D01, GENERAL, {"form": a_form(patient_name="  ")}),
    (Defect.D02, GENERAL, {"disclosers": ()}),
    (Defect.D03, GENERAL, {"information": info()}),
    (Defect.D03, TPO, {"information": info()}),
    (Defect.D03B, GENERAL, {"information": info("all")}),
    (Defect.D03B, CJ, {"information": info("all", "attendance")}),
    (Defect.D03B, RELEASE, {"information": info("all")}),
    (Defect.D03B, GENERAL, {"information": info("attendance", "attendence")}),
    (Defect.D03B, TPO, {"information": info("all", "everything else")}),
    (Defect.D04, GENERAL, {"recipients": ()}),
    (Defect.D04B, GENERAL, {"recipients": (NOBODY, NOBODY)}),
    (Defect.D04C, TPO, {"form": replace(TPO_FORM, hipaa_redisclosure=False)}),
    (Defect.D05, GENERAL, {"purposes": frozenset()}),
    (Defect.D05, LEGAL, {"purposes": frozenset()}),
    (Defect.D05B, GENERAL, {"purposes": frozenset({"any"})}),
    (Defect.D06, GENERAL, {"form": a_form(revocation_right=False)}),
    (Defect.D06B, GENERAL, {"form": a_form(how_to_revoke=" ")}),
    (Defect.D07, GENERAL, {"expiry": Expiry(None)}),
    (Defect.D07, GENERAL, {"expiry": Expiry(ExpiryType.DATE, None)}),
    (Defect.D07, TPO, {"expiry": Expiry(None)}),
    (Defect.D07B, GENERAL, {"expiry": Expiry(ExpiryType.NONE)}),
    (Defect.D07B, CJ, {"expiry": Expiry(ExpiryType.NONE)}),
    (Defect.D07C, GENERAL, {"expiry": Expiry(ExpiryType.EVENT, event=" ")}),
    (Defect.D07C, GENERAL, {"expiry": Expiry(ExpiryType.CONDITION, SIGNED)}),
    (Defect.D08, GENERAL, {"signers": frozenset()}),
    (Defect.D09, GENERAL, {"signed_at": None}),
    (Defect.D09B, GENERAL, {"recorded_at": SIGNED - timedelta(seconds=1)}),
    (Defect.D10, TPO, {"form": replace(TPO_FORM, redisclosure_potential=False)}),
    (Defect.D10B, TPO, {"form": replace(TPO_FORM, refusal_consequences="")}),
    (Defect.D11, COUNSELING, {"information": info("counseling_note", "attendance")}),
    (Defect.D11, COUNSELING, {"information": info("attendance")}),
    (Defect.D11, GENERAL, {"information": info("counseling_note", "attendance")}),
    (Defect.D11, TPO, {"information": info("all", "counseling_note")}),
    (Defect.D12, LEGAL, {"purposes": frozenset({"legal_proceeding", "cj_monitoring"})}),
    (Defect.D12, LEGAL, {"purposes": frozenset({"criminal_investigation"})}),
    (Defect.D12, GENERAL, {"purposes": frozenset({"case_management", "prosecution_new_charge"})}),
    (Defect.D12, CJ, {"purposes": frozenset({"cj_monitoring", "legal_proceeding"})}),
    (Defect.D13, TPO, {"purposes": frozenset({"treatment", "cj_monitoring"})}),
    (Defect.D14, CJ, {"terms": replace(TERMS, duration="")}),
    (Defect.D15, CJ, {"terms": replace(TERMS, revocable_event="")}),
    (Defect.D16, CJ, {"terms": replace(TERMS, revocable_event="after_final_disposition")}),
    (Defect.D18, COUNSELING, {"form": a_form(treatment_conditioned=True)}),
    (Defect.D19, GENERAL, {"form": a_form(patient_name="Jordan B. Example")}),
]


@pytest.mark.parametrize(("defect", "kind", "changes"), ALONE)
def test_each_defect_alone(defect: Defect, kind: ConsentKind, changes: dict[str, Any]) -> None:
    assert form_defects(a_consent(kind, **changes), a_case()) == (defect,)


def test_every_defect_is_tried_alone() -> None:
    tried = {defect for defect, _, _ in ALONE} | {Defect.D17}
    assert tried == set(Defect)


@pytest.mark.parametrize("case", [None, a_case(condition_of_disposition=False), a_case(id="CR-2")])
def test_a_criminal_justice_form_needs_the_named_case_to_be_conditioned(case: Any) -> None:
    assert form_defects(a_consent(CJ), case) == (Defect.D17,)


def test_a_criminal_justice_form_without_its_terms_lacks_them_all() -> None:
    assert form_defects(a_consent(CJ, terms=None), a_case()) == (Defect.D14, Defect.D15, Defect.D17)


def test_a_criminal_justice_form_needs_no_words_on_revoking() -> None:
    assert form_defects(a_consent(CJ, form=a_form(revocation_right=False, how_to_revoke="")), a_case()) == ()


def test_only_a_criminal_justice_form_is_asked_for_its_terms() -> None:
    terms = CriminalJusticeTerms(None, "")
    assert form_defects(a_consent(GENERAL, terms=terms), None) == ()


@pytest.mark.parametrize(("offset", "late"), [(0, False), (1, True)])
def test_revocable_no_later_than_the_latest_possible_disposition(offset: int, late: bool) -> None:
    terms = replace(TERMS, revocable_event="", revocable_at=LATE + timedelta(seconds=offset))
    defects = form_defects(a_consent(CJ, terms=terms), a_case(latest_possible_disposition_at=LATE))
    assert defects == ((Defect.D16,) if late else ())


def test_an_event_is_not_measured_against_the_latest_possible_disposition() -> None:
    assert form_defects(a_consent(CJ), a_case(latest_possible_disposition_at=LATE)) == ()


def test_a_revocable_date_is_not_judged_while_the_latest_disposition_is_unknown() -> None:
    terms = replace(TERMS, revocable_event="", revocable_at=LATE)
    assert form_defects(a_consent(CJ, terms=terms), a_case()) == ()


def test_any_purpose_on_special_forms_counts_twice() -> None:
    any_purpose = frozenset({"any"})
    assert form_defects(a_consent(TPO, purposes=any_purpose), None) == (Defect.D05B, Defect.D13)
    assert form_defects(a_consent(LEGAL, purposes=any_purpose), None) == (Defect.D05B, Defect.D12)


def test_a_legal_purpose_on_a_tpo_form_counts_twice() -> None:
    mixed = frozenset({"treatment", "legal_proceeding"})
    assert form_defects(a_consent(TPO, purposes=mixed), None) == (Defect.D12, Defect.D13)


def test_no_category_on_a_counseling_form_counts_twice() -> None:
    assert form_defects(a_consent(COUNSELING, information=info()), None) == (Defect.D03, Defect.D11)


def test_a_blank_name_is_not_also_a_mismatch() -> None:
    assert form_defects(a_consent(form=a_form(patient_name="")), None) == (Defect.D01,)


def test_signed_in_the_recording_instant_is_in_time() -> None:
    assert form_defects(a_consent(recorded_at=SIGNED), None) == ()


@pytest.mark.parametrize(("members", "treating"), [(frozenset({"er"}), False), (frozenset(), True)])
def test_an_intermediary_needs_members_or_a_treating_class(members: frozenset[str], treating: bool) -> None:
    entry = Recipient(PartyType.INTERMEDIARY, "exchange", participants=members, treating_class=treating)
    assert form_defects(a_consent(recipients=(entry,)), None) == ()


def test_only_a_counseling_form_minds_a_condition() -> None:
    conditioned = a_form(treatment_conditioned=True)
    assert form_defects(a_consent(GENERAL, form=conditioned, information=Information(COURT_SET)), None) == ()
