"""Two units of work that overlap."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.accounts.principal import Principal
from tests.given.county import NOW, Acting

Change = Callable[[Session, Principal], Any]
A_WHILE = 0.7
"""Seconds in which the second one would be done, if nothing held it."""


def at_once(
    acting: Callable[..., Acting], first: tuple[str, Change], second: tuple[str, Change], at: datetime = NOW
) -> None:
    """The first change is made and not committed yet when the second one begins; then both are. What the second one
    raises is raised."""

    def change(who: str, act: Change) -> None:
        with acting(who, at) as (session, actor):
            act(session, actor)

    with ThreadPoolExecutor(1) as other:
        with acting(first[0], at) as (session, actor):
            first[1](session, actor)
            coming: Future[None] = other.submit(change, *second)
            with suppress(TimeoutError):
                coming.result(A_WHILE)
        coming.result(30)
