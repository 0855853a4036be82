"""Sheets for a day of hearings on paper: staffing and docket in landscape, and the order that a person takes home.

The rows hold words that are ready to print; who puts them together knows the reader. An empty place stays empty, but
for the proposed response of a staffing sheet, where a line is left to write on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import force_locale, gettext

from portal.court.reports.words import moment_with_year
from portal.web import dates
from portal.web.paper import locale_of, paper_html
from portal.web.pdf import render_pdf


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """A response that is proposed, why, and who sees it differently. `kind`: incentive, sanction, adjustment or ""."""

    text: str
    why: str
    kind: str = ""
    views: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class StaffingRow:
    """One person. `strong` are tests to look at, `tests` the others; `owed` names the sections still to come."""

    time: str
    participant: str
    phase: str = ""
    sessions: str = ""
    strong: str = ""
    tests: str = ""
    open_sanctions: tuple[str, ...] = ()
    last: str = ""
    owed: str = ""
    all_in: bool = False
    consent_ends: str = ""
    proposed: tuple[Proposed, ...] = ()
    next_date: str = ""


@dataclass(frozen=True, kw_only=True)
class DocketRow:
    """One hearing of the docket's list."""

    time: str
    participant: str
    docket_number: str = ""
    phase: str = ""
    note: str = ""
    owed: str = ""
    all_in: bool = False
    sessions: str = ""
    strong: str = ""
    tests: str = ""
    open_sanctions: tuple[str, ...] = ()
    last: str = ""
    next_date: str = ""


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What stands over and under the rows: `lead` names judge, meeting and who is present, `foot` what not to do."""

    title: str
    court: str
    lead: str
    foot: str
    as_of: datetime
    time_zone: str
    language: str = "en-US"


@dataclass(frozen=True, kw_only=True)
class OrderSheet:
    """An order in the words that were said, for the person and the file; no record of anybody's treatment."""

    court: str
    judge: str
    participant: str
    docket_number: str
    ordered_on: date
    words: tuple[str, ...]
    as_of: datetime
    time_zone: str
    next_hearing: str = ""
    language: str = "en-US"


def render_staffing(sheet: Sheet, rows: tuple[StaffingRow, ...]) -> bytes:
    """Print the staffing sheet, Letter landscape, the head of the table on every page."""
    return _landscape("pdf/staffing.html", sheet, rows)


def render_docket(sheet: Sheet, rows: tuple[DocketRow, ...]) -> bytes:
    """Print the docket, Letter landscape, the head of the table on every page."""
    return _landscape("pdf/docket.html", sheet, rows)


def _landscape(template: str, sheet: Sheet, rows: tuple[StaffingRow, ...] | tuple[DocketRow, ...]) -> bytes:
    with force_locale(locale_of(sheet.language)):
        as_of = gettext("As of %(moment)s", moment=moment_with_year(sheet.as_of, sheet.time_zone))
        html = paper_html(
            template,
            lang=sheet.language,
            kind="wide",
            title=sheet.title,
            today=dates.local_day(sheet.as_of, sheet.time_zone),
            zone=sheet.time_zone,
            sheet=sheet,
            rows=rows,
            running={"who": sheet.court, "what": sheet.title, "notice": sheet.foot, "version": as_of},
        )
    return render_pdf(html, title=sheet.title, lang=sheet.language, made_at=sheet.as_of)


def render_order(order: OrderSheet) -> bytes:
    """Print an order on one page, with a line for the judge's signature."""
    with force_locale(locale_of(order.language)):
        title = gettext("Order: %(name)s", name=order.participant)
        on = dates.day_with_year(order.ordered_on)
        as_of = gettext("Printed %(moment)s", moment=moment_with_year(order.as_of, order.time_zone))
        html = paper_html(
            "pdf/order.html",
            lang=order.language,
            kind="order",
            title=title,
            today=dates.local_day(order.as_of, order.time_zone),
            zone=order.time_zone,
            order=order,
            ordered=on,
            running={"who": f"{order.participant}, {order.docket_number}", "what": on, "notice": "", "version": as_of},
        )
    return render_pdf(html, title=f"{title}, {on}", lang=order.language, made_at=order.as_of)
