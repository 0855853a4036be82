"""What an attacker types stands everywhere a text may stand, and every page is read as a browser reads it.

Every column that takes a text as long as his gets it, whichever form, import or program writes it. Then every page is
opened, and every form is sent with his text in each field, so that it comes back with something to mend.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from flask import Flask
from sqlalchemy import Connection, String, Table, literal_column, select, update
from sqlalchemy.exc import IntegrityError

from tests.attacks.sending import Form, browser, forms_on, pages_for
from tests.attacks.test_injection import TYPED, Looked
from tests.attacks.test_mass_assignment import columns, owner
from tests.given.county import County

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

READERS = (
    "coordinator",
    "counselor",
    "privacy",
    "casemanager",
    "clerk",
    "officer",
    "prosecutor",
    "diverter",
    "sysadmin",
    "",
)
SHORT = 60
"""Signs. Codes are shorter than texts; those of these names are longer, and the portal's own."""
CODES = ("_hash", "sha256", "key", "_kind", "_table", "time_zone", "correction_reason", "act", "scope", "flags")
OF_THE_PORTAL = {
    "analytes",
    "client_id",
    "content",
    "drawing",
    "issuer",
    "levels",
    "period",
    "subject",
    "username",
}
MADE = {
    ("job", "failure"),
    ("job_run", "name"),
    ("job_run", "failure"),
    ("patient_notice", "text"),
    ("task_record", "name"),
    ("task_record", "failure"),
}
"""What the portal writes: names of its jobs and their failures; the notice's wording with its marks, made of a form
whose texts it escapes."""
LEAST_COLUMNS = 60
LEAST_SHOWN = 60
LEAST_SAID_AGAIN = 20


@pytest.fixture(scope="module")
def typed_on(open_app: Flask) -> set[str]:
    """`table.column` of every column that now holds what the attacker typed, in every row that it allows."""
    with owner(open_app) as connection:
        for name in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars().all():
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        found = {f"{table}.{column}" for table, column in texts() if type_over(connection, table, column)}
        connection.commit()
    return found


def texts() -> Iterator[tuple[Table, str]]:
    """The columns that are long enough for the attacker's text, and whose words the portal does not choose itself."""
    for table, column in columns():
        long_enough = isinstance(column.type, String) and (column.type.length or SHORT) >= SHORT
        chosen = column.name in OF_THE_PORTAL or column.name.endswith(CODES) or column.foreign_keys
        if long_enough and not chosen and (table.name, column.name) not in MADE:
            yield table, column.name


def type_over(connection: Connection, table: Table, column: str) -> bool:
    """Each row in turn: where a text must be the only one, or a rule of the database refuses it, the others go on."""
    changed, row, typed = 0, literal_column("rowid"), table.c[column]
    for number in connection.scalars(select(row).select_from(table).where(typed.is_not(None))).all():
        try:
            with connection.begin_nested():
                connection.execute(update(table).where(row == number).values({column: TYPED}))
            changed += 1
        except IntegrityError:
            continue
    return changed > 0


@dataclass
class Seen:
    """What the pages and the answers of the forms held: faults by who and where, and where his text stood as text."""

    faults: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    shown: set[str] = field(default_factory=set)

    def look(self, who: str, where: str, mimetype: str, said: str) -> None:
        if mimetype == "text/html":
            looked = Looked(said)
            self.shown |= {where} if looked.shown else set()
            if looked.faults:
                self.faults[who, where] = looked.faults
        elif mimetype == "text/csv" and any(TYPED in one for line in csv.reader(io.StringIO(said)) for one in line):
            self.shown.add(where)


def test_every_text_stays_text(open_app: Flask, county: County, typed_on: set[str]) -> None:
    assert len(typed_on) >= LEAST_COLUMNS, sorted(typed_on)
    pages, answers, read, sent = Seen(), Seen(), set[str](), set[str]()
    for who in READERS:
        client, forms = browser(open_app, who), dict[str, Form]()
        for endpoint, address in pages_for(open_app, county, who):
            if endpoint in read:
                continue
            with client.get(address) as answer:
                if answer.status_code != 200 or answer.mimetype not in ("text/html", "text/csv"):
                    continue
                read.add(endpoint)
                pages.look(who, endpoint, answer.mimetype, answer.text)
                if answer.mimetype == "text/html":
                    forms |= {one.endpoint: one for one in forms_on(open_app, answer.text, address)}
        for form in forms.values():
            if form.endpoint not in sent and not form.endpoint.startswith("accounts."):
                sent.add(form.endpoint)
                with client.post(form.address, data=form.fresh() | dict.fromkeys(form.values, TYPED)) as answer:
                    assert answer.status_code != 500, form.endpoint
                    answers.look(who, form.endpoint, answer.mimetype, answer.text)
    assert pages.faults == answers.faults == {}
    assert len(pages.shown) >= LEAST_SHOWN, sorted(pages.shown)
    assert len(answers.shown) >= LEAST_SAID_AGAIN, sorted(answers.shown)
