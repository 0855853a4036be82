"""Nobody puts a row in the place of another agency's, or of another person's; the database itself refuses."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.accounts.principal import Principal
from portal.accounts.recording import gate_columns
from portal.gate.protected import Superseding
from portal.gate.vocabulary import Category
from portal.gate.walls import walled_classes
from portal.guards import GUARDS
from portal.participants.enrollments.models import Whereabouts
from portal.participants.enrollments.services import record_whereabouts
from portal.participants.enrollments.vocabulary import Place
from tests.given.county import NOW, Acting, County

Act = Callable[..., Acting]


def whereabouts(session: Session, actor: Principal, person: UUID, earlier: UUID | None) -> UUID:
    columns = gate_columns(actor, Category.WHEREABOUTS, person, NOW.date())
    row = Whereabouts(**columns, place=Place.HOME, starts_on=NOW.date(), supersedes_id=earlier)
    session.add(row)
    session.flush()
    return row.id


@pytest.fixture(scope="module")
def at_court(app: object, county: County) -> UUID:
    """Where the court says Xio is."""
    with Acting(app, county, "coordinator") as (session, actor):
        return record_whereabouts(session, actor, county.people["xio"], Place.HOME, NOW.date()).id


def test_one_s_own_row_is_corrected(acting: Act, county: County, at_court: UUID) -> None:
    with acting("coordinator") as (session, actor):
        assert whereabouts(session, actor, county.people["xio"], at_court)


@pytest.mark.parametrize(("who", "person"), [("officer", "xio"), ("coordinator", "marcus")])
def test_another_s_row_is_not(acting: Act, county: County, at_court: UUID, who: str, person: str) -> None:
    with acting(who) as (session, actor):
        with pytest.raises(IntegrityError, match="whereabouts_corrects_own"):
            whereabouts(session, actor, county.people[person], at_court)
        session.rollback()


def test_every_table_of_events_has_the_guard() -> None:
    events = [
        cls for cls in walled_classes() if issubclass(cls, Superseding) and not cls.__dict__.get("foreign_changes")
    ]
    assert len(events) >= 12
    assert {f"{cls.__tablename__}_corrects_own" for cls in events} <= set(GUARDS)
