"""S6: counseling notes, from the originator to nobody."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portal.consent.rules.codes import Obligation, Reason
from portal.consent.rules.facts import Emergency, Reader
from portal.consent.rules.terms import ConsentKind
from tests.consent.rules.builders import (
    AT,
    a_consent,
    a_copy,
    a_record,
    a_request,
    a_restriction,
    a_revocation,
    an_actor,
    an_order,
    answer,
    denied,
    passing_on,
    permitted,
    some_facts,
)

NOTE = a_record("counseling_note")
OWN_CONSENT = a_consent(ConsentKind.COUNSELING)
AUTHOR = an_actor("tx_a", "visitor", "north")
COLLEAGUE = an_actor("tx_b", "clinician", "north")
DOCTOR = an_actor("mind_a", "visitor", "mind")
TREATMENT = a_request("treatment")


def test_the_originator_for_treatment_whatever_basis_or_flag() -> None:
    facts = some_facts(record=replace(NOTE, withheld=True), actor=AUTHOR, request=a_request("treatment", "court_order"))
    assert permitted(facts, Reason.OWN_NOTE_ORIGINATOR)


def test_the_originator_for_anything_else_needs_a_consent() -> None:
    facts = some_facts(record=NOTE, actor=AUTHOR, request=a_request("operations"))
    assert denied(facts, Reason.COUNSELING_NOTES_NEED_OWN_CONSENT)


def test_an_originator_who_left_is_nobody_special() -> None:
    facts = some_facts(record=NOTE, actor=replace(AUTHOR, agency="south"), request=TREATMENT)
    assert denied(facts, Reason.COUNSELING_NOTES_NEED_OWN_CONSENT)


@pytest.mark.parametrize("purpose", ["supervised_training", "program_defense"])
def test_the_program_s_own_exceptions(purpose: str) -> None:
    facts = some_facts(record=NOTE, actor=COLLEAGUE, request=a_request(purpose, "qsoa"))
    assert permitted(facts, Reason.COUNSELING_EXCEPTION)
    assert denied(
        replace(facts, actor=an_actor("boss", "clinician", "county"), request=a_request(purpose)),
        Reason.COUNSELING_NOTES_NEED_OWN_CONSENT,
    )


def test_colleagues_and_controlling_entities_need_a_consent() -> None:
    for actor in (COLLEAGUE, an_actor("boss", "clinician", "county")):
        facts = some_facts(record=NOTE, actor=actor, request=TREATMENT)
        assert denied(facts, Reason.COUNSELING_NOTES_NEED_OWN_CONSENT)


def test_a_delivered_copy_opens_no_note() -> None:
    facts = some_facts(record=replace(NOTE, held_copy=a_copy("mind")), actor=DOCTOR, request=TREATMENT)
    assert denied(facts, Reason.COUNSELING_NOTES_NEED_OWN_CONSENT)


def test_its_own_consent_opens_it_without_a_ceiling() -> None:
    facts = some_facts(OWN_CONSENT, record=NOTE, actor=DOCTOR, request=TREATMENT)
    assert permitted(facts)
    assert Obligation.NO_REDISCLOSURE in answer(facts).obligations


@pytest.mark.parametrize("kind", [ConsentKind.GENERAL, ConsentKind.TPO, ConsentKind.CJ, ConsentKind.LEGAL])
def test_no_other_kind_is_even_looked_at(kind: ConsentKind) -> None:
    facts = some_facts(a_consent(kind), record=NOTE, actor=DOCTOR, request=TREATMENT)
    assert denied(facts, Reason.COUNSELING_NOTES_NEED_OWN_CONSENT)


def test_a_failing_consent_of_its_kind_says_why() -> None:
    revoked = replace(OWN_CONSENT, revocations=(a_revocation(AT),))
    facts = some_facts(revoked, record=NOTE, actor=DOCTOR, request=TREATMENT)
    assert denied(facts, Reason.REVOKED)
    assert denied(replace(facts, actor=COLLEAGUE, consents=(OWN_CONSENT,)), Reason.RECIPIENT_NOT_NAMED)


def test_restriction_and_withholding_hold() -> None:
    facts = some_facts(OWN_CONSENT, record=NOTE, actor=DOCTOR, request=TREATMENT)
    assert denied(replace(facts, restrictions=(a_restriction(),)), Reason.RESTRICTION_2_26)
    assert denied(replace(facts, record=replace(NOTE, withheld=True)), Reason.WITHHELD_BY_ORIGIN)


@pytest.mark.parametrize("basis", ["emergency", "qsoa", "audit", "research", "other_mandated_report", ""])
def test_no_other_basis_opens_it_even_beside_a_consent(basis: str) -> None:
    actor = replace(DOCTOR, medical_personnel=True)
    request = a_request("treatment", basis, emergency=Emergency(True, True, "Overdose", "Dr. E"))
    facts = some_facts(OWN_CONSENT, record=NOTE, actor=actor, request=request)
    assert denied(facts, Reason.COUNSELING_NOTES_NEED_OWN_CONSENT)


@pytest.mark.parametrize("purpose", ["legal_proceeding", "criminal_investigation", "prosecution_new_charge"])
def test_no_legal_purpose_on_a_consent(purpose: str) -> None:
    facts = some_facts(OWN_CONSENT, a_consent(ConsentKind.LEGAL), record=NOTE, request=a_request(purpose))
    assert denied(facts, Reason.COUNSELING_NOTES_NEED_OWN_CONSENT)


@pytest.mark.parametrize("purpose", ["treatment", "legal_proceeding"])
def test_only_an_order_that_names_them(purpose: str) -> None:
    order = an_order(
        section="2.64",
        categories=frozenset({"counseling_note"}),
        covers_confidential_communications=True,
        covers_counseling_notes=True,
    )
    facts = some_facts(record=NOTE, request=a_request(purpose, "court_order", court_order=order))
    assert permitted(facts, Reason.COURT_ORDER)
    for lacking in ("covers_confidential_communications", "covers_counseling_notes"):
        request = replace(facts.request, court_order=replace(order, **{lacking: False}))
        assert denied(replace(facts, request=request), Reason.ORDER_SCOPE)


def test_a_redisclosure_knows_neither_author_nor_own_program() -> None:
    for purpose, target in (("treatment", AUTHOR), ("supervised_training", COLLEAGUE)):
        request = passing_on(target, purpose)
        facts = some_facts(record=NOTE, actor=AUTHOR, request=request)
        assert denied(facts, Reason.COUNSELING_NOTES_NEED_OWN_CONSENT)


def test_a_redisclosure_asks_about_the_target_with_the_origin_as_discloser() -> None:
    target = Reader("mind_a", "clinician", "mind")
    facts = some_facts(OWN_CONSENT, record=NOTE, actor=COLLEAGUE, request=passing_on(target, "treatment"))
    assert permitted(facts)
    assert permitted(replace(facts, actor=an_actor("er_a", "clinician", "er")))
    elsewhere = replace(facts, request=passing_on(Reader("er_a", "clinician", "er"), "treatment"))
    assert denied(elsewhere, Reason.RECIPIENT_NOT_NAMED)
