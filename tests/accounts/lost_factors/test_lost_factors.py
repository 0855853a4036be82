"""A lost second factor is removed by two administrators, or on the server; never by one, and never by its owner."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.agencies.models import Appointment
from portal.accounts.agencies.services import appoint
from portal.accounts.audit.models import AuditEvent
from portal.accounts.lost_factors.models import FactorRemoval
from portal.accounts.lost_factors.services import ask_removal, refuse_removal, remove_factor
from portal.accounts.notices import deciding
from portal.accounts.second_factor.models import AuthenticatorApp, RecoveryCode
from portal.accounts.second_factor.queries import has_second_factor
from portal.accounts.staff.coverage import Cover, cover
from portal.accounts.staff.services import NotOfThisAgency
from portal.consent.readers import reader_for
from portal.db import unit_of_work
from portal.extensions import db
from portal.gate.vocabulary import RoleName
from portal.web.refused import Refused
from tests.clients import SignedInClient
from tests.given.county import NOW, PASSWORD, Acting, County

Client = Callable[[str], SignedInClient]
Act = Callable[..., Acting]
LOST = "clerk"


def hold(app: Flask, county: County, who: str = LOST) -> None:
    """Somebody has an app and a sheet of codes."""
    with app.app_context(), clock.set_to(NOW - timedelta(days=2)), unit_of_work() as session:
        session.add(AuthenticatorApp(user_id=county.users[who], sealed_secret=b"x" * 60))
        session.add(RecoveryCode(user_id=county.users[who], code_hash="0" * 64))


@pytest.fixture(autouse=True)
def _court(app: Flask, county: County) -> Iterator[None]:
    """The court has a second administrator for good; all is put back."""
    with app.app_context(), clock.set_to(NOW - timedelta(days=2)), unit_of_work() as session:
        second = appoint(session, None, county.users["evaluator"], county.agencies["court"], RoleName.PROGRAM_ADMIN)
        county.appointments["second"] = second.id
    yield
    with app.app_context(), clock.set_to(NOW), unit_of_work() as session:
        for one in session.scalars(select(FactorRemoval).where(FactorRemoval.outcome == "waiting")):
            one.outcome = "expired"
        for made in session.scalars(select(AuthenticatorApp).where(AuthenticatorApp.removed_at.is_(None))):
            made.removed_at = NOW
        session.get_one(Appointment, county.appointments["second"]).ends_at = NOW


def asked(app: Flask, acting: Act, county: County) -> UUID:
    """The clerk, who has a factor, lost it; the first administrator asks."""
    hold(app, county)
    with acting("programadmin") as (session, actor):
        return ask_removal(session, actor, county.users[LOST]).id


def factor_of(app: Flask, county: County, who: str = LOST) -> bool:
    with app.app_context():
        found = has_second_factor(db.session(), county.users[who])
        db.session.remove()
    return found


def acts(session: Session, act: str) -> list[AuditEvent]:
    return list(session.scalars(select(AuditEvent).where(AuditEvent.act == act).order_by(AuditEvent.id)))


def refused(act: Callable[[], Any]) -> str:
    with pytest.raises(Refused) as said:
        act()
    return str(said.value)


@pytest.mark.parametrize("second", ["second", "sysadmin"])
def test_two_administrators_remove_it_and_the_person_is_told(
    app: Flask, acting: Act, county: County, client_of: Client, second: str
) -> None:
    """The second one of the agency, or the site's."""
    signed_in = client_of(LOST)
    assert signed_in.get("/").status_code == 200
    removal = asked(app, acting, county)
    assert factor_of(app, county), "asking removes nothing"
    with acting(second, NOW + timedelta(minutes=5)) as (session, actor):
        remove_factor(session, actor, removal)
        assert [one.user_id for one in acts(session, "second_factor_removed")][-1] == actor.user_id
        codes = select(RecoveryCode).where(RecoveryCode.user_id == county.users[LOST], RecoveryCode.ended_at.is_(None))
        assert session.scalars(codes).all() == []
    assert not factor_of(app, county)
    with clock.set_to(NOW + timedelta(minutes=6)):
        assert signed_in.get("/").location.startswith("/sign-in"), "out at once"
        with app.app_context():
            deciding.decide_waiting(db.session.session_factory, reader_for)
            db.session.remove()
        assert "Your second factor was removed" in client_of(LOST).get("/notices").text
        assert "Your second factor was removed" not in client_of("judge").get("/notices").text


def test_the_next_sign_in_sets_a_new_one_up(app: Flask, acting: Act, county: County, client_of: Client) -> None:
    removal = asked(app, acting, county)
    app.config["REQUIRE_SECOND_FACTOR"] = True
    try:
        browser = app.test_client()
        assert isinstance(browser, SignedInClient)
        given = browser.submit("/sign-in", {"username": LOST, "password": PASSWORD})
        assert browser.get(given.location).status_code == 200, "asked for a code"
        with acting("second") as (session, actor):
            remove_factor(session, actor, removal)
        again = browser.submit("/sign-in", {"username": LOST, "password": PASSWORD})
        assert browser.get(again.location).location.startswith("/second-factor")
    finally:
        app.config["REQUIRE_SECOND_FACTOR"] = False


def test_nobody_decides_what_he_or_she_asked_for(app: Flask, acting: Act, county: County) -> None:
    """Nor in another role; the database refuses it too."""
    removal = asked(app, acting, county)
    with acting("programadmin") as (session, actor):
        for who in (actor, replace(actor, role=RoleName.SYSTEM_ADMIN)):
            assert "Somebody else decides" in refused(lambda: remove_factor(session, who, removal))  # noqa: B023
        row = session.get_one(FactorRemoval, removal)
        row.outcome, row.decided_by_id, row.decided_at = "removed", actor.user_id, clock.now()
        with pytest.raises(IntegrityError):
            session.flush()
        session.rollback()
    assert factor_of(app, county)


def test_whoever_lost_it_decides_nothing(app: Flask, acting: Act, county: County) -> None:
    hold(app, county, "programadmin")
    with acting("second") as (session, actor):
        removal = ask_removal(session, actor, county.users["programadmin"]).id
    with acting("programadmin") as (session, actor):
        assert "Somebody else decides" in refused(lambda: remove_factor(session, actor, removal))
        assert "Somebody else decides" in refused(lambda: refuse_removal(session, actor, removal))
        assert "Nobody removes his or her own" in refused(lambda: ask_removal(session, actor, actor.user_id))
        session.rollback()
    assert factor_of(app, county, "programadmin")


@pytest.mark.parametrize("who", ["judge", "coordinator", "privacy", "officer"])
def test_others_decide_nothing(who: str, app: Flask, acting: Act, county: County) -> None:
    """Also not an administrator of another agency."""
    removal = asked(app, acting, county)
    with acting(who) as (session, actor):
        for one in (actor, replace(actor, role=RoleName.PROGRAM_ADMIN)):
            refused(lambda: remove_factor(session, one, removal))  # noqa: B023
            refused(lambda: refuse_removal(session, one, removal))  # noqa: B023
        session.rollback()
    assert factor_of(app, county)


def test_an_administrator_of_another_agency_decides_nothing(app: Flask, acting: Act, county: County) -> None:
    """In his or her own right, and for long: but elsewhere."""
    with app.app_context(), clock.set_to(NOW - timedelta(days=2)), unit_of_work() as session:
        elsewhere = appoint(
            session, None, county.users["officer"], county.agencies["probation"], RoleName.PROGRAM_ADMIN
        ).id
    removal = asked(app, acting, county)
    with acting("officer") as (session, actor):
        other = replace(actor, role=RoleName.PROGRAM_ADMIN, appointment_id=elsewhere)
        assert "Somebody else decides" in refused(lambda: remove_factor(session, other, removal))
        assert "Somebody else decides" in refused(lambda: refuse_removal(session, other, removal))
        session.get_one(Appointment, elsewhere).ends_at = NOW
    assert factor_of(app, county)


def test_a_stand_in_and_somebody_appointed_for_it_are_no_second_pair_of_eyes(
    app: Flask, acting: Act, county: County
) -> None:
    with acting("programadmin") as (session, actor):
        today = clock.local_date(clock.now(), actor.zone)
        stands_in = cover(session, actor, Cover(county.users["judge"], county.appointments["second"], today, today)).id
    removal = asked(app, acting, county)
    with acting("programadmin", NOW + timedelta(minutes=1)) as (session, actor):
        made = appoint(session, actor, county.users["staff"], actor.agency_id, RoleName.PROGRAM_ADMIN).id
    for appointment, who in ((stands_in, "judge"), (made, "staff")):
        with acting("second", NOW + timedelta(minutes=2)) as (session, actor):
            new = replace(actor, appointment_id=appointment, user_id=county.users[who])
            assert "Somebody else decides" in refused(lambda: remove_factor(session, new, removal))  # noqa: B023
            session.get_one(Appointment, appointment).ends_at = NOW + timedelta(seconds=90)
    assert factor_of(app, county)


def test_a_request_waits_for_one_day_and_is_decided_once(app: Flask, acting: Act, county: County) -> None:
    removal = asked(app, acting, county)
    with acting("programadmin") as (session, actor):
        assert "asked already" in refused(lambda: ask_removal(session, actor, county.users[LOST]))
        session.rollback()
    late = NOW + timedelta(days=1)
    with acting("second", late) as (session, actor):
        assert "no longer waits" in refused(lambda: remove_factor(session, actor, removal))
        session.rollback()
    with acting("programadmin", late) as (session, actor):
        anew = ask_removal(session, actor, county.users[LOST]).id
    with acting("second", late + timedelta(minutes=1)) as (session, actor):
        refuse_removal(session, actor, anew)
        assert "no longer waits" in refused(lambda: remove_factor(session, actor, anew))
    assert factor_of(app, county)


@pytest.mark.parametrize(("who", "error"), [("counselor", NotOfThisAgency), ("deputy", NotOfThisAgency)])
def test_only_for_people_of_the_own_agency(who: str, error: type[Exception], acting: Act, county: County) -> None:
    with acting("programadmin") as (session, actor):
        with pytest.raises(error):
            ask_removal(session, actor, county.users[who])
        session.rollback()


def test_nothing_is_asked_where_nothing_is_to_be_removed(acting: Act, county: County) -> None:
    with acting("programadmin") as (session, actor):
        assert "no second factor" in refused(lambda: ask_removal(session, actor, county.users["judge"]))
        session.rollback()


def test_it_is_asked_and_decided_on_the_pages(app: Flask, county: County, client_of: Client) -> None:
    page, person = "/staff/second-factors", f"/staff/{county.users[LOST]}"
    hold(app, county)
    first = client_of("programadmin")
    assert "Ask to remove the second factor" in first.get(person).text
    answer = first.submit(person, {}, to=f"{person}/second-factor")
    assert answer.location == f"{page}?done=removal-asked"
    shown = first.get(page).text
    assert "Waits for another administrator" in shown and "Remove the second factor<" not in shown
    assert "Look at it" in first.get(person).text
    second = client_of("sysadmin")
    assert "lost the second factor" in second.get("/").text and "lost the second factor" not in first.get("/").text
    found = re.search(r'action="(/staff/second-factors/[^"]+/remove)"', second.get(page).text)
    assert found is not None
    done = second.submit(page, {}, to=found[1])
    assert done.location == f"{page}?done=factor-removed"
    assert not factor_of(app, county)
    assert "Nobody waits" in second.get(page).text
    assert second.submit(page, {}, to=found[1]).status_code in (303, 404)
