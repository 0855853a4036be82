"""Papers of many people in one table: tried, mended at the row, entered once."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

from flask import Flask
from sqlalchemy import select

from portal.consent.instruments.models import Consent
from portal.consent.papers.models import ConsentPaper
from portal.web.files import FileStore
from tests.clients import SignedInClient
from tests.given.county import Acting, County
from tests.web.test_files import picture

Act = Callable[..., Acting]
Client = Callable[[str], SignedInClient]
PAGE = "/consents/on-paper"


def address(county: County, form: str = "court") -> str:
    return f"{PAGE}?form={form}&tells={county.agencies['riverbend']}"


def row(county: County, person: str, signed_on: str, ends_on: str = "", scan: Any = None) -> dict[str, Any]:
    who = county.people[person].hex
    filled = {f"signed_on_{who}": signed_on, f"ends_on_{who}": ends_on}
    return filled | ({f"scan_{who}": (BytesIO(scan), "scan.pdf")} if scan else {})


def entered(acting: Act, county: County) -> list[Consent]:
    with acting("coordinator") as (session, _):
        wanted = select(Consent).where(Consent.held_by_id == county.agencies["court"])
        return [one for one in session.scalars(wanted) if one.signatures[0]["method"] == "paper"]


def test_a_table_is_tried_mended_and_entered_once(client_of: Client, county: County, acting: Act, app: Flask) -> None:
    client = client_of("coordinator")
    page = address(county)
    shown = client.get(page).text
    assert "Xiomara Delgado-Pruitt" in shown and "Marcus Bell" in shown and "Maya Brandt" not in shown
    wrong = row(county, "xio", "2026-11-19") | row(county, "marcus", "2026-11-02", "2026-11-01")
    refused = client.submit(page, wrong | {"trial": "yes"})
    assert refused.status_code == 422
    assert "that day is still to come" in refused.text and "Enter an end that lies after the start." in refused.text
    assert 'value="2026-11-02"' in refused.text, "what was typed stays"
    assert entered(acting, county) == []
    right = row(county, "xio", "2026-11-03", scan=picture()) | row(county, "marcus", "2026-11-02", "2027-11-01")
    files = FileStore.of(app.config).folder
    before = len(list(files.rglob("*.png")))
    tried = client.submit(page, right | {"trial": "yes"})
    assert tried.status_code == 200 and "2 rows can be entered. Nothing is entered yet." in tried.text
    assert entered(acting, county) == [] and len(list(files.rglob("*.png"))) == before, "a trial keeps nothing"
    right |= row(county, "xio", "2026-11-03", scan=picture())
    done = client.submit(page, right)
    assert done.status_code == 303, done.text
    found = {one.participant_id: one for one in entered(acting, county)}
    assert set(found) == {county.people["xio"], county.people["marcus"]}
    assert all((one.kind, one.defects) == ("part2_cj", []) for one in found.values())
    marcus = found[county.people["marcus"]].expires_at
    assert marcus is not None and marcus.isoformat() == "2027-11-02T05:00:00+00:00"
    with acting("coordinator") as (session, _):
        scans = session.scalars(select(ConsentPaper).where(ConsentPaper.kind == "scan")).all()
        assert [one.consent_id for one in scans] == [found[county.people["xio"]].id]
    again = client.submit(page, row(county, "xio", "2026-11-03"))
    assert again.status_code == 422 and "This paper is entered already." in again.text
    assert len(entered(acting, county)) == 2


def test_one_wrong_row_keeps_all_out(client_of: Client, county: County, acting: Act) -> None:
    before = len(entered(acting, county))
    both = row(county, "xio", "2026-10-03") | row(county, "marcus", "2026-10-03", scan=b"MZ\x90\x00")
    answer = client_of("coordinator").submit(address(county), both)
    assert answer.status_code == 422 and "Choose a PDF, or a picture" in answer.text
    assert len(entered(acting, county)) == before


def test_a_row_without_its_day_and_a_day_that_is_none_are_named(client_of: Client, county: County) -> None:
    client = client_of("coordinator")
    lacking = client.submit(address(county), row(county, "xio", "", "2027-01-01"))
    assert lacking.status_code == 422 and "Enter the day it was signed." in lacking.text
    none = client.submit(address(county), row(county, "xio", "Nov 3"))
    assert none.status_code == 422 and "Enter a day, for example 2026-11-18." in none.text
    empty = client.submit(address(county), {})
    assert empty.status_code == 422 and "at least one person" in empty.text


def test_only_who_runs_a_program_has_the_table(client_of: Client) -> None:
    assert client_of("counselor").get(PAGE).status_code == 404
    assert "Maya Brandt" in client_of("diverter").get(PAGE).text
