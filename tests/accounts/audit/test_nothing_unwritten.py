"""When the row of the trail can't be written, the act fails and nothing is sent: a page, a form, a file, a mail."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from portal import clock
from portal.accounts.notices import deciding, gathering
from portal.accounts.notices.sending import send_waiting
from portal.accounts.notices.smtp import MailServer
from portal.accounts.notices.wording import write_mail
from portal.consent.instruments.models import Revocation
from portal.consent.readers import reader_for
from portal.extensions import db
from tests.accounts.audit.conftest import Rows, Unwritable
from tests.accounts.notices.conftest import Outbox, Sink, outbox, sink
from tests.clients import TOKEN, SignedInClient
from tests.given.county import NOW, PASSWORD, Acting, County

__all__ = ["outbox", "sink"]
Client = Callable[[str], SignedInClient]


@pytest.fixture(autouse=True)
def as_served(app: Flask) -> Iterator[None]:
    """Errors become answers, as they do for a browser."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    yield
    app.config["PROPAGATE_EXCEPTIONS"] = None


def test_no_page(client_of: Client, court_day: County, unwritable: Unwritable) -> None:
    client, page = client_of("judge"), f"/participants/{court_day.people['xio']}"
    with unwritable():
        answer = client.get(page)
    assert answer.status_code == 503
    assert "Xiomara" not in answer.text
    assert client.get(page).status_code == 200


def test_no_refusal_either(client_of: Client, court_day: County, unwritable: Unwritable) -> None:
    """Who asks for what is hidden is not told so before it is written down."""
    client = client_of("judge")
    with unwritable():
        assert client.get(f"/participants/{court_day.people['maya']}").status_code == 503
        assert client.get("/staff").status_code == 503


def test_no_change(client_of: Client, court_day: County, unwritable: Unwritable, acting: Callable[..., Acting]) -> None:
    client, consent_id = client_of("counselor"), court_day.consents["xio-others"]
    page = f"/consents/{consent_id}/revoke"
    hidden = dict(TOKEN.findall(client.get(page).text))
    with unwritable():
        answer = client.post(page, data=hidden | {"scope": "all", "written": "written"})
    assert answer.status_code in (500, 503)
    assert "Xiomara" not in answer.text
    with acting("counselor") as (session, _):
        assert session.scalars(select(Revocation).where(Revocation.consent_id == consent_id)).all() == []


def test_no_file(client_of: Client, filed_day: County, unwritable: Unwritable) -> None:
    client, page = client_of("judge"), f"/packets/{filed_day.things['docket']}/packet.pdf"
    assert client.get(page).data.startswith(b"%PDF")
    with unwritable():
        answer = client.get(page)
    assert answer.status_code == 503
    assert b"%PDF" not in answer.data


def test_nobody_gets_in(app: Flask, unwritable: Unwritable) -> None:
    client = app.test_client()
    hidden = dict(TOKEN.findall(client.get("/sign-in").text))
    with unwritable():
        answer = client.post("/sign-in", data=hidden | {"username": "judge", "password": PASSWORD})
    assert answer.status_code in (500, 503)
    assert client.get_cookie("portal") is None


def test_no_mail(app: Flask, outbox: Outbox, sink: Sink, unwritable: Unwritable, rows: Rows) -> None:
    outbox.wants_mail("counselor")
    outbox.tell("counselor")
    server = MailServer.of(dict(app.config) | mail_settings(sink))

    def send() -> int:
        return send_waiting(db.session.session_factory, reader_for, server, write_mail)

    with app.app_context():
        deciding.decide_waiting(db.session.session_factory, reader_for)
        gathering.gather(db.session.session_factory)
        with unwritable(), pytest.raises(DBAPIError):
            send()
        assert sink.mails() == []
        with clock.set_to(NOW + timedelta(minutes=10)):
            send()
    assert len(sink.mails()) == 1
    (mail,) = outbox.mails()
    assert [one.act for one in rows() if one.subject_id == mail.id] == ["mail_sending", "mail_ended"]


def mail_settings(sink: Sink) -> dict[str, object]:
    return {
        "MAIL_HOST": "127.0.0.1",
        "MAIL_PORT": int(sink.port),
        "MAIL_STARTTLS": False,
        "MAIL_FROM": "portal@court.example",
    }
