"""The packet: cover, reports in the order of the docket, one accessible file."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portal.court.packets.assembly import assemble
from portal.court.packets.cover import CoverEntry
from portal.web.tagged_merge import Part, page_count
from tests.pdf.conftest import Paper, cover
from tests.pdf.reading import bookmarks, count_headings, files_in, poppler, words

pytestmark = pytest.mark.pdf

REPORTS = ("rich", "poor", "long")


def test_headings_equal_the_number_of_reports(shelf: dict[str, Paper]) -> None:
    assert count_headings(shelf["packet"].path) == len(REPORTS)
    assert count_headings(shelf["packet"].path, 2) == sum(count_headings(shelf[name].path, 2) for name in REPORTS)


def test_bookmarks_name_the_cover_and_each_report(shelf: dict[str, Paper]) -> None:
    assert bookmarks(shelf["packet"].pdf) == [
        "Cover",
        "Progress report: Xiomara Delgado-Pruitt, Thu Nov 19, 2026",
        "Progress report: Jordan Meeks, Thu Nov 19, 2026",
        "Progress report: Maximiliana Featherstonehaugh-Oyelaran, Thu Nov 19, 2026",
    ]


def test_cover_says_on_which_pages_each_report_lies(shelf: dict[str, Paper]) -> None:
    text = words(shelf["packet"].path, "-f", "1", "-l", "1")
    first = 2
    for name in REPORTS:
        last = first + page_count(shelf[name].pdf) - 1
        assert f"pages {first} to {last}" in text
        inside = words(shelf["packet"].path, "-f", str(first), "-l", str(first))
        assert "Page 1 of" in inside
        assert f"Packet page {first} of" in inside
        first = last + 1
    assert "Noor Haddad TC-2026-0190 Phase 3, day 12 no report" in text


def test_files_of_all_reports_travel_along(shelf: dict[str, Paper]) -> None:
    assert len(files_in(shelf["packet"].pdf)) == 3


def test_pages_are_those_that_were_filed(shelf: dict[str, Paper]) -> None:
    """The words of a report's page are the same alone and in the packet, but for the line at the foot."""
    alone = words(shelf["rich"].path, "-f", "1", "-l", "1")
    inside = words(shelf["packet"].path, "-f", "2", "-l", "2")
    assert inside == f"{alone} Packet page 2 of {page_count(shelf['packet'].pdf)}"


def test_a_docket_of_sixty_has_a_cover_of_two_pages_and_right_numbers(shelf: dict[str, Paper]) -> None:
    entries = tuple(
        CoverEntry(participant=f"Participant {n}", docket_number=f"TC-2026-{n:04}", report=0 if n == 59 else None)
        for n in range(60)
    )
    packet = assemble(replace(cover(), entries=entries), [Part("poor", shelf["poor"].pdf)])
    assert page_count(packet) == 2 + 2
    path = shelf["poor"].path.with_name("sixty.pdf")
    path.write_bytes(packet)
    assert "Participant 59 TC-2026-0059 pages 3 to 4" in words(path)
    assert "Packet page 3 of 4" in words(path, "-f", "3", "-l", "3")


def test_an_empty_docket_is_a_cover_that_says_so(shelf: dict[str, Paper]) -> None:
    packet = assemble(replace(cover(), entries=()), [])
    path = shelf["poor"].path.with_name("empty.pdf")
    path.write_bytes(packet)
    assert page_count(packet) == 1
    assert "Nobody is on this docket." in words(path)
    assert "Title: Reports for the docket of Thu Nov 19, 2026" in " ".join(poppler("pdfinfo", path).split())


def test_a_cover_that_names_a_missing_report_is_refused() -> None:
    with pytest.raises(IndexError):
        assemble(cover(), [])
