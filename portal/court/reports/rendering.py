"""A progress report on paper: the same content gives the same bytes, and carries its own canonical text inside.

The H1 of a report is its title and there is one of it; every section is an H2. The content travels as an associated
file; its SHA-256 is the hash that the page prints, so anybody can check a copy without the portal.
"""

from __future__ import annotations

from datetime import date
from functools import partial

from babel.dates import format_date
from flask_babel import force_locale, gettext, ngettext

from portal.court.reports import strip_words, words
from portal.court.reports.content import Fact, ReportContent, content_hash, to_json
from portal.court.reports.strip_drawing import Picture, draw
from portal.web import dates
from portal.web.paper import locale_of, paper_html
from portal.web.pdf import AttachedFile, render_pdf

HASH_SHOWN = 16
"""Hexadecimal digits of the hash in the foot and in the address that checks a copy."""


def render_report(content: ReportContent, *, verify_base: str | None = None) -> bytes:
    """Render one report as PDF/UA-1 and PDF/A-3a.

    `verify_base` is the portal's address without a slash at the end ("https://portal.example"); with it the report
    prints where a copy can be checked, as text and as a code.
    """
    attached = AttachedFile(
        name=f"report-{content_hash(content)[:HASH_SHOWN]}.json",
        content=to_json(content).encode(),
        description=gettext("The content of the report; its SHA-256 is the one on the page"),
    )
    return render_pdf(
        report_html(content, verify_base=verify_base),
        title=report_title(content),
        lang=content.language,
        attachments=[attached],
        made_at=content.header.as_of,
    )


def report_title(content: ReportContent) -> str:
    """Name the document for title bars, bookmarks and lists: what, who, for which hearing."""
    header = content.header
    title = f"{header.report_type}: {header.participant}"
    if header.hearing_at is None:
        return title
    on = dates.day_with_year(dates.local_day(header.hearing_at, header.time_zone))
    return f"{title}, {on}"


def verify_address(content: ReportContent, verify_base: str) -> str:
    """Return the address of the page that checks a copy; that page shows no names."""
    return f"{verify_base}/verify/{content_hash(content)[:HASH_SHOWN]}"


def report_html(content: ReportContent, *, verify_base: str | None = None) -> str:
    """Fill the report's template."""
    with force_locale(locale_of(content.language)):
        return paper_html("pdf/report.html", lang=content.language, **_values(content, verify_base))


def _values(content: ReportContent, verify_base: str | None) -> dict[str, object]:
    header = content.header
    today = dates.local_day(header.as_of, header.time_zone)
    address = verify_address(content, verify_base) if verify_base else None
    digest, panel = content_hash(content), _one_panel(content)
    return {
        "kind": "report",
        "title": report_title(content),
        "today": today,
        "zone": header.time_zone,
        "content": content,
        "header": header,
        "born": _date_of_birth(header.born_on, content.language) if header.born_on else "",
        "cells": words.cells(content, today),
        "about": words.about(content, today),
        "running": _running(content, digest),
        "summaries": _summaries(content, today),
        "life": _life(content),
        "titles": _titles(content),
        "notes": _notes(content),
        "any_question": any(line.question for line in content.attendance),
        "missed_head": _missed_head(content),
        "one_panel": panel,
        "result_head": gettext("Result (%(panel)s)", panel=panel) if panel else gettext("Result"),
        "goal_words": partial(words.goal, today=today),
        "signatures": [words.signature(line, header.time_zone, today) for line in content.signatures],
        "verify_address": address,
        "closing": _closing(content, address),
        "hash_words": " ".join(digest[at : at + 8] for at in range(0, len(digest), 8)),
        "result_word": strip_words.result_word,
        "obligation_word": words.obligation_word,
        "milestone_word": words.milestone_word,
        "response_word": words.response_word,
        **_strip(content, today),
    }


def _running(content: ReportContent, digest: str) -> dict[str, str]:
    header = content.header
    return {
        "who": f"{header.participant}, {header.docket_number}" if header.docket_number else header.participant,
        "what": report_title(content).replace(f": {header.participant}", ""),
        "notice": content.notice.short,
        "version": gettext("Version %(version)d, %(hash)s", version=header.version, hash=digest[:HASH_SHOWN]),
    }


def _summaries(content: ReportContent, today: date) -> list[tuple[str, object]]:
    since = content.header.period_from
    changed = gettext("Changed since %(day)s", day=dates.day(since, today)) if since else gettext("Changed")
    return [
        (gettext("Overall"), content.summary),
        (changed, content.changes),
        (gettext("Recommended"), content.recommendation),
    ]


def _date_of_birth(on: date, language: str) -> str:
    """Write a date of birth without the weekday that other days carry: "Apr 2, 1993"."""
    return format_date(on, "medium", locale=locale_of(language))


def _life(content: ReportContent) -> list[tuple[str, tuple[Fact, ...]]]:
    return [
        (gettext("Housing"), content.housing),
        (gettext("Work"), content.work),
        (gettext("School"), content.school),
        (gettext("Family"), content.family),
        (gettext("Health"), content.health),
    ]


def _titles(content: ReportContent) -> dict[str, str]:
    since = content.header.period_from
    return {
        "tests": gettext("Tests since %(day)s", day=dates.short_day(since)) if since else gettext("Tests"),
        "milestones": gettext("Milestones of the phase"),
        "notice": gettext(
            "For %(recipient)s, %(purpose)s, and for nothing else",
            recipient=content.header.recipient,
            purpose=content.header.purpose,
        ),
    }


def _notes(content: ReportContent) -> dict[str, str | None]:
    counts, balance = content.test_counts, content.balance
    notes: dict[str, str | None] = {
        "attendance": words.attendance_rate(content),
        "milestones": words.milestones_met(content),
        "tests": None,
        "responses": None,
    }
    if counts:
        notes["tests"] = gettext(
            "%(selected)d selected, %(collected)d collected", selected=counts.selected, collected=counts.collected
        )
    if balance:
        notes["responses"] = gettext(
            "%(days)d days: %(incentives)s to %(sanctions)s",
            days=balance.days,
            incentives=ngettext("%(num)d incentive", "%(num)d incentives", balance.incentives),
            sanctions=ngettext("%(num)d sanction", "%(num)d sanctions", balance.sanctions),
        )
    return notes


def _one_panel(content: ReportContent) -> str:
    """The panel of all the tests, which then is said once in the head of the table; nothing where they differ."""
    panels = {line.panel or "" for line in content.tests}
    return panels.pop() if len(panels) == 1 else ""


def _missed_head(content: ReportContent) -> str:
    """The head of the last column of attendance: participation only where somebody has said something of it."""
    if any(line.participation for line in content.attendance):
        return gettext("Missed on, participation")
    return gettext("Missed on")


def _strip(content: ReportContent, today: date) -> dict[str, object]:
    """Return the picture, what stands in its place for a screen reader, and the same in words; None without a strip."""
    strip = content.strip
    if strip is None or not strip.days:
        return {"picture": None, "picture_title": "", "strip_note": None, "strip_words": ""}
    days = gettext(
        "%(start)s to %(end)s", start=dates.day(strip.days[0].on, today), end=dates.day(strip.days[-1].on, today)
    )
    picture: Picture = draw(strip, strip_words.legend(strip))
    return {
        "picture": picture,
        "picture_title": gettext(
            "Picture of %(days)s: sober days, tests, sessions; the same in words below", days=days
        ),
        "strip_note": days,
        "strip_words": " ".join(strip_words.sentences(strip, today)),
    }


def _closing(content: ReportContent, address: str | None) -> str:
    header = content.header
    parts = [
        gettext("Version %(version)d. Notice %(notice)s.", version=header.version, notice=content.notice.version),
    ]
    if address:
        shown = address.split("://", 1)[-1]
        parts.append(gettext("Check this copy at %(address)s; that page shows no names.", address=shown))
    return " ".join(parts)
