"""What the judge orders: recorded on one page, seen at once by those who may see it, taken back without a gap."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal import clock
from portal.compliance.obligations.queries import obligations_of
from portal.compliance.responses.queries import responses_of
from portal.compliance.responses.vocabulary import ResponseState
from portal.court.dockets import gathering, queries
from portal.court.dockets.models import Docket, Hearing
from portal.court.dockets.services import ScheduleHearing, call_docket, mark_hearing, schedule_hearing
from portal.court.dockets.vocabulary import HearingState
from portal.court.hearings import services
from portal.court.hearings.queries import recorded_at
from portal.participants.enrollments import queries as enrollments
from portal.participants.enrollments.services import advance_phase
from portal.participants.programs.vocabulary import ResponseKind
from portal.web.refusals import refused_by
from portal.web.refused import Refused
from tests.clients import SignedInClient
from tests.court.days import LATER, NEXT, TOMORROW, Days
from tests.given.county import Acting, County

DURING = TOMORROW + timedelta(minutes=20)


def hearing_of(session: object, days: Days, word: str) -> Hearing:
    return session.get_one(Hearing, days.hearings[word])


@pytest.fixture
def ahead(acting: Callable[..., Acting], county: County, days: Days) -> UUID:
    """Marcus' hearing of Dec 3, seen from Nov 19."""
    with acting("coordinator") as (session, actor):
        wanted = select(Hearing).where(Hearing.docket_id == days.following)
        known = session.scalars(wanted.where(Hearing.participant_id == county.people["marcus"])).first()
        docket = session.get_one(Docket, days.following)
        return (known or schedule_hearing(session, actor, docket, ScheduleHearing(county.people["marcus"]))).id


def test_a_sanction_comes_with_what_has_to_be_done(acting: Callable[..., Acting], county: County, days: Days) -> None:
    with acting("clerk", DURING) as (session, actor):
        command = services.OrderResponse(ResponseKind.SANCTION, "community_service", "", 4, NEXT.date())
        services.order_response(session, actor, hearing_of(session, days, "xio"), command)
    with acting("judge", DURING) as (session, _):
        hearing = hearing_of(session, days, "xio")
        assert hearing.state == HearingState.HELD and hearing.called_at == DURING
        (given,) = recorded_at(session, [hearing])[hearing.id].responses
        assert given.response.label == "Community service: 4 hours" and given.state is ResponseState.OPEN
        assert given.response.behavior == ""
        (owed,) = obligations_of(session, [county.people["xio"]])[county.people["xio"]]
        assert owed.obligation.target == 4 and owed.obligation.due_on == NEXT.date()


def test_what_is_taken_back_stays_in_the_history_and_binds_nobody(
    acting: Callable[..., Acting], county: County, days: Days
) -> None:
    with acting("clerk", DURING) as (session, actor):
        hearing = hearing_of(session, days, "marcus")
        command = services.OrderResponse(ResponseKind.SANCTION, "letter", "", None, NEXT.date())
        given = services.order_response(session, actor, hearing, command)
        services.undo_response(session, actor, hearing, given.id)
        order = services.record_order(session, actor, hearing, "Bring the lease.")
        services.undo_order(session, actor, hearing, order.id)
    with acting("judge", DURING) as (session, _):
        hearing = hearing_of(session, days, "marcus")
        assert recorded_at(session, [hearing])[hearing.id].nothing
        person = county.people["marcus"]
        assert [one.state for one in responses_of(session, [person])[person]] == [ResponseState.WITHDRAWN]
        assert obligations_of(session, [person])[person][0].release is not None


def test_a_phase_can_be_recorded_and_taken_back(acting: Callable[..., Acting], county: County, days: Days) -> None:
    with acting("clerk", DURING) as (session, actor):
        hearing = hearing_of(session, days, "xio")
        change = services.order_phase(session, actor, hearing, "p2")
        assert enrollments.current(session, county.people["xio"]).phase_key == "p2"
        services.undo_phase(session, actor, hearing, change.id)
    with acting("officer", DURING) as (session, _):
        assert enrollments.current(session, county.people["xio"]).phase_key == "p1"


def test_one_phase_a_hearing_and_a_reason_for_any_but_the_next(
    acting: Callable[..., Acting], county: County, days: Days
) -> None:
    """A second press, or a jump that nobody meant, moves nobody."""
    with acting("clerk", DURING) as (session, actor):
        hearing = hearing_of(session, days, "xio")
        with pytest.raises(Refused) as refused:
            services.order_phase(session, actor, hearing, "p4")
        assert refused.value.field == "phase_reason"
        services.order_phase(session, actor, hearing, "p4", "Two phases at once, the judge so ordered")
        with pytest.raises(Refused) as refused:
            services.order_phase(session, actor, hearing, "p5")
        assert refused.value.field == "phase"
        (moved,) = recorded_at(session, [hearing])[hearing.id].phases
    with acting("clerk", DURING) as (session, actor):
        enrollment = enrollments.current(session, county.people["xio"])
        assert enrollment is not None and enrollment.phase_key == "p4"
        with pytest.raises(IntegrityError) as problem:
            advance_phase(session, actor, enrollment, "p5", TOMORROW.date(), hearing_id=days.hearings["xio"])
        session.rollback()
        said = refused_by(problem.value)
        assert said is not None and said.field == "phase"
    with acting("clerk", DURING) as (session, actor):
        services.undo_phase(session, actor, hearing_of(session, days, "xio"), moved.id)
        assert enrollments.current(session, county.people["xio"]).phase_key == "p1"


def test_the_form_of_a_phase_rests_once_it_is_recorded(client_of: Callable[[str], SignedInClient], days: Days) -> None:
    page = f"/hearings/{days.hearings['marcus']}/record"
    with clock.set_to(DURING):
        clerk = client_of("clerk")
        assert "Record phase" in clerk.get(page).text
        assert clerk.submit(page, {"phase": "p2"}, f"{page}/phase").status_code == 303
        moved = clerk.get(page).text
        assert "Moved to 2 of 5" in moved and "Record phase" not in moved
        again = clerk.submit(page, {"phase": "p3"}, f"{page}/phase")
        assert again.status_code == 422 and "A phase was recorded at this hearing already" in again.text


def test_a_next_date_moves_when_it_is_set_again(acting: Callable[..., Acting], days: Days) -> None:
    with acting("clerk", DURING) as (session, actor):
        hearing = hearing_of(session, days, "xio")
        services.set_next_date(session, actor, hearing, session.get_one(Docket, days.following))
        services.set_next_date(session, actor, hearing, session.get_one(Docket, days.later))
    with acting("officer", DURING) as (session, _):
        wanted = select(Hearing).where(Hearing.set_at_id == days.hearings["xio"])
        assert {(one.starts_at, one.state) for one in session.scalars(wanted)} == {
            (NEXT, HearingState.CANCELLED),
            (LATER, HearingState.SCHEDULED),
        }


def test_an_empty_choice_is_refused_at_its_field(acting: Callable[..., Acting], days: Days) -> None:
    with acting("clerk", DURING) as (session, actor):
        hearing = hearing_of(session, days, "xio")
        with pytest.raises(Refused) as refused:
            services.order_response(session, actor, hearing, services.OrderResponse(ResponseKind.INCENTIVE))
    assert refused.value.field == "incentive"


def test_the_clerk_records_and_the_bench_shows_it(client_of: Callable[[str], SignedInClient], days: Days) -> None:
    page = f"/hearings/{days.hearings['marcus']}/record"
    clerk = client_of("clerk")
    answer = clerk.submit(page, {"incentive": "token"}, f"{page}/incentive")
    assert answer.status_code == 303
    again = clerk.submit(page, {"next_date": ""}, f"{page}/next-date")
    assert again.status_code == 422 and "Choose the day." in again.text
    for who in ("judge", "staff", "coordinator", "clerk"):
        assert "Token" in client_of(who).get(f"/hearings/{days.hearings['marcus']}/bench").text
    assert "Incentive" in client_of("prosecutor").get(f"/participants/{_person(client_of, days)}").text


def _person(client_of: Callable[[str], SignedInClient], days: Days) -> str:
    page = client_of("judge").get(f"/dockets/{days.tomorrow}").text
    before = page.partition(">Marcus Bell</a>")[0]
    return before.rpartition("/participants/")[2].partition('"')[0]


def test_a_hearing_still_to_come_was_neither_held_nor_missed(
    acting: Callable[..., Acting], client_of: Callable[[str], SignedInClient], days: Days, ahead: UUID
) -> None:
    """What is ordered ahead of it is ordered on the day it is said; the hearing stays to come."""
    page = f"/hearings/{ahead}/record"
    with acting("clerk", DURING) as (session, actor):
        hearing = session.get_one(Hearing, ahead)
        for state in (HearingState.HELD, HearingState.MISSED):
            with pytest.raises(Refused):
                mark_hearing(session, actor, hearing, state)
        with pytest.raises(Refused):
            call_docket(session, actor, hearing.docket)
        order = services.record_order(session, actor, hearing, "Bring the lease.")
        assert order.ordered_on == TOMORROW.date()
        services.order_phase(session, actor, hearing, "p5", "As the judge said")
        assert hearing.state == HearingState.SCHEDULED and hearing.called_at is None
        (moved,) = recorded_at(session, [hearing])[hearing.id].phases
        services.undo_phase(session, actor, hearing, moved.id)
        services.undo_order(session, actor, hearing, order.id)
    with clock.set_to(DURING):
        clerk = client_of("clerk")
        shown = clerk.get(page).text
        assert "This hearing is still to come, on Thu Dec 3" in shown
        assert "Was held" not in shown and "Did not come" not in shown
        assert clerk.submit(page, {}, f"{page}/state/missed").status_code == 422
        assert "Call the docket" not in clerk.get(f"/dockets/{days.following}").text


@pytest.mark.parametrize("called_on", [None, TOMORROW.date()])
def test_the_database_holds_no_hearing_before_its_day(
    acting: Callable[..., Acting], ahead: UUID, called_on: object
) -> None:
    def put() -> None:
        with acting("clerk", DURING) as (session, _actor):
            hearing = session.get_one(Hearing, ahead)
            hearing.state, hearing.called_on = HearingState.HELD, called_on
            session.flush()

    with pytest.raises(IntegrityError) as problem:
        put()
    assert refused_by(problem.value) is not None


def test_a_sanction_without_a_day_is_open_until_it_is_done(
    acting: Callable[..., Acting], county: County, days: Days
) -> None:
    """Nobody forgets eight hours because no day was said; a warning is done with the words."""
    person = county.people["marcus"]
    with acting("clerk", DURING) as (session, actor):
        hearing = hearing_of(session, days, "marcus")
        ordered = [
            services.OrderResponse(ResponseKind.SANCTION, "community_service", "", 8),
            services.OrderResponse(ResponseKind.SANCTION, "", "Sit in the jury box"),
            services.OrderResponse(ResponseKind.SANCTION, "warning"),
        ]
        given = [services.order_response(session, actor, hearing, command).id for command in ordered]
        states = {one.response.id: one.state for one in responses_of(session, [person])[person]}
        assert [states[one] for one in given] == [ResponseState.OPEN, ResponseState.OPEN, ResponseState.ORDERED]
    with acting("coordinator", DURING) as (session, actor):
        docket = queries.docket(session, actor, days.tomorrow)
        assert docket is not None
        lines = gathering.standings(session, docket, queries.called_on(session, docket.id), full=True)
        (line,) = [one for one in lines if one.participant.id == person]
        assert {one.label for one in line.open_sanctions} == {"Community service: 8 hours", "Sit in the jury box"}
    with acting("clerk", DURING) as (session, actor):
        for one in given:
            services.undo_response(session, actor, hearing_of(session, days, "marcus"), one)


def test_what_no_key_types_is_left_out_of_an_order(
    client_of: Callable[[str], SignedInClient], acting: Callable[..., Acting], days: Days
) -> None:
    """A NUL, as it comes along with a copied text, is none of the words; PostgreSQL would not hold it."""
    page = f"/hearings/{days.hearings['marcus']}/record"
    with clock.set_to(DURING):
        answer = client_of("clerk").submit(page, {"order": "Bring\x00 the\x1b lease.\r\nSigned."}, f"{page}/order")
    assert answer.status_code == 303
    with acting("clerk", DURING) as (session, actor):
        hearing = hearing_of(session, days, "marcus")
        (order,) = recorded_at(session, [hearing])[hearing.id].orders
        assert order.words == "Bring the lease.\r\nSigned."
        services.undo_order(session, actor, hearing, order.id)


def test_a_day_before_the_order_is_refused_at_its_field(client_of: Callable[[str], SignedInClient], days: Days) -> None:
    page = f"/hearings/{days.hearings['marcus']}/record"
    typed = {"sanction": "letter", "sanction_due_on": "2026-11-01"}
    with clock.set_to(DURING):
        answer = client_of("clerk").submit(page, typed, f"{page}/sanction")
    assert answer.status_code == 422
    assert '<a href="#sanction_due_on">By: Enter a day on or after the day of the order.</a>' in answer.text


def test_what_was_pressed_by_mistake_is_taken_back(
    client_of: Callable[[str], SignedInClient], acting: Callable[..., Acting], ahead: UUID
) -> None:
    """Who was marked missing stands to be called again, as long as nothing is recorded."""
    page = f"/hearings/{ahead}/record"
    with clock.set_to(NEXT):
        clerk = client_of("clerk")
        clerk.submit(page, {}, f"{page}/state/missed")
        assert "Not called yet" in clerk.get(page).text
        assert clerk.submit(page, {}, f"{page}/state/scheduled").status_code == 303
    with acting("clerk", NEXT) as (session, actor):
        hearing = session.get_one(Hearing, ahead)
        assert (hearing.state, hearing.called_at, hearing.called_on) == (HearingState.SCHEDULED, None, None)
        services.record_order(session, actor, hearing, "Bring the lease.")
    with clock.set_to(NEXT):
        assert "Not called yet" not in clerk.get(page).text
        assert clerk.submit(page, {}, f"{page}/state/scheduled").status_code == 422


def test_what_is_ordered_now_was_not_asked_for_before(
    client_of: Callable[[str], SignedInClient], acting: Callable[..., Acting], days: Days
) -> None:
    with acting("clerk", DURING) as (session, actor):
        command = services.OrderResponse(ResponseKind.SANCTION, "observation", "", None, NEXT.date())
        services.order_response(session, actor, hearing_of(session, days, "marcus"), command)
    with clock.set_to(DURING):
        shown = client_of("judge").get(f"/hearings/{days.hearings['marcus']}/bench").text
    assert "Extra court observation" in shown.partition('id="recorded"')[2]
    assert "Extra court observation" not in shown.partition('id="recorded"')[0]


def test_the_coordinator_follows_the_hearing_on_the_docket(
    client_of: Callable[[str], SignedInClient], acting: Callable[..., Acting], days: Days
) -> None:
    """Who was called and what was ordered stand in the full docket too, not only in the clerk's."""
    with acting("clerk", DURING) as (session, actor):
        services.record_order(session, actor, hearing_of(session, days, "xio"), "Bring the pay stub.")
    with clock.set_to(DURING):
        shown = client_of("coordinator").get(f"/dockets/{days.tomorrow}").text
    line = shown.partition("Xiomara")[0].rpartition("<tr")[2] + shown.partition("Xiomara")[2].partition("</tr>")[0]
    assert ">held<" in line and "Bring the pay stub." in line


def test_beyond_the_range_the_reason_is_asked_for_and_it_is_flagged(
    client_of: Callable[[str], SignedInClient], acting: Callable[..., Acting], county: County, days: Days
) -> None:
    """What the judge orders is recorded whatever it is, with why it passes the program's limits."""
    page, person = f"/hearings/{days.hearings['marcus']}/record", county.people["marcus"]
    typed = {"sanction": "jail_short", "sanction_amount": "30"}
    with clock.set_to(DURING):
        clerk = client_of("clerk")
        asked = clerk.submit(page, typed, f"{page}/sanction")
        assert asked.status_code == 422 and 'href="#sanction_reason"' in asked.text
        assert "range is 1 to 3 days: say why" in asked.text
        typed["sanction_reason"] = "Danger to others, found today"
        assert clerk.submit(page, typed, f"{page}/sanction").status_code == 303
    with acting("clerk", DURING) as (session, actor):
        given = responses_of(session, [person])[person][0].response
        assert given.label == "Jail, short: 30 days" and given.reason == "Danger to others, found today"
        assert given.flags.split() == ["amount", "jail_over"]
        services.undo_response(session, actor, hearing_of(session, days, "marcus"), given.id)
