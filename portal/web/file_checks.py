"""What a file is, by what is in it, never by its name: a whole PDF, PNG or JPEG within its limits, or refused.

Pictures are decoded once, so that a broken one is refused while its owner still has the paper in hand. A PDF is read in
a process of its own (`pdf_checks`), because reading a small one may ask for any amount of memory.
"""

from __future__ import annotations

import warnings
import zlib
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO

from flask_babel import lazy_gettext as _
from PIL import Image, UnidentifiedImageError

from portal.web import pdf_checks
from portal.web.refused import Refused


class FileKind(StrEnum):
    PDF = "pdf"
    PNG = "png"
    JPEG = "jpg"

    @property
    def media_type(self) -> str:
        return {"pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg"}[self.value]


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that is taken: bytes of the file, pixels of a picture, pages, objects, unpacked bytes of a PDF."""

    size: int
    pixels: int = 60_000_000
    pages: int = 200
    objects: int = 50_000
    unpacked: int = 300_000_000


@dataclass(frozen=True, slots=True)
class Found:
    """What the bytes are. A picture is one page."""

    kind: FileKind
    pages: int


BEGINNINGS = ((b"%PDF-", FileKind.PDF), (b"\x89PNG\r\n\x1a\n", FileKind.PNG), (b"\xff\xd8\xff", FileKind.JPEG))

TOO_MUCH = _("This file is too large or has too many pages. Scan it again with fewer pages, or in black and white.")
NOT_WHOLE = _("This file can't be read. It may be broken. Scan the paper again.")
NO_PAPER = _("Choose a PDF, or a picture in PNG or JPEG. Other files are not taken, whatever their name is.")
DOES_THINGS = _("This PDF has a password, a program or other files in it. Print it to a new PDF, or scan the paper.")
UNUSUAL = _("This PDF is packed in an unusual way. Print it to a new PDF, or scan the paper.")
SAID = {
    pdf_checks.TOO_MUCH: TOO_MUCH,
    pdf_checks.NOT_WHOLE: NOT_WHOLE,
    pdf_checks.DOES_THINGS: DOES_THINGS,
    pdf_checks.UNUSUAL: UNUSUAL,
}


def looked_at(content: bytes, limits: Limits, field: str = "file") -> Found:
    """What a file is. Refused at the field: another kind, broken, too large, or one that does things."""
    kind = next((kind for beginning, kind in BEGINNINGS if content.startswith(beginning)), None)
    if kind is None:
        raise Refused(field, NO_PAPER)
    if len(content) > limits.size:
        raise Refused(field, TOO_MUCH)
    if kind == FileKind.PDF:
        return Found(kind, pages_of_pdf(content, limits, field))
    look_at_picture(content, kind, limits, field)
    return Found(kind, 1)


def look_at_picture(content: bytes, kind: FileKind, limits: Limits, field: str) -> None:
    """Refused for more pixels than are taken, asked before anything is decoded, and for what does not decode."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # its own limit is another one than ours
            with Image.open(BytesIO(content), formats=("PNG", "JPEG")) as picture:
                if picture.width * picture.height > limits.pixels:
                    raise Refused(field, TOO_MUCH)
                if picture.format != {FileKind.PNG: "PNG", FileKind.JPEG: "JPEG"}[kind]:
                    raise Refused(field, NO_PAPER)
                picture.load()
    except Image.DecompressionBombError:
        raise Refused(field, TOO_MUCH) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, zlib.error):
        raise Refused(field, NOT_WHOLE) from None


def pages_of_pdf(content: bytes, limits: Limits, field: str) -> int:
    """How many pages. Refused for a bomb, a password, what acts by itself, and an unusual way of packing."""
    found = pdf_checks.outcome_of(content, limits.pages, limits.objects, limits.pixels, limits.unpacked)
    if isinstance(found, str):
        raise Refused(field, SAID[found])
    return found
