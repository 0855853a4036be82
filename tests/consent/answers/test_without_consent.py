"""Who may see this, and what your team sees, where a court order or an emergency opens records besides the papers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path
from uuid import UUID

import pytest

from portal.accounts.agencies.models import Appointment
from portal.accounts.principal import principal_of
from portal.consent.accounting.requesting import Suspend, suspend_accounting
from portal.consent.answers import sheet
from portal.consent.answers.audience import audience
from portal.consent.emergencies.services import open_emergency
from portal.consent.instruments.models import DisclosureOrder
from portal.consent.orders.services import record_order, vacate_order
from portal.consent.previewing.table import Cell, Opening
from portal.gate.vocabulary import Basis, Category
from tests.clients import SignedInClient
from tests.consent.previewing.seeing import line_of
from tests.consent.test_exceptions import an_emergency, an_order
from tests.given.county import NOW, Acting, County
from tests.pdf.reading import words

Act = Callable[..., Acting]
Client = Callable[[str], SignedInClient]

NOTES = Category.CLINICAL_NOTE


@pytest.fixture
def order(acting: Act, court_day: County) -> UUID:
    """Under 2.65, for the notes that Riverbend wrote about Xio, to the prosecutor's office."""
    if "order-for-notes" not in court_day.things:
        with acting("clerk") as (session, actor):
            command = replace(
                an_order(court_day), categories=(NOTES,), covers_confidential=True, ground="extremely_serious_crime"
            )
            court_day.things["order-for-notes"] = record_order(session, actor, command).id
    return court_day.things["order-for-notes"]


def told(acting: Act, county: County, at: datetime = NOW) -> Opening:
    """Riverbend's own table."""
    with acting("counselor", at) as (session, actor):
        (one,) = audience(session, actor, county.people["xio"], at)
    return one


def cell(one: Opening, county: County, who: str) -> Cell:
    line = line_of(one, county, who)
    assert line is not None, who
    return next(cell for cell in line.cells if cell.category == NOTES)


def printed(client: SignedInClient, county: County, tmp_path: Path) -> str:
    answer = client.get(f"/participants/{county.people['xio']}/team-sheet")
    assert answer.mimetype == "application/pdf"
    path = tmp_path / "sheet.pdf"
    path.write_bytes(answer.data)
    return words(path)


def test_the_sheet_says_what_the_order_opens(
    acting: Act, court_day: County, order: UUID, client_of: Client, tmp_path: Path
) -> None:
    text = printed(client_of("counselor"), court_day, tmp_path)
    assert "Clinical notes (by court order)" in text, text
    closed = text.split("none of these people sees: ")[1].split(".")[0]
    assert "diagnosis" in closed and "clinical notes" not in closed


def test_the_sheet_says_nothing_false_while_the_law_asks_for_silence(
    acting: Act, court_day: County, order: UUID, client_of: Client, tmp_path: Path
) -> None:
    """R174: it then speaks of the papers only, and of what the law may open besides."""
    with acting("privacy") as (session, actor):
        asked = Suspend(
            court_day.people["xio"],
            court_day.agencies["prosecution"],
            "A. Official",
            True,
            NOW.date(),
            NOW.date() + timedelta(days=20),
            "An investigation.",
        )
        suspend_accounting(session, actor, asked)
    text = printed(client_of("counselor"), court_day, tmp_path)
    assert "by court order" not in text
    assert "By your papers, none of these people sees: " in text and "when a court orders it" in text


def test_the_sheet_names_no_one_twice(acting: Act, court_day: County, order: UUID) -> None:
    """What is seen by an order does not stand among what the papers open."""
    own = told(acting, court_day)
    by_paper = {line.who: line.sees for line in sheet.lines_of(own)}
    claims = {line.who: line.sees for line in sheet.claims_of(own, ())}
    assert claims["Prosecutor Example"] == "Clinical notes (by court order)"
    assert "notes" not in by_paper["Prosecutor Example"] and "attendance" in by_paper["Prosecutor Example"]


def test_an_order_opens_to_the_office_that_it_names(
    acting: Act, court_day: County, order: UUID, client_of: Client
) -> None:
    """R83: on the program's page, until the court takes it back; to nobody who is not told of the order (R143)."""
    shown = cell(told(acting, court_day), court_day, "prosecutor")
    assert shown.claim == Basis.COURT_ORDER
    assert shown.count is not None and shown.count.shown == shown.count.on_file
    assert cell(told(acting, court_day), court_day, "judge").claim is None
    address = f"/participants/{court_day.people['xio']}/who?of=clinical_note"
    assert "by court order" in unescape(client_of("counselor").get(address).text)
    assert "by court order" not in unescape(client_of("defender").get(address).text)
    with acting("clerk", NOW + timedelta(minutes=1)) as (session, actor):
        vacate_order(session, actor, session.get_one(DisclosureOrder, order), NOW)
    after = told(acting, court_day, NOW + timedelta(minutes=2))
    assert cell(after, court_day, "prosecutor").claim is None


def test_who_has_an_emergency_open_is_there_by_name(acting: Act, court_day: County, client_of: Client) -> None:
    """R100: for as long as it is open."""
    with acting("stranger") as (session, actor):
        session.get_one(Appointment, actor.appointment_id).medical_personnel = True
        session.flush()
        opened = open_emergency(session, replace(actor, medical_personnel=True), an_emergency(court_day, hours=2))
        assert principal_of(session.get_one(Appointment, actor.appointment_id)).medical_personnel
        ends_at = opened.ends_at
    during = NOW + timedelta(minutes=5)
    shown = cell(told(acting, court_day, during), court_day, "stranger")
    assert shown.claim == Basis.EMERGENCY
    page = unescape(client_of("counselor").get(f"/participants/{court_day.people['xio']}/who").text)
    assert "Stranger Example" in page and "in an emergency" in page
    assert line_of(told(acting, court_day, ends_at), court_day, "stranger") is None
