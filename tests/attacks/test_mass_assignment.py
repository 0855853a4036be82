"""A form sets its own fields and no others: all forms are sent with a value for each column of each table."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Boolean, Column, Connection, Integer, String, Table, Uuid, select
from sqlalchemy.engine import make_url

from portal.database import unwalled_engine
from portal.db import Base
from tests.attacks.sending import Form, browser, forms_for
from tests.given.county import County
from tests.stages import server

SENDERS = ("coordinator", "counselor", "casemanager")
WORD = "assigned-by-force"
NUMBER = 4711987
ROLE = "system_admin"
PRIVILEGES = ("withheld", "demonstration", "cjis_cleared", "medical_personnel", "part2_program")
"""What no form sets by a box of this name unless the box stands in it."""
OF_THE_BROWSER = ("form_submission", "key")
"""The key by which a form that is sent twice acts once: whatever the browser sends."""
LEAST_COLUMNS = 300
LEAST_SAVED = 12


@contextmanager
def owner(app: Flask) -> Iterator[Connection]:
    """The whole database, without walls."""
    url = make_url(app.config["DATABASE_URL"])
    whole = url if url.get_backend_name() == "sqlite" else server().set(database=url.database)
    engine = unwalled_engine(whole.render_as_string(hide_password=False))
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def columns() -> Iterator[tuple[Table, Column[Any]]]:
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            yield table, column


def forced(county: County) -> dict[str, str]:
    """A value for the name of every column: such that, had it been taken, the row would tell."""
    foreign = {
        "agency": county.agencies["southgate"],
        "user_account": county.users["stranger"],
        "participant": county.people["maya"],
        "appointment": county.appointments["stranger"],
    }
    values = {"role": ROLE, "agency": str(foreign["agency"]), "withheld": "y", "is_admin": "y"}
    for _table, column in columns():
        if isinstance(column.type, Boolean):
            value = "y"
        elif isinstance(column.type, Uuid):
            target = next((key.column.table.name for key in column.foreign_keys), "")
            value = str(foreign.get(target, foreign["agency"]))
        elif isinstance(column.type, Integer):
            value = str(NUMBER)
        else:
            value = WORD
        values.setdefault(column.name, value)
    return values


def marked(app: Flask, county: County) -> set[tuple[str, str, str]]:
    """(table, column, id) of every cell that holds what the forms were forced with."""
    foreign = {county.agencies["southgate"], county.users["stranger"], county.people["maya"]}
    found = set()
    with owner(app) as connection:
        for table, column in columns():
            if "id" not in table.columns:
                continue
            wanted: Any = None
            if isinstance(column.type, Boolean):
                wanted = column.is_(True) if column.name in PRIVILEGES else None
            elif isinstance(column.type, Uuid):
                wanted = column.in_(foreign)
            elif isinstance(column.type, Integer):
                wanted = column == NUMBER
            elif isinstance(column.type, String):
                wanted = column.in_([WORD, ROLE])
            if wanted is not None:
                rows = connection.execute(select(table.c.id).where(wanted)).scalars()
                found |= {(table.name, column.name, str(one)) for one in rows}
    return found


def values_of(form: Form, extras: dict[str, str]) -> dict[str, str]:
    """The form with its own boxes empty, and with every name that it does not have."""
    own = {name: value for name, value in form.fresh().items() if name not in form.boxes or name not in PRIVILEGES}
    return own | {name: value for name, value in extras.items() if name not in form.values}


def test_no_form_takes_what_it_does_not_ask(open_app: Flask, county: County) -> None:
    extras, saved = forced(county), set()
    assert len(extras) >= LEAST_COLUMNS
    before = marked(open_app, county)
    for who in SENDERS:
        client = browser(open_app, who)
        for form in forms_for(open_app, county, who):
            if not set(form.values.values()) & set(extras.values()) - {"y"}:
                with client.post(form.address, data=values_of(form, extras)) as answer:
                    saved |= {form.endpoint} if answer.status_code == 303 else set()
    new = marked(open_app, county) - before
    assert sorted(one for one in new if one[:2] != OF_THE_BROWSER) == []
    assert len(saved) >= LEAST_SAVED, sorted(saved)


def test_what_is_forced_is_seen(open_app: Flask, county: County) -> None:
    """The eye itself: a role and an agency that stand in a row are found."""
    found = marked(open_app, county)
    assert any(table == "appointment" and column == "role" for table, column, _ in found)
    assert any(table == "appointment" and column == "agency_id" for table, column, _ in found)


@pytest.mark.parametrize("name", ["role", "agency", "agency_id", "origin_id", "withheld", "participant_id", "user_id"])
def test_what_matters_most_is_among_the_names(county: County, name: str) -> None:
    assert name in forced(county)
