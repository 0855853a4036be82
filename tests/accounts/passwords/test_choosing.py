"""Length counts, composition does not; what everybody guesses and what everybody knows is refused."""

from __future__ import annotations

import pytest

from portal.accounts.passwords.choosing import LONGEST, SHORTEST, common, refuse_unfit
from portal.accounts.passwords.hashing import hashed, password_fits
from portal.web.refused import Refused

NAMES = ["quiroz", "Maribel Quiroz", "Marlow County Treatment Court", "Riverbend Recovery"]


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple",
        "only small letters here",
        "8203 1746 9915 2634 0087",
        "ünïcödé çà et là encore",
        "x" * 7 + "yzabcdefghij klm",
        "maribel likes seventeen green lanterns",
        "短い文でも十五文字以上あれば大丈夫です",
    ],
)
def test_long_ones_are_taken_whatever_they_are_made_of(password: str) -> None:
    refuse_unfit(password, NAMES)


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short", "at least 15"),
        ("fourteen chars", "at least 15"),
        ("y" * (LONGEST + 1), "at most"),
        ("1234567890qwerty", "Many people"),
        ("QWERTYuiop123456789", "Many people"),
        ("momsan aladventure", "Many people"),
        ("abcabcabcabcabcabc", "repeats"),
        ("ababababacababab", "repeats"),
        ("MaribelQuiroz2026", "names that others know"),
        ("treatment court portal", "names that others know"),
        ("riverbend-recovery-99", "names that others know"),
        ("Marlow County 2026!!", "names that others know"),
    ],
)
def test_what_is_easily_guessed_is_refused(password: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        refuse_unfit(password, NAMES)


def test_the_list_has_what_could_be_chosen_and_nothing_else() -> None:
    assert len(common()) > 9_000
    assert all(len(one) >= SHORTEST and one == one.casefold() and "@" not in one for one in common())


def test_one_password_in_two_spellings_is_one_password() -> None:
    composed, apart = "caf\u00e9 au lait, merci", "cafe\u0301 au lait, merci"
    assert password_fits(hashed(composed), apart)


@pytest.mark.parametrize("stored", ["", None, "no hash at all"])
def test_without_a_hash_nothing_fits(stored: str | None) -> None:
    assert not password_fits(stored, "")
