"""What SECURITY.md says is tested is tested there."""

from __future__ import annotations

import re

import pytest

from tests.architecture.checkout import ROOT, files, project_files

PAGE = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`((?:tests|portal|docs)/[^`]+)`", PAGE)))
NUMBER = re.compile(r"\d+\.\d+\.\d+")
FIRST_COLUMN = re.compile(r"^\| (\d+\.\d+\.\d+[^|]*) \|", re.MULTILINE)
SECTIONS = (
    "1.1:2 1.2:9 1.3:11 1.4:3 1.5:2 2.1:3 2.2:3 2.3:4 2.4:1 3.2:2 3.3:4 3.4:6 3.5:5 3.7:2 4.1:3 4.2:1 "
    "4.3:2 4.4:4 5.1:1 5.2:3 5.3:2 5.4:3 6.1:3 6.2:12 6.3:4 6.4:4 6.5:5 6.6:3 6.8:4 7.1:3 7.2:4 7.3:2 "
    "7.4:5 7.5:2 7.6:2 8.1:2 8.2:3 8.3:1 8.4:1 9.1:3 9.2:4 10.1:2 10.2:2 10.3:4 10.4:11 10.5:5 10.6:2 "
    "10.7:3 11.1:2 11.2:3 11.3:3 11.4:4 11.5:1 11.6:1 12.1:3 12.2:2 12.3:4 13.1:1 13.2:5 13.3:2 13.4:5 "
    "14.1:2 14.2:4 14.3:3 15.1:3 15.2:3 15.3:7 16.1:1 16.2:5 16.3:4 16.4:3 16.5:3 17.1:1 17.2:4 17.3:2 "
)
"""How many requirements of levels 1 and 2 each section of ASVS 5.0.0 has; they come first in each section."""
REQUIREMENTS = [
    f"{section}.{number}"
    for section, count in (one.split(":") for one in SECTIONS.split())
    for number in range(1, int(count) + 1)
]


def test_the_page_names_tests() -> None:
    assert len([one for one in NAMED if "::" in one]) > 60


@pytest.mark.parametrize("named", NAMED)
def test_what_is_named_is_there(named: str) -> None:
    path, _, function = named.partition("::")
    assert path in project_files()
    if function:
        assert f"def {function}(" in (ROOT / path).read_text(encoding="utf-8")


def answered(column: str) -> list[str]:
    """The requirements that a line is about: "1.2.6-1.2.8", "1.3.8, 1.3.9" or one."""
    ends = [REQUIREMENTS.index(one) for one in NUMBER.findall(column)]
    return REQUIREMENTS[ends[0] : ends[-1] + 1]


def test_every_requirement_of_level_2_is_answered_once_in_its_order() -> None:
    assert len(REQUIREMENTS) == 253
    assert [one for column in FIRST_COLUMN.findall(PAGE) for one in answered(column)] == REQUIREMENTS


def test_it_says_how_many_pages_take_files_and_that_rows_go_out_as_csv() -> None:
    taking = [one for one in files("portal/", ".py") if "= FileField(" in (ROOT / one).read_text(encoding="utf-8")]
    assert len(taking) == 5 and "Five pages take a scan" in PAGE
    exporting = [one for one in files("portal/", ".py") if "text/csv" in (ROOT / one).read_text(encoding="utf-8")]
    assert len(exporting) == 2 and "CSV (the two exports" in PAGE
    assert not re.search("takes a file|no file|writes no CSV", PAGE)
