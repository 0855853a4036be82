"""Every protected model, read by everything that the mapper offers: nothing comes out that the wall would not give.

What the wall gives is asked in plain SQL; the random worlds prove that it is what the rules permit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import Connection, create_engine, exists, false, func, inspect, or_, select, text, true
from sqlalchemy.engine import make_url
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import (
    Session,
    aliased,
    joinedload,
    lazyload,
    make_transient_to_detached,
    selectinload,
    subqueryload,
    with_loader_criteria,
)
from sqlalchemy.orm.exc import ObjectDeletedError
from sqlalchemy.pool import NullPool

from portal.gate.looking import tally
from portal.gate.protected import Walled
from portal.gate.walls import walled_classes
from tests.given.county import Acting, County
from tests.stages import server

Act = Callable[..., Acting]
LEAST_MODELS = 45
IDS, ROWS = "SELECT id FROM {}", "SELECT * FROM {}"
READERS = ("counselor", "prosecutor")
STRATEGIES = (lazyload, joinedload, selectinload, subqueryload)


@pytest.fixture(scope="module")
def everything(app: Flask, filed_day: County) -> dict[str, set[UUID]]:
    """The ids of all rows of each protected table, read past every wall."""
    url = make_url(app.config["DATABASE_URL"])
    address = url if url.get_backend_name() == "sqlite" else server().set(database=url.database)
    engine = create_engine(address, poolclass=NullPool)
    with engine.connect() as connection:
        return {name_of(cls): ids_of(connection, cls) for cls in models()}


def models() -> list[Any]:
    return list(walled_classes())


def name_of(cls: Any) -> str:
    return str(cls.__tablename__)


def ids_of(connection: Connection, cls: Any) -> set[UUID]:
    """The ids of a table in plain SQL."""
    return {UUID(str(one)) for one in connection.execute(text(IDS.format(name_of(cls)))).scalars()}


def visible(session: Session, cls: Any) -> set[UUID]:
    """What the wall gives, in plain SQL."""
    return ids_of(session.connection(), cls)


def of(rows: Any) -> set[UUID]:
    return {row.id for row in rows}


def opened(cls: Any) -> Any:
    return with_loader_criteria(cls, lambda _cls: true(), include_aliases=True)


def in_a_subquery(session: Session, cls: Any) -> set[UUID]:
    alias = aliased(cls)
    return of(session.scalars(select(cls).where(cls.id.in_(select(alias.id)))))


def by_existence(session: Session, cls: Any) -> set[UUID]:
    alias = aliased(cls)
    return of(session.scalars(select(cls).where(exists().where(alias.id == cls.id))))


WAYS: dict[str, Callable[[Session, Any], set[UUID]]] = {
    "entities": lambda session, cls: of(session.scalars(select(cls))),
    "columns": lambda session, cls: set(session.scalars(tally(select(cls.id), (), 0))),
    "a table": lambda session, cls: set(session.execute(select(cls.__table__.c.id)).scalars()),
    "a text": lambda session, cls: of(session.scalars(select(cls).from_statement(text(ROWS.format(name_of(cls)))))),
    "an alias": lambda session, cls: of(session.scalars(select(aliased(cls)))),
    "one after another": lambda session, cls: of(session.scalars(select(cls).execution_options(yield_per=1))),
    "anew": lambda session, cls: of(session.scalars(select(cls).execution_options(populate_existing=True))),
    "a criterion that opens": lambda session, cls: of(session.scalars(select(cls).options(opened(cls)))),
    "an or": lambda session, cls: of(session.scalars(select(cls).where(or_(true(), cls.id.is_(None))))),
    "a subquery": in_a_subquery,
    "an exists": by_existence,
    "a union": lambda session, cls: of(
        session.scalars(select(cls).from_statement(select(cls).union_all(select(cls).where(false()))))
    ),
    "a query": lambda session, cls: of(session.query(cls).all()),
}
"""Statements that name no id. A third of the models, in turn, is asked in each of the ways that are not ALWAYS."""
ALWAYS = range(4)


def hidden_ways(session: Session, cls: Any, known: UUID) -> Iterator[tuple[str, bool]]:
    """Ways to a row whose id is known; each says whether it came."""
    yield "get", session.get(cls, known) is not None
    yield "get anew", session.get(cls, known, populate_existing=True) is not None
    counted = session.scalar(tally(select(func.count()).select_from(cls).where(cls.id == known), (), 0))
    yield "a count", bool(counted)
    for name, ask in (("refresh", session.refresh), ("an attribute", lambda row: row.participant_id)):
        yield name, reached(session, cls, known, ask)


def reached(session: Session, cls: Any, known: UUID, ask: Callable[[Any], Any]) -> bool:
    """Somebody has only the id, and says that it is a row of this session."""
    row = cls(id=known)
    make_transient_to_detached(row)
    session.add(row)
    try:
        ask(row)
    except (ObjectDeletedError, InvalidRequestError):
        return False
    finally:
        session.expunge(row)
    return True


def test_there_are_models_and_rows(everything: dict[str, set[UUID]]) -> None:
    assert len(models()) >= LEAST_MODELS
    assert sum(bool(rows) for rows in everything.values()) >= LEAST_MODELS // 2


@pytest.mark.parametrize("who", READERS)
def test_every_statement_gives_what_the_wall_gives(acting: Act, filed_day: County, who: str) -> None:
    wrong = {}
    with acting(who) as (session, _):
        for number, cls in enumerate(models()):
            should = visible(session, cls)
            for place, (how, ask) in enumerate(WAYS.items()):
                if (place in ALWAYS or (place + number) % 3 == 0) and (found := ask(session, cls)) != should:
                    wrong[name_of(cls), how] = len(found)
    assert wrong == {}


@pytest.mark.parametrize("who", READERS)
def test_an_id_opens_nothing(acting: Act, filed_day: County, everything: dict[str, set[UUID]], who: str) -> None:
    wrong, tried = set(), 0
    with acting(who) as (session, _):
        for cls in models():
            for known in sorted(everything[name_of(cls)] - visible(session, cls))[:3]:
                wrong |= {(name_of(cls), how) for how, came in hidden_ways(session, cls, known) if came}
                tried += 1
        session.rollback()
    assert tried >= 15
    assert wrong == set()


def relationships() -> list[tuple[Any, Any, Any]]:
    """(model, attribute, protected target) of every relationship that leads to a protected model."""
    return [
        (cls, getattr(cls, one.key), one.mapper.class_)
        for cls in models()
        for one in inspect(cls).relationships
        if issubclass(one.mapper.class_, Walled)
    ]


@pytest.mark.parametrize("who", READERS)
def test_relationships_lead_to_nothing_hidden(acting: Act, filed_day: County, who: str) -> None:
    assert len(relationships()) >= 5
    wrong = set()
    for cls, attribute, target in relationships():
        for strategy in STRATEGIES:
            with acting(who) as (session, _):
                may_see = visible(session, target)
                rows = session.scalars(select(cls).options(strategy(attribute))).unique().all()
                with suppress(ObjectDeletedError):
                    led = {one.id for row in rows for one in related(row, attribute.key)}
                    if not led <= may_see:
                        wrong.add((name_of(cls), attribute.key, strategy.__name__))
                asked = attribute.any() if attribute.property.uselist else attribute.has()
                if not of(session.scalars(select(cls).where(asked))) <= visible(session, cls):
                    wrong.add((name_of(cls), attribute.key, "asked"))
    assert wrong == set()


def related(row: Any, name: str) -> list[Any]:
    value = getattr(row, name)
    return list(value) if isinstance(value, list) else [value] if value is not None else []
