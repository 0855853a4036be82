"""C9 and C10: who is named, by id or by a class that resolves now."""

from __future__ import annotations

from typing import Any

import pytest

from portal.consent.rules.codes import Reason
from portal.consent.rules.instruments import Discloser, Recipient
from portal.consent.rules.intervals import Interval
from portal.consent.rules.terms import PartyType
from tests.consent.rules.builders import (
    AT,
    LONG_AGO,
    TICK,
    a_case,
    a_class,
    a_consent,
    a_participant,
    a_record,
    agency,
    an_actor,
    denied,
    permitted,
    person,
    some_facts,
)

PROGRAMS = Discloser(PartyType.CLASS, "treatment_programs")


def role(name: str, at: str | None) -> Recipient:
    return Recipient(PartyType.ROLE, name, agency=at)


def exchange(*members: str, treating: bool = False) -> Recipient:
    return Recipient(PartyType.INTERMEDIARY, "cm", participants=frozenset(members), treating_class=treating)


@pytest.mark.parametrize(
    ("discloser", "origin", "named"),
    [
        (Discloser(PartyType.AGENCY, "north"), "north", True),
        (Discloser(PartyType.AGENCY, "south"), "north", False),
        (PROGRAMS, "north", True),
        (PROGRAMS, "south", False),
        (Discloser(PartyType.CLASS, "north"), "north", False),
        (Discloser(PartyType.AGENCY, "treatment_programs"), "north", False),
        (Discloser(PartyType.CLASS, "clinics"), "north", False),
    ],
)
def test_c9_the_discloser(discloser: Discloser, origin: str, named: bool) -> None:
    facts = some_facts(a_consent(disclosers=(discloser,)), record=a_record(origin=origin))
    assert permitted(facts) if named else denied(facts, Reason.DISCLOSER_NOT_NAMED)


def test_c9_any_of_several_disclosers_suffices() -> None:
    disclosers = (Discloser(PartyType.AGENCY, "south"), Discloser(PartyType.AGENCY, "north"))
    assert permitted(some_facts(a_consent(disclosers=disclosers)))


CASES: list[tuple[Recipient, Any, bool]] = [
    (person("coord"), an_actor(), True),
    (person("coord", "court"), an_actor(), True),
    (person("coord", "court"), an_actor(agency="probation"), False),
    (person("judge_a"), an_actor(), False),
    (agency("court"), an_actor("successor", "judge"), True),
    (agency("court"), an_actor(agency="probation"), False),
    (role("court_coordinator", "court"), an_actor(), True),
    (role("court_coordinator", "court"), an_actor(agency="probation"), False),
    (role("court_coordinator", "court"), an_actor(role="judge"), False),
    (role("court_coordinator", None), an_actor(), False),
    (a_class("court_team"), an_actor(), True),
    (a_class("court_team"), an_actor("clerk"), False),
    (a_class("treating_providers"), an_actor(role="clinician", agency="mind"), True),
    (a_class("treating_providers"), an_actor(role="clinician", agency="south"), False),
    (a_class("treating_providers"), an_actor(role="clinician", agency="plan"), False),
    (a_class("tpo_standard"), an_actor(role="clinician", agency="mind"), True),
    (a_class("tpo_standard"), an_actor(role="clinician", agency="plan"), True),
    (a_class("tpo_standard"), an_actor(role="clinician", agency="lab"), False),
    (a_class("friends"), an_actor(), False),
    (a_class("friends"), an_actor(role="clinician", agency="mind"), False),
    (exchange("court"), an_actor(), True),
    (exchange("mind"), an_actor(), False),
    (exchange(treating=True), an_actor(role="clinician", agency="mind"), True),
    (exchange(treating=True), an_actor(role="clinician", agency="south"), False),
    (exchange("south", treating=True), an_actor(role="clinician", agency="south"), True),
    (exchange("er"), an_actor(role="clinician", agency="cm"), False),
]


@pytest.mark.parametrize(("recipient", "actor", "named"), CASES)
def test_c10_the_recipient(recipient: Recipient, actor: Any, named: bool) -> None:
    facts = some_facts(a_consent(recipients=(recipient,)), actor=actor)
    assert permitted(facts) if named else denied(facts, Reason.RECIPIENT_NOT_NAMED)


@pytest.mark.parametrize(
    ("stint", "named"),
    [
        (Interval(AT, None), True),
        (Interval(AT + TICK, None), False),
        (Interval(LONG_AGO, AT), False),
        (Interval(LONG_AGO, AT + TICK), True),
    ],
)
def test_c10_the_court_team_is_the_team_of_this_moment(stint: Interval, named: bool) -> None:
    participant = a_participant(cases=(a_case(team={"coord": (Interval(LONG_AGO, LONG_AGO), stint)}),))
    facts = some_facts(a_consent(recipients=(a_class("court_team"),)), participant=participant)
    assert permitted(facts) if named else denied(facts, Reason.RECIPIENT_NOT_NAMED)


def test_c10_a_class_of_nobody_covers_nobody() -> None:
    facts = some_facts(a_consent(recipients=(a_class("court_team"),)), participant=a_participant(cases=()))
    assert denied(facts, Reason.RECIPIENT_NOT_NAMED)


def test_c10_comes_after_c9() -> None:
    consent = a_consent(disclosers=(Discloser(PartyType.AGENCY, "south"),), recipients=(agency("cm"),))
    assert denied(some_facts(consent), Reason.DISCLOSER_NOT_NAMED)
