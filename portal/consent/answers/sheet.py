"""What your team sees: a sheet for the participant, printed before a hearing by the agency whose records they are."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask_babel import force_locale, gettext

from portal.consent.instruments.showing import Paper
from portal.consent.previewing.showing import CLAIMED, kinds
from portal.consent.previewing.table import Opening, Opens
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
    """`ends` are the papers in force with their last days, `unseen` the kinds that nobody on the sheet sees.

    `lines` are by the person's papers; `claims` who sees more without one: by a court order, in an emergency or by an
    agreement.
    """

    participant: str
    agency: str
    lines: tuple[SheetLine, ...]
    claims: tuple[SheetLine, ...]
    unseen: str
    ends: tuple[tuple[str, str], ...]
    as_of: datetime
    time_zone: str
    by_team: bool = False
    """Whether the team's agreement opens these records and no paper does: those of a court or of supervision (R130)."""
    language: str = "en-US"


def lines_of(one: Opening) -> tuple[SheetLine, ...]:
    """What each sees by the papers; who is reached by none of them and is not on the team stands with the claims."""
    found = []
    for line in one.lines:
        claimed = {cell.category for cell in line.claimed()}
        seen = [category for category in line.seen() if category not in claimed]
        if seen or not claimed or line.seat.by_name:
            found.append(SheetLine(line.seat.who, line.seat.second, sentence(kinds(seen))))
    return tuple(found)


def claims_of(one: Opening, silent: Container[UUID]) -> tuple[SheetLine, ...]:
    """Who sees more by a court order, in an emergency or by an agreement, and what.

    `silent` are agencies of the law of which the person is not to be told for a time (R174).
    """
    return tuple(
        SheetLine(line.seat.who, line.seat.second, f"{sentence(kinds(found))} ({CLAIMED[basis]})")
        for line in one.lines
        for basis, found in line.claims()
        if line.seat.principal.agency_id not in silent
    )


def unseen_in(one: Opening, silent: Container[UUID]) -> str:
    """What nobody outside the agency sees; `silent` as in `claims_of`, for the sheet tells of them in no way."""
    seen = {
        cell.category
        for line in one.lines
        for cell in line.cells
        if cell.after != Opens.NO and (cell.claim is None or line.seat.principal.agency_id not in silent)
    }
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


def papers_ending(papers: Iterable[Paper], zone: str) -> tuple[tuple[str, str], ...]:
    """Whom each tells, and until when; also the event at which it ends, if it names one."""
    found = []
    for one in papers:
        until = dates.through(one.ends_at, zone) if one.ends_at else one.open_end
        if one.event:
            until = gettext("%(until)s, or until this: %(event)s", until=until, event=one.event)
        found.append((one.told, until))
    return tuple(found)
