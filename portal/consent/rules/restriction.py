"""Restrictions that a program agreed to (2.26; R120-R123)."""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from portal.consent.rules.facts import Facts, Reader
from portal.consent.rules.instruments import Restriction
from portal.consent.rules.intervals import has_come
from portal.consent.rules.parties import reaches_strictly
from portal.consent.rules.terms import ALL, TPO, RestrictionReach

BY_PATIENT = "patient"
BY_PROGRAM = "program"


def restricted(facts: Facts, at: datetime, reader: Reader, purpose: str) -> bool:
    """R120: whether any restriction of the originating program keeps the record from this reader for this purpose."""
    return any(stands_in_the_way(one, facts, at, reader, purpose) for one in facts.restrictions)


def stands_in_the_way(one: Restriction, facts: Facts, at: datetime, reader: Reader, purpose: str) -> bool:
    """R120, R121: program, time, purpose, category and recipient all match. It binds the program's own staff too."""
    if one.agency != facts.record.origin or not in_force(one, facts.record.created_at, at):
        return False
    match one.reach:
        case RestrictionReach.TPO:
            if purpose not in TPO:
                return False
        case RestrictionReach.ALL:
            pass
        case _:
            assert_never(one.reach)
    if one.categories and ALL not in one.categories and facts.record.category not in one.categories:
        return False
    if not one.recipients:
        return True
    cases = facts.participant.cases
    return any(reaches_strictly(recipient, reader, at, facts, cases) for recipient in one.recipients)


def in_force(one: Restriction, record_created_at: datetime, at: datetime) -> bool:
    """R122: ended by the patient at once; by the program alone only for records made since; by nobody named, not."""
    if at < one.agreed_at:
        return False
    if not has_come(one.terminated_at, at):
        return True
    if one.terminated_by == BY_PATIENT:
        return False
    return not (one.terminated_by == BY_PROGRAM and has_come(one.terminated_at, record_created_at))
