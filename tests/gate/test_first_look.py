"""The gate on a small county: who sees whom, on both databases, through the session and through raw SQL."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from portal.extensions import db
from portal.gate.reader import ReaderMissing
from portal.participants.people.models import Participant
from tests.given.county import Acting, County

SEEN = {
    "coordinator": {"xio", "marcus"},
    "judge": {"xio", "marcus"},
    "prosecutor": {"xio", "marcus"},
    "casemanager": {"xio", "marcus"},
    "counselor": {"xio", "marcus"},
    "stranger": {"maya"},
    "diverter": {"maya"},
    "deputy": set(),
    "evaluator": set(),
    "sysadmin": set(),
}


@pytest.mark.parametrize("who", sorted(SEEN))
def test_each_role_knows_of_its_own_people(acting: Callable[..., Acting], county: County, who: str) -> None:
    with acting(who) as (session, _):
        by_rows = {one.id for one in session.scalars(select(Participant))}
        by_count = session.scalar(select(func.count(Participant.id)))
        by_text = session.execute(text("SELECT count(*) FROM participant")).scalar_one()
    assert by_rows == {county.people[word] for word in SEEN[who]}
    assert by_count == by_text == len(SEEN[who])


def test_a_select_without_a_reader_raises(app: Flask) -> None:
    with app.app_context(), pytest.raises(ReaderMissing):
        db.session.scalars(select(Participant)).all()
