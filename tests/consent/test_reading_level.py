"""What a participant reads before signing is at an eighth-grade level or below (Flesch-Kincaid), page by page.

Left out are the sentences that may not be changed (`wording.LEGAL`): each is listed there with its source. Labels of a
few words are left out too, because they would only make a page look easier than its sentences are.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import textstat

from portal import consent, paths
from portal.consent.guided.vocabulary import KIND_LABELS
from portal.consent.instruments.vocabulary import ConsentKind
from portal.consent.papers.wording import LEGAL, NOTICE, TPO_PURPOSE, TPO_RECIPIENTS, statements
from portal.participants.programs.loading import builtin_keys, builtin_rules

MOST = 8.0
FEWEST_WORDS = 5
FOLDERS = (
    "guided",
    "papers",
    "program_packet",
    "instruments",
    "turns",
    "answers",
    "restrictions",
    "copies",
    "withholding",
)
"""The forms themselves, and what else is read together with the participant."""
CONSENT = Path(consent.__file__).parent
PAGES = sorted(path for name in FOLDERS for path in (paths.TEMPLATES / "consent" / name).rglob("*.html"))
SAID = re.compile(r"""_\('((?:[^'\\]|\\.)*)'""")
SAID_IN_CODE = re.compile(r'_\(\s*"((?:[^"\\]|\\.)*)"')
FILLED_IN = re.compile(r"%\((\w+)\)[sd]")
WORDS = {"names": "Ann Lee", "when": "today", "kind": "Consent", "tells": "the program", "told": "the court"}
SIGNED = [kind for kind in ConsentKind if kind != ConsentKind.GENERAL_RELEASE]


def sentences(page: Path) -> list[str]:
    """The sentences of a page as they are read, without those that the law fixes."""
    found = [FILLED_IN.sub(lambda hole: WORDS.get(hole[1], "it"), one) for one in SAID.findall(page.read_text("utf-8"))]
    return kept(found)


def said_by(folder: str) -> list[str]:
    """What the code of a folder says: labels, hints, and what is wrong with an answer."""
    texts = [path.read_text("utf-8") for path in sorted((CONSENT / folder).glob("*.py"))]
    return kept([FILLED_IN.sub("it", one) for text in texts for one in SAID_IN_CODE.findall(text)])


def kept(found: list[str]) -> list[str]:
    for fixed in LEGAL:
        found = [one.replace(fixed, "") for one in found]
    whole = [one.strip().rstrip(":") for one in found if len(one.split()) >= FEWEST_WORDS]
    return [one if one.endswith((".", "?", "!")) else f"{one}." for one in whole]


def grade(found: list[str]) -> float:
    return float(textstat.flesch_kincaid_grade(" ".join(found)))


def test_there_are_pages_with_sentences() -> None:
    assert len(PAGES) >= 15
    assert sum(len(sentences(page)) for page in PAGES) >= 50


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(paths.TEMPLATES)))
def test_a_page_of_the_forms_is_read_at_eighth_grade(page: Path) -> None:
    found = sentences(page)
    assert not found or grade(found) <= MOST, (grade(found), found)


@pytest.mark.parametrize("folder", FOLDERS)
def test_labels_hints_and_errors_are_read_at_eighth_grade(folder: str) -> None:
    found = said_by(folder)
    assert found
    assert grade(found) <= MOST, (grade(found), found)


@pytest.mark.parametrize("kind", SIGNED)
def test_what_a_form_says_is_read_at_eighth_grade(kind: ConsentKind) -> None:
    said = kept(statements(kind, "Riverbend", "when the case ends"))
    assert len(said) >= 3
    assert grade(said) <= MOST, (grade(said), said)


def test_the_choice_of_a_kind_and_the_packet_are_read_at_eighth_grade() -> None:
    kinds = kept([str(words) for pair in KIND_LABELS.values() for words in pair])
    packets = kept([one.why for key in builtin_keys() for one in builtin_rules(key).packet])
    assert len(packets) >= 7
    assert grade(kinds) <= MOST and grade(packets) <= MOST, (grade(kinds), grade(packets))


def test_only_the_law_s_own_words_may_be_harder() -> None:
    """The list of sentences that may not be changed, spelled out here so that it grows by nobody's convenience."""
    assert LEGAL == (NOTICE, TPO_RECIPIENTS, TPO_PURPOSE)
    assert NOTICE == "42 CFR part 2 prohibits unauthorized use or disclosure of these records."
    assert TPO_RECIPIENTS == (
        "my treating providers, health plans, third-party payers, and people helping to operate this program"
    )
    assert TPO_PURPOSE == "for treatment, payment, and health care operations"
