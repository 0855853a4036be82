"""A packet out of finished parts: cover, then the reports in the order of the docket, as one accessible file.

Nothing is read from the database here and no report is changed: the pages are those that were filed, with one line more
at their foot that says which page of the packet they are.
"""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext

from portal.court.packets.cover import CoverSheet, render_cover
from portal.web.tagged_merge import Part, merge, page_count

_TRIES = 3


class CoverUnsettled(RuntimeError):
    """The cover kept changing its length with the page numbers printed on it."""


def assemble(cover: CoverSheet, reports: Sequence[Part]) -> bytes:
    """Make the packet. Bookmarks: the cover, and each report under its own title.

    `cover.entries[n].report` counts the reports from 0. The same cover and reports give the same bytes. Takes about
    20 ms a report, and the cover.
    """
    lengths = [page_count(report.pdf) for report in reports]
    sheet = _settled(cover, lengths)
    return merge(
        reports,
        cover=sheet,
        cover_title=gettext("Cover"),
        title=cover.title,
        lang=cover.language,
        made_at=cover.as_of,
        page_mark=lambda page, pages: gettext("Packet page %(page)d of %(pages)d", page=page, pages=pages),
    )


def _settled(cover: CoverSheet, lengths: Sequence[int]) -> bytes:
    """Render the cover until its own length agrees with the page numbers that it prints."""
    length = 1
    for _ in range(_TRIES):
        sheet = render_cover(cover, _pages(length, lengths))
        if (found := page_count(sheet)) == length:
            return sheet
        length = found
    raise CoverUnsettled(cover.title)


def _pages(before: int, lengths: Sequence[int]) -> list[range]:
    """Return the page numbers of each report, from 1, after a cover of `before` pages."""
    ranges = []
    first = before + 1
    for length in lengths:
        ranges.append(range(first, first + length))
        first += length
    return ranges
