"""When a mail may go: at once or once a day, and not in somebody's quiet hours. Pure; hours on the wall of a zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from portal.accounts.notices.vocabulary import MailMode
from portal.clock import local_moment


@dataclass(frozen=True, slots=True)
class Wish:
    """How somebody wants mail. Quiet hours may span midnight; the same hour twice is none."""

    mode: MailMode
    daily_at: time
    quiet_from: time | None
    quiet_to: time | None
    zone: str


def is_quiet(wish: Wish, at: datetime) -> bool:
    """Whether a moment lies in the quiet hours; their end is no longer quiet."""
    first, last = wish.quiet_from, wish.quiet_to
    if first is None or last is None or first == last:
        return False
    here = at.astimezone(ZoneInfo(wish.zone)).time()
    return first <= here < last if first < last else here >= first or here < last


def quiet_until(wish: Wish, at: datetime) -> datetime:
    """When the quiet hours end in which a moment lies; the moment itself outside of them.

    The hour of their end is twice on the wall when summer time ends, and is left out when it begins.
    """
    if wish.quiet_to is None or not is_quiet(wish, at):
        return at
    day = at.astimezone(ZoneInfo(wish.zone)).date()
    hours = (wish.quiet_to.replace(fold=0), wish.quiet_to.replace(fold=1))
    ends = [local_moment(day + timedelta(days=ahead), hour, wish.zone) for ahead in range(3) for hour in hours]
    return min(one for one in ends if one > at and not is_quiet(wish, one))


def due_at(wish: Wish, since: datetime) -> datetime:
    """From when on a notice that is open since a moment may go by mail, quiet hours apart."""
    if wish.mode is not MailMode.DAILY:
        return since
    day = since.astimezone(ZoneInfo(wish.zone)).date()
    today = local_moment(day, wish.daily_at, wish.zone)
    return today if since <= today else local_moment(day + timedelta(days=1), wish.daily_at, wish.zone)


def may_go(wish: Wish, since: datetime, at: datetime) -> bool:
    """Whether a mail about a notice that is open since a moment may go now."""
    return wish.mode is not MailMode.NONE and due_at(wish, since) <= at and not is_quiet(wish, at)
