"""Paper fetches nothing, whatever stands in it, and prints what people typed; mail carries no text of anybody."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from pikepdf import Dictionary, Name, Pdf, Stream

from portal.accounts.notices.services import is_address
from portal.court.packets.sheets import render_order, render_staffing
from portal.court.reports.rendering import render_report, report_html
from portal.web.pdf import ForeignAddress, render_pdf
from tests.attacks.test_injection import RECKONED, TYPED, Looked
from tests.pdf import samples
from tests.pdf.reading import words
from tests.pdf.test_assets import PLACES, page
from tests.pdf.test_sheets import ORDER, STAFFING, sheet

pytestmark = pytest.mark.pdf

SET_BY_THE_PORTAL = {"time_zone", "language", "letter", "record_id", "instrument_id", "origin_agency_name", "table"}
"""Texts that no person types into this document."""
ACTIVE = {"/JavaScript", "/JS", "/Launch", "/URI", "/SubmitForm", "/ImportData", "/OpenAction", "/AA", "/RichMedia"}


class Elsewhere(BaseHTTPRequestHandler):
    """A server on this machine that sends everybody on, and remembers who asked."""

    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(302)
        self.send_header("Location", "file:///etc/passwd")
        self.end_headers()

    def log_message(self, *_said: Any) -> None:
        """Nothing: the list remembers."""


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[tuple[str, list[str]]]:
    """Its address, and what it was asked for."""
    asked: list[str] = []
    handler = type("Asked", (Elsewhere,), {"asked": asked})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/x.css", asked
        server.shutdown()


@pytest.mark.parametrize("place", PLACES)
def test_no_server_is_asked_from_wherever_it_is_named(place: str, elsewhere: tuple[str, list[str]]) -> None:
    """Asked once, it would lead on to a file of this machine."""
    address, asked = elsewhere
    with pytest.raises(ForeignAddress, match="refused"):
        render_pdf(page(place.format(address)), title="x")
    assert asked == []


def typed(thing: Any, into: str = "") -> Any:
    """The same content with what the attacker typed in every text of a person."""
    if dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        texts = {one.name: typed(getattr(thing, one.name), one.name) for one in dataclasses.fields(thing) if one.init}
        return dataclasses.replace(thing, **texts)
    if isinstance(thing, tuple):
        return tuple(typed(one, into) for one in thing)
    return TYPED if type(thing) is str and into not in SET_BY_THE_PORTAL else thing


def active(path: Path) -> set[str]:
    """What in a file acts or leads away."""
    with Pdf.open(path) as opened:
        things = [one for one in opened.objects if isinstance(one, (Dictionary, Stream))]
        names = {str(key) for one in things for key in one.keys()}  # noqa: SIM118  a mapping of theirs
        kinds = {str(one[Name.S]) for one in things if Name.S in one and isinstance(one[Name.S], Name)}
    return (names | kinds) & ACTIVE


def test_every_text_of_a_report_stays_text(tmp_path: Path) -> None:
    content = typed(samples.rich())
    assert str(content).count("x-probe") > 60
    looked = Looked(report_html(content))
    assert looked.faults == []
    assert looked.shown
    path = tmp_path / "report.pdf"
    path.write_bytes(render_report(content))
    printed = words(path)
    assert printed.count("x-probe") > 20
    assert RECKONED not in printed
    assert active(path) == active_of_an_ordinary_report(tmp_path)


def active_of_an_ordinary_report(folder: Path) -> set[str]:
    path = folder / "ordinary.pdf"
    path.write_bytes(render_report(samples.ordinary()))
    return active(path)


def test_every_text_of_a_sheet_stays_text(tmp_path: Path) -> None:
    for name, made in {
        "staffing": render_staffing(typed(sheet("Staffing")), (typed(STAFFING),)),
        "order": render_order(typed(ORDER)),
    }.items():
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(made)
        printed = words(path)
        assert "x-probe" in printed
        assert RECKONED not in printed
        assert active(path) <= {"/URI"}


@pytest.mark.parametrize(
    "address",
    [
        "a@b.example\r\nBcc: all@elsewhere.example",
        "a@b.example\nSubject: x",
        "a@b.example>, <all@elsewhere.example",
        "a@b.example, c@elsewhere.example",
        "a@b.example> SIZE=1",
        "",
    ],
)
def test_an_address_that_would_be_more_than_one_is_refused(address: str) -> None:
    assert not is_address(address)
    assert is_address("counselor@work.example")
