"""Draws the records that other agencies hold as copies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from random import Random

from portal.consent.grants.world import Kept
from portal.consent.rules.facts import HeldCopy
from portal.consent.rules.terms import ConsentKind
from portal.gate.vocabulary import Regime
from tests.consent.worlds.chance import Drawn, boundary
from tests.consent.worlds.site import agency_id

HOLDERS = ("court", "probation", "prosecution", "mind", "south", "manager", "plan", "bureau")
KINDS = (ConsentKind.CJ, ConsentKind.CJ, ConsentKind.TPO, ConsentKind.TPO, ConsentKind.GENERAL)
HOLDERS_OF = {
    ConsentKind.CJ: ("court", "court", "probation", "prosecution", "manager"),
    ConsentKind.TPO: ("mind", "bureau", "plan", "south", "south", "south", "south", "manager"),
}


@dataclass(frozen=True, slots=True)
class Held:
    """A record as it lies with another agency."""

    drawn: Drawn
    holder: str
    received_at: datetime
    kind: ConsentKind

    def as_copy(self) -> HeldCopy:
        return HeldCopy(str(agency_id(self.holder)), self.received_at, str(self.kind))


def draw_held(seed: int, records: tuple[Drawn, ...]) -> tuple[Held, ...]:
    """Most of the records that are not the holder's own."""
    rng, found = Random(f"copies {seed}"), []
    for drawn in records:
        kind = rng.choice(KINDS)
        holder = rng.choice(HOLDERS_OF.get(kind, HOLDERS))
        if holder != drawn.origin and rng.random() < 0.7:
            found.append(Held(drawn, holder, boundary(rng), kind))
    return tuple(found)


def kept(held: tuple[Held, ...], records: tuple[Drawn, ...]) -> tuple[Kept, ...]:
    """What compiling one participant sees of them: Part 2 records alone (R28)."""
    own = {one.id for one in records}
    return tuple(
        Kept(one.drawn.id, agency_id(one.holder), one.received_at)
        for one in held
        if one.drawn.id in own and one.drawn.regime == Regime.PART2
    )
