"""What the participant's page shows from the rooms above: they register here, `create_app` calls them to.

A panel is asked once for a page; it answers with a template and its context, or with None when this reader has nothing
to see in it. Panels never say that something is hidden.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal.accounts.permissions import Permission
from portal.accounts.principal import Principal
from portal.participants.people.models import Participant
from portal.web.shell import Fact


@dataclass(frozen=True, slots=True)
class Visit:
    """One reader on one participant's page, at one moment."""

    session: Session
    principal: Principal
    participant: Participant
    at: Any


@dataclass(frozen=True, slots=True)
class Panel:
    """A rendered part: the template in templates/, and what it needs."""

    template: str
    context: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Section:
    """One entry of the participant's section navigation; it leads to the pages of its feature, or of a whole `room`."""

    label: Any
    endpoint: str
    permission: Permission
    room: str = ""


PanelSource = Callable[[Visit], Panel | None]
FactSource = Callable[[Visit], Fact | None]
HeardBy = Callable[[UUID], None]

_main: list[tuple[int, PanelSource]] = []
_aside: list[tuple[int, PanelSource]] = []
_facts: list[tuple[int, FactSource]] = []
_sections: list[tuple[int, Section]] = []


def add_main(order: int, source: PanelSource) -> None:
    """Add a panel to the main column; lower orders come first."""
    _add(_main, order, source)


def add_aside(order: int, source: PanelSource) -> None:
    _add(_aside, order, source)


def add_fact(order: int, source: FactSource) -> None:
    """Add a figure to the bar with the person's name."""
    _add(_facts, order, source)


def add_section(order: int, section: Section) -> None:
    """Add a page to the participant's section navigation; its address takes `participant_id`."""
    _add(_sections, order, section)


def _add(registry: list[Any], order: int, entry: Any) -> None:
    if all(known != entry for _, known in registry):
        registry.append((order, entry))
        registry.sort(key=lambda pair: pair[0])


def main_panels(visit: Visit) -> list[Panel]:
    return [panel for _, source in _main if (panel := source(visit)) is not None]


def aside_panels(visit: Visit) -> list[Panel]:
    return [panel for _, source in _aside if (panel := source(visit)) is not None]


def facts(visit: Visit) -> list[Fact]:
    return [fact for _, source in _facts if (fact := source(visit)) is not None]


def sections(principal: Principal) -> list[Section]:
    return [section for _, section in _sections if principal.may(section.permission)]
