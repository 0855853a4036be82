"""Matters as pages show them, and what of them is due."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask import url_for
from sqlalchemy.orm import Session

from portal.accounts.agencies.models import UserAccount
from portal.accounts.principal import Principal
from portal.consent.agreements.queries import agency_names
from portal.consent.desk.entries import ENTRIES
from portal.consent.registers.clocks import owed
from portal.consent.registers.duties import Duty
from portal.consent.registers.giving import given_by
from portal.consent.registers.models import Matter, MatterStep
from portal.consent.registers.queries import matters, steps_of
from portal.consent.registers.vocabulary import (
    GROUND_LABELS,
    REGISTER_LABELS,
    STEP_LABELS,
    Clock,
    Ground,
    Register,
    Step,
)
from portal.consent.words import categories_sentence
from portal.participants.people import queries as people


@dataclass(frozen=True, slots=True)
class Shown:
    """A matter in a list: what is still owed on it, the earliest first; about whom, "" for nobody in particular."""

    matter: Matter
    register: Register
    about: str
    owed: tuple[Clock, ...]
    title: str


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of a history. `handed_out`: to whom records were given, and which kinds."""

    on: date
    title: str
    handed_out: tuple[str, ...]
    words: str
    who: str
    until_on: date | None


def names_of(session: Session, found: Iterable[Matter]) -> dict[UUID | None, str]:
    """The names of those whom the reader may know of."""
    known = people.participants(session, [one.participant_id for one in found if one.participant_id is not None])
    return {key: person.full_name for key, person in known.items()}


def shown(session: Session, register: Register, participant_id: UUID | None = None) -> list[Shown]:
    """The matters of a register, what is owed first, then the newest."""
    entry = ENTRIES[register]
    found = matters(session, entry.model, participant_id)
    steps, names = steps_of(session, [one.id for one in found]), names_of(session, found)
    lines = [
        Shown(
            matter=one,
            register=register,
            about=names.get(one.participant_id, ""),
            owed=tuple(owed(one.clocks(steps[one.id]))),
            title=entry.facts(one)[0][1],
        )
        for one in found
    ]
    return sorted(lines, key=lambda line: line.owed[0].due_on if line.owed else date.max)


def history(session: Session, steps: Iterable[MatterStep]) -> list[Happened]:
    """The steps of a matter, the last one first."""
    steps, lines = list(steps), []
    given, names = given_by(session, steps), agency_names(session)
    for one in reversed(steps):
        to = tuple(f"{names[row.agency_id]}: {categories_sentence(row.categories)}" for row in given.get(one.id, ()))
        ground = f"{GROUND_LABELS[Ground(one.ground)]}. " if one.ground else ""
        who = session.get_one(UserAccount, one.recorded_by_id).display_name
        lines.append(
            Happened(one.happened_on, str(STEP_LABELS[Step(one.step)]), to, f"{ground}{one.words}", who, one.until_on)
        )
    return lines


def due_matters(session: Session, _principal: Principal, _at: datetime) -> list[Duty]:
    """Each clock that still runs in any register of the reader's agency."""
    return [
        Duty(
            due_on=clock.due_on,
            kind=REGISTER_LABELS[register],
            text=clock.label,
            href=url_for("consent.desk.show", register=register, matter_id=line.matter.id),
            about=line.about or line.title,
        )
        for register in ENTRIES
        for line in shown(session, register)
        for clock in line.owed
    ]
