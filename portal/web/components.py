"""What the components in `templates/components/` need from Python, and the call that gives it to them: `register`.

Tags: `tag_for(EnumClass, {member: (kind, label)})` maps an enum, `enum_tag(value)` writes it (see `portal.web.tags`).
Forms: `form_problems(form)` lists every error with the id of the control to mend.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask import Flask
from flask_babel import gettext
from wtforms import Field, Form, FormField, HiddenField, RadioField
from wtforms.csrf.core import CSRFTokenField
from wtforms.fields import FieldList, SelectMultipleField

from portal.web import dates, strip, strip_svg
from portal.web.date_fields import RememberedDateField
from portal.web.tags import KINDS, UnknownTag, enum_label, enum_tag, tag, tag_for

__all__ = [
    "KINDS",
    "ConflictLine",
    "MarkKey",
    "Problem",
    "UnknownTag",
    "enum_label",
    "enum_tag",
    "form_problems",
    "register",
    "tag",
    "tag_for",
]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: the sentence, and the id of the control it is about ('' when there is none)."""

    target: str
    text: str


@dataclass(frozen=True, slots=True)
class ConflictLine:
    """One field of a record that two people changed, as each of them left it."""

    label: str
    theirs: str
    mine: str

    @property
    def differs(self) -> bool:
        return self.theirs != self.mine


@dataclass(frozen=True, slots=True)
class MarkKey:
    """One mark of a roster row.

    `word` carries an ampersand before the letter that sets the mark ("E&xcused"), as menus have it, so that a
    translation may choose its own letter. `asks` names what the row then wants to know: "", "reason", "minutes" or
    "minutes reason".
    `tone` is "", "due" or "alert". `totals` names the sum of the save bar to which the mark counts.
    """

    code: str
    word: str
    short: str
    asks: str = ""
    tone: str = ""
    totals: str = ""

    @property
    def before(self) -> str:
        return self._parts()[0]

    @property
    def letter(self) -> str:
        return self._parts()[1]

    @property
    def after(self) -> str:
        return self._parts()[2]

    @property
    def plain_word(self) -> str:
        return "".join(self._parts())

    def _parts(self) -> tuple[str, str, str]:
        before, mark, rest = str(self.word).partition("&")
        if not mark or not rest:
            raise ValueError(f"the word {self.word!r} names no letter")
        return before, rest[0], rest[1:]


_CHOICES: Final = (RadioField, SelectMultipleField)


def field_target(field: Field) -> str:
    """Return the id of the control that a link to this field should reach; '' for a hidden field."""
    if isinstance(field, HiddenField):
        return ""
    if isinstance(field, RememberedDateField):
        return field.first_part_id
    if isinstance(field, _CHOICES) and field.widget.__class__.__name__ != "Select":
        return next((str(choice.id) for choice in field), str(field.id))
    return str(field.id)


def form_problems(form: Form | None) -> list[Problem]:
    """List what is to be mended in a form, in the order of its fields; errors of the whole form come first."""
    if form is None:
        return []
    whole = [Problem("", str(text)) for text in form.form_errors]
    return whole + [problem for field in form for problem in _of_field(field)]


def error_prefix(form: Form | None) -> str:
    """Begin a page's title with "Error: " when its form came back."""
    return gettext("Error:") + " " if form is not None and form.errors else ""


def _of_field(field: Field) -> Iterator[Problem]:
    if isinstance(field, FormField):
        yield from form_problems(field.form)
    elif isinstance(field, FieldList):
        for entry in field:
            yield from _of_field(entry)
        yield from (Problem(field_target(field), text) for text in field.errors if isinstance(text, str))
    elif isinstance(field, CSRFTokenField):
        if field.errors:
            yield Problem("", gettext("The page was open for too long. Send it once more."))
    else:
        for text in _texts(field.errors):
            yield Problem(field_target(field), gettext("%(field)s: %(error)s", field=field.label.text, error=text))


def _texts(errors: Sequence[Any] | Mapping[str, Any]) -> Iterator[str]:
    for error in errors.values() if isinstance(errors, Mapping) else errors:
        if isinstance(error, (list, tuple, Mapping)):
            yield from _texts(error)
        else:
            yield str(error)


def register(app: Flask) -> None:
    """Give all templates of an application what components call, and the filters of `portal.web.dates`."""
    dates.register(app)
    app.jinja_env.globals.update(
        enum_tag=enum_tag,
        enum_label=enum_label,
        tag=tag,
        form_problems=form_problems,
        field_target=field_target,
        error_prefix=error_prefix,
        strip_wide=strip_svg.wide,
        strip_narrow=strip_svg.narrow,
        strip_key=strip_svg.key,
        strip_words=strip.words,
    )
