"""Which tag an enum member wears: a shape and a word, said once for the whole product.

A feature maps its enum where the enum is defined or shown:

    tag_for(TestResult, {TestResult.NEGATIVE: ("done", _l("negative")), TestResult.POSITIVE: ("late", _l("positive"))})

and templates write `{{ enum_tag(test.result) }}` or `{{ enum_label(test.result) }}`. Labels are lazy: they follow the
reader's language.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Final, Protocol, TypeVar

from markupsafe import Markup

E = TypeVar("E", bound=Enum)


class Word(Protocol):
    """A label: a str, or what `lazy_gettext` gives."""

    def __str__(self) -> str: ...


KINDS: Final = frozenset(
    {"plain", "done", "part", "open", "wait", "due", "late", "stop", "incentive", "sanction", "adjustment"}
)
"""`plain` has no shape. The ground, and with it the call to look, belongs to due, late and stop alone."""

_registry: dict[tuple[type[Enum], str], tuple[str, Word]] = {}


class UnknownTag(LookupError):
    """An enum member without a tag, or a tag of a kind that the stylesheet does not draw."""


def tag_for(enum: type[E], tags: Mapping[E, tuple[str, Word]]) -> None:
    """Say which tag each member of an enum wears. UnknownTag when a member is left out or a kind does not exist."""
    missing = [member.name for member in enum if member not in tags]
    if missing:
        raise UnknownTag(f"{enum.__name__} has no tag for {', '.join(missing)}")
    for member, (kind, label) in tags.items():
        if kind not in KINDS:
            raise UnknownTag(f"there is no tag of the kind {kind!r}")
        # Keyed by class and name: members of two text enums with the same value are equal, and hash alike.
        _registry[enum, member.name] = (kind, label)


def enum_label(member: Enum) -> str:
    """Return the word of an enum member's tag."""
    return str(_found(member)[1])


def enum_tag(member: Enum | None) -> Markup:
    """Write an enum member as its tag; nothing for None."""
    if member is None:
        return Markup("")
    kind, label = _found(member)
    return tag(kind, str(label))


def tag(kind: str, text: str) -> Markup:
    """Write one tag. UnknownTag for a kind that the stylesheet does not draw."""
    if kind not in KINDS:
        raise UnknownTag(f"there is no tag of the kind {kind!r}")
    return Markup('<span class="tag tag--{}">{}</span>').format(kind, text)


def _found(member: Enum) -> tuple[str, Word]:
    try:
        return _registry[type(member), member.name]
    except KeyError:
        raise UnknownTag(f"{member!r} has no tag; map it with tag_for") from None
