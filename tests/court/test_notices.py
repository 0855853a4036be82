"""What the court tells besides owed sections: papers that end before the next hearing, and a packet that is ready."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from portal import clock
from portal.accounts.notices.deciding import decide_waiting
from portal.accounts.notices.models import Notice
from portal.consent.instruments.vocabulary import ConsentKind
from portal.consent.readers import reader_for
from portal.court import notices
from portal.court.packets.preparing import packet_job
from portal.extensions import db
from tests.clients import SignedInClient
from tests.given.county import NOW, County, give_consent


def kinds_of(app: Flask, county: County, who: str) -> list[str]:
    """The kinds of notices that stand in somebody's inbox."""
    with app.app_context(), clock.set_to(NOW):
        decide_waiting(db.session.session_factory, reader_for)
        with db.session.session_factory() as session:
            own = (Notice.appointment_id == county.appointments[who], Notice.state == "open")
            return sorted(session.scalars(select(Notice.kind).where(*own)))


def look(app: Flask) -> None:
    with app.app_context(), clock.set_to(NOW):
        notices.tell_endings(db.session.session_factory, NOW)


def test_the_coordinator_is_told_once_of_papers_that_end_before_the_next_hearing(
    app: Flask, filed_day: County, client_of: Callable[[str], SignedInClient]
) -> None:
    look(app)
    assert notices.PAPERS_END not in kinds_of(app, filed_day, "coordinator"), "the papers run on"
    give_consent(
        app,
        filed_day,
        "xio",
        "xio-short",
        ConsentKind.CRIMINAL_JUSTICE,
        "court",
        at=NOW - timedelta(hours=2),
        ends_at=NOW + timedelta(days=4),
        categories=("discharge_status",),
    )
    look(app)
    look(app)
    assert kinds_of(app, filed_day, "coordinator").count(notices.PAPERS_END) == 1
    page = client_of("coordinator").get("/notices").text
    assert "Papers need your attention before the next docket." in page and "Xio" not in page
    assert f"/dockets/{filed_day.things['docket']}" in page
    assert notices.PAPERS_END not in kinds_of(app, filed_day, "judge")


def test_who_has_a_packet_made_is_told_when_it_is_ready(
    app: Flask, filed_day: County, client_of: Callable[[str], SignedInClient]
) -> None:
    payload = {"docket": str(filed_day.things["docket"]), "appointment": str(filed_day.appointments["judge"])}
    with app.app_context():
        for days in (0, 0, 2):
            with clock.set_to(NOW + timedelta(days=days)):
                packet_job(payload)
    assert kinds_of(app, filed_day, "judge") == [notices.PACKET_READY]
    client = client_of("judge")
    assert "A packet is ready." in client.get("/notices").text
    assert client.get(f"/packets?docket_id={filed_day.things['docket']}").status_code == 200
