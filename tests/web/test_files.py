"""Files that people give: taken by what is in them, within limits, whole on the disk before their row, served to be
saved only."""

from __future__ import annotations

import errno
import os
import zlib
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select

from portal.web import files
from portal.web.file_checks import FileKind, Limits, looked_at
from portal.web.files import FileDamaged, FileStore, drop_orphans
from portal.web.models import StoredFile
from portal.web.pdf_checks import unpacked_size
from portal.web.refused import Refused
from tests.given.county import NOW, Acting

Act = Callable[..., Acting]
LIMITS = Limits(size=1_000_000, pixels=4_000_000, pages=3, objects=200, unpacked=5_000_000)


def picture(kind: str = "PNG", width: int = 20, height: int = 20) -> bytes:
    out = BytesIO()
    Image.new("L", (width, height), 255).save(out, kind)
    return out.getvalue()


def a_pdf(pages: int = 1, change: Callable[[pikepdf.Pdf], None] | None = None, **saving: Any) -> bytes:
    pdf, out = pikepdf.new(), BytesIO()
    for _ in range(pages):
        pdf.add_blank_page()
    if change:
        change(pdf)
    pdf.save(out, **saving)
    return out.getvalue()


def with_script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def with_program(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].AA = pdf.make_indirect(
        pikepdf.Dictionary(O=pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.Launch)))
    )


def with_file(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["more.txt"] = b"more"


def with_bomb(pdf: pikepdf.Pdf) -> None:
    packed = zlib.compress(b"0" * 20_000_000)
    pdf.pages[0].Contents = pikepdf.Stream(pdf, packed, Filter=pikepdf.Name.FlateDecode)


def with_objects(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Many = pikepdf.Array([pdf.make_indirect(pikepdf.Dictionary(N=number)) for number in range(400)])


def with_large_picture(pdf: pikepdf.Pdf) -> None:
    stream = pikepdf.Stream(pdf, b"", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=90000, Height=90000)
    pdf.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=pdf.make_indirect(stream)))


@pytest.mark.parametrize(
    ("content", "kind", "pages"),
    [
        (picture("PNG"), FileKind.PNG, 1),
        (picture("JPEG"), FileKind.JPEG, 1),
        (a_pdf(3), FileKind.PDF, 3),
    ],
    ids=["png", "jpeg", "pdf"],
)
def test_paper_is_taken(content: bytes, kind: FileKind, pages: int) -> None:
    found = looked_at(content, LIMITS)
    assert (found.kind, found.pages) == (kind, pages)


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00" + b"\0" * 400,
        b"\x7fELF" + b"\0" * 400,
        b"#!/bin/sh\necho scan.pdf\n",
        b"<!DOCTYPE html><script>alert(1)</script>",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
        b"PK\x03\x04" + b"\0" * 400,
        b"GIF89a" + b"\0" * 400,
        b"",
        b" \n%PDF-1.7",
    ],
    ids=["exe", "elf", "script", "html", "svg", "zip", "gif", "empty", "not at its start"],
)
def test_what_is_no_paper_is_refused_by_its_content(content: bytes) -> None:
    with pytest.raises(Refused, match="Choose a PDF") as no:
        looked_at(content, LIMITS, "scan")
    assert no.value.field == "scan"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (picture("PNG", 3000, 3000), "too large"),
        (picture("PNG")[:40], "can't be read"),
        (picture("JPEG")[:200], "can't be read"),
        (b"\x89PNG\r\n\x1a\n<html>", "can't be read"),
        (b"%PDF-1.7\nnothing follows", "can't be read"),
        (a_pdf(4), "too large"),
        (a_pdf(1, with_objects), "too large"),
        (a_pdf(1, with_bomb), "too large"),
        (a_pdf(1, with_large_picture), "too large"),
        (a_pdf(1, with_script), "Print it to a new PDF"),
        (a_pdf(1, with_program), "Print it to a new PDF"),
        (a_pdf(1, with_file), "Print it to a new PDF"),
        (a_pdf(1, encryption=pikepdf.Encryption(user="secret", owner="secret")), "Print it to a new PDF"),
        (a_pdf(1, encryption=pikepdf.Encryption(user="", owner="secret")), "Print it to a new PDF"),
        (a_pdf() + b"0" * 1_000_000, "too large"),
    ],
    ids=[
        *("pixels", "half a png", "half a jpeg", "png by name only", "no pdf", "pages", "objects", "bomb"),
        *("large picture", "javascript", "launch", "attached", "password", "owner's password", "bytes"),
    ],
)
def test_what_is_broken_or_too_large_or_does_things_is_refused(content: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words):
        looked_at(content, LIMITS)


def test_a_bomb_is_not_unpacked_further_than_the_limit() -> None:
    """Also one in the objects themselves, which reading the file would unpack."""
    packed = zlib.compress(b"\0" * 200_000_000, 9)
    content = b"%PDF-1.7\n1 0 obj\n<< /Type /ObjStm /Filter /FlateDecode >>\nstream\n" + packed + b"\nendstream\n"
    assert len(content) < 250_000
    assert 5_000_000 < unpacked_size(content, 5_000_000) < 7_000_000
    with pytest.raises(Refused, match="too large"):
        looked_at(content, LIMITS)


def store_in(app: Flask) -> FileStore:
    return FileStore.of(app.config)


def test_a_file_lies_under_its_hash_before_its_row(app: Flask, acting: Act) -> None:
    store = store_in(app)
    with acting("counselor") as (session, _):
        row = store.keep(session, picture())
        path = store.place(row.sha256, row.kind)
        assert path.is_file() and path.name == f"{row.sha256}.png" and path.parent.name == row.sha256[:2]
        assert path.stat().st_mode & 0o077 == 0
        again = store.keep(session, picture())
        assert (again.id, again.sha256) != (row.id, "") and again.sha256 == row.sha256
        assert store.content(row) == picture()
        assert (row.size, row.pages, row.kept_at) == (len(picture()), 1, NOW)


def test_a_full_disk_is_said_and_nothing_half_is_left(app: Flask, acting: Act, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    store = store_in(app)
    content = picture("PNG", 31, 17)
    before = {path for path in store.folder.rglob("*") if path.is_file()}
    with acting("counselor") as (session, _):
        rows = len(session.scalars(select(StoredFile)).all())
        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(Refused, match="no room for files") as no:
            store.keep(session, content, "scan")
        monkeypatch.undo()
        assert no.value.field == "scan"
        assert len(session.scalars(select(StoredFile)).all()) == rows
    assert {path for path in store.folder.rglob("*") if path.is_file()} == before
    with acting("counselor") as (session, _):
        assert store.content(store.keep(session, content)) == content


def test_a_file_is_served_to_be_saved_and_under_our_own_name(app: Flask, acting: Act) -> None:
    store = store_in(app)
    with acting("counselor") as (session, _):
        answer = store.response(store.keep(session, a_pdf()), "scan")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="scan.pdf"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; sandbox")
    assert answer.mimetype == "application/pdf"


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_file_that_was_changed_or_is_gone_is_not_given(app: Flask, acting: Act) -> None:
    store = store_in(app)
    with acting("counselor") as (session, _):
        row = store.keep(session, picture("PNG", 9, 9))
        path = store.place(row.sha256, row.kind)
        path.write_bytes(picture("PNG", 9, 10))
        with pytest.raises(FileDamaged):
            store.content(row)
        path.unlink()
        with pytest.raises(FileDamaged):
            store.content(row)
        session.rollback()


def test_a_file_without_a_row_goes_after_a_day_and_one_with_a_row_never(app: Flask, acting: Act) -> None:
    store = store_in(app)
    with acting("counselor") as (session, _):
        kept = store.keep(session, picture("PNG", 11, 13))
        there = store.place(kept.sha256, kept.kind)
    with acting("counselor") as (session, _):
        lost = store.keep(session, picture("PNG", 13, 11))
        stray = store.place(lost.sha256, lost.kind)
        session.rollback()
    half = store.folder / "tmphalf"
    half.write_bytes(b"half")
    with acting("counselor") as (session, _):
        assert stray.exists() and drop_orphans(session, store.folder, NOW) == 0
        for path in (there, stray, half):
            older(path)
        assert drop_orphans(session, store.folder, NOW) == 2
        assert there.exists() and not stray.exists() and not half.exists()


def older(path: Path) -> None:
    moment = (NOW - timedelta(days=2)).timestamp()
    os.utime(path, (moment, moment))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_more_than_is_taken_at_once_gets_a_page_that_says_so(app: Flask) -> None:
    sent = b"file=" + b"0" * app.config["MAX_CONTENT_LENGTH"]
    answer = app.test_client().post("/sign-in", data=sent, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 413
    assert "a smaller file" in answer.text


def test_names_of_files_are_never_of_others() -> None:
    assert files.NAME.fullmatch("a" * 64 + ".pdf")
    assert not files.NAME.fullmatch("../" + "a" * 61 + ".pdf")
