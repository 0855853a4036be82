"""Paper fetches what comes with the program and nothing else, whatever address a text brings in."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.court.reports.rendering import render_report, report_html
from portal.web.pdf import ForeignAddress, PackagedAssets, render_pdf
from tests.pdf import samples

pytestmark = pytest.mark.pdf

FOREIGN = [
    "file:///etc/passwd",
    "http://127.0.0.1:9/x.png",
    "https://example.org/x.css",
    "ftp://example.org/x",
    "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>",
    "data:text/css,p{color:red}",
    "asset:../../paths.py",
    "asset:%2e%2e/paths.py",
    "asset:/etc/passwd",
    "asset:paper.css?x",
    "asset:missing.svg",
    "asset:paper.py",
    "ASSET:paper.css",
    "paper.css",
]
PLACES = [
    '<link rel="stylesheet" href="{}">',
    '<img src="{}" alt="x">',
    "<p style=\"background: url('{}')\">x</p>",
    '<link rel="attachment" href="{}">',
    '<object data="{}">x</object>',
    '<svg viewBox="0 0 9 9"><title>x</title><image href="{}" width="9" height="9"/></svg>',
    "<style>@import url('{}');</style>",
    '<style>@font-face {{ font-family: X; src: url("{}") }} p {{ font-family: X }}</style><p>x</p>',
]


def page(inside: str) -> str:
    return f'<html lang="en"><head><title>x</title></head><body><h1>x</h1>{inside}</body></html>'


@pytest.mark.parametrize("address", FOREIGN)
def test_the_fetcher_refuses(address: str) -> None:
    with pytest.raises(BaseException, match=r"refused|not packaged") as refusal:
        PackagedAssets().fetch(address)
    assert not isinstance(refusal.value, Exception), "an ordinary exception would be swallowed on the way out"


@pytest.mark.parametrize("place", PLACES)
def test_a_foreign_address_ends_the_rendering_wherever_it_stands(place: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.css"
    secret.write_text("p { color: red }")
    with pytest.raises(ForeignAddress, match="refused"):
        render_pdf(page(place.format(secret.as_uri())), title="x")


def test_the_programs_own_assets_are_fetched() -> None:
    for name in ("asset:paper.css", "asset:met.svg", "asset:PublicSans-Regular.ttf"):
        assert len(PackagedAssets().fetch(name).read()) > 100
    assert render_pdf(page('<img src="asset:met.svg" alt="met">'), title="x").startswith(b"%PDF-1.7")


def test_what_people_write_stays_text() -> None:
    """Markup in a statement is printed, not obeyed."""
    nasty = '</p><img src="file:///etc/passwd"><script>x</script>{{ 7 * 7 }}'
    content = samples.rich(participant=nasty)
    assert "<img" not in report_html(content)
    assert "{{ 7 * 7 }}" in report_html(content)
    assert render_report(content).startswith(b"%PDF")
