"""What the judge orders: recorded on one page, seen at once by those who may see it, taken back without a gap."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.compliance.obligations.queries import obligations_of
from portal.compliance.responses.queries import responses_of
from portal.compliance.responses.vocabulary import ResponseState
from portal.court.dockets.models import Docket, Hearing
from portal.court.dockets.vocabulary import HearingState
from portal.court.hearings import services
from portal.court.hearings.queries import recorded_at
from portal.participants.enrollments import queries as enrollments
from portal.participants.programs.vocabulary import ResponseKind
from portal.web.refused import Refused
from tests.court.days import LATER, NEXT, TOMORROW, Days
from tests.given.county import Acting, County

DURING = TOMORROW + timedelta(minutes=20)


def hearing_of(session: object, days: Days, word: str) -> Hearing:
    return session.get_one(Hearing, days.hearings[word])  # type: ignore[attr-defined,no-any-return]


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
        assert enrollments.current(session, county.people["xio"]).phase_key == "p2"  # type: ignore[union-attr]
        services.undo_phase(session, actor, hearing, change.id)
    with acting("officer", DURING) as (session, _):
        assert enrollments.current(session, county.people["xio"]).phase_key == "p1"  # type: ignore[union-attr]


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


def test_the_clerk_records_and_the_bench_shows_it(client_of: Callable[[str], FlaskClient], days: Days) -> None:
    page = f"/hearings/{days.hearings['marcus']}/record"
    clerk = client_of("clerk")
    answer = clerk.submit(page, {"incentive": "token"}, f"{page}/incentive")  # type: ignore[attr-defined]
    assert answer.status_code == 303
    again = clerk.submit(page, {"next_date": ""}, f"{page}/next-date")  # type: ignore[attr-defined]
    assert again.status_code == 422 and "Choose the day." in again.text
    for who in ("judge", "staff", "coordinator", "clerk"):
        assert "Token" in client_of(who).get(f"/hearings/{days.hearings['marcus']}/bench").text
    assert "Incentive" in client_of("prosecutor").get(f"/participants/{_person(client_of, days)}").text


def _person(client_of: Callable[[str], FlaskClient], days: Days) -> str:
    page = client_of("judge").get(f"/dockets/{days.tomorrow}").text
    before = page.partition(">Marcus Bell</a>")[0]
    return before.rpartition("/participants/")[2].partition('"')[0]
