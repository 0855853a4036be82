"""A line printed at the foot of finished pages: where a page lies in the packet that it became part of.

The pages themselves are not drawn anew. The line is pagination, so a screen reader passes it by.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from markupsafe import Markup
from pikepdf import Name, Pdf

from portal.web.pdf import render_plain

_PAGE = Markup('<p class="page-mark">{}</p>')


def print_marks(pdf: Pdf, texts: Sequence[str]) -> None:
    """Print one text at the foot of each page of an open PDF. ValueError unless there is a text for every page."""
    body = Markup("").join(_PAGE.format(text) for text in texts)
    html = Markup('<html lang="en"><body class="page-marks">{}</body></html>').format(body)
    with Pdf.open(BytesIO(render_plain(html))) as drawn:
        for number, (page, mark) in enumerate(zip(pdf.pages, drawn.pages, strict=True), start=1):
            drawing = pdf.copy_foreign(mark.as_form_xobject())
            # A name of our own: the library's would be random, and the same packet would never give the same bytes.
            name = page.add_resource(drawing, Name.XObject, name=Name(f"/PageMark{number}"))
            page.contents_add(b"q", prepend=True)
            page.contents_add(b"Q /Artifact <</Type /Pagination>> BDC q %s Do Q EMC" % str(name).encode())
