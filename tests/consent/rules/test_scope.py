"""C11-C15: category, state-law label, purpose, period, proceeding."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from portal.consent.rules.codes import Reason
from portal.consent.rules.facts import Inquiry
from portal.consent.rules.instruments import Information
from portal.consent.rules.scope import category_out_of_scope
from portal.consent.rules.terms import ConsentKind, Label
from tests.consent.rules.builders import (
    AT,
    a_consent,
    a_record,
    a_request,
    an_actor,
    denied,
    permitted,
    some_facts,
)
from tests.consent.rules.county import COURT_SET, a_site

CLINICIAN = an_actor("mind_a", "clinician", "mind")
TREATMENT = a_request("treatment")


def test_c11_listed_or_not() -> None:
    assert denied(some_facts(a_consent(), record=a_record("diagnosis")), Reason.CATEGORY_OUT_OF_SCOPE)


def test_c11_all_is_everything_on_a_tpo_form() -> None:
    facts = some_facts(a_consent(ConsentKind.TPO), actor=CLINICIAN, request=TREATMENT, record=a_record("hiv"))
    assert permitted(facts)


@pytest.mark.parametrize("kind", ConsentKind)
@pytest.mark.parametrize("category", ["hiv", "counseling_note"])
def test_c11_all_is_nothing_on_any_other_form_and_no_form_s_counseling_note(kind: ConsentKind, category: str) -> None:
    """R33, by this check alone: most of these forms have a defect before it is asked."""
    facts = some_facts(actor=CLINICIAN, request=TREATMENT, record=a_record(category))
    everything = a_consent(kind, information=Information(frozenset({"all"})))
    covered = category_out_of_scope(everything, Inquiry(facts, AT, facts.actor, "north")) is None
    assert covered is (kind == ConsentKind.TPO and category == "hiv")


def test_c11_a_tpo_form_that_lists_categories_covers_those_alone() -> None:
    listing = a_consent(ConsentKind.TPO, information=Information(frozenset({"attendance"})))
    assert permitted(some_facts(listing, actor=CLINICIAN, request=TREATMENT))
    other = some_facts(listing, actor=CLINICIAN, request=TREATMENT, record=a_record("hiv"))
    assert denied(other, Reason.CATEGORY_OUT_OF_SCOPE)


@pytest.mark.parametrize(
    ("on_record", "named", "covered"),
    [
        ({Label.SUD, Label.COUNSELING}, set(), True),
        ({Label.HIV}, set(), False),
        ({Label.HIV}, {Label.HIV}, True),
        ({Label.HIV, Label.DV}, {Label.HIV}, False),
        ({Label.PSY}, {Label.HIV}, False),
        ({Label.GEN}, set(), False),
        ({Label.DV}, {Label.HIV, Label.PSY, Label.DV, Label.GEN}, True),
    ],
)
def test_c12_labels_of_state_law_must_be_named(on_record: set[Label], named: set[Label], covered: bool) -> None:
    consent = a_consent(information=Information(COURT_SET, frozenset(named)))
    facts = some_facts(consent, record=a_record(labels=frozenset(on_record)))
    assert permitted(facts) if covered else denied(facts, Reason.SENSITIVITY_NOT_NAMED)


def test_c12_a_site_says_which_labels_its_state_wants() -> None:
    facts = some_facts(a_consent(), record=a_record(labels=frozenset({Label.HIV})))
    assert permitted(replace(facts, site=replace(a_site(), state_labels=frozenset({Label.DV}))))


@pytest.mark.parametrize("purpose", ["case_management", "treatment", "crime_report", ""])
def test_c13_the_stated_purpose_must_be_listed(purpose: str) -> None:
    assert denied(some_facts(a_consent(), request=a_request(purpose)), Reason.PURPOSE_NOT_COVERED)


@pytest.mark.parametrize(
    ("first", "last", "covered"),
    [
        (date(2026, 2, 10), date(2026, 2, 10), True),
        (date(2026, 2, 11), None, False),
        (None, date(2026, 2, 9), False),
        (date(2026, 2, 9), date(2026, 2, 11), True),
    ],
)
def test_c14_both_ends_of_the_period_are_included(first: Any, last: Any, covered: bool) -> None:
    facts = some_facts(a_consent(information=Information(COURT_SET, frozenset(), first, last)))
    assert permitted(facts) if covered else denied(facts, Reason.RECORD_DATE_OUT_OF_RANGE)


@pytest.mark.parametrize(
    ("on_form", "asked", "same"),
    [("CV-7", "CV-7", True), ("CV-7", "CV-8", False), ("CV-7", None, False), (None, None, False)],
)
def test_c15_the_very_proceeding(on_form: str | None, asked: str | None, same: bool) -> None:
    consent = a_consent(ConsentKind.LEGAL, proceeding_id=on_form)
    facts = some_facts(consent, request=a_request("legal_proceeding", proceeding_id=asked))
    assert permitted(facts) if same else denied(facts, Reason.OTHER_PROCEEDING)


def test_the_checks_come_in_their_order() -> None:
    """Each failure hides the later ones."""
    narrow = Information(frozenset({"enrollment"}), frozenset(), date(2027, 1, 1))
    facts = some_facts(
        a_consent(information=narrow),
        record=a_record(labels=frozenset({Label.HIV})),
        request=a_request("treatment"),
    )
    wider = replace(narrow, categories=COURT_SET)
    named = replace(wider, labels=frozenset({Label.HIV}))
    steps: list[tuple[dict[str, Any], Reason]] = [
        ({}, Reason.CATEGORY_OUT_OF_SCOPE),
        ({"information": wider}, Reason.SENSITIVITY_NOT_NAMED),
        ({"information": named}, Reason.PURPOSE_NOT_COVERED),
        ({"information": named, "purposes": frozenset({"treatment"})}, Reason.RECORD_DATE_OUT_OF_RANGE),
    ]
    for changes, reason in steps:
        assert denied(replace(facts, consents=(replace(facts.consents[0], **changes),)), reason)
