"""Who must sign, for a paper to count: pure (F08; C4; R50-R57, 2.14, 2.15)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from portal.consent.rules.facts import Participant
from portal.consent.rules.intervals import age_on, has_come
from portal.consent.rules.terms import Capacity, MinorRule, Signer


@dataclass(frozen=True, slots=True)
class Required:
    """`all_of`: each of them signs. `one_of`: besides, one of these does, in the order in which the law asks."""

    all_of: tuple[Signer, ...] = ()
    one_of: tuple[Signer, ...] = ()

    def missing(self, signed: Iterable[str]) -> tuple[Signer, ...]:
        """Who still has to sign; of `one_of` the first."""
        there = set(signed)
        lacking = tuple(one for one in self.all_of if one not in there)
        return lacking if not self.one_of or there & set(self.one_of) else (*lacking, self.one_of[0])

    @property
    def asked(self) -> tuple[Signer, ...]:
        return (*self.all_of, *self.one_of)


def required(participant: Participant, at: datetime) -> Required:
    """Whose signature the rules ask for when it is given now: death first, then capacity, then age."""
    if has_come(participant.deceased_at, at):
        return Required(one_of=(Signer.REPRESENTATIVE, Signer.SPOUSE, Signer.FAMILY))
    if participant.capacity == Capacity.ADJUDICATED_LACKING:
        return Required((Signer.REPRESENTATIVE,))
    if participant.capacity == Capacity.NOT_ADJUDICATED:
        return Required((Signer.DIRECTOR,))
    minor = age_on(participant.born_on, at.date()) < participant.age_of_majority
    if minor and participant.minor_rule != MinorRule.ALONE:
        return Required((Signer.PATIENT, Signer.PARENT))
    return Required((Signer.PATIENT,))


def name_key(name: str) -> str:
    """By which two spellings of one name are the same: case, white space and points do not count."""
    return " ".join(name.replace(".", " ").casefold().split())
