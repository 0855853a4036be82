"""Rows of the trail as a file for a spreadsheet: pure."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

MOST = 20_000
"""How many rows one file holds; whoever needs more takes fewer days at a time."""

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet runs a cell that begins so, and what stands in a cell may have been typed by anybody."""


def csv_of(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with the mark by which spreadsheets know it; no cell is a formula."""
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([plain(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def plain(cell: str) -> str:
    """A cell that is read as text: one that would be run begins with an apostrophe instead."""
    return f"'{cell}" if cell.startswith(STARTS_A_FORMULA) else cell
