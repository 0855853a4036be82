"""The cover of a packet: for whom it is, the docket in its order, and on which pages each report lies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import force_locale, gettext

from portal.court.reports.notice import Notice
from portal.court.reports.words import moment_with_year
from portal.web import dates
from portal.web.paper import locale_of, paper_html
from portal.web.pdf import render_pdf


@dataclass(frozen=True, kw_only=True)
class CoverEntry:
    """One person of the docket; `report` is the place of the report in the packet, from 0, or None without one.

    The cover says "no report" in the same words whatever the cause.
    """

    participant: str
    at: datetime | None = None
    docket_number: str | None = None
    phase: str | None = None
    report: int | None = None


@dataclass(frozen=True, kw_only=True)
class CoverSheet:
    """`title` as in "Reports for the docket of Thu Nov 19, 2026"; entries in the order of the docket."""

    title: str
    court: str
    recipient: str
    purpose: str
    as_of: datetime
    time_zone: str
    entries: tuple[CoverEntry, ...]
    notice: Notice
    judge: str | None = None
    language: str = "en-US"


@dataclass(frozen=True)
class _Row:
    entry: CoverEntry
    part: int | None
    pages: str


def render_cover(cover: CoverSheet, pages: Sequence[range]) -> bytes:
    """Render the cover; `pages` are the page numbers of each report within the packet, in the packet's order.

    Raises IndexError when an entry names a report that is not there.
    """
    with force_locale(locale_of(cover.language)):
        today = dates.local_day(cover.as_of, cover.time_zone)
        html = paper_html(
            "pdf/cover.html",
            lang=cover.language,
            kind="cover",
            title=cover.title,
            today=today,
            zone=cover.time_zone,
            cover=cover,
            about=_about(cover, len(pages)),
            rows=[_row(entry, pages) for entry in cover.entries],
            timed=any(entry.at for entry in cover.entries),
            notice_title=_notice_title(cover),
            running={"who": cover.title, "what": "", "notice": cover.notice.short, "version": gettext("Cover")},
        )
    return render_pdf(html, title=cover.title, lang=cover.language, made_at=cover.as_of)


def _row(entry: CoverEntry, pages: Sequence[range]) -> _Row:
    if entry.report is None:
        return _Row(entry, None, "")
    found = pages[entry.report]
    first, last = found[0], found[-1]
    if first == last:
        return _Row(entry, entry.report + 1, gettext("page %(page)d", page=first))
    return _Row(entry, entry.report + 1, gettext("pages %(first)d to %(last)d", first=first, last=last))


def _about(cover: CoverSheet, reports: int) -> str:
    return gettext(
        "For %(recipient)s, %(purpose)s. As of %(moment)s. Reports: %(reports)d.",
        recipient=cover.recipient,
        purpose=cover.purpose,
        moment=moment_with_year(cover.as_of, cover.time_zone),
        reports=reports,
    )


def _notice_title(cover: CoverSheet) -> str:
    return gettext(
        "For %(recipient)s, %(purpose)s, and for nothing else", recipient=cover.recipient, purpose=cover.purpose
    )
