"""The judge itself: it must pass what is right and name what is wrong, or every other PDF test means nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
import weasyprint

from portal import paths
from tests.pdf.verapdf import A3A, UA1, validate_all

pytestmark = pytest.mark.pdf

PAGE = """<html lang="en"><head><title>Attendance</title><style>
@font-face { font-family: "Public Sans"; src: url("PublicSans-Regular.ttf") }
body { font-family: "Public Sans" }
</style></head><body><h1>Attendance</h1><p>9 of 12 sessions.</p></body></html>"""


def test_passes_the_right_and_names_what_is_wrong(tmp_path: Path) -> None:
    page = weasyprint.HTML(string=PAGE, base_url=paths.FONTS.as_uri() + "/")
    accessible, archival, plain, broken = (tmp_path / f"{name}.pdf" for name in ("ua", "a", "plain", "broken"))
    page.write_pdf(accessible, pdf_variant="pdf/ua-1")
    page.write_pdf(archival, pdf_variant="pdf/a-3a")
    page.write_pdf(plain)
    broken.write_bytes(b"%PDF-1.7\nnothing follows")

    right_ua, right_a, wrong_ua, wrong_a, unreadable = validate_all(
        [(accessible, UA1), (archival, A3A), (plain, UA1), (accessible, A3A), (broken, UA1)]
    )

    assert right_ua.compliant, right_ua.failures
    assert right_a.compliant, right_a.failures
    assert right_ua.checks > 100
    assert right_a.checks > 500
    assert not wrong_ua.compliant
    assert any(line.startswith("7.1-3 Content shall be marked") for line in wrong_ua.failures)
    assert not wrong_a.compliant
    assert any(line.startswith("6.6.4-1 The PDF/A version") for line in wrong_a.failures)
    assert not unreadable.compliant
    assert unreadable.failures
