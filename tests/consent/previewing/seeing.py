"""What a preview says of each person of the county, and what the gate and the pages then show them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.consent.accounting.services import open_grants
from portal.consent.previewing.services import Preview
from portal.consent.previewing.table import Line, Opening, Opens
from portal.consent.previewing.words import HEADS
from portal.consent.register import TECHNICAL
from portal.gate.looking import tally
from portal.gate.protected import Gated
from portal.gate.reader import reader_of
from portal.gate.vocabulary import Category
from portal.gate.walls import walled_classes
from tests.given.county import STAFF, County

OUTSIDE = tuple(who for who, (agency, role) in STAFF.items() if agency != "riverbend" and role not in TECHNICAL)
"""Everybody of the county who is told only by consent."""


def line_of(one: Opening, county: County, who: str) -> Line | None:
    """The line by name, else that of the post."""
    seat = (county.agencies[STAFF[who][0]], STAFF[who][1])
    of_person = [line for line in one.lines if line.seat.principal.user_id == county.users[who]]
    of_post = [
        line
        for line in one.lines
        if not line.seat.principal.user_id.int and (line.seat.principal.agency_id, line.seat.principal.role) == seat
    ]
    return next(iter([*of_person, *of_post]), None)


def said(found: Preview, county: County, *, after: bool = True) -> dict[str, set[Category]]:
    """The kinds that the preview says are seen, for everybody outside the program."""
    (one,) = found.openings
    lines = {who: line_of(one, county, who) for who in OUTSIDE}
    return {who: set(line.seen(after=after)) if line else set() for who, line in lines.items()}


def counts(found: Preview, county: County, who: str) -> dict[Category, tuple[int, int]]:
    """How many records there are of each kind, and how many of them are shown; only the kinds there are any of."""
    (one,) = found.openings
    line = line_of(one, county, who)
    assert line is not None
    return {
        cell.category: (cell.count.on_file, cell.count.shown)
        for cell in line.cells
        if cell.count and cell.count.on_file
    }


def granted(session: Session, county: County, person: str) -> set[Category]:
    """The kinds of Riverbend's records that grants open to the session's reader."""
    mask = 0
    for grant in open_grants(session, reader_of(session), [county.people[person]]):
        if grant.holder_id == county.agencies["riverbend"]:
            mask |= grant.categories
    return set(Category.from_mask(mask)) & set(HEADS)


BESIDE = {"roster_place", "group_membership", "attendance_rollup", "latest_drug_test", "question"}
"""What is planned, summed up or asked about the records that count."""


def rows(session: Session, county: County, person: str) -> dict[Category, int]:
    """How many of Riverbend's records about a person the session's reader finds, of each kind."""
    found: dict[Category, int] = {}
    for cls in walled_classes():
        if issubclass(cls, Gated) and cls.__tablename__ not in BESIDE:
            wanted = select(cls.category).where(
                cls.participant_id == county.people[person], cls.origin_id == county.agencies["riverbend"]
            )
            for mask in session.scalars(tally(wanted, (), 0)):
                for category in Category.from_mask(mask):
                    if category in HEADS:
                        found[category] = found.get(category, 0) + 1
    return found


__all__ = ["OUTSIDE", "Opens", "counts", "granted", "line_of", "rows", "said"]
