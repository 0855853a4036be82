"""What a file is, by what is in it, never by its name: a whole PDF, PNG or JPEG within its limits, or refused.

Pictures are decoded once, so that a broken one is refused while its owner still has the paper in hand. The streams of
a PDF are unpacked piece by piece first, because reading a small file may ask for any amount of memory.
"""

from __future__ import annotations

import re
import warnings
import zlib
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from typing import Any

import pikepdf
from flask_babel import lazy_gettext as _
from PIL import Image, UnidentifiedImageError

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
STREAM = re.compile(rb"stream\r?\n")
PIECE = 1 << 20
ACTS = ("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/RichMedia", "/Movie", "/Sound", "/GoToE")
"""What a page of paper never does."""

TOO_MUCH = _("This file is too large or has too many pages. Scan it again with fewer pages, or in black and white.")
NOT_WHOLE = _("This file can't be read. It may be broken. Scan the paper again.")
NO_PAPER = _("Choose a PDF, or a picture in PNG or JPEG. Other files are not taken, whatever their name is.")
DOES_THINGS = _("This PDF has a password, a program or other files in it. Print it to a new PDF, or scan the paper.")


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
    """How many pages. Refused for a bomb before it is opened, for a password, and for what acts by itself."""
    if unpacked_size(content, limits.unpacked) > limits.unpacked:
        raise Refused(field, TOO_MUCH)
    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            if len(pdf.objects) > limits.objects or len(pdf.pages) > limits.pages:
                raise Refused(field, TOO_MUCH)
            if pdf.is_encrypted or acts(pdf):
                raise Refused(field, DOES_THINGS)
            if not len(pdf.pages):
                raise Refused(field, NOT_WHOLE)
            if pixels_of(pdf) > limits.pixels:
                raise Refused(field, TOO_MUCH)
            return len(pdf.pages)
    except pikepdf.PasswordError:
        raise Refused(field, DOES_THINGS) from None
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError, RecursionError):
        raise Refused(field, NOT_WHOLE) from None


def unpacked_size(content: bytes, most: int) -> int:
    """How many bytes all packed streams of a PDF make together; counted no further than beyond `most`."""
    total = 0
    for found in STREAM.finditer(content):
        unpacker, start = zlib.decompressobj(), found.end()
        rest = content[start : start + PIECE]
        start += PIECE
        try:
            while rest and total <= most:
                total += len(unpacker.decompress(rest, PIECE))
                rest = unpacker.unconsumed_tail
                if not rest and not unpacker.eof:
                    rest, start = content[start : start + PIECE], start + PIECE
        except zlib.error:
            continue  # packed in another way, and that way makes little out of little
        if total > most:
            return total
    return total


def acts(pdf: pikepdf.Pdf) -> bool:
    """Whether a PDF carries files or does something when it is opened, printed or clicked."""
    names = pdf.Root.get("/Names", pikepdf.Dictionary())
    if "/JavaScript" in names or "/EmbeddedFiles" in names or "/XFA" in pdf.Root.get("/AcroForm", {}):
        return True
    return any(does(one) for one in pdf.objects)


def does(one: Any) -> bool:
    """Whether an object, or what lies directly in it, is an action; what it refers to is an object of its own."""
    if isinstance(one, pikepdf.Array):
        return any(does(inner) for inner in one.as_list() if not inside_of_others(inner))
    if not isinstance(one, (pikepdf.Dictionary, pikepdf.Stream)):
        return False
    if str(one.get("/S", "")) in ACTS or str(one.get("/Subtype", "")) in ACTS or "/JS" in one:
        return True
    return any(does(inner) for inner in (one.get(key) for key in one.keys()) if not inside_of_others(inner))  # noqa: SIM118


def inside_of_others(one: Any) -> bool:
    return not isinstance(one, pikepdf.Object) or one.is_indirect


def pixels_of(pdf: pikepdf.Pdf) -> int:
    """The pixels of the largest picture in a PDF."""
    pictures = (one for one in pdf.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image")
    return max((int(one.get("/Width", 0)) * int(one.get("/Height", 0)) for one in pictures), default=0)
