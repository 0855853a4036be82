"""A real court's first day: agencies, programs and people come from one file, which may be read again."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal import opening
from portal.accounts.agencies.models import Agency, UserAccount
from portal.db import unit_of_work
from portal.extensions import db
from portal.participants.programs.models import Program
from tests.clients import SignedInClient
from tests.machine import ROOT

EXAMPLE = ROOT / "docs" / "county.example.toml"


def opened(app: Flask, path: Path) -> list[opening.NewPerson]:
    with app.app_context(), unit_of_work() as session:
        return opening.open_court(session, path)


def renamed(tmp_path: Path) -> Path:
    """The example, with names that the county of the tests does not have."""
    text = EXAMPLE.read_text(encoding="utf-8").replace("Marlow County", "Aster County").replace("Riverbend", "Alder")
    path = tmp_path / "county.toml"
    path.write_text(text.replace('"Court"', '"Aster"'), encoding="utf-8")
    return path


def counts(app: Flask) -> list[int]:
    with app.app_context():
        return [db.session.scalar(select(func.count(one.id))) or 0 for one in (Agency, Program, UserAccount)]


def test_who_is_in_the_file_can_sign_in_and_a_second_reading_adds_nothing(app: Flask, tmp_path: Path) -> None:
    path = renamed(tmp_path)
    new = opened(app, path)
    assert [one.username for one in new] == ["quiroz", "birch", "abara"]
    app.test_client_class = SignedInClient
    client = app.test_client()
    assert isinstance(client, SignedInClient)
    chosen = "four words nobody guesses"
    words = {"username": "quiroz", "code": new[0].code, "password": chosen, "again": chosen}
    assert client.submit("/activate", words).status_code == 303
    client.sign_in("quiroz", chosen)
    assert "Maribel Quiroz" in client.get("/").text
    before = counts(app)
    assert opened(app, path) == []
    assert counts(app) == before


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('kind = "treatment"', 'kind = "clinic"', "agency 2: kind is one of"),
        ("part2_program = true", "", "say whether it is a program under 42 CFR Part 2"),
        ('time_zone = "America/Chicago"', 'time_zone = "Mars/Base"', "is no time zone"),
        ('role = "clinician"', 'role = "doctor"', "person 3: role is one of"),
        ('agency = "clinic"', 'agency = "clinik"', "no agency of this file has the key 'clinik'"),
        ('rules = "treatment_court"', 'rules = "elsewhere"', "program 1: "),
        ('prefix = "TC"', 'prefiks = "TC"', "prefiks is not known here"),
        ("[[person]]", "[person]", "can't be read"),
        ("justice = true", 'justice = "yes"', "justice is true or false"),
    ],
)
def test_what_is_wrong_is_said_with_its_place_and_changes_nothing(
    app: Flask, tmp_path: Path, old: str, new: str, said: str
) -> None:
    path = renamed(tmp_path)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    before = counts(app)
    with pytest.raises(opening.Unopenable, match=said):
        opened(app, path)
    assert counts(app) == before
