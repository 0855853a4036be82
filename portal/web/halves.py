"""Two columns of a report, made of sections that keep their order: the first ones left, the rest beside them.

CSS columns would find the same height by laying both columns out again and again, which took two thirds of the time
of a packet. Here the height of a section is estimated by its letters. Only what is too tall for one column, a table of
months of tests, still flows from one into the other.
"""

from __future__ import annotations

import re
from itertools import accumulate
from typing import Final

from markupsafe import Markup

_TOP: Final = 1.6
"""A heading with its space, in lines of a table; what a section without lines says stands on the heading's line."""

_ROW: Final = re.compile(r"<tr.*?</tr>|<p.*?</p>", re.DOTALL)
_CELL: Final = re.compile(r"<th.*?</th>|<td.*?</td>", re.DOTALL)
_LETTERS: Final = {"<th": 16, "<td": 26, "<p>": 54}
"""Of one line in half a page: the head of a row, another cell, a sentence."""

_EVEN: Final = 1.6
"""How much taller than the mean the taller column may be."""
_SHORT: Final = 24.0
"""Lines that stand in one column whatever is beside them."""

_TAG: Final = re.compile(r"<[^>]*>")
_SECTION: Final = re.compile(r"<section.*?</section>", re.DOTALL)


def halves(sections: Markup) -> tuple[Markup, ...]:
    """Share `<section>` elements out so that the taller column is as short as can be; in one piece, they shall flow."""
    parts = [found.span() for found in _SECTION.finditer(sections)]
    ends = list(accumulate((_height(sections[start:end]) for start, end in parts), initial=0.0))
    tallest = {count: max(ends[count], ends[-1] - ends[count]) for count in range(1, len(parts) + 1)}
    left = min(tallest, key=tallest.__getitem__)
    if tallest[left] > max(_SHORT, _EVEN * ends[-1] / 2):
        return (sections,)
    middle = parts[left - 1][1]
    return sections[:middle], sections[middle:]


def _height(section: str) -> float:
    """In lines of a table."""
    return _TOP + sum(max(map(_lines, _CELL.findall(row) or [row])) for row in _ROW.findall(section))


def _lines(cell: str) -> int:
    return -(-len(_TAG.sub("", cell)) // _LETTERS.get(cell[:3], 60))
