"""Nobody lets somebody in unseen: the agency's other administrators and its privacy officer hear of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from portal import clock
from portal.accounts.notices import deciding
from portal.accounts.notices.models import Notice
from portal.accounts.notices.vocabulary import NoticeState
from portal.accounts.reviews.queries import EVERY
from portal.accounts.staff.services import GiveRole, Invite, give_role_by_name, invite
from portal.consent.readers import reader_for
from portal.db import unit_of_work
from portal.extensions import db
from portal.gate.vocabulary import RoleName
from tests.accounts.staff.test_staff import activate, fresh, id_of, invited
from tests.clients import SignedInClient
from tests.given.county import NOW, Acting, County

Client = Callable[[str], SignedInClient]
Act = Callable[..., Acting]
GIVEN, USED = "Somebody got a role at your agency", "A password was set with an administrator’s code"


@pytest.fixture(autouse=True)
def _clean(app: Flask) -> Iterator[None]:
    yield
    with app.app_context(), unit_of_work() as session:
        session.execute(update(Notice).values(state=NoticeState.NOT_SENT, decided_at=NOW))


def inbox(app: Flask, client_of: Client, who: str) -> str:
    with app.app_context():
        deciding.decide_waiting(db.session.session_factory, reader_for)
        db.session.remove()
    return client_of(who).get("/notices").text


def test_another_administrator_hears_of_an_invitation_and_of_its_use(app: Flask, client_of: Client) -> None:
    """Whoever did it, the person and the agency's others are not told."""
    code = invited(client_of("programadmin"), "unseen", "judge")
    for who, told in (("sysadmin", True), ("programadmin", False), ("judge", False), ("privacy", False)):
        assert (GIVEN in inbox(app, client_of, who)) is told, who
        assert USED not in inbox(app, client_of, who)
    assert activate(fresh(app), "unseen", code).status_code == 303
    for who, told in (("sysadmin", True), ("programadmin", False), ("judge", False)):
        assert (USED in inbox(app, client_of, who)) is told, who
    page = client_of("sysadmin").get(f"/staff/{id_of(app, 'unseen')}")
    assert page.status_code == 200 and "Nia Example" in page.text and "Nia" not in inbox(app, client_of, "sysadmin")


def test_the_privacy_officer_hears_of_it_and_sees_who_did_it(
    app: Flask, acting: Act, county: County, client_of: Client
) -> None:
    with acting("programadmin") as (session, actor):
        here = replace(actor, agency_id=county.agencies["riverbend"], agency_kind="treatment")
        user, code = invite(session, here, Invite("unseen2", "Ana Example", RoleName.CLINICIAN))
        about = user.id
    assert GIVEN in inbox(app, client_of, "privacy")
    assert "Ana Example" in client_of("privacy").get(f"/audit?who={about.hex}").text
    assert activate(fresh(app), "unseen2", code).status_code == 303
    assert USED in inbox(app, client_of, "privacy")
    assert GIVEN not in inbox(app, client_of, "counselor")


def test_a_further_role_is_told_too(app: Flask, acting: Act, county: County, client_of: Client) -> None:
    with acting("programadmin") as (session, actor):
        give_role_by_name(session, actor, "counselor", GiveRole(RoleName.PRIVACY_OFFICER))
    assert GIVEN in inbox(app, client_of, "sysadmin")
    assert GIVEN not in inbox(app, client_of, "privacy"), "of another agency"


def test_the_review_marks_roles_that_came_since_the_last_one(app: Flask, client_of: Client) -> None:
    client = client_of("programadmin")
    fields = dict(re.findall(r'name="(seen)"[^>]* value="([^"]*)"', client.get("/staff/review").text))
    assert "new since" not in client.get("/staff/review").text
    assert client.submit("/staff/review", {"seen": fields["seen"]}).status_code == 303
    with clock.set_to(NOW + timedelta(days=1)):
        invited(client_of("programadmin"), "unseen3")
    with clock.set_to(NOW + EVERY):
        page = client_of("programadmin").get("/staff/review").text
    assert "Nia Example, Clerk, new since the last review" in page and page.count("new since") == 1
