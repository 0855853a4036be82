"""What ends with something else: a stand-in with the role stood in for, a code with the password it would set."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.accounts.agencies.models import Appointment
from portal.accounts.agencies.services import BRIEFEST
from portal.accounts.principal import Principal
from portal.accounts.staff import services
from portal.accounts.staff.coverage import Cover, cover
from portal.accounts.staff.idle import disable_idle
from portal.web.refused import Refused
from tests.clients import SignedInClient
from tests.given.county import NOW, PASSWORD, Acting, County

Act = Callable[..., Acting]
Client = Callable[[str], SignedInClient]
NEW = "harbor lantern violin meadow"
SOON = NOW + timedelta(minutes=1)
TODAY, NEXT_WEEK, LAST = date(2026, 11, 18), date(2026, 11, 25), date(2026, 12, 31)


def end_the_role(session: Session, actor: Principal, county: County, who: str) -> None:
    services.end_role(session, actor, county.users[who], county.appointments[who])


def disable(session: Session, actor: Principal, county: County, who: str) -> None:
    services.disable(session, actor, county.users[who])


def test_a_code_for_a_password_does_not_outlive_the_next_password(
    app: Flask, acting: Act, county: County, client_of: Client
) -> None:
    client = client_of("evaluator")
    with acting("programadmin") as (session, actor):
        code = services.new_code(session, actor, county.users["evaluator"])
    words = {"current": PASSWORD, "password": NEW, "again": NEW}
    assert client.submit("/account/password", words).status_code == 303
    chosen = {"username": "evaluator", "code": code, "password": PASSWORD, "again": PASSWORD}
    answer = client.submit("/activate", chosen)
    assert answer.status_code == 422 and "too old" in answer.text


@pytest.mark.parametrize(("who", "end"), [("staff", end_the_role), ("clerk", disable)])
def test_a_stand_in_ends_with_the_role_and_with_the_account(
    acting: Act, county: County, who: str, end: Callable[..., None]
) -> None:
    with acting("programadmin") as (session, actor):
        made = [cover(session, actor, stand_in(county, who, begins)).id for begins in (TODAY, NEXT_WEEK)]
        other = cover(session, actor, stand_in(county, "evaluator")).id
    with acting("programadmin", SOON) as (session, actor):
        end(session, actor, county, who)
        assert [over(session, one) for one in (*made, other)] == [True, True, False]
        with pytest.raises(Refused, match="colleague of your agency"):
            cover(session, actor, stand_in(county, who))


def test_a_stand_in_ends_when_the_account_is_closed_as_idle(acting: Act, county: County) -> None:
    with acting("programadmin") as (session, actor):
        made = cover(session, actor, stand_in(county, "coordinator")).id
    with acting("programadmin", SOON) as (session, _actor):
        assert disable_idle(session, SOON) > 0
        assert over(session, made)


def stand_in(county: County, who: str, begins: date = TODAY) -> Cover:
    return Cover(county.users["judge"], county.appointments[who], begins, LAST)


def over(session: Session, appointment_id: UUID) -> bool:
    """Whether it opens nothing any more: it has ended, or ends in the moment in which it would begin."""
    held = session.get_one(Appointment, appointment_id)
    return held.ends_at is not None and held.ends_at <= max(SOON, held.starts_at + BRIEFEST)
