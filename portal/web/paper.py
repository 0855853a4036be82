"""Templates of paper: the same words and dates as the pages, but no request, no session and no helper of a page.

A document is rendered in the language it is written in, not in the language of whoever presses the button.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import segno
from babel import Locale
from flask_babel import force_locale, gettext, ngettext
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from portal.paths import TEMPLATES
from portal.web import dates
from portal.web.halves import halves


def paper_html(template: str, *, lang: str = "en-US", **values: object) -> str:
    """Fill a template of templates/pdf/. `values` must hold `today` (date) and `zone` (name of the time zone)."""
    with force_locale(locale_of(lang)):
        return _environment().get_template(template).render(lang=lang, **values)


def locale_of(lang: str) -> str:
    """Return the locale of a language tag as gettext spells it: "en_US" of "en-US"."""
    return str(Locale.parse(lang, sep="-"))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(_=gettext, gettext=gettext, ngettext=ngettext, qr=qr)
    environment.filters.update(
        halves=halves,
        day=_day,
        day_with_year=dates.day_with_year,
        short_day=dates.short_day,
        time_of=_time_of,
        moment=_moment,
        span=_span,
    )
    return environment


def qr(text: str, title: str) -> Markup:
    """Draw a QR code as inline SVG. The title is what a screen reader says instead of the picture."""
    code = segno.make(text, error="m", micro=False, boost_error=False)
    width, height = code.symbol_size(border=0)
    path = "".join(
        f"M{start} {y}h{length}v1h-{length}z" for y, row in enumerate(code.matrix) for start, length in _runs(row)
    )
    return Markup('<svg viewBox="0 0 {} {}" class="qr"><title>{}</title><path d="{}"/></svg>').format(
        width, height, escape(title), path
    )


def _runs(row: Any) -> list[tuple[int, int]]:
    """Return start and length of each stretch of dark modules in a row."""
    runs: list[tuple[int, int]] = []
    start: int | None = None
    for x, dark in enumerate([*row, 0]):
        if dark and start is None:
            start = x
        elif not dark and start is not None:
            runs.append((start, x - start))
            start = None
    return runs


@pass_context
def _day(context: Context, on: Any) -> str:
    return dates.day(on, context["today"])


@pass_context
def _span(context: Context, start: Any, end: Any) -> str:
    return dates.span(start, end, context["today"])


@pass_context
def _time_of(context: Context, at: Any) -> str:
    return dates.time_of(at, context["zone"])


@pass_context
def _moment(context: Context, at: Any) -> str:
    return dates.moment(at, context["zone"], context["today"])
