"""What a session has looked at, noted by itself while rows are loaded, so that a disclosure can't be forgotten.

Rows that come as entities are noted exactly. A statement that returns only columns or a count of protected tables says
with `tally` whose records it counts; without, it raises.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy.orm import ORMExecuteState, Session

from portal.gate.protected import Gated, Walled
from portal.gate.vocabulary import Regime


class UnaccountedRead(RuntimeError):
    """Columns or counts of protected records were asked for without saying whose."""


@dataclass(slots=True)
class Looked:
    """What was seen: masks of categories by (participant, origin, regime), and tallies by participant."""

    rows: dict[tuple[UUID, UUID, int], int] = field(default_factory=dict)
    tallies: dict[UUID, int] = field(default_factory=dict)

    @property
    def participants(self) -> set[UUID]:
        return {key[0] for key in self.rows} | set(self.tallies)


def looked(session: Session) -> Looked:
    """What this session has looked at so far."""
    found = session.info.get("looked")
    if found is None:
        found = session.info["looked"] = Looked()
    assert isinstance(found, Looked)
    return found


def note_loaded(session: Session, row: Gated) -> None:
    """Called for every row that is loaded, so it makes and hashes no more than it must."""
    rows, key, category = looked(session).rows, (row.participant_id, row.origin_id, row.regime), row.category
    before = rows.get(key, 0)
    if before | category != before:
        rows[key] = before | category


def tally(statement: Select[Any], participants: Iterable[UUID], categories: int) -> Select[Any]:
    """Say whose records, of which categories, a statement of columns or counts tells about."""
    return statement.execution_options(tally=(tuple(participants), categories))


def require_looking(state: ORMExecuteState, named: list[type[Walled]]) -> None:
    """Refuse a SELECT of bare columns of protected tables that does not say whose records it tells about."""
    if not state.is_select or state.is_relationship_load or state.is_column_load:
        return
    said = state.execution_options.get("tally")
    if said is not None:
        tallies = looked(state.session).tallies
        for participant in said[0]:
            tallies[participant] = tallies.get(participant, 0) | said[1]
        return
    if all(getattr(entity, "open_for_lists", False) for entity in named):
        return
    for column in getattr(state.statement, "column_descriptions", ()):
        if column["expr"] is not column["entity"]:
            raise UnaccountedRead(f"columns of {', '.join(entity.__name__ for entity in named)} without a tally")


FOREIGN = Regime.PART2.bit | Regime.HIPAA.bit
"""The regimes whose records, when another agency looks, are disclosures."""
