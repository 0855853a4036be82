"""What one saved contact leaves in the database: the contact, its words, its line of the trail and its form's key, all
of them or none. Looked at as the owner, past all walls."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlalchemy import Connection, Table, func, select
from sqlalchemy.engine import make_url

from portal.database import unwalled_engine
from portal.db import Base
from tests.given.county import County
from tests.stages import server

CONTACT = {
    "met_on-month": "11",
    "met_on-day": "17",
    "met_on-year": "2026",
    "mode": "phone",
    "outcome": "kept",
    "minutes": "5",
}


def table(name: str) -> Table:
    return Base.metadata.tables[name]


@contextmanager
def owner(app: Flask) -> Iterator[Connection]:
    url = make_url(app.config["DATABASE_URL"])
    whole = url if url.get_backend_name() == "sqlite" else server().set(database=url.database)
    engine = unwalled_engine(whole.render_as_string(hide_password=False))
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def address(county: County) -> str:
    return f"/participants/{county.people['xio']}/contacts/new"


def contact(key: str) -> dict[str, str]:
    """A form whose words are its own key, so that what was saved of it can be found."""
    return CONTACT | {"words": key, "form_key": key}


@dataclass(frozen=True, slots=True)
class Saved:
    """How much there is of each part."""

    contacts: int
    words: tuple[str, ...]
    acts: int
    keys: frozenset[str]

    @classmethod
    def of(cls, app: Flask) -> Saved:
        notes, trail, forms = table("contact_note"), table("audit_event"), table("form_submission")
        with owner(app) as connection:
            count = connection.scalar(select(func.count()).select_from(table("contact")))
            words = connection.scalars(select(notes.c.words)).all()
            acts = connection.scalar(select(func.count()).where(trail.c.act == "contact_logged"))
            keys = connection.scalars(select(forms.c.key)).all()
        return cls(count or 0, tuple(sorted(words)), acts or 0, frozenset(keys))

    def since(self, before: Saved) -> tuple[set[str], dict[str, Any]]:
        """The forms that were saved whole since, and what is there more or less than they say."""
        new = sorted(set(self.words) - set(before.words))
        wrong: dict[str, Any] = {}
        if len(self.words) != len(before.words) + len(new):
            wrong["words"] = "saved twice"
        if self.contacts - before.contacts != len(new):
            wrong["contacts"] = self.contacts - before.contacts
        if self.acts - before.acts != len(new):
            wrong["trail"] = self.acts - before.acts
        if not set(new) <= self.keys:
            wrong["keys"] = set(new) - self.keys
        return set(new), wrong
