"""The bench page: good first, an undecided absence as a question, the next person one key away; less for the clerk."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.clients import SignedInClient
from tests.court.days import Days


def test_the_judge_reads_good_first_and_a_question_as_one(
    client_of: Callable[[str], SignedInClient], days: Days
) -> None:
    page = client_of("judge").get(f"/hearings/{days.hearings['xio']}/bench").text
    assert page.index("1 test, negative") < page.index("nobody has decided it yet")
    assert "Bell, next" in page and 'data-key="j"' in page
    assert "Riverbend Recovery, under consent" in page and "42 CFR part 2" in page


def test_what_no_consent_opens_is_not_on_the_bench(client_of: Callable[[str], SignedInClient], days: Days) -> None:
    page = client_of("judge").get(f"/hearings/{days.hearings['marcus']}/bench").text
    assert "1 test, negative" in page
    for word in ("sessions kept", "session kept", "Riverbend", "Treatment facts"):
        assert word not in page


def test_the_clerk_has_the_keys_and_no_facts(client_of: Callable[[str], SignedInClient], days: Days) -> None:
    page = client_of("clerk").get(f"/hearings/{days.hearings['xio']}/bench").text
    for key in "isapno":
        assert f'data-key="{key}"' in page
    for word in ("Since then", "Team recommends", "negative", "Riverbend", "Sober"):
        assert word not in page


@pytest.mark.parametrize("who", ["staff", "coordinator"])
def test_the_judges_office_reads_what_the_judge_reads(
    client_of: Callable[[str], SignedInClient], days: Days, who: str
) -> None:
    assert "nobody has decided it yet" in client_of(who).get(f"/hearings/{days.hearings['xio']}/bench").text
