"""The form as an accessible PDF: before the signing with empty lines, as the copy with the signatures on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import force_locale, gettext

from portal.consent.papers.form_text import FormText
from portal.consent.papers.wording import NOTICE
from portal.web import dates
from portal.web.paper import locale_of, paper_html
from portal.web.pdf import render_pdf


@dataclass(frozen=True, slots=True)
class SignedLine:
    """One line to sign on: whose it is, and what stands on it once it is signed. `drawing` is an SVG path."""

    whose: str
    name: str = ""
    drawing: str = ""
    how: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form to print. `made_at` is the moment of making, or of signing for a copy; `foot` stands after the lines,
    `standing` above the form where it is no longer in force."""

    text: FormText
    signing: Sequence[SignedLine]
    agency: str
    number: str
    made_at: datetime
    zone: str
    foot: tuple[str, ...] = ()
    standing: str = ""
    language: str = "en-US"


def render_form(sheet: Sheet) -> bytes:
    """The same sheet gives the same bytes."""
    with force_locale(locale_of(sheet.language)):
        made = dates.day_with_year(dates.local_day(sheet.made_at, sheet.zone))
        html = paper_html(
            "pdf/consent.html",
            lang=sheet.language,
            kind="consent",
            title=sheet.text.title,
            today=dates.local_day(sheet.made_at, sheet.zone),
            zone=sheet.zone,
            sheet=sheet,
            running={
                "who": ", ".join(part for part in (sheet.text.participant, sheet.number) if part),
                "what": made,
                "notice": NOTICE,
                "version": gettext("Form of %(day)s", day=made),
            },
        )
    title = f"{sheet.text.title}: {sheet.text.participant}"
    return render_pdf(html, title=title, lang=sheet.language, made_at=sheet.made_at)
