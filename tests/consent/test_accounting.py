"""Every look at another agency's record is accounted for: once an hour, exactly, before anything is sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, func, make_url, select, update
from sqlalchemy.exc import IntegrityError, OperationalError

from portal import clock
from portal.accounts.audit.models import AuditEvent
from portal.consent import requests
from portal.consent.accounting.models import Disclosure
from portal.database import owner_connection
from portal.gate.vocabulary import Category
from tests.clients import SignedInClient
from tests.given.county import NOW, Acting, County
from tests.stages import server

Client = Callable[[str], SignedInClient]


def disclosures(acting: Callable[..., Acting], county: County, who: str) -> list[Disclosure]:
    with acting("privacy") as (session, _):
        wanted = select(Disclosure).where(Disclosure.user_id == county.users[who], Disclosure.channel == "screen")
        found = list(session.scalars(wanted.order_by(Disclosure.at)))
        session.expunge_all()
        return found


def test_a_look_is_one_row_an_hour(client_of: Client, court_day: County, acting: Callable[..., Acting]) -> None:
    client = client_of("judge")
    page = f"/participants/{court_day.people['xio']}"
    for _ in range(2):
        assert "Riverbend" in client.get(page).text
    with clock.set_to(NOW + timedelta(minutes=10)):
        client.get(page)
    rows = disclosures(acting, court_day, "judge")
    keys = [(one.hour, one.categories, one.instrument_id, one.session_id) for one in rows]
    assert rows
    assert len(keys) == len(set(keys))
    assert {one.holder_id for one in rows} == {court_day.agencies["riverbend"]}
    assert {one.instrument_id for one in rows} == {court_day.consents["xio-court"]}
    seen = 0
    for one in rows:
        seen |= one.categories
    assert seen & Category.ATTENDANCE.bit
    assert not seen & Category.CLINICAL_NOTE.bit
    assert {(one.purpose, one.notice, one.instrument_kind) for one in rows} == {
        ("cj_monitoring", "2.32-statement-2", "part2_cj")
    }


def test_ones_own_records_are_audited_and_no_disclosure(
    client_of: Client, court_day: County, acting: Callable[..., Acting]
) -> None:
    assert client_of("counselor").get(f"/participants/{court_day.people['xio']}").status_code == 200
    assert disclosures(acting, court_day, "counselor") == []
    with acting("privacy") as (session, _):
        wanted = select(AuditEvent).where(
            AuditEvent.user_id == court_day.users["counselor"], AuditEvent.act == "participants.people.overview"
        )
        assert session.scalars(wanted).first() is not None


def test_a_list_of_names_is_no_disclosure(client_of: Client, court_day: County, acting: Callable[..., Acting]) -> None:
    assert "Xiomara" in client_of("defender").get("/participants").text
    assert disclosures(acting, court_day, "defender") == []


def test_nothing_is_sent_when_the_trail_cannot_be_written(
    client_of: Client, court_day: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of("officer")

    def broken(*_: object, **__: object) -> None:
        raise OperationalError("INSERT", {}, Exception("disk full"))

    monkeypatch.setattr(requests, "account", broken)
    answer = client.get(f"/participants/{court_day.people['xio']}")
    assert answer.status_code == 503
    assert "Xiomara" not in answer.text


def test_what_the_ceiling_keeps_shut_is_never_accounted(
    client_of: Client, court_day: County, acting: Callable[..., Acting], app: Flask
) -> None:
    page = client_of("prosecutor").get(f"/participants/{court_day.people['xio']}").text
    assert "intensive outpatient</" not in page.lower()
    for one in disclosures(acting, court_day, "prosecutor"):
        assert not one.categories & (Category.LEVEL_OF_CARE.bit | Category.MEDICATION_COMPLIANCE.bit)


@pytest.mark.parametrize("trail", [AuditEvent, Disclosure])
def test_nobody_changes_or_removes_what_was_written_down(
    app: Flask, client_of: Client, court_day: County, trail: Any
) -> None:
    """Not even the owner of the tables, by raw SQL: the guard is the database's."""
    client_of("judge").get(f"/participants/{court_day.people['xio']}")
    url = make_url(app.config["DATABASE_URL"])
    owner = url if url.get_backend_name() == "sqlite" else server().set(database=url.database)
    table = trail.__table__
    for act in (update(table).values(id=table.c.id), delete(table)):
        with owner_connection(owner.render_as_string(hide_password=False)) as connection:
            assert connection.scalar(select(func.count()).select_from(table))
            with pytest.raises(IntegrityError, match=f"{table.name}_only_added"):
                connection.execute(act)
            connection.rollback()
