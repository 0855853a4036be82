"""What your team sees: a sheet for the participant, printed before a hearing by the agency whose records they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import force_locale, gettext

from portal.consent.previewing.showing import kinds
from portal.consent.previewing.table import Opening
from portal.web import dates
from portal.web.paper import locale_of, paper_html
from portal.web.pdf import render_pdf


@dataclass(frozen=True, slots=True)
class SheetLine:
    """Somebody, with the post; what they see in one line, "" for nothing."""

    who: str
    second: str
    sees: str


@dataclass(frozen=True, kw_only=True)
class TeamSheet:
    """`ends` are the papers in force with their last days, `unseen` the kinds that nobody on the sheet sees."""

    participant: str
    agency: str
    lines: tuple[SheetLine, ...]
    unseen: str
    ends: tuple[tuple[str, str], ...]
    as_of: datetime
    time_zone: str
    language: str = "en-US"


def lines_of(one: Opening) -> tuple[SheetLine, ...]:
    return tuple(
        SheetLine(line.seat.who, line.seat.second, sentence(kinds(line.seen())) if line.seen() else "")
        for line in one.lines
    )


def unseen_in(one: Opening) -> str:
    """What nobody outside the agency sees."""
    seen = {category for line in one.lines for category in line.seen()}
    return kinds(category for category in one.categories if category not in seen)


def sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def render_team_sheet(sheet: TeamSheet) -> bytes:
    """One or two pages, accessible, in the language of the participant as far as the portal has it."""
    with force_locale(locale_of(sheet.language)):
        title = gettext("What your team sees")
        printed: date = dates.local_day(sheet.as_of, sheet.time_zone)
        on = dates.day_with_year(printed)
        version = gettext("Printed %(day)s", day=on)
        html = paper_html(
            "pdf/team_sheet.html",
            lang=sheet.language,
            kind="sheet",
            title=title,
            today=printed,
            zone=sheet.time_zone,
            sheet=sheet,
            printed=on,
            running={"who": sheet.participant, "what": title, "notice": "", "version": version},
        )
    return render_pdf(html, title=f"{title}, {on}", lang=sheet.language, made_at=sheet.as_of)


def papers_ending(papers: Iterable[tuple[str, datetime | None]], zone: str) -> tuple[tuple[str, str], ...]:
    return tuple((told, dates.through(at, zone) if at else gettext("until the case ends")) for told, at in papers)
