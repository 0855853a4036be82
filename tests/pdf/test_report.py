"""A progress report on paper, read back with other people's tools."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from pikepdf import Name, Pdf

from portal.court.reports.content import (
    LONG_NOTICE,
    SHORT_NOTICE,
    ReportContent,
    Statement,
    content_hash,
    from_json,
    to_json,
)
from portal.court.reports.rendering import render_report, report_html, verify_address
from portal.web.unprintable import spelled_out
from tests.pdf import samples
from tests.pdf.conftest import VERIFY, Paper
from tests.pdf.reading import count_headings, elements, files_in, fonts, headings, poppler, tag_faults, words
from tests.pdf.verapdf import A3A, UA1, validate_all

pytestmark = pytest.mark.pdf

EMPTY = "No information in this report. This is not a finding."
SECTIONS = [
    "Summary",
    "Last 90 days",
    "Treatment attendance",
    "Treatment progress",
    "Tests since Nov 5",
    "Supervision contacts",
    "Recovery support, any pathway",
    "Orders and obligations",
    "Responses since the last hearing",
    "Recommendations",
    "Milestones of the phase",
    "Life since last time",
    "Goals",
    "Barriers",
    "Referrals",
    "Disputed facts",
    "Next dates",
    "Participant’s own statement",
    "Where this comes from",
    "Signatures",
    "For the judge’s office, to monitor case TC-2026-0188, and for nothing else",
    "Check this copy",
]


def test_all_are_accessible_and_archival_at_once(shelf: dict[str, Paper]) -> None:
    """PDF/UA-1 and PDF/A-3a, judged by veraPDF: a full, an empty and a long report, and a packet of them."""
    wanted = [(paper.path, flavour) for paper in shelf.values() for flavour in (UA1, A3A)]
    assert len(wanted) == 8
    for (path, flavour), report in zip(wanted, validate_all(wanted), strict=True):
        assert report.compliant, (path.name, flavour, report.failures)
        assert report.checks > 1000


@pytest.mark.parametrize("name", ["rich", "poor", "long", "packet"])
def test_tags_and_pages_agree(shelf: dict[str, Paper], name: str) -> None:
    assert tag_faults(shelf[name].pdf) == []


def test_one_title_and_every_section(shelf: dict[str, Paper]) -> None:
    assert headings(shelf["poor"].path) == ["Progress report: Jordan Meeks"]
    assert headings(shelf["poor"].path, 2) == SECTIONS
    for name in ("rich", "long"):
        assert count_headings(shelf[name].path) == 1
        assert count_headings(shelf[name].path, 2) == len(SECTIONS)


def test_an_empty_section_says_the_one_sentence(shelf: dict[str, Paper]) -> None:
    """All headings but the notice and the check; thrice in the summary, five times each in life and the top row."""
    text = words(shelf["poor"].path)
    assert text.count(EMPTY) == (len(SECTIONS) - 2) + 2 + 4 + 5
    for word in ("consent to", "withheld", "hidden", "restricted", "not permitted", "N/A", "revoked"):
        assert word not in text.replace(LONG_NOTICE, "")


def test_absence_looks_the_same_whatever_the_cause(shelf: dict[str, Paper]) -> None:
    """A section without lines leaves no trace of how many lines another reader would see."""
    without = replace(samples.rich(), attendance=(), attendance_rate=None, test_counts=None, tests=(), milestones=())
    html = report_html(without)
    assert "14 of 18" not in html
    assert "selected" not in html.split("Tests since")[1].split("</section>")[0]


def test_fonts_are_ours_and_embedded(shelf: dict[str, Paper]) -> None:
    for paper in shelf.values():
        found = fonts(paper.path)
        assert found
        assert all(embedded for _, embedded in found)
        assert {name.split("+")[1].startswith("Public-Sans") for name, _ in found} == {True}


def test_every_page_says_who_what_notice_version_and_place(shelf: dict[str, Paper]) -> None:
    content = samples.long()
    pages = int(re.findall(r"Pages:\s+(\d+)", poppler("pdfinfo", shelf["long"].path))[0])
    assert pages >= 5
    for page in range(1, pages + 1):
        text = words(shelf["long"].path, "-f", str(page), "-l", str(page))
        assert "Maximiliana Featherstonehaugh-Oyelaran, TC-2026-0102" in text
        assert "Progress report, Thu Nov 19, 2026" in text
        assert SHORT_NOTICE in text
        assert f"Version 2, {content_hash(content)[:16]}, Page {page} of {pages}" in text


def test_table_heads_repeat_on_the_next_page(shelf: dict[str, Paper]) -> None:
    """And in the next column: services go on over the page, tests beside themselves."""
    continued = words(shelf["long"].path, "-layout", "-f", "2", "-l", "2")
    assert continued.count("Service Scheduled Attended Excused Unexcused") == 1
    assert continued.count("Collected Result (10 panel, EtG) From") == 2


def test_an_ordinary_report_is_two_pages_and_nothing_in_it_is_torn(shelf: dict[str, Paper], tmp_path: Path) -> None:
    """A judge reads 25 of them: short, a letter with its word, and each part whole on its page."""
    ordinary = samples.ordinary()
    path = tmp_path / "ordinary.pdf"
    path.write_bytes(render_report(ordinary, verify_base=VERIFY))
    for paper, most in ((path, 2), (shelf["poor"].path, 2), (shelf["rich"].path, 3)):
        assert int(re.findall(r"Pages:\s+(\d+)", poppler("pdfinfo", paper))[0]) <= most, paper.name
    end = words(path, "-f", "2", "-l", "2")
    for whole in (
        "Milestones of the phase",
        "Where this comes from",
        "E Marlow County",
        LONG_NOTICE,
        "Check this copy",
    ):
        assert whole in end
    html = report_html(ordinary)
    assert '<b>2 of 5, day 48</b>&nbsp;<span class="src">E</span>' in html
    assert "as recorded" not in html
    assert "(Dana Whitfield for the team)" in html


def test_what_all_tests_have_in_common_is_said_once() -> None:
    tests = samples.rich().tests
    same = replace(samples.rich(), tests=tuple(replace(one, panel="10 panel") for one in tests))
    assert report_html(same).count("10 panel") == 1
    assert report_html(samples.rich()).count("10 panel") == len(tests)


def test_participation_has_a_place_only_where_somebody_said_something_of_it() -> None:
    full = samples.rich()
    quiet = replace(full, attendance=tuple(replace(one, participation=None) for one in full.attendance))
    assert "Missed on, participation" in report_html(full)
    assert "participation" not in report_html(quiet)


def test_the_notice_and_the_scope_are_there_word_for_word(shelf: dict[str, Paper]) -> None:
    for name in ("rich", "poor", "long"):
        text = words(shelf[name].path)
        assert LONG_NOTICE in text
        assert samples.SCOPE in text


def test_the_content_travels_inside_and_has_the_printed_hash(shelf: dict[str, Paper]) -> None:
    content = samples.rich()
    files = files_in(shelf["rich"].pdf)
    ((name, inside),) = files.items()
    digest = sha256(inside).hexdigest()
    assert name == f"report-{digest[:16]}.json"
    assert from_json(inside.decode()) == content
    assert inside.decode() == to_json(content)
    text = words(shelf["rich"].path)
    assert digest in text.replace(" ", "")
    assert verify_address(content, VERIFY).removeprefix("https://") in text.replace(" ", "")


def test_the_strip_is_a_picture_with_a_title(shelf: dict[str, Paper]) -> None:
    with Pdf.open(BytesIO(shelf["rich"].pdf)) as opened:
        root = opened.Root.StructTreeRoot
        figures = {str(found.Alt): found for found in elements(root) if Name.Figure == found.S}
    assert set(figures) == {
        "Picture of Fri Aug 21 to Wed Nov 18: sober days, tests, sessions; the same in words below",
        "Code for the page that checks this copy",
    }
    for figure in figures.values():
        left, bottom, right, top = (float(side) for side in figure.A.BBox)
        assert 0 < left < right < 612
        assert 0 < bottom < top < 792


def test_running_heads_are_not_read_out(shelf: dict[str, Paper]) -> None:
    read = poppler("pdfinfo", shelf["poor"].path, "-struct-text")
    assert "Page 2 of" not in read
    assert SHORT_NOTICE not in read


def test_the_same_content_gives_the_same_bytes_in_another_process(shelf: dict[str, Paper], tmp_path: Path) -> None:
    program = (
        "import sys; from tests.pdf import samples; from portal.court.reports.rendering import render_report;"
        f"sys.stdout.buffer.write(render_report(samples.rich(), verify_base={VERIFY!r}))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C.UTF-8"}
    root = Path(__file__).parents[2]
    again = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, cwd=root, env=environment)
    assert again.stdout == shelf["rich"].pdf


def test_another_content_gives_another_file(shelf: dict[str, Paper]) -> None:
    content = samples.rich()
    other: ReportContent = replace(content, header=replace(content.header, version=2))
    assert render_report(other, verify_base=VERIFY) != shelf["rich"].pdf


def test_a_program_without_hearings_has_no_cell_for_one() -> None:
    """A diversion program has neither docket number, judge nor hearing; nothing stands in their place."""
    content = samples.poor()
    header = replace(content.header, judge=None, hearing_at=None, docket_number=None, occasion=None)
    html = report_html(replace(content, header=header))
    assert ">Hearing<" not in html
    assert "None" not in html


def test_signs_without_a_font_are_spelled_out(tmp_path: Path) -> None:
    """An empty box would say nothing, and break both standards; the content inside keeps the sign."""
    said = "before \U00012000 after\u2028end\x0b"
    content = replace(samples.poor(), own_statement=(Statement(provenance=samples.origin("E"), text=said),))
    path = tmp_path / "sign.pdf"
    path.write_bytes(render_report(content))
    assert "before [cuneiform sign a] after end" in words(path)
    ((_, inside),) = files_in(path.read_bytes()).items()
    assert from_json(inside.decode()) == content
    for judged in validate_all([(path, UA1), (path, A3A)]):
        assert judged.compliant, judged.failures


@pytest.mark.parametrize(
    ("sign", "word"), [("👍", "[thumbs up sign]"), ("\U0001f3fd", ""), ("\x0b", ""), ("\u2028", " "), ("\ue123", "")]
)
def test_what_stands_for_a_sign(sign: str, word: str) -> None:
    assert spelled_out(f"a{sign}b", [ord(sign)]) == f"a{word}b"


def test_names_of_many_alphabets_of_the_county_print(tmp_path: Path) -> None:
    name = "Nguyễn Thị Łucja Ștefan-Žižek Ñáñez Zoë Guðrún"
    path = tmp_path / "name.pdf"
    path.write_bytes(render_report(samples.rich(participant=name)))
    assert name in words(path)
    (judged,) = validate_all([(path, UA1)])
    assert judged.compliant, judged.failures
