"""What a permit by consent binds to, by kind, purpose and recipient; and obligations that can't be met."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from portal.consent.rules import unless_unmet
from portal.consent.rules.codes import Effect, Obligation, Reason
from portal.consent.rules.decision import deny, permit
from portal.consent.rules.instruments import Recipient
from portal.consent.rules.terms import ConsentKind, PartyType
from tests.consent.rules.builders import (
    a_class,
    a_consent,
    a_request,
    agency,
    an_actor,
    answer,
    permitted,
    some_facts,
)

ALWAYS = {Obligation.NOTICE_2_32, Obligation.COPY_OR_SCOPE_2_32B, Obligation.LOG_DISCLOSURE}


def owed(consent: Any, where: str = "court", purpose: str = "cj_monitoring", role: str = "clinician") -> set[str]:
    """What is owed beyond notice, scope and log."""
    user = "coord" if where == "court" else "someone"
    actor = an_actor(user, "judge" if where == "court" else role, where)
    facts = some_facts(consent, actor=actor, request=a_request(purpose))
    assert permitted(facts) and set(answer(facts).obligations) >= ALWAYS
    assert answer(facts).effect == Effect.PERMIT_WITH_OBLIGATIONS
    return set(answer(facts).obligations) - ALWAYS


def test_criminal_justice() -> None:
    assert owed(a_consent(ConsentKind.CJ)) == {"CJ_USE_ONLY_2_35D", "PROJECT_FIELDS"}


def test_general() -> None:
    assert owed(a_consent()) == {"NO_REDISCLOSURE", "PROJECT_FIELDS"}


@pytest.mark.parametrize(
    ("where", "own"),
    [
        ("mind", "HIPAA_REDISCLOSURE_ALLOWED"),
        ("lab", "HIPAA_REDISCLOSURE_ALLOWED"),
        ("south", "REDISCLOSE_PER_CONSENT_2_33B2"),
        ("cm", "NO_REDISCLOSURE"),
    ],
)
def test_tpo_by_what_the_recipient_is(where: str, own: str) -> None:
    consent = a_consent(ConsentKind.TPO, recipients=(agency(where),))
    assert owed(consent, where, "treatment") == {"NO_LEGAL_USE", own}
    assert owed(consent, where, "operations") == {"NO_LEGAL_USE", own, "PROJECT_FIELDS"}


def test_a_covered_program_counts_as_covered() -> None:
    consent = a_consent(ConsentKind.TPO, recipients=(agency("north"),))
    facts = some_facts(consent, actor=an_actor("tx_a", "clinician", "north"), request=a_request("treatment"))
    facts = replace(facts, record=replace(facts.record, origin="south"))
    south = replace(consent.disclosers[0], name="south")
    facts = replace(facts, consents=(replace(consent, disclosers=(south,)),))
    assert Obligation.HIPAA_REDISCLOSURE_ALLOWED in answer(facts).obligations


def exchange(*members: str, treating: bool) -> Recipient:
    return Recipient(PartyType.INTERMEDIARY, "exchange", participants=frozenset(members), treating_class=treating)


@pytest.mark.parametrize(
    ("recipients", "listed"),
    [
        ((exchange(treating=True),), True),
        ((exchange("mind", treating=False),), False),
        ((exchange("mind", treating=True),), True),
        ((agency("mind"), exchange(treating=True)), True),
        ((a_class("treating_providers"),), False),
    ],
)
def test_r136_the_list_follows_a_treating_class(recipients: tuple[Recipient, ...], listed: bool) -> None:
    consent = a_consent(recipients=recipients, purposes=frozenset({"treatment"}))
    assert ("INTERMEDIARY_LIST_2_24" in owed(consent, "mind", "treatment")) is listed


def test_r136_an_entry_that_does_not_match_brings_no_list() -> None:
    consent = a_consent(recipients=(agency("cm"), exchange("er", treating=True)), purposes=frozenset({"treatment"}))
    assert owed(consent, "cm", "treatment") == {"NO_REDISCLOSURE"}


def test_r160_an_obligation_that_cannot_be_met_denies() -> None:
    decision = permit(Reason.QSOA, (Obligation.QSO_BOUND, Obligation.PROJECT_FIELDS))
    assert unless_unmet(decision, set(Obligation)) is decision
    assert unless_unmet(decision, {Obligation.QSO_BOUND}) == deny(Reason.ERROR)


def test_r160_what_owes_nothing_is_always_met() -> None:
    for decision in (permit(Reason.OWN_AGENCY), deny(Reason.NO_CONSENT)):
        assert unless_unmet(decision, ()) is decision


def test_a_permit_s_effect_says_whether_it_binds() -> None:
    assert permit(Reason.OWN_AGENCY).effect == Effect.PERMIT
    assert permit(Reason.QSOA, (Obligation.QSO_BOUND,)).effect == Effect.PERMIT_WITH_OBLIGATIONS
    assert permit(Reason.CONSENT_COVERS, (), "C-1").consent_ids == ("C-1",)


def test_http_says_nothing_but_permit_absent_or_signed_out() -> None:
    assert permit(Reason.OWN_AGENCY).http == 200
    assert {deny(reason).http for reason in Reason if reason != Reason.ACTOR_INACTIVE} == {404}
    assert deny(Reason.ACTOR_INACTIVE).http == 401
