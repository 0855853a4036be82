"""The records that a program itself has about a participant, counted in strata that the rules can't tell apart."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.consent.grants.world import World
from portal.consent.own_records import counted_classes, holding
from portal.consent.rules.facts import Record
from portal.gate.looking import tally
from portal.gate.vocabulary import Category, Label, Regime


@dataclass(frozen=True, slots=True)
class Stratum:
    """Records that every reader sees all of or none of: one of them as the rules have it, and how many there are."""

    record: Record
    number: int


def strata(session: Session, world: World, origin: UUID, categories: Iterable[Category]) -> list[Stratum]:
    """The records of one agency about the participant, as far as the session's own reader may read them.

    What was corrected is not counted. Two records fall into one stratum when they differ only in days between which
    no paper's period begins or ends, and in moments between which no promise ended.
    """
    mask = Category.mask(categories)
    days = sorted(
        {one.information.record_from for one in world.consents if one.information.record_from}
        | {one.information.record_to + timedelta(days=1) for one in world.consents if one.information.record_to}
    )
    moments = sorted({one.terminated_at for one in world.restrictions if one.terminated_at})
    found: Counter[tuple[Any, ...]] = Counter()
    samples: dict[tuple[Any, ...], Record] = {}
    for cls, counted in counted_classes(mask):
        for record in records_of(session, cls, world.participant_id, origin, counted):
            alike = replace(record, id="", author="")
            key = (
                alike.category,
                alike.regime,
                alike.labels,
                alike.withheld,
                bisect_right(days, alike.service_on),
                bisect_right(moments, alike.created_at),
            )
            found[key] += 1
            samples.setdefault(key, alike)
    return [Stratum(samples[key], number) for key, number in found.items()]


def records_of(session: Session, cls: Any, participant_id: UUID, origin: UUID, mask: int) -> Iterable[Record]:
    columns = (cls.category, cls.regime, cls.labels, cls.withheld, cls.service_on, cls.created_at)
    wanted = select(*columns).where(*holding(cls, participant_id, origin), cls.category.bitwise_and(mask) != 0)
    for row in session.execute(tally(wanted, (), 0)):
        yield Record(
            id="",
            category=cast(Category, Category.from_mask(row.category)[0]),
            origin=str(origin),
            regime=cast(Regime, Regime.from_mask(row.regime)[0]),
            labels=frozenset(cast(Label, one) for one in Label.from_mask(row.labels)),
            service_on=row.service_on,
            created_at=row.created_at,
            author="",
            withheld=row.withheld,
        )
