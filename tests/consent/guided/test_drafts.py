"""A form on its way is its own writer's, for a week, and then nobody's: behind both walls."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, select, text
from sqlalchemy.exc import DBAPIError

from portal.consent.guided.clearing import clear_drafts
from portal.consent.guided.models import ConsentDraft
from portal.consent.guided.services import KEPT, begin
from portal.consent.instruments.vocabulary import ConsentKind
from portal.extensions import db
from portal.gate.session import ForeignWrite
from portal.participants.people.models import Participant
from tests.given.county import NOW, Acting, County

Act = Callable[..., Acting]
ALL = text("SELECT count(*) FROM consent_draft")


def seen(acting: Act, who: str, at: object = NOW) -> tuple[int, int]:
    """By the session's criteria, and in plain SQL."""
    with acting(who, at) as (session, _):
        return len(session.scalars(select(ConsentDraft)).all()), int(session.connection().scalar(ALL) or 0)


def test_a_draft_is_its_writer_s_for_a_week_and_then_cleared_away(app: Flask, acting: Act, county: County) -> None:
    with acting("counselor") as (session, actor):
        draft = begin(session, actor, county.people["xio"], ConsentKind.GENERAL)
        assert draft.kept_until == NOW + KEPT
    assert seen(acting, "counselor") == (1, 1)
    assert {seen(acting, who) for who in ("supervisor", "privacy", "judge", "stranger")} == {(0, 0)}
    assert seen(acting, "counselor", NOW + KEPT - timedelta(seconds=1)) == (1, 1)
    assert seen(acting, "counselor", NOW + KEPT) == (0, 0)
    with app.app_context():
        assert clear_drafts(db.session.session_factory, NOW + KEPT - timedelta(seconds=1)) == 0
        assert clear_drafts(db.session.session_factory, NOW + KEPT) == 1
    assert seen(acting, "counselor") == (0, 0)


def test_a_draft_is_thrown_away_by_its_writer_only_and_a_record_by_nobody(acting: Act, county: County) -> None:
    with acting("counselor") as (session, actor):
        begin(session, actor, county.people["xio"], ConsentKind.GENERAL)
    with acting("supervisor") as (session, _):
        try:
            with session.begin_nested():
                session.connection().execute(delete(ConsentDraft.__table__))
        except DBAPIError:
            pass
    assert seen(acting, "counselor") == (1, 1)
    with acting("counselor") as (session, _):
        person = session.get_one(Participant, county.people["xio"])
        session.delete(person)
        with pytest.raises(ForeignWrite):
            session.flush()
        session.rollback()
    with acting("counselor") as (session, _):
        session.delete(session.scalars(select(ConsentDraft)).one())
    assert seen(acting, "counselor") == (0, 0)
