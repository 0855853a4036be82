"""Paper: HTML becomes one PDF that is accessible (PDF/UA-1) and fit to be kept (PDF/A-3a) at the same time.

Nothing is fetched but the style sheet, shapes and fonts that come with the program, under the private scheme
`asset:`. An address of any other kind stops the rendering: our own templates name none, so one that appears came in
with somebody's text. The same HTML gives the same bytes; dates are those that the caller passes, never the clock's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any, Final

from weasyprint import CSS, HTML, Attachment
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from portal.paths import FONTS, STATIC
from portal.web.pdf_tags import refine
from portal.web.unprintable import spelled_out
from portal.web.xmp import w3c_date, with_ua_claim

PAPER: Final = STATIC / "paper"

_ASSET: Final = re.compile(r"asset:([A-Za-z0-9-]+\.(css|svg|ttf))")
_FOLDERS: Final = {"css": PAPER, "svg": PAPER, "ttf": FONTS}
_MEDIA: Final = {"css": "text/css", "svg": "image/svg+xml", "ttf": "font/ttf"}
_UNDATED: Final = datetime(2000, 1, 1, tzinfo=UTC)

# Pango's font map is shared by all renderings of a process and is not safe for threads; drawing holds the GIL anyway.
_drawing = Lock()


class ForeignAddress(ValueError):
    """A document asked for something that does not come with the program; nothing was fetched and nothing rendered."""


class _Refused(FatalURLFetchingError):
    """Passes through WeasyPrint, which would swallow an ordinary exception and leave a gap on the page."""


class PackagedAssets(URLFetcher):
    """Fetches what comes with the program and refuses everything else, whatever the scheme."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("asset",), allow_redirects=False)
        self.refusal: str | None = None
        """Why the last address was refused; kept, because a picture within a picture swallows even fatal exceptions."""

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Return a style sheet, shape or font of the program. Anything else ends the rendering with ForeignAddress."""
        found = _ASSET.fullmatch(url)
        if found is None:
            raise self._refused(f"refused: {url[:80]}")
        name, kind = found.groups()
        path: Path = _FOLDERS[kind] / name
        if not path.is_file():
            raise self._refused(f"not packaged: {name}")
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": _MEDIA[kind]})

    def _refused(self, why: str) -> _Refused:
        self.refusal = why
        return _Refused(why)


@dataclass(frozen=True)
class AttachedFile:
    """A file that travels inside the PDF as its associated file; the name's ending tells its kind."""

    name: str
    content: bytes
    description: str
    relationship: str = "Data"


def render_pdf(
    html: str,
    *,
    title: str,
    lang: str = "en-US",
    stylesheet: str = "paper.css",
    attachments: Sequence[AttachedFile] = (),
    made_at: datetime | None = None,
) -> bytes:
    """Render a whole HTML document. `made_at` is what the file says of its making; without it the file is undated.

    Signs that no font can draw are spelled out, see unprintable.py.
    Raises ForeignAddress when the HTML names anything that is not an `asset:` of the program.
    """
    with _drawing_alone() as assets:
        drawing = _Drawing(assets, title, lang, stylesheet, attachments, made_at)
        pdf = drawing.draw(html)
        if drawing.undrawn:
            pdf = drawing.draw(spelled_out(html, drawing.undrawn))
        return pdf


@dataclass
class _Drawing:
    """One document on its way; `undrawn` are the signs for which no font was found in the last drawing."""

    assets: PackagedAssets
    title: str
    lang: str
    stylesheet: str
    attachments: Sequence[AttachedFile]
    made_at: datetime | None
    undrawn: frozenset[int] = frozenset()

    def draw(self, html: str) -> bytes:
        prefix = sha256(f"{self.title}\n{html}".encode()).hexdigest()[:12]

        def finish(document: Any, pdf: Any) -> None:
            self.undrawn = frozenset(sign for font in document.fonts.values() for sign in font.missing)
            refine(pdf, prefix)
            packet = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
            packet.stream = [with_ua_claim(b"".join(packet.stream))]

        document = _laid_out(html, self.stylesheet, self.assets)
        document.metadata.title, document.metadata.lang = self.title, self.lang
        if self.made_at:
            document.metadata.created = document.metadata.modified = w3c_date(self.made_at)
        files = [_attachment(file, self.made_at) for file in self.attachments]
        return bytes(document.write_pdf(pdf_variant="pdf/a-3a", finisher=finish, attachments=files))


def render_plain(html: str, *, stylesheet: str = "paper.css") -> bytes:
    """Render pages without tags or claims, to be laid over the pages of another file."""
    with _drawing_alone() as assets:
        return bytes(_laid_out(html, stylesheet, assets).write_pdf())


@contextmanager
def _drawing_alone() -> Iterator[PackagedAssets]:
    """Hold the lock of all renderings; a refused address ends in ForeignAddress, even when it was swallowed before."""
    assets = PackagedAssets()
    with _drawing:
        try:
            yield assets
        except _Refused as refusal:
            raise ForeignAddress(str(refusal)) from None
        if assets.refusal:
            raise ForeignAddress(assets.refusal)


def _laid_out(html: str, stylesheet: str, assets: PackagedAssets) -> Document:
    sheet, fonts = _style(stylesheet)
    return HTML(string=html, url_fetcher=assets).render(font_config=fonts, stylesheets=[sheet])


@cache
def _style(stylesheet: str) -> tuple[CSS, FontConfiguration]:
    """Parse a style sheet and load its fonts once a process."""
    fonts = FontConfiguration()
    return CSS(url=f"asset:{stylesheet}", url_fetcher=PackagedAssets(), font_config=fonts), fonts


def _attachment(file: AttachedFile, made_at: datetime | None) -> Attachment:
    at = (made_at or _UNDATED).astimezone(UTC)
    return Attachment(
        string=file.content,
        name=file.name,
        description=file.description,
        created=at,
        modified=at,
        relationship=file.relationship,
    )
