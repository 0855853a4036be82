"""What the rules say of a world, worked out once for both databases."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from uuid import UUID

from portal.consent.rules import Decision
from portal.consent.rules.codes import Reason
from portal.gate.vocabulary import Category, Label, Regime
from tests.consent.worlds.chance import LONG_AGO, Drawn
from tests.consent.worlds.corners import CORNERS
from tests.consent.worlds.drawing import Drawing, draw
from tests.consent.worlds.facts import Asking, asking
from tests.consent.worlds.presence import knows_of
from tests.consent.worlds.site import user_id


@dataclass(frozen=True, slots=True)
class Expected:
    """For each look the records to be shown, those that did not exist yet, and the people known of; and how often each
    reason was given."""

    shown: tuple[frozenset[UUID], ...]
    to_come: tuple[frozenset[UUID], ...]
    known: tuple[frozenset[UUID], ...]
    reasons: Counter[Reason]


@cache
def world(seed: int) -> Drawing:
    """A drawn world; the seeds below zero are the corners drawn by hand."""
    return draw(seed) if seed >= 0 else CORNERS[-1 - seed]


@cache
def expected(seed: int) -> Expected:
    """A record of the future is left out: nobody can look at what has not been written."""
    drawing, reasons = world(seed), Counter[Reason]()
    shown, to_come, known = [], [], []
    for look in drawing.looks:
        about = asking(drawing, look)
        seen = set()
        to_come.append(frozenset(one.id for one in drawing.records if one.created_at > look.at))
        for record in drawing.records:
            if record.created_at <= look.at:
                if record.category == Category.PRESENCE:
                    whose = next(one for one in drawing.people if one.participant_id == record.participant_id)
                    if knows_of(about, about.facts(record), whose):
                        seen.add(record.id)
                    continue
                decision = about.decide(record)
                reasons.update(decision.reasons)
                if decision.permits and opens_itself(about, record, decision):
                    seen.add(record.id)
        shown.append(frozenset(seen))
        known.append(
            frozenset(
                one.participant_id
                for one in drawing.people
                if knows_of(about, about.facts(the_person(one.participant_id)), one)
            )
        )
    return Expected(tuple(shown), tuple(to_come), tuple(known), reasons)


def opens_itself(about: Asking, record: Drawn, decision: Decision) -> bool:
    """Whether the record is shown, not only the copy: then something else opens it too."""
    if Reason.RETAINED_COPY not in decision.reasons:
        return True
    return replace(about, held={}).decide(record).permits


def the_person(participant_id: UUID) -> Drawn:
    """The person's own row, registered by the court."""
    return Drawn(
        id=participant_id,
        participant_id=participant_id,
        origin="court",
        author_id=user_id("coordinator"),
        regime=Regime.CJ,
        category=Category.PRESENCE,
        labels=frozenset({Label.SUD}),
        withheld=False,
        service_on=LONG_AGO.date(),
        created_at=LONG_AGO,
    )
