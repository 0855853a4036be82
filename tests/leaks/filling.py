"""Filling a page's forms as a person would: hidden fields as they are, the first of each choice, a word in each box."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

WORDS = "As asked"
TYPED = {"date": "2026-11-18", "time": "09:00", "number": "2", "text": WORDS}


@dataclass(slots=True)
class Filled:
    """One form of a page: where it goes, and a value for each of its fields."""

    action: str
    values: dict[str, str] = field(default_factory=dict)


class Forms(HTMLParser):
    """Collects every form that is posted."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[Filled] = []
        self.form: Filled | None = None
        self.choosing = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.form = Filled(said.get("action", "")) if said.get("method") == "post" else None
            self.found += [self.form] if self.form else []
        elif self.form is not None:
            self.read(tag, said)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.choosing = ""

    def read(self, tag: str, said: dict[str, str]) -> None:
        assert self.form is not None
        values, name = self.form.values, said.get("name", "")
        if tag == "select":
            self.choosing = name
        elif tag == "option" and self.choosing and said.get("value") and not values.get(self.choosing):
            values[self.choosing] = said["value"]
        elif tag == "textarea" and name:
            values[name] = WORDS
        elif tag == "input" and name:
            kind = said.get("type", "text")
            if kind in ("hidden", "radio", "checkbox"):
                values.setdefault(name, said.get("value", "on"))
            else:
                values[name] = said.get("value") or TYPED.get(kind, WORDS)
