"""Papers of the privacy desk: accessible, and telling what they should."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from portal.consent.accounting.presenting import Told
from portal.consent.accounting.summary import period
from portal.consent.patient_notice.wording import shown, text_of
from portal.consent.registers.papers import sheet
from tests.pdf.reading import count_headings, tag_faults, words
from tests.pdf.verapdf import UA1, validate_all

pytestmark = pytest.mark.pdf

AT, ZONE = datetime(2026, 11, 18, 15, tzinfo=UTC), "America/Chicago"
DAY = date(2026, 11, 18)
LINE = Told(
    agency="Marlow County Treatment Court",
    person="Hon. Lorraine Abernathy, Judge",
    what="Attendance, tests, progress",
    purpose="Monitoring in the case",
    basis="Consent for the court",
    first_on=date(2026, 9, 3),
    last_on=date(2026, 11, 12),
    times="11 times",
)


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("privacy")
    head = ("Riverbend Recovery", AT, ZONE)
    person = {"person": "Xiomara Delgado-Pruitt", "program": "Riverbend Recovery", "period": period(DAY)}
    text = text_of("Riverbend Recovery", "Privacy officer", "555 0100", "privacy@riverbend.example", DAY)
    pdfs = {
        "many": sheet("pdf/accounting.html", "Told", *head, lines=[LINE] * 60, intermediary=False, **person),
        "go-between": sheet("pdf/accounting.html", "Told", *head, lines=[LINE], intermediary=True, **person),
        "none": sheet("pdf/accounting.html", "Told", *head, lines=[], intermediary=False, **person),
        "letter": sheet(
            "pdf/neutral_letter.html",
            "Answer",
            *head,
            program="Riverbend Recovery",
            issuer="Attorney D. Lund",
            number="CV-2026-881",
            received_on=DAY,
        ),
        "notice": sheet(
            "pdf/patient_notice.html", "Your privacy rights", *head, notice={"number": 1}, text=shown(text)
        ),
    }
    paths = {name: folder / f"{name}.pdf" for name in pdfs}
    for name, path in paths.items():
        path.write_bytes(pdfs[name])
    return paths


def test_all_are_accessible(papers: dict[str, Path]) -> None:
    for path, judged in zip(papers.values(), validate_all([(path, UA1) for path in papers.values()]), strict=True):
        assert judged.compliant, (path.name, judged.failures)
        assert tag_faults(path.read_bytes()) == []
        assert count_headings(path) == 1


def test_repeats_are_first_how_many_and_last(papers: dict[str, Path]) -> None:
    text = words(papers["many"], "-layout")
    for said in ("First Thu Sep 3, 2026", "Last Thu Nov 12, 2026", "11 times", "Consent for the court"):
        assert said in text
    assert "Nobody outside the program" in words(papers["none"])


def test_the_list_of_a_go_between_tells_entity_date_and_what(papers: dict[str, Path]) -> None:
    text = words(papers["go-between"])
    assert "Marlow County Treatment Court" in text and "Attendance, tests, progress" in text
    assert "Monitoring in the case" not in text


def test_the_letter_says_nothing_about_anybody(papers: dict[str, Path]) -> None:
    text = " ".join(words(papers["letter"]).split())
    assert "This letter says nothing about any person." in text
    assert "Delgado" not in text and "patient" not in text.lower()
