"""C5-C8: truth, start, end, revocation, each at, before and after its instant."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from portal.consent.rules.codes import Reason
from portal.consent.rules.instruments import Expiry, Revocation
from portal.consent.rules.terms import ConsentKind, ExpiryType, RevocationScope
from tests.consent.rules.builders import (
    AT,
    SIGNED,
    TICK,
    a_class,
    a_consent,
    a_revocation,
    agency,
    an_actor,
    denied,
    permitted,
    person,
    reasons,
    some_facts,
)


def with_consent(**changes: Any) -> Any:
    return some_facts(a_consent(**changes))


def test_c5_a_consent_known_to_be_false_is_unusable() -> None:
    assert denied(with_consent(known_false=True), Reason.MATERIALLY_FALSE)


@pytest.mark.parametrize(("moment", "effective"), [(AT - TICK, True), (AT, True), (AT + TICK, False)])
def test_c6_effective_from_the_stated_start(moment: Any, effective: bool) -> None:
    facts = with_consent(effective_from=moment)
    assert permitted(facts) if effective else denied(facts, Reason.NOT_YET_EFFECTIVE)


def test_c6_a_back_dated_start_never_precedes_the_signature() -> None:
    facts = with_consent(effective_from=SIGNED.replace(year=2025))
    assert denied(facts, Reason.NOT_YET_EFFECTIVE, at=SIGNED - TICK)
    assert permitted(facts, at=SIGNED)


def test_c6_without_a_stated_start_the_signature_counts() -> None:
    facts = with_consent(effective_from=None)
    assert denied(facts, Reason.NOT_YET_EFFECTIVE, at=SIGNED - TICK)
    assert permitted(facts, at=SIGNED)


@pytest.mark.parametrize(("moment", "live"), [(AT - TICK, False), (AT, False), (AT + TICK, True), (None, True)])
@pytest.mark.parametrize("kind", [ExpiryType.EVENT, ExpiryType.CONDITION, ExpiryType.DATE])
def test_c7_expired_at_the_instant_of_date_or_event(kind: ExpiryType, moment: Any, live: bool) -> None:
    for expiry in (
        Expiry(kind, moment or AT.replace(year=2030), "it ends"),
        Expiry(kind, AT.replace(year=2030), "it ends", moment),
    ):
        facts = with_consent(expiry=expiry)
        assert permitted(facts) if live else denied(facts, Reason.EXPIRED)


def test_c7_a_tpo_consent_without_expiry_lasts() -> None:
    reader = an_actor("mind_a", "clinician", "mind")
    facts = replace(some_facts(a_consent(ConsentKind.TPO)), actor=reader)
    facts = replace(facts, request=replace(facts.request, purpose="treatment"))
    assert permitted(facts, at=AT.replace(year=2040))


@pytest.mark.parametrize(("moment", "live"), [(AT - TICK, False), (AT, False), (AT + TICK, True)])
def test_c8_replaced_at_the_instant(moment: Any, live: bool) -> None:
    facts = with_consent(superseded_at=moment)
    assert permitted(facts) if live else denied(facts, Reason.REVOKED)


@pytest.mark.parametrize(("moment", "live"), [(AT - TICK, False), (AT, False), (AT + TICK, True)])
def test_c8_revoked_at_the_receipt(moment: Any, live: bool) -> None:
    facts = with_consent(revocations=(a_revocation(moment),))
    assert permitted(facts) if live else denied(facts, Reason.REVOKED)


def test_c8_expiry_is_looked_at_before_revocation() -> None:
    facts = with_consent(expiry=Expiry(ExpiryType.DATE, AT), revocations=(a_revocation(),))
    assert denied(facts, Reason.EXPIRED)


@pytest.mark.parametrize(
    ("category", "revoked"),
    [("attendance", True), ("all", True), ("drug_test", False)],
)
def test_c8_a_category_s_revocation_ends_only_its_part(category: str, revoked: bool) -> None:
    facts = with_consent(revocations=(a_revocation(scope=RevocationScope.CATEGORY, category=category),))
    assert denied(facts, Reason.REVOKED) if revoked else permitted(facts)


@pytest.mark.parametrize(
    ("recipient", "revoked"),
    [
        (agency("court"), True),
        (person("coord"), True),
        (person("coord", "court"), True),
        (person("coord", "probation"), False),
        (agency("probation"), False),
        (a_class("court_team"), True),
        (a_class("treating_providers"), False),
    ],
)
def test_c8_a_recipient_s_revocation_ends_only_its_part(recipient: Any, revoked: bool) -> None:
    facts = with_consent(revocations=(a_revocation(scope=RevocationScope.RECIPIENT, recipient=recipient),))
    assert denied(facts, Reason.REVOKED) if revoked else permitted(facts)


def test_c8_a_revocation_for_a_class_nobody_knows_denies() -> None:
    unknown = a_revocation(scope=RevocationScope.RECIPIENT, recipient=a_class("the helpers"))
    assert reasons(with_consent(revocations=(unknown,))) == {"ERROR"}


@pytest.mark.parametrize(
    "changes",
    [
        {"scope": RevocationScope.RECIPIENT},
        {"scope": RevocationScope.CATEGORY},
        {"scope": RevocationScope.CATEGORY, "category": "everything"},
    ],
)
def test_a_partial_revocation_of_nothing_can_t_be_made(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"names none|not a valid Category"):
        Revocation(AT, **changes)
