"""Packets: the same bytes from the command, the job and the browser; each reader's own, nobody else's."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from portal import clock
from portal.accounts.jobs.services import run_queue
from portal.court.dockets.models import Docket
from portal.court.packets import building
from portal.court.packets.cli import NoPacket, write_packet
from portal.court.reports.services import FileReports, file_reports
from portal.extensions import db
from tests.clients import SignedInClient
from tests.court.days import Days
from tests.given.county import NOW, Acting, County


@pytest.fixture(scope="module")
def filed(app: Flask, county: County, days: Days) -> Days:
    with Acting(app, county, "coordinator") as (session, actor):
        docket = session.get_one(Docket, days.tomorrow)
        file_reports(session, actor, docket, db.session.session_factory, FileReports())
    return days


def written(app: Flask, username: str, out: Path) -> bytes:
    with app.app_context(), clock.set_to(NOW):
        write_packet(username, "next", out)
    return out.read_bytes()


def headings(path: Path) -> list[str]:
    command = ["pdfinfo", "-struct-text", str(path)]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return re.findall(r"^\s*H1\b", text, flags=re.MULTILINE)


@pytest.mark.pdf
def test_the_command_writes_what_the_browser_downloads(
    app: Flask, client_of: Callable[[str], SignedInClient], filed: Days, tmp_path: Path
) -> None:
    judges = written(app, "staff", tmp_path / "staff.pdf")
    address = f"/packets/{filed.tomorrow}/packet.pdf"
    assert client_of("staff").get(address).data == judges
    assert client_of("judge").get(address).data == judges
    for kept in building_files(app):
        kept.unlink()
    assert written(app, "judge", tmp_path / "again.pdf") == judges
    assert len(headings(tmp_path / "staff.pdf")) == 2


@pytest.mark.pdf
def test_the_prosecutors_packet_holds_less(app: Flask, filed: Days, tmp_path: Path) -> None:
    written(app, "judge", tmp_path / "judge.pdf")
    written(app, "prosecutor", tmp_path / "prosecutor.pdf")
    texts = {who: text_of(tmp_path / f"{who}.pdf") for who in ("judge", "prosecutor")}
    assert "clinician recommends" in texts["judge"] and "clinician recommends" not in texts["prosecutor"]
    assert "Saturday peer meeting" in texts["prosecutor"]


def text_of(path: Path) -> str:
    found = subprocess.run(["pdftotext", str(path), "-"], check=True, capture_output=True, text=True).stdout
    return " ".join(found.split())


def building_files(app: Flask) -> list[Path]:
    with app.app_context():
        return list(building.folder().glob("*.pdf"))


@pytest.mark.pdf
def test_the_shelf_says_that_it_is_being_made_until_it_is(
    app: Flask, client_of: Callable[[str], SignedInClient], filed: Days
) -> None:
    client = client_of("defender")
    assert "Make the packet" in client.get("/packets").text
    answer = client.submit("/packets", {}, f"/packets/{filed.tomorrow}")
    assert answer.status_code == 303
    waiting = client.get("/packets").text
    assert "being made" in waiting and 'http-equiv="refresh"' in waiting
    with app.app_context(), clock.set_to(NOW):
        while run_queue(db.session.session_factory):
            pass
    ready = client.get("/packets").text
    assert "Download" in ready and 'http-equiv="refresh"' not in ready
    download = client.get(f"/packets/{filed.tomorrow}/packet.pdf")
    assert download.mimetype == "application/pdf" and download.data.startswith(b"%PDF")


@pytest.mark.parametrize("who", ["counselor", "clerk", "deputy"])
def test_nobody_else_gets_one(app: Flask, filed: Days, who: str, tmp_path: Path) -> None:
    with pytest.raises(NoPacket):
        written(app, who, tmp_path / "none.pdf")
    assert not (tmp_path / "none.pdf").exists()
