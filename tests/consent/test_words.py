"""Whatever the law's words are about has words of ours."""

from __future__ import annotations

from portal.consent.rules.codes import Defect
from portal.consent.words import DEFECT_WORDS


def test_every_defect_of_a_form_is_told_in_words() -> None:
    assert set(DEFECT_WORDS) == set(Defect)
