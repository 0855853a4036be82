"""Repeats to one recipient for one purpose become one line: the first, how many, the last (164.528(b)(3), R171)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from portal.consent.accounting.models import Disclosure
from portal.consent.accounting.vocabulary import CONSENT_YEARS, OTHER_YEARS


@dataclass(frozen=True, slots=True)
class Period:
    """What an accounting covers, local days, both included: disclosures by consent, and those on other grounds."""

    consent_from: date
    other_from: date
    to: date

    @property
    def first(self) -> date:
        return min(self.consent_from, self.other_from)


def period(asked_on: date, wanted_from: date | None = None, wanted_to: date | None = None) -> Period:
    """Three years by consent and six otherwise before the day of the request, or less where less is wanted."""
    consent, other = years_before(asked_on, CONSENT_YEARS), years_before(asked_on, OTHER_YEARS)
    if wanted_from is not None:
        consent, other = max(consent, wanted_from), max(other, wanted_from)
    return Period(consent, other, asked_on if wanted_to is None else min(wanted_to, asked_on))


def years_before(day: date, years: int) -> date:
    """The same day some years ago; of Feb 29 the day before Mar 1."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


@dataclass(frozen=True, slots=True)
class Line:
    """Who was told, what (a mask of categories), what for, on which ground; when first and last, and how often.

    `times` counts the looks, each an hour of one session, and the papers that were sent.
    """

    agency_id: UUID
    user_id: UUID
    role: str
    purpose: str
    instrument_kind: str
    instrument_id: UUID
    categories: int
    first_at: datetime
    last_at: datetime
    times: int
    on_paper: bool


def summarize(rows: Iterable[Disclosure]) -> list[Line]:
    """The lines of an accounting, in the order of the first disclosure of each."""
    groups: dict[tuple[object, ...], list[Disclosure]] = {}
    for row in sorted(rows, key=lambda one: (one.at, one.id)):
        key = (row.agency_id, row.user_id, row.role, row.purpose, row.instrument_kind, row.instrument_id)
        groups.setdefault(key, []).append(row)
    return [line_of(group) for group in groups.values()]


def line_of(group: list[Disclosure]) -> Line:
    first, categories = group[0], 0
    for row in group:
        categories |= row.categories
    return Line(
        agency_id=first.agency_id,
        user_id=first.user_id,
        role=first.role,
        purpose=first.purpose,
        instrument_kind=first.instrument_kind,
        instrument_id=first.instrument_id,
        categories=categories,
        first_at=first.at,
        last_at=group[-1].at,
        times=len({(row.session_id, row.hour, row.channel) for row in group}),
        on_paper=any(row.channel != "screen" for row in group),
    )
