"""Which programs learn of an order or an emergency: those whose records it can reach, and nobody else (R82, R102)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask

from portal.accounts.agencies.models import Appointment
from portal.clock import END
from portal.consent.answers.audience import audience
from portal.consent.compile import difference, world_on_file
from portal.consent.emergencies.queries import emergencies_of, to_review
from portal.consent.emergencies.services import close_emergency, open_emergency
from portal.consent.grants.exceptions import told_of_use
from portal.consent.grants.spans import Span
from portal.consent.grants.world import World
from portal.consent.instruments.treating import end_treating
from portal.consent.orders.queries import orders_of, programs_told
from portal.consent.orders.services import record_order
from portal.gate.vocabulary import Basis, Category
from tests.clients import SignedInClient
from tests.consent.previewing.seeing import line_of
from tests.consent.test_exceptions import an_emergency, an_order
from tests.given.county import NOW, Acting, County

Act = Callable[..., Acting]

BEGAN, LAST = NOW - timedelta(days=20), NOW - timedelta(days=5)
"""Of the order or the emergency."""

TREATED = {
    "all the time": (Span(NOW - timedelta(days=60)), BEGAN),
    "until long before": (Span(NOW - timedelta(days=60), NOW - timedelta(days=30)), BEGAN),
    "since it began": (Span(NOW - timedelta(days=10)), NOW - timedelta(days=10)),
    "since it was over": (Span(LAST), None),
}


@pytest.fixture(scope="module")
def left(app: Flask, court_day: County) -> UUID:
    """Xio, whom Riverbend treats no longer; then an order came."""
    person = court_day.people["xio"]
    with Acting(app, court_day, "counselor") as (session, actor):
        end_treating(session, actor, person, NOW - timedelta(days=10))
    with Acting(app, court_day, "clerk") as (session, actor):
        notes = replace(
            an_order(court_day),
            categories=(Category.CLINICAL_NOTE,),
            covers_confidential=True,
            ground="extremely_serious_crime",
        )
        court_day.things["order"] = record_order(session, actor, notes).id
    return person


@pytest.mark.parametrize("when", TREATED)
def test_a_program_is_told_of_what_can_reach_its_records(
    when: str, acting: Act, court_day: County, database: str
) -> None:
    """What it wrote while it treated stays open to an order; what it wrote after the order's end never was."""
    span, since = TREATED[when]
    with acting("coordinator") as (session, _):
        world = replace(
            world_on_file(session, court_day.people["xio"]), treating=((court_day.agencies["southgate"], span),)
        )
    found = list(told_of_use(court_day.things["test"], Span(BEGAN, LAST), world))
    assert [(row["holder_id"], row["starts_at"]) for row in found] == (
        [(court_day.agencies["southgate"], since)] if since else []
    )
    assert all(row.get("ends_at", END) == END for row in found), "what was open once stays known"


def test_a_program_that_treats_twice_is_told_once(acting: Act, court_day: County) -> None:
    southgate = court_day.agencies["southgate"]
    with acting("coordinator") as (session, _):
        world = world_on_file(session, court_day.people["xio"])
    twice = replace(world, treating=((southgate, Span(BEGAN, LAST)), (southgate, Span(NOW - timedelta(days=60)))))
    (row,) = told_of_use(court_day.things["test"], Span(BEGAN), twice)
    assert row["starts_at"] == BEGAN


def test_a_court_whose_own_records_are_under_part_2_is_told(acting: Act, court_day: County) -> None:
    """D4: then its enrollments are what the order opens; of a court that is none, it opens nothing."""
    court = str(court_day.agencies["court"])
    with acting("coordinator") as (session, _):
        world: World = replace(world_on_file(session, court_day.people["xio"]), treating=())
    assert list(told_of_use(court_day.things["test"], Span(BEGAN), world)) == []
    program = replace(world.agencies[court], part2_program=True)
    (row,) = told_of_use(court_day.things["test"], Span(BEGAN), replace(world, agencies={court: program}))
    assert str(row["holder_id"]) == court


def test_a_program_that_treats_no_longer_knows_of_the_order(
    left: UUID, acting: Act, court_day: County, client_of: Callable[[str], SignedInClient]
) -> None:
    with acting("counselor") as (session, actor):
        assert [one.id for one in orders_of(session, left)] == [court_day.things["order"]]
        assert programs_told(session, court_day.things["order"]) == {actor.agency_id}
        assert difference(session, left) == []
        (own,) = audience(session, actor, left, NOW)
        line = line_of(own, court_day, "prosecutor")
        assert line is not None and {cell.claim for cell in line.cells} & {Basis.COURT_ORDER}
    page = client_of("counselor").get(f"/participants/{left}/who").text
    assert "by court order" in page
    for who in ("defender", "casemanager", "officer", "stranger"):
        with acting(who) as (session, _):
            assert orders_of(session, left) == [], who


def test_a_program_that_treats_no_longer_reviews_and_ends_an_emergency(
    left: UUID, acting: Act, court_day: County
) -> None:
    """R102: its records were opened as those of the programs that treat."""
    with acting("stranger") as (session, actor):
        session.get_one(Appointment, actor.appointment_id).medical_personnel = True
        session.flush()
        opened = open_emergency(session, replace(actor, medical_personnel=True), an_emergency(court_day, hours=2)).id
    with acting("privacy", NOW + timedelta(minutes=1)) as (session, actor):
        assert opened in {one.id for one in to_review(session, actor.agency_id)}
        (access,) = emergencies_of(session, left)
        close_emergency(session, actor, access)
    with acting("defender") as (session, _):
        assert emergencies_of(session, left) == []
