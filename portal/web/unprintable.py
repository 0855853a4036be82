"""Signs that no font at hand can draw are spelled out, so that a report never prints an empty box.

A person's own statement may hold an emoji; on paper it reads "[thumbs up sign]". The sign itself stays in the content
that travels inside the file. Which signs a font lacks is known only after drawing, so this serves a second drawing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

_WITHOUT_WORDS = {"Cc", "Cf", "Cn", "Co", "Cs", "Mn", "Me", "Sk"}
"""Categories of signs that change others or are invisible: controls, joiners, accents, skin tones."""


def spelled_out(text: str, signs: Iterable[int]) -> str:
    """Replace signs (Unicode code points) by their names in brackets, or by nothing if they have no look."""
    return text.translate({sign: _words(chr(sign)) for sign in signs})


def _words(sign: str) -> str:
    name, category = unicodedata.name(sign, ""), unicodedata.category(sign)
    if category.startswith("Z"):
        return " "
    if not name or category in _WITHOUT_WORDS:
        return ""
    return f"[{name.lower()}]"
