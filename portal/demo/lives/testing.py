"""Drug tests: drawn by a hazard that grows with the days since the last one, on every day of the week."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta

from portal.compliance.drug_tests.results import ResultFact
from portal.compliance.drug_tests.vocabulary import DrugTestReason, ResultCode
from portal.demo.calendar import Calendar, moment
from portal.demo.happenings import Happening, ResultChanged, Tested
from portal.demo.lives.life import Life, Open
from portal.participants.enrollments.vocabulary import Place

TWICE_A_WEEK = (0.14, 0.18, 0.34, 0.5, 0.8, 1.0)
ONCE_A_WEEK = (0.06, 0.08, 0.1, 0.14, 0.2, 0.3, 0.45, 0.7, 1.0)
ENTERED_AT = time(17, 30)
ASKS = {
    ResultCode.NOSHOW: "B4",
    ResultCode.PRESUMPT: "B6",
    ResultCode.POS_ADMIT: "B5",
    ResultCode.DILUTE: "B7",
}


def test(life: Life, day: date, calendar: Calendar) -> Iterator[Happening]:
    """The draw of one day, and its result in the evening."""
    if not life.person.in_court or not life.entered or life.ended or day <= life.enters_on:
        return
    if life.place is not Place.HOME and life.place is not Place.UNKNOWN:
        return
    disputed = life.person.story == "disputed" and day == calendar.ends_on - timedelta(days=1)
    if not drawn(life, day) and not disputed:
        return
    life.tested_on = day
    code = ResultCode.PRESUMPT if disputed else result(life, day)
    taken = None if code is ResultCode.NOSHOW else time(7 + life.rng.randrange(9), life.rng.randrange(0, 60, 5))
    first = not life.tests
    life.tests.append(ResultFact(f"{life.key}:{day}", day, code, moment(day, ENTERED_AT)))
    if code in ASKS:
        life.open.append(Open(day, ASKS[code], "probation"))
    yield Tested(
        at=moment(day, ENTERED_AT),
        by="hale",
        person=life.key,
        on=day,
        code=code,
        taken_at=taken,
        why=DrugTestReason.BASELINE if first else DrugTestReason.RANDOM,
    )


def drawn(life: Life, day: date) -> bool:
    weekly = life.rule.tests_weekly or 0
    if not weekly:
        return False
    odds = TWICE_A_WEEK if weekly > 1 else ONCE_A_WEEK
    since = (day - (life.tested_on or day - timedelta(days=len(odds)))).days
    return life.chance(odds[min(since, len(odds)) - 1])


def result(life: Life, day: date) -> ResultCode:
    """What the sample of this day shows, or that nobody came."""
    if life.place is Place.UNKNOWN:
        return ResultCode.NOSHOW
    if life.used_before(day):
        if life.chance(0.18):
            return ResultCode.NOSHOW
        return ResultCode.POS_ADMIT if life.chance(0.6) else ResultCode.PRESUMPT
    negative = any(one.code is ResultCode.NEG for one in life.tests)
    if (day - life.starts_on).days < 14 and not negative and life.chance(0.5):
        return ResultCode.POS_RESIDUAL
    if life.chance(0.09 if life.strained(day) else 0.008):
        return ResultCode.NOSHOW
    return ResultCode.DILUTE if life.chance(0.012) else ResultCode.NEG


def confirm(life: Life, day: date) -> Iterator[Happening]:
    """The laboratory answers five days later; most screens are confirmed, one in five is not."""
    for place, one in enumerate(life.tests[-8:], max(len(life.tests) - 8, 0)):
        if one.code is not ResultCode.PRESUMPT or (day - one.on).days != 5:
            continue
        code = ResultCode.POS_CONF if life.chance(0.8) else ResultCode.NEG
        life.tests[place] = replace(one, code=code)
        if code is ResultCode.NEG:
            life.open = [asked for asked in life.open if (asked.on, asked.code) != (one.on, "B6")]
        yield ResultChanged(
            at=moment(day, time(16, 10)),
            by="hale",
            person=life.key,
            on=one.on,
            code=code,
            why="Laboratory report received",
        )
