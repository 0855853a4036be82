"""An early revocation of a court's consent: once it holds, the program that discloses is told, and no recipient."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from portal import clock
from portal.accounts.notices.deciding import decide_waiting
from portal.accounts.notices.models import Notice
from portal.consent import notices
from portal.consent.instruments import queries
from portal.consent.instruments.services import Revoke, revoke_consent
from portal.consent.readers import reader_for
from portal.extensions import db
from portal.participants.enrollments.models import LegalCase
from portal.participants.enrollments.services import record_disposition
from tests.clients import SignedInClient
from tests.given.county import NOW, Acting, County


def told(app: Flask, county: County, minutes: int) -> set[str]:
    """Who has been told by then, by the county's words."""
    at = NOW + timedelta(minutes=minutes)
    with app.app_context(), clock.set_to(at):
        notices.tell_revocations(db.session.session_factory, at)
        decide_waiting(db.session.session_factory, reader_for)
        with db.session.session_factory() as session:
            found = session.scalars(select(Notice).where(Notice.kind == notices.REVOCATION_HOLDS)).all()
    words = {appointment: word for word, appointment in county.appointments.items()}
    assert {one.state for one in found} <= {"open"}
    assert len({one.appointment_id for one in found}) == len(found), "once to each"
    return {words[one.appointment_id] for one in found}


def test_who_discloses_is_told_when_it_holds_and_not_before(
    app: Flask, county: County, acting: Callable[..., Acting], client_of: Callable[[str], SignedInClient]
) -> None:
    assert told(app, county, 0) == set()
    with acting("privacy", NOW + timedelta(minutes=1)) as (session, actor):
        consent = queries.consent(session, county.consents["xio-court"])
        assert consent is not None
        revoke_consent(session, actor, consent, Revoke())
    assert told(app, county, 2) == set(), "it was recorded, and goes on until its point"
    with acting("coordinator", NOW + timedelta(minutes=3)) as (session, actor):
        case = session.scalars(select(LegalCase).where(LegalCase.id == county.cases["xio"])).one()
        record_disposition(session, actor, case, NOW + timedelta(minutes=3))
    assert told(app, county, 4) == told(app, county, 5) == {"privacy", "supervisor"}
    with clock.set_to(NOW + timedelta(minutes=6)):
        client = client_of("privacy")
        page = client.get("/notices").text
        assert "A paper that was taken back no longer holds." in page and "Xio" not in page
        onward = client.get(f"/consents/{county.consents['xio-court']}")
        assert onward.status_code == 303 and client.get(onward.location).status_code == 200
        for who in ("judge", "coordinator", "officer", "prosecutor"):
            assert "taken back no longer" not in client_of(who).get("/notices").text
