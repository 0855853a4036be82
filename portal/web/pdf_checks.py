"""What a PDF of somebody else's is, found by a process of its own with little memory and little time.

Reading a PDF unpacks whatever its writer wants unpacked, as often as he wants, before one line of ours is asked. So
nothing is read in the process that answers requests: `outcome_of` starts this file as a program, which knows neither
the portal nor its settings. What it takes beyond its memory or time ends it, and the file is refused. The limits are
qpdf's own and the system's; macOS knows no limit of memory, there qpdf's hold alone.
"""

from __future__ import annotations

import base64
import json
import os
import re
import resource
import subprocess
import sys
import zlib
from io import BytesIO
from typing import Any

import pikepdf

MEMORY = 384 * 1024 * 1024
"""Bytes: of the largest file that is taken some copies, its objects, and the program, but no picture."""
SECONDS = 20
TOO_MUCH, NOT_WHOLE, DOES_THINGS, UNUSUAL = "too much", "not whole", "does things", "unusual"

STREAM = re.compile(rb"stream[\0\t\n\f\r ]{1,64}")
PIECE = 1 << 20
SPELLED = ("/ASCIIHexDecode", "/ASCII85Decode")
PACKED = ("/FlateDecode", "/RunLengthDecode")
PICTURES = ("/DCTDecode", "/CCITTFaxDecode", "/JBIG2Decode", "/JPXDecode")
ACTS = ("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/RichMedia", "/Movie", "/Sound", "/GoToE")
"""What a page of paper never does."""


class NoPaper(Exception):
    """One of the four words above."""


def outcome_of(content: bytes, pages: int, objects: int, pixels: int, unpacked: int) -> int | str:
    """How many pages, or one of the four words. `unpacked`: bytes of all streams together."""
    command = [sys.executable, "-I", __file__, json.dumps([pages, objects, pixels, unpacked])]
    settings = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    try:
        done = subprocess.run(  # nosec B603  # this file itself, with numbers of ours
            command, input=content, capture_output=True, timeout=SECONDS, env=settings, check=False
        )
    except subprocess.TimeoutExpired:
        return TOO_MUCH
    if done.returncode:
        return TOO_MUCH if done.returncode < 0 else NOT_WHOLE
    found: int | str = json.loads(done.stdout)
    return found


def main() -> None:
    """Write what outcome_of gives to the standard output."""
    bind(MEMORY, SECONDS)
    try:
        print(json.dumps(looked_at(sys.stdin.buffer.read(), *json.loads(sys.argv[1]))))
    except MemoryError:
        print(json.dumps(TOO_MUCH))


def bind(memory: int, seconds: int) -> None:
    """No more memory and time than this for the process that calls it, and no file written."""
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        try:
            resource.setrlimit(what, (most, most))
        except (ValueError, OSError):
            continue  # macOS; a stricter limit of the operator's stays


def looked_at(content: bytes, pages: int, objects: int, pixels: int, unpacked: int) -> int | str:
    if unpacked_size(content, unpacked) > unpacked:
        return TOO_MUCH
    each = min(unpacked, MEMORY // 4)
    pikepdf.settings.set_qpdf_limits(
        max_stream_filters=2, flate_max_memory=each, run_length_max_memory=each, png_max_memory=each
    )
    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            return looked_through(pdf, pages, objects, pixels, unpacked)
    except NoPaper as found:
        return str(found)
    except pikepdf.PasswordError:
        return DOES_THINGS
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError, RecursionError):
        return NOT_WHOLE


def looked_through(pdf: pikepdf.Pdf, pages: int, objects: int, pixels: int, unpacked: int) -> int:
    if pdf.is_encrypted:
        raise NoPaper(DOES_THINGS)
    if len(pdf.objects) > objects or len(pdf.pages) > pages:
        raise NoPaper(TOO_MUCH)
    if acts(pdf):
        raise NoPaper(DOES_THINGS)
    if not len(pdf.pages):
        raise NoPaper(NOT_WHOLE)
    streams = [one for one in pdf.objects if isinstance(one, pikepdf.Stream)]
    if max((pixels_of(one) for one in streams), default=0) > pixels:
        raise NoPaper(TOO_MUCH)
    total = 0
    for one in streams:
        total += size_of(one, unpacked - total)
        if total > unpacked:
            raise NoPaper(TOO_MUCH)
    return len(pdf.pages)


def unpacked_size(content: bytes, most: int) -> int:
    """How many bytes the packed streams of a PDF make together, found without reading it; no further than `most`."""
    total = 0
    for found in STREAM.finditer(content):
        try:
            total += inflated(content, found.end(), most - total)
        except zlib.error:
            continue  # not packed, or in another way
        if total > most:
            return total
    return total


def inflated(content: bytes, start: int, most: int) -> int:
    """The size of what begins at `start`; counted no further than beyond `most`."""
    unpacker, size = zlib.decompressobj(), 0
    rest, start = content[start : start + PIECE], start + PIECE
    while rest and size <= most and not unpacker.eof:  # what follows the end is an unconsumed tail forever
        size += len(unpacker.decompress(rest, PIECE))
        rest = unpacker.unconsumed_tail
        if not rest:
            rest, start = content[start : start + PIECE], start + PIECE
    return size


def size_of(stream: Any, most: int) -> int:
    """The unpacked size of a stream; pictures as they lie in the file, for their pixels are counted.

    NoPaper for a way of packing that scanners and printers don't use, such as twice.
    """
    named = stream.get("/Filter", pikepdf.Array())
    filters = [str(one) for one in (named.as_list() if isinstance(named, pikepdf.Array) else [named])]
    ways = [next((n for n, way in enumerate((SPELLED, PACKED, PICTURES)) if one in way), None) for one in filters]
    if None in ways or ways != sorted(set(ways), key=str):
        raise NoPaper(UNUSUAL)
    raw = stream.read_raw_bytes()
    if "/ASCIIHexDecode" in filters:
        raw = bytes.fromhex(re.sub(rb"[^0-9A-Fa-f]", b"", raw.partition(b">")[0]).decode())
    elif "/ASCII85Decode" in filters:
        raw = base64.a85decode(raw.partition(b"~")[0], ignorechars=b"\0\t\n\f\r ")
    if "/RunLengthDecode" in filters:
        return 64 * len(raw)
    if "/FlateDecode" not in filters:
        return len(raw)
    try:
        return inflated(raw, 0, most)
    except zlib.error:
        return len(raw)  # broken: it shows nothing


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
    return any(does(inner) for _, inner in one.items() if not inside_of_others(inner))


def inside_of_others(one: Any) -> bool:
    return not isinstance(one, pikepdf.Object) or one.is_indirect


def pixels_of(stream: Any) -> int:
    """The pixels of a picture; nothing for another stream."""
    return int(stream.get("/Width", 0)) * int(stream.get("/Height", 0)) if stream.get("/Subtype") == "/Image" else 0


if __name__ == "__main__":
    main()
