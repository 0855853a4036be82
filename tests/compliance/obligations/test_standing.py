"""How obligations stand: met, partly, not met, not yet due, unknown."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.compliance.obligations.standing import ObligationFact, ProofFact, Standing, standing
from portal.compliance.obligations.vocabulary import ObligationKind, ObligationState, ProofState, Unit

ORDERED, DUE = date(2026, 10, 22), date(2026, 11, 25)
SERVICE = ObligationFact(
    "o1", ObligationKind.COMMUNITY_SERVICE, "4 hours of community service", Decimal(4), Unit.HOURS, ORDERED, DUE
)


def proof(key: str, on: date, hours: str, state: ProofState = ProofState.ACCEPTED, days_later: int = 1) -> ProofFact:
    known_at = datetime(on.year, on.month, on.day, 18, tzinfo=UTC) + timedelta(days=days_later)
    return ProofFact(key, "o1", on, Decimal(hours), state, known_at)


def look(proofs: list[ProofFact] | None, as_of: date, obligation: ObligationFact = SERVICE) -> Standing:
    return standing(obligation, proofs, as_of)


def test_hours_add_up_until_the_target() -> None:
    three = [proof("a", date(2026, 11, 7), "1.5"), proof("b", date(2026, 11, 14), "1.5")]
    partly = look(three, date(2026, 11, 18))
    assert (partly.state, partly.done, partly.left, partly.overdue) == (ObligationState.PARTLY, 3, 1, False)
    assert [str(said) for said in partly.needed] == ["Still needed by Wed Nov 25: 1 of 4 hours."]
    met = look([*three, proof("c", date(2026, 11, 20), "2")], date(2026, 11, 21))
    assert (met.state, met.met_on, met.needed, met.still_owed) == (ObligationState.MET, date(2026, 11, 20), (), False)


@pytest.mark.parametrize(
    ("as_of", "state", "overdue"),
    [(DUE, ObligationState.NOT_YET_DUE, False), (DUE + timedelta(days=1), ObligationState.NOT_MET, True)],
)
def test_the_due_day_itself_is_still_in_time(as_of: date, state: ObligationState, overdue: bool) -> None:
    stands = look([], as_of)
    assert (stands.state, stands.overdue) == (state, overdue)


def test_proofs_the_reader_may_not_see_make_it_unknown_not_unmet() -> None:
    assert look(None, date(2026, 12, 24)).state is ObligationState.UNKNOWN


def test_a_proof_counts_once_it_is_accepted_and_a_check_replaces_its_first_state() -> None:
    waiting = proof("a", date(2026, 11, 7), "4", ProofState.WAITING)
    stands = look([waiting], date(2026, 11, 8))
    assert (stands.state, stands.waiting) == (ObligationState.NOT_YET_DUE, 4)
    assert str(stands.needed[1]) == "A proof waits to be checked."
    accepted = replace(waiting, state=ProofState.ACCEPTED, known_at=waiting.known_at + timedelta(days=2))
    assert look([accepted, waiting], date(2026, 11, 12)).state is ObligationState.MET
    assert standing(SERVICE, [accepted, waiting], date(2026, 11, 12), waiting.known_at).done == 0


def test_a_contested_obligation_is_never_overdue() -> None:
    stands = look([], date(2026, 12, 24), replace(SERVICE, contested=True))
    assert not stands.overdue and "Contested; it waits for the hearing." in [str(said) for said in stands.needed]


def test_without_a_day_it_is_not_yet_due_and_a_release_ends_it() -> None:
    assert look([], date(2027, 6, 1), replace(SERVICE, due_on=None)).state is ObligationState.NOT_YET_DUE
    released = replace(SERVICE, released_on=date(2026, 11, 19))
    assert look([], date(2026, 11, 19), released).state is ObligationState.RELEASED
    assert look([], date(2026, 11, 18), released).state is ObligationState.NOT_YET_DUE


proof_lists = st.lists(
    st.builds(
        proof,
        st.sampled_from("abcdef"),
        st.dates(ORDERED, date(2026, 12, 31)),
        st.sampled_from(["0.5", "1", "2", "4"]),
        st.sampled_from(list(ProofState)),
        st.integers(0, 20),
    ),
    max_size=8,
)


@given(proof_lists, st.dates(ORDERED, date(2026, 12, 31)), st.randoms())
def test_order_never_matters_and_a_further_accepted_proof_never_lowers_it(
    proofs: list[ProofFact], as_of: date, chance: Random
) -> None:
    shuffled = list(proofs)
    chance.shuffle(shuffled)
    stands = look(proofs, as_of)
    assert look(shuffled, as_of) == stands
    assert look([*proofs, proof("more", ORDERED, "1")], as_of).done >= stands.done
    assert (stands.state is ObligationState.MET) == (stands.left == 0) == (stands.met_on is not None)


def test_half_an_hour_is_partly_and_half_an_hour_may_wait() -> None:
    day = date(2026, 11, 7)
    assert look([proof("a", day, "0.5")], day).state is ObligationState.PARTLY
    waiting = look([proof("a", day, "0.5", ProofState.WAITING)], day)
    assert waiting.waiting == Decimal("0.5") and len(waiting.needed) == 2


def test_after_its_day_the_need_says_that_it_was_due_unless_it_is_contested() -> None:
    late = DUE + timedelta(days=3)
    assert str(look([], late).needed[0]) == "Was due Wed Nov 25; still needed: 4 of 4 hours."
    contested = look([], late, replace(SERVICE, contested=True))
    assert str(contested.needed[0]) == "Still needed by Wed Nov 25: 4 of 4 hours."
    assert str(look([], late, replace(SERVICE, due_on=None)).needed[0]) == "Still needed: 4 of 4 hours."


def test_proofs_of_the_day_and_of_the_very_moment_count_and_a_tie_has_one_answer() -> None:
    today = proof("a", DUE, "4")
    assert standing(SERVICE, [today], DUE, today.known_at).state is ObligationState.MET
    assert look([today], DUE - timedelta(days=1)).done == 0
    returned = replace(today, state=ProofState.RETURNED)
    for both in ([today, returned], [returned, today]):
        assert look(both, DUE).done == 0
    other = replace(today, obligation_key="o2")
    assert look([other], DUE).done == 0
