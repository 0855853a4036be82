"""A key stands for the words that it is made of, and for no others."""

from __future__ import annotations

from uuid import UUID

from portal.consent.grants.keys import agency_key, class_key, cleared_key, person_key, role_key, undertaking_key
from portal.gate.vocabulary import Basis
from portal.ids import key_of

ONE, OTHER = key_of("one"), key_of("other")


def all_keys(first: UUID, second: UUID) -> list[UUID]:
    return [
        person_key(first, second),
        cleared_key(first, second),
        role_key(str(first), second),
        agency_key(second),
        class_key(str(second)),
        undertaking_key(Basis.QSOA, second),
        undertaking_key(Basis.AUDIT, second),
    ]


def test_no_two_kinds_of_words_share_a_key() -> None:
    assert len(set(all_keys(ONE, OTHER))) == 7


def test_the_same_words_have_the_same_key() -> None:
    assert all_keys(ONE, OTHER) == all_keys(UUID(str(ONE)), UUID(str(OTHER)))


def test_every_word_of_a_key_counts() -> None:
    before = all_keys(ONE, OTHER)
    assert set(before).isdisjoint(all_keys(ONE, key_of("third")))
    assert set(before[:3]).isdisjoint(all_keys(key_of("third"), OTHER)[:3])


def test_the_words_of_a_key_stay_what_they_were() -> None:
    """Stored grants are found by them; a new version that chose other words would open nothing until a rebuild."""
    assert all_keys(ONE, OTHER) == [
        key_of("person", ONE, OTHER),
        key_of("cleared", ONE, OTHER),
        key_of("role", ONE, OTHER),
        key_of("agency", OTHER),
        key_of("class", OTHER),
        key_of("undertaking", "qsoa", OTHER),
        key_of("undertaking", "audit", OTHER),
    ]
