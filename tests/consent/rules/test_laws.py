"""What must hold in every world, whatever the facts."""

from __future__ import annotations

import dataclasses
import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.consent.rules import decide, walk
from portal.consent.rules.codes import Effect, Obligation, Reason
from portal.consent.rules.facts import Facts
from portal.consent.rules.terms import LEGAL, Category, ConsentKind, Regime, RestrictionReach
from tests.consent.rules.builders import AT, TICK, a_consent, a_restriction, a_revocation, permitted, some_facts
from tests.consent.rules.worlds import a_world, some_consent, some_restriction

worlds = settings(max_examples=200, deadline=None)
# A seed rather than hypothesis's own Random, which would make each world cost ten times as much.
chance = st.integers(0, 2**32).map(Random)


def test_the_worlds_reach_every_reason_and_every_obligation() -> None:
    """The laws below would say nothing of a branch that no world enters."""
    rng = Random(20260310)
    seen: Counter[str] = Counter()
    for _ in range(20_000):
        decision = walk(a_world(rng), AT)
        seen.update([*decision.reasons, *decision.obligations])
    wanted = ({*Reason, *Obligation}) - {Reason.ERROR}
    assert {code for code in wanted if seen[code] < 5} == set()
    assert seen[Reason.ERROR] == 0


@worlds
@given(chance)
def test_the_parts_of_a_decision_fit_together(rng: Random) -> None:
    decision = decide(a_world(rng), AT)
    assert len(decision.reasons) >= 1
    if decision.effect == Effect.DENY:
        assert decision.obligations == () and decision.consent_ids == ()
    else:
        assert len(decision.reasons) == 1
        assert (decision.effect == Effect.PERMIT_WITH_OBLIGATIONS) is bool(decision.obligations)
    assert len(decision.consent_ids) == (decision.reasons == (Reason.CONSENT_COVERS,))


@worlds
@given(chance)
def test_a_restriction_never_turns_a_denial_into_a_permit(rng: Random) -> None:
    facts = a_world(rng)
    more = replace(facts, restrictions=(*facts.restrictions, some_restriction(rng, facts.record)))
    assert decide(facts, AT).permits or not decide(more, AT).permits


@worlds
@given(chance)
def test_withholding_never_turns_a_denial_into_a_permit(rng: Random) -> None:
    facts = a_world(rng)
    open_to_all = replace(facts, record=replace(facts.record, withheld=False))
    withheld = replace(facts, record=replace(facts.record, withheld=True))
    assert decide(open_to_all, AT).permits or not decide(withheld, AT).permits


@worlds
@given(chance)
def test_another_consent_never_turns_a_permit_into_a_denial(rng: Random) -> None:
    facts = a_world(rng)
    more = replace(facts, consents=(*facts.consents, some_consent(rng, facts.record, "C-new", facts.actor)))
    assert decide(more, AT).permits or not decide(facts, AT).permits


@worlds
@given(chance)
def test_another_person_s_consent_changes_nothing(rng: Random) -> None:
    facts = a_world(rng)
    foreign = replace(some_consent(rng, facts.record, "C-0", facts.actor), participant="P2")
    assert decide(replace(facts, consents=(foreign, *facts.consents)), AT) == decide(facts, AT)


@worlds
@given(chance)
def test_the_order_of_consents_and_restrictions_does_not_matter(rng: Random) -> None:
    facts = a_world(rng)
    turned = replace(facts, consents=facts.consents[::-1], restrictions=facts.restrictions[::-1])
    assert decide(turned, AT) == decide(facts, AT)


@worlds
@given(chance, st.integers(0, 3))
def test_after_its_revocation_an_ordinary_consent_is_relied_on_no_more(rng: Random, ticks: int) -> None:
    facts = a_world(rng)
    ordinary = tuple(
        replace(consent, revocations=(a_revocation(AT),)) if consent.kind != ConsentKind.CJ else consent
        for consent in facts.consents
    )
    revoked = {consent.id for consent in ordinary if consent.revocations == (a_revocation(AT),)}
    decision = decide(replace(facts, consents=ordinary), AT + ticks * TICK)
    assert not revoked & set(decision.consent_ids)


@worlds
@given(chance)
def test_before_its_receipt_a_revocation_changes_nothing(rng: Random) -> None:
    facts = a_world(rng)
    later = tuple(replace(one, revocations=(*one.revocations, a_revocation(AT + TICK))) for one in facts.consents)
    assert decide(replace(facts, consents=later), AT) == decide(facts, AT)


@worlds
@given(chance)
def test_an_ended_account_gets_nothing(rng: Random) -> None:
    facts = a_world(rng)
    assert decide(replace(facts, actor=replace(facts.actor, ended_at=AT)), AT).reasons == (Reason.ACTOR_INACTIVE,)


@worlds
@given(chance)
def test_no_legal_use_of_a_part_2_record_without_order_or_consent(rng: Random) -> None:
    facts = a_world(rng)
    decision = decide(replace(facts, request=replace(facts.request, purpose=rng.choice(sorted(LEGAL)))), AT)
    if facts.record.regime == Regime.PART2 and decision.permits and facts.actor.role != "participant":
        assert decision.reasons[0] in (Reason.COURT_ORDER, Reason.CONSENT_COVERS)
        if decision.consent_ids:
            assert Obligation.PROCEEDING_ONLY_2_31D in decision.obligations


@worlds
@given(chance)
def test_a_counseling_note_opens_in_four_ways_only(rng: Random) -> None:
    facts = a_world(rng)
    record = replace(facts.record, category=Category.COUNSELING_NOTE, regime=Regime.PART2)
    decision = decide(replace(facts, record=record), AT)
    if decision.permits:
        kinds = {one.kind for one in facts.consents if one.id in decision.consent_ids}
        assert kinds <= {ConsentKind.COUNSELING}
        assert decision.reasons[0] in (
            Reason.OWN_NOTE_ORIGINATOR,
            Reason.COUNSELING_EXCEPTION,
            Reason.COURT_ORDER,
            Reason.CONSENT_COVERS,
        )


@worlds
@given(chance)
def test_a_restriction_on_everything_leaves_no_consent_to_its_origin(rng: Random) -> None:
    facts = a_world(rng)
    everything = a_restriction(agency=facts.record.origin, reach=RestrictionReach.ALL)
    decision = decide(replace(facts, restrictions=(everything,)), AT)
    assert decision.reasons != (Reason.CONSENT_COVERS,)


def parts(thing: Any) -> Iterator[tuple[Any, str]]:
    """Every field of every dataclass inside the facts."""
    if dataclasses.is_dataclass(thing):
        for field in dataclasses.fields(thing):
            yield thing, field.name
            yield from parts(getattr(thing, field.name))
    elif isinstance(thing, tuple):
        for one in thing:
            yield from parts(one)


@pytest.mark.usefixtures("quiet")
@worlds
@given(chance)
def test_decide_never_raises_whatever_fact_is_removed(rng: Random) -> None:
    facts = a_world(rng)
    owner, name = rng.choice(list(parts(facts)))
    kept = getattr(owner, name)
    object.__setattr__(owner, name, None)
    try:
        decide(facts, AT)
    finally:
        object.__setattr__(owner, name, kept)


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("name", ["actor", "participant", "record", "request", "consents", "restrictions", "site"])
def test_a_whole_fact_that_is_missing_denies(name: str) -> None:
    facts = some_facts(a_consent())
    assert permitted(facts)
    object.__setattr__(facts, name, None)
    assert decide(facts, AT).reasons == (Reason.ERROR,)


SAFETY_FLAGS = [("record", "withheld"), ("record", "category"), ("record", "regime"), ("request", "action")]


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize(("part", "name"), SAFETY_FLAGS)
def test_a_safeguard_that_is_unknown_denies(part: str, name: str) -> None:
    facts = some_facts(a_consent())
    object.__setattr__(getattr(facts, part), name, None)
    assert not decide(facts, AT).permits


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("name", ["known_false", "revocations", "disclosers", "recipients", "signers", "information"])
def test_an_unknown_part_of_the_consent_denies(name: str) -> None:
    consent = a_consent()
    object.__setattr__(consent, name, None)
    assert not decide(some_facts(consent), AT).permits


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("name", ["agreed_at", "reach", "categories", "recipients"])
def test_an_unknown_part_of_a_restriction_denies(name: str) -> None:
    restriction = a_restriction(reach=RestrictionReach.ALL)
    object.__setattr__(restriction, name, None)
    assert not decide(some_facts(a_consent(), restrictions=(restriction,)), AT).permits


@pytest.mark.usefixtures("quiet")
def test_a_moment_without_a_zone_denies() -> None:
    assert decide(some_facts(a_consent()), AT.replace(tzinfo=None)).reasons == (Reason.ERROR,)


def test_an_error_is_denied_told_to_the_log_and_visible_to_a_replay(caplog: pytest.LogCaptureFixture) -> None:
    facts: Facts = replace(some_facts(a_consent()), site=replace(some_facts().site, agencies={}))
    assert decide(facts, AT).reasons == (Reason.ERROR,)
    assert "denies" in caplog.text
    with pytest.raises(KeyError):
        walk(facts, AT)


@pytest.fixture
def quiet() -> Iterator[None]:
    """No log of the errors that a test makes on purpose."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)
