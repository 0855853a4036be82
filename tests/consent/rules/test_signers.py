"""C4: who has to sign, by death, capacity and age at the signing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from portal.consent.rules.codes import Reason
from portal.consent.rules.terms import Capacity, MinorRule
from tests.consent.rules.builders import SIGNED, TICK, a_consent, a_participant, denied, permitted, some_facts

SIXTEEN = date(2009, 7, 1)
BOTH = ("patient", "parent_or_guardian")


def signed_by(*signers: str, participant: Any, **changes: Any) -> bool:
    """True: the signatures suffice; False: they do not, and nothing else is wrong."""
    facts = some_facts(a_consent(signers=frozenset(signers), **changes), participant=participant)
    assert permitted(facts) or denied(facts, Reason.SIGNATURE_AUTHORITY)
    return permitted(facts)


def test_an_adult_signs_alone() -> None:
    adult = a_participant()
    assert signed_by("patient", participant=adult)
    assert signed_by("patient", "parent_or_guardian", participant=adult)
    for other in ("parent_or_guardian", "personal_representative", "program_director", "spouse", "friend"):
        assert not signed_by(other, participant=adult)


def test_a_minor_who_may_obtain_treatment_alone_must_sign() -> None:
    minor = a_participant(born_on=SIXTEEN, minor_rule=MinorRule.ALONE)
    assert signed_by("patient", participant=minor)
    assert signed_by(*BOTH, participant=minor)
    assert not signed_by("parent_or_guardian", participant=minor)


def test_where_the_state_asks_for_a_parent_both_sign() -> None:
    minor = a_participant(born_on=SIXTEEN, minor_rule=MinorRule.PARENT_TOO)
    assert signed_by(*BOTH, participant=minor)
    assert not signed_by("patient", participant=minor)
    assert not signed_by("parent_or_guardian", participant=minor)


@pytest.mark.parametrize(
    ("born_on", "majority", "adult"),
    [
        (date(2008, 1, 5), 18, True),
        (date(2008, 1, 6), 18, False),
        (date(2007, 1, 5), 19, True),
        (date(2007, 1, 6), 19, False),
    ],
)
def test_age_is_that_on_the_day_of_signing(born_on: date, majority: int, adult: bool) -> None:
    born = a_participant(born_on=born_on, age_of_majority=majority, minor_rule=MinorRule.PARENT_TOO)
    assert signed_by("patient", participant=born) is adult


def test_adjudicated_incapacity_needs_the_representative() -> None:
    ward = a_participant(capacity=Capacity.ADJUDICATED_LACKING)
    assert signed_by("personal_representative", participant=ward)
    assert signed_by("personal_representative", "patient", participant=ward)
    for other in ("patient", "program_director", "spouse", "parent_or_guardian"):
        assert not signed_by(other, participant=ward)


def test_without_adjudication_the_director_alone_and_for_payment_alone() -> None:
    patient = a_participant(capacity=Capacity.NOT_ADJUDICATED)
    for_monitoring = some_facts(a_consent(signers=frozenset({"program_director"})), participant=patient)
    assert denied(for_monitoring, Reason.SIGNATURE_AUTHORITY)
    assert not signed_by("patient", participant=patient)


@pytest.mark.parametrize(
    ("signers", "purposes", "rightly"),
    [
        (("program_director",), ("payment",), True),
        (("program_director",), ("payment", "operations"), False),
        (("program_director", "patient"), ("payment",), False),
        (("patient",), ("payment",), False),
    ],
)
def test_the_director_s_consent(signers: tuple[str, ...], purposes: tuple[str, ...], rightly: bool) -> None:
    patient = a_participant(capacity=Capacity.NOT_ADJUDICATED)
    consent = a_consent(signers=frozenset(signers), purposes=frozenset(purposes))
    facts = some_facts(consent, participant=patient)
    assert denied(facts, Reason.PURPOSE_NOT_COVERED if rightly else Reason.SIGNATURE_AUTHORITY)


@pytest.mark.parametrize("capacity", list(Capacity))
@pytest.mark.parametrize("signer", ["personal_representative", "spouse", "responsible_family"])
def test_after_death_one_of_the_three_signs(signer: str, capacity: Capacity) -> None:
    dead = a_participant(deceased_at=SIGNED, capacity=capacity)
    assert signed_by(signer, participant=dead)
    assert not signed_by("patient", participant=dead)
    assert not signed_by("parent_or_guardian", participant=dead)


def test_a_lifetime_consent_stays_usable_after_death() -> None:
    assert signed_by("patient", participant=a_participant(deceased_at=SIGNED + TICK))
    assert not signed_by("spouse", participant=a_participant(deceased_at=SIGNED + TICK))


def test_a_minor_s_consent_lives_on_past_the_birthday() -> None:
    seventeen = a_participant(born_on=date(2008, 2, 1), minor_rule=MinorRule.PARENT_TOO)
    consent = a_consent(signers=frozenset(BOTH))
    assert permitted(some_facts(consent, participant=seventeen), at=SIGNED + timedelta(days=100))
