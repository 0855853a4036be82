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

_PAPER_SHAPES: Final[dict[str, Markup]] = {
    "done": Markup('<path d="M1 6l3.2 3.2L11 2.2" fill="none" stroke="#1e6626" stroke-width="2"/>'),
    "part": Markup(
        '<circle cx="6" cy="6" r="4.6" fill="none" stroke="#454540" stroke-width="1.4"/>'
        '<path d="M6 1.4a4.6 4.6 0 0 0 0 9.2z" fill="#454540"/>'
    ),
    "open": Markup('<circle cx="6" cy="6" r="4.6" fill="none" stroke="#454540" stroke-width="1.4"/>'),
    "wait": Markup(
        '<circle cx="6" cy="6" r="4.6" fill="none" stroke="#454540" stroke-width="1.4" stroke-dasharray="2.4 1.7"/>'
    ),
    "due": Markup(
        '<circle cx="6" cy="6" r="4.6" fill="none" stroke="#6b4700" stroke-width="1.4"/>'
        '<path d="M6 1.4a4.6 4.6 0 0 0 0 9.2z" fill="#6b4700"/>'
    ),
    "late": Markup('<path d="M6 .8L11.4 11.2H.6z" fill="#a01408"/>'),
    "stop": Markup('<path d="M3.6 .4h4.8l3.2 3.2v4.8l-3.2 3.2H3.6L.4 8.4V3.6z" fill="#a01408"/>'),
    "incentive": Markup('<path d="M4.4 .6h3.2v3.8h3.8v3.2H7.6v3.8H4.4V7.6H.6V4.4h3.8z" fill="#1e6626"/>'),
    "sanction": Markup('<rect x="1.4" y="1.4" width="9.2" height="9.2" fill="#a01408"/>'),
    "adjustment": Markup('<path d="M6 .4L11.6 6L6 11.6L.4 6z" fill="#1a4480"/>'),
}

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


def enum_tag(member: Enum | None, paper: bool = False) -> Markup:
    """Write an enum member as its tag; nothing for None. `paper` draws the shape as SVG, which WeasyPrint needs."""
    if member is None:
        return Markup("")
    kind, label = _found(member)
    return tag(kind, str(label), paper)


def tag(kind: str, text: str, paper: bool = False) -> Markup:
    """Write one tag. UnknownTag for a kind that the stylesheet does not draw."""
    if kind not in KINDS:
        raise UnknownTag(f"there is no tag of the kind {kind!r}")
    shape = Markup("")
    if paper and kind in _PAPER_SHAPES:
        shape = Markup('<svg viewBox="0 0 12 12" aria-hidden="true">{}</svg>').format(_PAPER_SHAPES[kind])
    return Markup('<span class="tag tag--{}">{}{}</span>').format(kind, shape, text)


def _found(member: Enum) -> tuple[str, Word]:
    try:
        return _registry[type(member), member.name]
    except KeyError:
        raise UnknownTag(f"{member!r} has no tag; map it with tag_for") from None
