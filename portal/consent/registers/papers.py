"""PDFs of the privacy desk."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import force_locale, gettext

from portal.web import dates
from portal.web.paper import locale_of, paper_html
from portal.web.pdf import render_pdf

LANGUAGE = "en-US"


def sheet(template: str, title: str, who: str, at: datetime, zone: str, **values: Any) -> bytes:
    """One document of letter size: title, the agency at the head of each page, printed as of a moment."""
    today = dates.local_day(at, zone)
    with force_locale(locale_of(LANGUAGE)):
        printed = gettext("Printed %(day)s", day=dates.day_with_year(today))
    html = paper_html(
        template,
        lang=LANGUAGE,
        kind="letter",
        title=title,
        today=today,
        zone=zone,
        running={"who": who, "what": title, "notice": "", "version": printed},
        **values,
    )
    return render_pdf(html, title=title, lang=LANGUAGE, made_at=at)
