"""A mail that could not go at once does not go in quiet hours either."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from flask import Flask

from portal import clock
from portal.accounts.notices import deciding, gathering, sending
from portal.accounts.notices.services import SavePreference, save_preference
from portal.accounts.notices.vocabulary import MailMode, MailState
from portal.consent.readers import reader_for
from portal.extensions import db
from tests.accounts.notices.conftest import Outbox
from tests.given.county import NOW, Acting

EVENING, LATE = NOW + timedelta(hours=10, minutes=59), NOW + timedelta(hours=11, minutes=1)
"""19:59 and 20:01 on the wall of the court, on whose quiet hours mail goes until 20:00 and from 07:00 on."""
MORNING = NOW + timedelta(hours=22)


def claimed(app: Flask, at: datetime) -> tuple[bool, sending.Claimed | None]:
    with clock.set_to(at), app.app_context():
        return sending.claim(db.session.session_factory, reader_for)


def test_what_was_refused_in_the_evening_waits_for_the_morning(app: Flask, outbox: Outbox) -> None:
    with Acting(app, outbox.county, "counselor") as (session, actor):
        wish = SavePreference(MailMode.AT_ONCE, "counselor@work.example", time(7), time(20), time(7))
        save_preference(session, actor, wish)
    outbox.tell("counselor")
    with clock.set_to(EVENING), app.app_context():
        deciding.decide_waiting(db.session.session_factory, reader_for)
        assert gathering.gather(db.session.session_factory) == 1
    _, mine = claimed(app, EVENING)
    assert mine is not None
    with clock.set_to(EVENING), app.app_context():
        sending.put_back(db.session.session_factory, mine, "refused 450")
    assert claimed(app, LATE) == (True, None)
    (mail,) = outbox.mails()
    assert (mail.state, mail.due_at, mail.tries) == (MailState.WAITING, MORNING, 1)
    assert claimed(app, MORNING - timedelta(seconds=1)) == (False, None)
    assert claimed(app, MORNING)[1] is not None
