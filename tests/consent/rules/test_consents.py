"""S12: several consents, which failure is told, which consent is relied on, what stands above a consent."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from portal.consent.rules.codes import Reason
from portal.consent.rules.consents import Reliance, first_failure, rely
from portal.consent.rules.facts import Inquiry
from portal.consent.rules.instruments import Expiry, Information
from portal.consent.rules.terms import ConsentKind, ExpiryType, RestrictionReach
from tests.consent.rules.builders import (
    AT,
    a_case,
    a_consent,
    a_participant,
    a_record,
    a_request,
    a_restriction,
    a_revocation,
    agency,
    an_actor,
    answer,
    denied,
    permitted,
    reasons,
    some_facts,
)
from tests.consent.rules.county import COURT_SET

GENERAL, TPO, CJ = ConsentKind.GENERAL, ConsentKind.TPO, ConsentKind.CJ
NEXT_YEAR = datetime(2027, 1, 5, tzinfo=UTC)


def test_none_at_all() -> None:
    assert denied(some_facts(), Reason.NO_CONSENT)


def test_c1_another_person_s_consent_is_not_even_looked_at() -> None:
    assert denied(some_facts(a_consent(participant="P2")), Reason.NO_CONSENT)
    assert denied(some_facts(a_consent(participant="P2"), a_consent(known_false=True)), Reason.MATERIALLY_FALSE)


def test_c2_a_general_release_is_no_part_2_consent() -> None:
    assert denied(some_facts(a_consent(ConsentKind.RELEASE)), Reason.NOT_PART2_CONSENT)
    assert denied(some_facts(a_consent(ConsentKind.RELEASE, disclosers=())), Reason.NOT_PART2_CONSENT)


def test_c3_a_deficient_form_comes_before_the_signer() -> None:
    assert denied(some_facts(a_consent(disclosers=(), signers=frozenset({"spouse"}))), Reason.DEFICIENT_FORM)


@pytest.mark.parametrize("kind", [ConsentKind.COUNSELING, ConsentKind.LEGAL])
def test_consents_that_stand_alone_serve_nothing_else(kind: ConsentKind) -> None:
    consent = a_consent(kind, recipients=(agency("court"),))
    expected = Reason.CATEGORY_OUT_OF_SCOPE if kind == ConsentKind.COUNSELING else Reason.PURPOSE_NOT_COVERED
    assert denied(some_facts(consent), expected)


def test_two_consents_are_never_stitched() -> None:
    recipient_only = a_consent(id="C-1", information=Information(frozenset({"enrollment"})))
    category_only = a_consent(id="C-2", recipients=(agency("cm"),))
    assert denied(some_facts(recipient_only, category_only), Reason.CATEGORY_OUT_OF_SCOPE)


def test_those_that_got_furthest_say_why() -> None:
    near = a_consent(id="C-1", known_false=True)
    far = a_consent(id="C-2", purposes=frozenset({"payment"}))
    assert reasons(some_facts(near, far)) == {Reason.PURPOSE_NOT_COVERED}
    assert reasons(some_facts(far, near)) == {Reason.PURPOSE_NOT_COVERED}


def test_all_distinct_reasons_of_the_furthest_are_told() -> None:
    other = a_case(id="CR-2", final_disposition_at=AT, team={})
    participant = a_participant(cases=(a_case(team={}), other))
    ended = a_consent(CJ, id="C-2")
    ended = replace(ended, terms=replace(ended.terms, case_id="CR-2") if ended.terms else None)
    facts = some_facts(a_consent(CJ), ended, replace(ended, id="C-3"), participant=participant)
    assert answer(facts).reasons == (Reason.DUTY_ENDED, Reason.NO_DUTY_TO_MONITOR)


def test_one_that_passes_suffices() -> None:
    facts = some_facts(a_consent(id="C-1", revocations=(a_revocation(),)), a_consent(id="C-2"))
    assert permitted(facts) and answer(facts).consent_ids == ("C-2",)


def relied_on(*consents: Any, purpose: str = "cj_monitoring", actor: Any = None) -> str:
    facts = some_facts(*consents, request=a_request(purpose), actor=actor or an_actor())
    (one,) = answer(facts).consent_ids
    assert answer(replace(facts, consents=tuple(reversed(consents)))).consent_ids == (one,)
    return one


def test_what_fails_beside_the_one_relied_on_gives_no_reason() -> None:
    other = a_consent(id="C-0", recipients=(agency("er"),))
    facts = some_facts(other, a_consent())
    found = rely(Inquiry(facts, AT, facts.actor, "north"), frozenset(ConsentKind))
    assert found == Reliance(facts.consents[1], frozenset())


def test_criminal_justice_is_relied_on_before_general() -> None:
    early = Expiry(ExpiryType.DATE, AT + timedelta(days=1))
    assert relied_on(a_consent(GENERAL, id="A", expiry=early), a_consent(CJ, id="B")) == "B"


def test_general_is_relied_on_before_tpo() -> None:
    clinician = an_actor("mind_a", "clinician", "mind")
    general = a_consent(GENERAL, id="B", purposes=frozenset({"treatment"}), recipients=(agency("mind"),))
    early = Expiry(ExpiryType.DATE, AT + timedelta(days=1))
    tpo = a_consent(TPO, id="A", expiry=early)
    assert relied_on(general, tpo, purpose="treatment", actor=clinician) == "B"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (Expiry(ExpiryType.DATE, NEXT_YEAR), Expiry(ExpiryType.DATE, NEXT_YEAR + timedelta(seconds=1))),
        (Expiry(ExpiryType.EVENT, None, "x", NEXT_YEAR), Expiry(ExpiryType.DATE, NEXT_YEAR + timedelta(1))),
        (Expiry(ExpiryType.DATE, NEXT_YEAR), Expiry(ExpiryType.EVENT, None, "x")),
        (
            Expiry(ExpiryType.DATE, NEXT_YEAR),
            Expiry(ExpiryType.EVENT, NEXT_YEAR + timedelta(1), "x", NEXT_YEAR - timedelta(1)),
        ),
    ],
)
def test_the_earliest_end_is_relied_on(first: Expiry, second: Expiry) -> None:
    assert relied_on(a_consent(id="Z", expiry=first), a_consent(id="A", expiry=second)) == "Z"


def test_then_the_lowest_id_as_text() -> None:
    assert relied_on(a_consent(id="C-9"), a_consent(id="C-10")) == "C-10"


def test_r40_the_role_ceiling_wins_over_a_consent() -> None:
    leo = an_actor("leo_a", "law_enforcement", "sheriff")
    facts = some_facts(a_consent(recipients=(agency("sheriff"),)), actor=leo, restrictions=(a_restriction(),))
    assert denied(facts, Reason.ROLE_CATEGORY_NOT_NEEDED)


def test_the_ceiling_is_asked_only_when_a_consent_covers() -> None:
    leo = an_actor("leo_a", "law_enforcement", "sheriff")
    assert denied(some_facts(a_consent(), actor=leo), Reason.RECIPIENT_NOT_NAMED)


def test_restriction_then_withholding() -> None:
    everything = a_restriction(reach=RestrictionReach.ALL)
    facts = some_facts(a_consent(), record=a_record(withheld=True), restrictions=(everything,))
    assert denied(facts, Reason.RESTRICTION_2_26)
    assert denied(replace(facts, restrictions=()), Reason.WITHHELD_BY_ORIGIN)


def test_a_missing_role_has_an_empty_matrix() -> None:
    assert denied(some_facts(a_consent(), actor=an_actor(role="visitor")), Reason.ROLE_CATEGORY_NOT_NEEDED)


def test_first_failure_names_the_check() -> None:
    consent = a_consent(information=Information(COURT_SET - {"attendance"}))
    facts = some_facts(consent)
    inquiry = Inquiry(facts, AT, facts.actor, "north")
    failure = first_failure(consent, inquiry)
    assert failure is not None and (failure.check, failure.reason) == ("C11", Reason.CATEGORY_OUT_OF_SCOPE)
    assert first_failure(a_consent(), inquiry) is None
