"""2.35: revocation only from the revocable point, the duty's end, the duty's holders."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from portal.consent.rules.codes import Reason
from portal.consent.rules.criminal_justice import outside_duty, revocable_from
from portal.consent.rules.facts import Inquiry
from portal.consent.rules.instruments import CriminalJusticeTerms
from portal.consent.rules.intervals import Interval
from portal.consent.rules.terms import ConsentKind
from tests.consent.rules.builders import (
    AT,
    LONG_AGO,
    TICK,
    a_case,
    a_class,
    a_consent,
    a_participant,
    a_request,
    a_revocation,
    agency,
    an_actor,
    denied,
    permitted,
    some_facts,
)

CJ = ConsentKind.CJ
EARLY = AT - timedelta(days=30)


def terms(**changes: Any) -> CriminalJusticeTerms:
    return replace(CriminalJusticeTerms("CR-1", "18 months", revocable_event="graduation"), **changes)


def revoked_early(disposed: Any = None, **changes: Any) -> Any:
    consent = a_consent(CJ, terms=terms(**changes), revocations=(a_revocation(EARLY),))
    return some_facts(consent, participant=a_participant(cases=(a_case(final_disposition_at=disposed),)))


def test_an_early_revocation_waits_while_no_point_is_known() -> None:
    assert permitted(revoked_early())


@pytest.mark.parametrize(("point", "live"), [(AT + TICK, True), (AT, False), (AT - TICK, False)])
@pytest.mark.parametrize("name", ["revocable_at", "revocable_occurred_at"])
def test_it_takes_effect_at_the_stated_point(name: str, point: Any, live: bool) -> None:
    facts = revoked_early(**{name: point})
    assert permitted(facts) if live else denied(facts, Reason.REVOKED)


def test_a_paper_that_lacks_its_terms_or_its_case_has_the_points_that_are_left() -> None:
    """It is asked about such a paper, too, when a recipient is taken back of it."""
    closed = a_participant(cases=(a_case(final_disposition_at=AT),))
    assert revocable_from(a_consent(CJ, terms=None), closed) is None
    assert revocable_from(a_consent(CJ, terms=terms(case_id="CR-9", revocable_at=EARLY)), closed) == EARLY
    assert revocable_from(a_consent(CJ), closed) == AT


def test_the_earliest_of_several_points_counts() -> None:
    assert denied(revoked_early(revocable_at=AT + TICK, revocable_occurred_at=AT), Reason.REVOKED)
    assert denied(revoked_early(revocable_at=AT, revocable_occurred_at=AT + TICK), Reason.REVOKED)


def test_the_disposition_is_such_a_point_and_comes_before_the_duty_s_end() -> None:
    assert denied(revoked_early(AT, revocable_at=AT + TICK), Reason.REVOKED)
    assert permitted(revoked_early(AT + TICK))


def test_a_late_revocation_takes_effect_at_its_receipt() -> None:
    consent = a_consent(CJ, terms=terms(revocable_at=EARLY), revocations=(a_revocation(AT),))
    assert permitted(some_facts(consent), at=AT - TICK)
    assert denied(some_facts(consent), Reason.REVOKED)


def test_replacing_does_not_wait_for_the_point() -> None:
    assert denied(some_facts(a_consent(CJ, superseded_at=AT)), Reason.REVOKED)


def test_the_duty_ends_with_the_disposition() -> None:
    for moment, live in ((AT + TICK, True), (AT, False)):
        participant = a_participant(cases=(a_case(final_disposition_at=moment),))
        facts = some_facts(a_consent(CJ), participant=participant)
        assert permitted(facts) if live else denied(facts, Reason.DUTY_ENDED)


def test_the_duty_ends_for_everybody_team_or_not() -> None:
    participant = a_participant(cases=(a_case(final_disposition_at=AT),))
    facts = some_facts(a_consent(CJ), participant=participant, actor=an_actor("clerk"))
    assert denied(facts, Reason.DUTY_ENDED)


def test_only_the_named_case_s_team_has_the_duty() -> None:
    other = a_case(id="CR-2", team={"coord_b": (Interval(LONG_AGO, None),)})
    participant = a_participant(cases=(a_case(), other))
    facts = some_facts(a_consent(CJ), participant=participant)
    assert permitted(facts)
    assert denied(replace(facts, actor=an_actor("coord_b")), Reason.NO_DUTY_TO_MONITOR)


def test_only_the_justice_system_has_the_duty() -> None:
    consent = a_consent(CJ, recipients=(agency("pd"),))
    facts = some_facts(consent, actor=an_actor("pd_a", "defense_counsel", "pd"))
    assert denied(facts, Reason.NO_DUTY_TO_MONITOR)


def test_the_court_team_of_a_criminal_justice_consent_is_the_named_case_s() -> None:
    other = a_case(id="CR-2", team={"coord_b": (Interval(LONG_AGO, None),)})
    participant = a_participant(cases=(a_case(), other))
    actor = an_actor("coord_b")
    team = (a_class("court_team"),)
    bound = some_facts(a_consent(CJ, recipients=team), participant=participant, actor=actor)
    assert denied(bound, Reason.RECIPIENT_NOT_NAMED)
    assert permitted(replace(bound, actor=an_actor()))
    assert permitted(replace(bound, consents=(a_consent(recipients=team),)))


def test_it_serves_every_purpose_that_it_lists() -> None:
    consent = a_consent(CJ, purposes=frozenset({"cj_monitoring", "case_management"}))
    assert permitted(some_facts(consent, request=a_request("case_management")))


def test_revoking_the_ordinary_consent_leaves_the_other() -> None:
    ordinary = a_consent(id="C-G", revocations=(a_revocation(),))
    assert permitted(some_facts(ordinary, a_consent(CJ, id="C-CJ")))


def test_without_a_case_there_is_no_duty() -> None:
    """The form check stops such a consent before; the duty does not rest on that."""
    consent = a_consent(CJ, terms=terms(case_id="CR-9"))
    facts = some_facts(consent)
    assert denied(facts, Reason.DEFICIENT_FORM)
    assert outside_duty(consent, Inquiry(facts, AT, facts.actor, "north")) == Reason.NO_DUTY_TO_MONITOR
