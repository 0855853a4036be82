"""Tags: an enum is mapped once, completely, and written as a shape and a word."""

from __future__ import annotations

from enum import Enum, StrEnum

import pytest

from portal.web.tags import KINDS, UnknownTag, enum_label, enum_tag, tag, tag_for
from tests.web.gallery import Readiness


class Light(StrEnum):
    """Shares its values with Lamp."""

    ON = "on"


class Lamp(StrEnum):
    """Shares its values with Light."""

    ON = "on"


def test_an_enum_becomes_its_tag(in_request: None) -> None:
    assert enum_tag(Readiness.MET) == '<span class="tag tag--done">Met</span>'
    assert enum_label(Readiness.UNDER_WAY) == "Under way"
    assert enum_tag(None) == ""


def test_equal_values_of_two_enums_keep_their_own_tags() -> None:
    tag_for(Light, {Light.ON: ("done", "shines")})
    tag_for(Lamp, {Lamp.ON: ("late", "burns")})
    assert enum_label(Light.ON) == "shines"
    assert enum_label(Lamp.ON) == "burns"


def test_a_member_left_out_is_refused() -> None:
    with pytest.raises(UnknownTag, match="NOT_YET"):
        tag_for(Readiness, {Readiness.MET: ("done", "Met"), Readiness.UNDER_WAY: ("part", "Under way")})


def test_a_kind_that_is_not_drawn_is_refused() -> None:
    with pytest.raises(UnknownTag, match="sparkling"):
        tag("sparkling", "Met")


def test_an_enum_without_tags_is_refused() -> None:
    class Unmapped(Enum):
        ONE = 1

    with pytest.raises(UnknownTag, match="tag_for"):
        enum_tag(Unmapped.ONE)


def test_words_are_escaped() -> None:
    assert "<b>" not in tag("due", "<b>Due</b>")


def test_the_stylesheet_draws_every_kind() -> None:
    from portal.paths import STATIC

    sheet = (STATIC / "portal.css").read_text("utf-8")
    assert {kind for kind in KINDS if f".tag--{kind}::before" not in sheet} == set()
