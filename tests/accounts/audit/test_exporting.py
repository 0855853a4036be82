"""A file for a spreadsheet holds text only, whatever somebody typed."""

from __future__ import annotations

import csv
from io import StringIO

import pytest

from portal.accounts.audit.exporting import csv_of


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode("utf-8-sig"))))


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_would_be_run_is_text(begins: str) -> None:
    typed = f'{begins}HYPERLINK("https://evil.example","open")'
    assert read(csv_of(("Who",), [(typed,)]))[1] == [f"'{typed}"]


@pytest.mark.parametrize("typed", ["Ann Example", "a=b", "1 - 2", "", "two\nlines", 'He said "no"', "Xiomara Ñandú"])
def test_other_cells_stay_as_they_are(typed: str) -> None:
    assert read(csv_of(("Who",), [(typed,)])) == [["Who"], [typed]]
