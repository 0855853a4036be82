"""The county made by the services: signed in to, kept, put back, never laid over another database."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from portal import clock, create_app
from portal.cli import portal
from portal.demo.calendar import Calendar
from portal.demo.keeping import ForeignDatabase, Places, ready
from portal.extensions import db
from portal.proving import differing_grants, differing_rollups, rebuild_grants
from tests.architecture.checkout import ROOT
from tests.browser.served import WEDNESDAY
from tests.clients import SignedInClient

NOW = datetime(2026, 11, 18, 18, tzinfo=UTC)
CALENDAR = Calendar.at(WEDNESDAY)
PAGES = {
    "quiroz": ("/", "/dockets", "/participants", "/packets"),
    "abara": ("/", "/groups", "/caseload", "/report-sections"),
    "ortiz": ("/", "/caseload", "/report-sections"),
    "hale": ("/", "/tests"),
    "novak": ("/", "/participants"),
    "winters": ("/", "/participants"),
    "birch": ("/", "/site-settings"),
}


@pytest.fixture(scope="module")
def said() -> list[str]:
    return []


@pytest.fixture(scope="module")
def places(demonstration: Places, tmp_path_factory: pytest.TempPathFactory, said: list[str]) -> Places:
    var = tmp_path_factory.mktemp("var")
    shutil.copytree(demonstration.var, var, dirs_exist_ok=True)
    return ready(var, CALENDAR, said.append)


@pytest.fixture(scope="module")
def app(places: Places) -> Iterator[Flask]:
    app = create_app(places.settings() | {"TESTING": True})
    app.test_client_class = SignedInClient
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def accounts(places: Places) -> dict[str, dict[str, str]]:
    return {one["username"]: one for one in json.loads(places.accounts.read_text(encoding="utf-8"))}


def test_accounts_say_who_can_sign_in(places: Places) -> None:
    whitlow = accounts(places)["whitlow"]
    assert whitlow["display_name"] == "Dana Whitlow"
    assert whitlow["role"] == "judicial_staff"
    assert whitlow["agency"] == "Marlow County Treatment Court"
    assert len(whitlow["password"]) >= 15


@pytest.mark.parametrize(("username", "pages"), PAGES.items())
def test_people_sign_in_and_find_their_work(app: Flask, places: Places, username: str, pages: tuple[str, ...]) -> None:
    client = app.test_client().sign_in(username, accounts(places)[username]["password"])
    for page in pages:
        assert client.get(page).status_code == 200, page


def test_packets_for_the_next_docket_are_written(places: Places) -> None:
    assert [path.name for path in places.packets] != []
    assert all(path.read_bytes().startswith(b"%PDF") for path in places.packets)


def test_grants_and_rollups_are_what_a_fresh_derivation_gives(app: Flask) -> None:
    assert list(differing_rollups(app)) == []
    assert list(differing_grants(app)) == []
    assert rebuild_grants(app) > 40
    assert list(differing_grants(app)) == []


def test_a_second_time_it_is_kept_with_what_was_done_in_it(places: Places, said: list[str]) -> None:
    told = len(said)
    left = places.database.stat().st_mtime_ns
    assert ready(places.var, CALENDAR, said.append) == places
    assert (places.database.stat().st_mtime_ns, len(said)) == (left, told)


def test_fresh_puts_it_back(tmp_path: Path, places: Places) -> None:
    again = Places(tmp_path)
    again.folder.mkdir()
    for path in places.folder.iterdir():
        (again.folder / path.name).write_bytes(path.read_bytes())
    (again.database).write_bytes(b"what somebody did")
    ready(tmp_path, CALENDAR, print, fresh=True)
    (kept,) = places.folder.glob("county-*.sqlite3")
    assert again.database.read_bytes() == kept.read_bytes()


def test_another_database_is_left_alone(tmp_path: Path) -> None:
    places = Places(tmp_path)
    places.database.write_bytes(b"somebody's records")
    with pytest.raises(ForeignDatabase, match="not made by the demonstration"):
        ready(tmp_path, CALENDAR, print)
    assert places.database.read_bytes() == b"somebody's records"


def test_its_accounts_cannot_be_used_in_production(places: Places) -> None:
    from portal.settings import UnsafeSettings

    safe = {"SESSION_COOKIE_SECURE": True, "REQUIRE_SECOND_FACTOR": True}
    production = places.settings() | safe | {"ENVIRONMENT": "production"}
    with pytest.raises(UnsafeSettings, match="demonstration accounts"):
        create_app(production)


@pytest.fixture
def command(places: Places, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """`portal WORDS...` where the county is the demonstration, on the day for which it was made."""
    monkeypatch.setenv("PORTAL_DATA_FOLDER", str(places.var))

    def run(*words: str) -> Result:
        with clock.set_to(NOW):
            return CliRunner().invoke(portal, words)

    return run


def test_help_names_every_command_with_a_whole_sentence(command: Callable[..., Result]) -> None:
    for name in ("demo", "serve", "scheduler", "packet", "derive", "consent", "database"):
        assert f"\n  {name} " in command("--help").output
        assert command(name, "--help").exit_code == 0


def test_a_packet_is_what_the_browser_downloads(
    app: Flask, places: Places, command: Callable[..., Result], tmp_path: Path
) -> None:
    out = tmp_path / "packet.pdf"
    written = command("packet", "--as", "whitlow", "--out", str(out))
    assert written.exit_code == 0, written.output
    assert out.read_bytes() == (places.folder / "packet-judge.pdf").read_bytes()
    with clock.set_to(NOW):
        client = app.test_client().sign_in("whitlow", accounts(places)["whitlow"]["password"])
        (address,) = set(re.findall(r'href="(/packets/[^"]+/packet\.pdf)"', client.get("/packets").text))
        assert client.get(address).data == out.read_bytes()


def test_who_has_no_packet_is_told_why(command: Callable[..., Result], tmp_path: Path) -> None:
    refused = command("packet", "--as", "hale", "--out", str(tmp_path / "none.pdf"))
    assert refused.exit_code == 1
    assert "no role that receives packets" in refused.output


def test_proofs_for_an_operator(command: Callable[..., Result]) -> None:
    assert "Every rollup is" in command("derive", "--check").output
    assert "Every grant is" in command("consent", "rebuild", "--check").output


def test_decision_cases_are_answered(command: Callable[..., Result], tmp_path: Path) -> None:
    cases = str(ROOT / "tests" / "vectors" / "consent-vectors.json")
    answered = command("consent", "check", cases, "--expect")
    assert answered.exit_code == 0, answered.output[-500:]
    assert json.loads(answered.output.splitlines()[0])["id"]
    other = tmp_path / "other.json"
    other.write_text("{}", encoding="utf-8")
    assert command("consent", "check", str(other)).exit_code == 2
