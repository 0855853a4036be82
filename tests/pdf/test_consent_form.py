"""The consent form on paper: accessible, with every statement that the rule wants, lines to sign or signatures."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from portal.consent.instruments.vocabulary import ConsentKind
from portal.consent.papers.form_text import FormText, Line
from portal.consent.papers.rendering import Sheet, SignedLine, render_form
from portal.consent.papers.wording import NOTICE, TITLES, statements
from tests.pdf.reading import count_headings, tag_faults, words
from tests.pdf.verapdf import A3A, UA1, validate_all

pytestmark = pytest.mark.pdf

KINDS = [kind for kind in ConsentKind if kind in TITLES]
SIGNED_AT = datetime(2026, 11, 18, 15, tzinfo=UTC)
ENDED = "No longer in force. It ended on Wed Nov 18, 2026."
DRAWN = "M20 90L60 40L90 100L140 50"


def form(kind: ConsentKind, *signing: SignedLine, standing: str = "") -> bytes:
    lines = (
        Line("Who may tell", ("Riverbend Recovery",)),
        Line("Who may be told", ("Marlow County Treatment Court", "Marlow County Probation")),
        Line("What may be told", ("Being in treatment", "Sessions attended and missed")),
        Line("Until when", ("Through Fri Nov 17, 2028",)),
    )
    said = tuple(statements(kind, "Riverbend Recovery", "when the case ends"))
    text = FormText(str(TITLES[kind]), "Xiomara Delgado-Pruitt", lines, said)
    return render_form(
        Sheet(
            text,
            signing,
            "Marlow County Treatment Court",
            "TC-2026-0147",
            SIGNED_AT,
            "America/Chicago",
            standing=standing,
        )
    )


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("consents")
    pdfs = {str(kind): form(kind, SignedLine("Participant"), SignedLine("Parent or guardian")) for kind in KINDS}
    how = "Xiomara Delgado-Pruitt, drawn on this device, Wed Nov 18, 2026, 9:00 AM"
    pdfs["copy"] = form(ConsentKind.GENERAL, SignedLine("Participant", "Xiomara Delgado-Pruitt", DRAWN, how))
    pdfs["ended"] = form(ConsentKind.GENERAL, SignedLine("Participant"), standing=ENDED)
    for name, pdf in pdfs.items():
        (folder / f"{name}.pdf").write_bytes(pdf)
    return {name: folder / f"{name}.pdf" for name in pdfs}


def test_every_form_and_the_copy_are_accessible_and_fit_to_be_kept(papers: dict[str, Path]) -> None:
    assert len(papers) == 7
    judged = validate_all([(path, flavor) for path in papers.values() for flavor in (UA1, A3A)])
    assert [one.failures for one in judged if not one.compliant] == []
    assert [fault for path in papers.values() for fault in tag_faults(path.read_bytes())] == []
    assert {count_headings(path) for path in papers.values()} == {1}


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_says_what_the_rule_wants_of_its_kind(papers: dict[str, Path], kind: ConsentKind) -> None:
    text = words(papers[kind])
    for sentence in (*statements(kind, "Riverbend Recovery", "when the case ends"), NOTICE):
        assert " ".join(sentence.split()) in text
    assert "I am Xiomara Delgado-Pruitt." in text and text.count("Name, signature and date") == 2


def test_the_copy_has_the_line_that_was_drawn_and_who_drew_it(papers: dict[str, Path]) -> None:
    assert "Participant: Xiomara Delgado-Pruitt, drawn on this device" in words(papers["copy"])
    assert "Name, signature and date" not in words(papers["copy"])


def test_a_copy_of_what_has_ended_says_so_above_everything(papers: dict[str, Path]) -> None:
    text = words(papers["ended"])
    assert text.index(ENDED) < text.index("I am Xiomara") and ENDED not in words(papers["copy"])


def test_the_same_form_is_the_same_bytes() -> None:
    assert form(ConsentKind.GENERAL, SignedLine("Participant")) == form(ConsentKind.GENERAL, SignedLine("Participant"))
