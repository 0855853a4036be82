"""PDFs that would unpack to anything, in each spelling that a reader of PDFs takes; and those that scanners make."""

from __future__ import annotations

import base64
import subprocess
import sys
import zlib
from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from portal.web.file_checks import Limits, looked_at
from portal.web.refused import Refused

LIMITS = Limits(size=1_000_000, unpacked=5_000_000)
BOMB = zlib.compress(b"\0" * 40_000_000, 9)
PAGES = (b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>")
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R >>"
HEXED, A85ED = BOMB.hex().encode() + b">", base64.a85encode(BOMB) + b"~>"


def written(*objects: bytes) -> tuple[bytes, list[int]]:
    """The objects one after another, and where each begins."""
    content, places = b"%PDF-1.7\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%b\nendobj\n" % (number, one)
    return content, places


def whole(*objects: bytes) -> bytes:
    content, places = written(*objects)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    return (
        content
        + head
        + table
        + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (
            len(places) + 1,
            len(content),
        )
    )


def stream(packed: bytes, filters: bytes, begins: bytes = b"stream\n") -> bytes:
    return b"<< /Length %d /Filter %b >>\n%b%b\nendstream" % (len(packed), filters, begins, packed)


def with_contents(packed: bytes, filters: bytes, begins: bytes = b"stream\n") -> bytes:
    return whole(*PAGES, PAGE, stream(packed, filters, begins), b"[/FlateDecode /FlateDecode]")


def with_table(pack: Callable[[bytes], bytes], filters: bytes, begins: bytes = b"stream\n") -> bytes:
    """A whole file whose own table of objects, which any reader unpacks first, is the bomb."""
    content, places = written(*PAGES, PAGE.replace(b"/Contents 4 0 R ", b""))
    rows = b"".join(b"\1" + place.to_bytes(4, "big") + b"\0" for place in [*places, len(content)])
    packed = pack(b"\0" * 6 + rows + b"\0" * 40_000_000)
    head = b"4 0 obj\n<< /Type /XRef /Size 5 /W [1 4 1] /Root 1 0 R /Length %d /Filter %b >>\n%b"
    head = head % (len(packed), filters, begins)
    return content + head + packed + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(content)


def twice(content: bytes) -> bytes:
    return zlib.compress(zlib.compress(content, 9), 9)


def hexed(content: bytes) -> bytes:
    return zlib.compress(content, 9).hex().encode() + b">"


def locked() -> bytes:
    """A bomb that lies in a file which opens without a password, and is read as noise until then."""
    out = BytesIO()
    with pikepdf.open(BytesIO(with_contents(BOMB, b"/FlateDecode"))) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(user="", owner="x"), recompress_flate=False)
    return out.getvalue()


BOMBS = {
    "table packed twice": with_table(twice, b"[/FlateDecode /FlateDecode]"),
    "table in hex": with_table(hexed, b"[/ASCIIHexDecode /FlateDecode]"),
    "table with a name in hex": with_table(twice, b"[/Fl#61teDecode /Fl]"),
    "table after a return": with_table(zlib.compress, b"/FlateDecode", b"stream\r"),
    "table after a blank": with_table(zlib.compress, b"/FlateDecode", b"stream \n"),
    "page packed twice": with_contents(zlib.compress(BOMB), b"[/FlateDecode /FlateDecode]"),
    "page packed twice, said elsewhere": with_contents(zlib.compress(BOMB), b"5 0 R"),
    "page in hex": with_contents(HEXED, b"[/ASCIIHexDecode /FlateDecode]"),
    "page in base 85": with_contents(A85ED, b"[/ASCII85Decode /FlateDecode]"),
    "page after a return": with_contents(BOMB, b"/FlateDecode", b"stream\r"),
    "page after a blank": with_contents(BOMB, b"/FlateDecode", b"stream \n"),
    "page after blanks": with_contents(BOMB, b"/FlateDecode", b"stream \t \r\n"),
    "runs": with_contents(b"\x81\0" * 60_000, b"/RunLengthDecode"),
    "another way": with_contents(b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01", b"/LZWDecode"),
    "locked": locked(),
}


@pytest.mark.parametrize("content", BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_refused(content: bytes) -> None:
    assert len(content) < LIMITS.size
    with pytest.raises(Refused, match=r"too large|unusual way|has a password|can.t be read"):
        looked_at(content, LIMITS)


def picture(mode: str, kind: str = "PDF") -> bytes:
    out = BytesIO()
    Image.new(mode, (300, 400), 1).save(out, kind)
    return out.getvalue()


def drawn(packed: bytes, filters: bytes) -> bytes:
    """A page of paper as scanners make them: one picture."""
    page = PAGE.replace(b"/Contents", b"/Resources << /XObject << /I 5 0 R >> >> /Contents")
    image = b"<< /Subtype /Image /Width 300 /Height 400 /ColorSpace /DeviceGray /BitsPerComponent 8"
    return whole(*PAGES, page, stream(b"q Q", b"[]"), stream(packed, filters).replace(b"<<", image, 1))


def saved_small() -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(picture("L"))) as pdf:
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


PAPERS = {
    "jpeg": picture("RGB"),
    "fax": picture("1"),
    "objects packed": saved_small(),
    "packed": drawn(zlib.compress(b"\xff" * 120_000), b"/FlateDecode"),
    "much, packed": drawn(zlib.compress(b"\xff" * 3_000_000), b"/FlateDecode"),
    "jbig2": drawn(b"\0" * 40, b"/JBIG2Decode"),
    "ccitt": drawn(b"\0" * 40, b"[/CCITTFaxDecode]"),
    "jpeg packed once more": drawn(zlib.compress(picture("L", "JPEG")), b"[/FlateDecode /DCTDecode]"),
    "base 85": drawn(base64.a85encode(zlib.compress(b"\xff" * 120_000)) + b"~>", b"[/ASCII85Decode /FlateDecode]"),
    "hex": drawn(zlib.compress(b"\xff" * 120_000).hex().encode() + b">", b"[/ASCIIHexDecode /FlateDecode]"),
    "not packed": drawn(b"\xff" * 120_000, b"[]"),
}


@pytest.mark.parametrize("content", PAPERS.values(), ids=PAPERS)
def test_what_scanners_and_printers_make_is_taken(content: bytes) -> None:
    assert looked_at(content, LIMITS).pages == 1


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS knows no limit of memory")
def test_the_process_that_reads_has_no_more_memory_than_it_is_given() -> None:
    asks = "from portal.web.pdf_checks import bind, MEMORY\nbind(MEMORY, 5)\nbytearray(MEMORY)"
    assert b"MemoryError" in subprocess.run([sys.executable, "-c", asks], capture_output=True, check=False).stderr


def test_what_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.web.pdf_checks.SECONDS", 0.001)
    with pytest.raises(Refused, match="too large"):
        looked_at(PAPERS["packed"], LIMITS)
