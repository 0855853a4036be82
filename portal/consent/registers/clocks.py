"""By which day something is owed. Local days of the agency; both the law's terms and the product's own [P]."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final, Protocol

from flask_babel import lazy_gettext as _

from portal.consent.registers.vocabulary import ANSWERS, Clock, Register, Step
from portal.consent.registers.working_days import after_working_days

ACCOUNTING_DAYS: Final = 60
"""164.528(c)(1), R171."""
INTERMEDIARY_DAYS: Final = 30
"""2.24, R136."""
AMENDMENT_DAYS: Final = 60
"""164.526(b)(2)."""
COMPLAINT_DAYS: Final = 30
"""The rule names no term; ours [P]."""
EXTENSION_DAYS: Final = 30
"""Once, with the reasons in writing before the first term is over (164.526(b)(2)(ii), 164.528(c)(1)(ii))."""
BREACH_DAYS: Final = 60
"""From the discovery, and without unreasonable delay (164.404(b), R160)."""
MANY_PEOPLE: Final = 500
"""From so many on the Secretary is told within the same term (164.408(b)); of more, the news media too (164.406)."""
CONTAIN_WORKING_DAYS: Final = 1
ASSESS_WORKING_DAYS: Final = 5
"""Ours [P]: a paper that went astray is asked for at once, and its risk is judged while people remember."""

EXTENDABLE: Final = frozenset({Register.ACCOUNTING, Register.AMENDMENT})


class Taken(Protocol):
    """A step as it was taken."""

    @property
    def step(self) -> str: ...
    @property
    def happened_on(self) -> date: ...
    @property
    def until_on(self) -> date | None: ...


def done_on(steps: Sequence[Taken], *wanted: Step) -> date | None:
    """The day of the first of these steps that was taken."""
    return min((one.happened_on for one in steps if one.step in wanted), default=None)


def last_day(due_on: date, steps: Sequence[Taken]) -> date:
    """The term with its extension."""
    return max([due_on, *(one.until_on for one in steps if one.step == Step.EXTENDED and one.until_on is not None)])


def answer_clock(due_on: date, steps: Sequence[Taken]) -> list[Clock]:
    return [Clock(_("Answer"), last_day(due_on, steps), done_on(steps, *ANSWERS))]


def breach_clocks(discovered_on: date, people: int, steps: Sequence[Taken]) -> list[Clock]:
    """Ask it back, judge the risk, and unless the risk is low tell the people, the Secretary and, of many, the media.

    Of fewer than 500 people the Secretary is told within 60 days after the end of the year of discovery (164.408(c)).
    """
    judged = done_on(steps, Step.LOW_RISK, Step.MUST_TELL)
    asked_back = after_working_days(discovered_on, CONTAIN_WORKING_DAYS)
    clocks = [
        Clock(_("Ask it back"), asked_back, done_on(steps, Step.CONTAINED) or judged),
        Clock(_("Judge the risk"), after_working_days(discovered_on, ASSESS_WORKING_DAYS), judged),
    ]
    if done_on(steps, Step.LOW_RISK) is not None and done_on(steps, Step.MUST_TELL) is None:
        return clocks
    within = discovered_on + timedelta(days=BREACH_DAYS)
    yearly = date(discovered_on.year, 12, 31) + timedelta(days=BREACH_DAYS)
    many = people >= MANY_PEOPLE
    clocks.append(Clock(_("Tell the people"), within, done_on(steps, Step.PEOPLE_TOLD)))
    clocks.append(
        Clock(_("Tell Health and Human Services"), within if many else yearly, done_on(steps, Step.SECRETARY_TOLD))
    )
    if people > MANY_PEOPLE:
        clocks.append(Clock(_("Tell the news media"), within, done_on(steps, Step.MEDIA_TOLD)))
    return clocks


def owed(clocks: Sequence[Clock]) -> list[Clock]:
    """What is still to be done, the earliest first."""
    return sorted((one for one in clocks if one.done_on is None), key=lambda one: one.due_on)
