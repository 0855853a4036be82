"""Agencies without an account: a recovery house, and an employer that is asked how one participant gets on at work."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta

from portal.accounts.agencies.vocabulary import AgencyKind
from portal.demo.calendar import Calendar, moment, weeks
from portal.demo.happenings import Consented, Happening, OutsideAsked, OutsideListed
from portal.demo.lives.life import Life

AGENCIES = (
    ("cedar", "Cedar House", AgencyKind.RECOVERY_HOUSE, "Ruth Adler", "555-0140", "office@cedarhouse.example"),
    ("work", "Marlow Tool and Die", AgencyKind.EMPLOYER, "Paul Renner", "555-0177", ""),
)
AT_WORK = "terrence"
"""Whose employer is asked, the day before today."""


def register(day: date) -> Iterator[Happening]:
    for word, name, kind, contact, phone, mail in AGENCIES:
        yield OutsideListed(
            at=moment(day, time(8, 45)),
            by="quiroz",
            word=word,
            name=name,
            kind=kind,
            contact=contact,
            phone=phone,
            mail=mail,
        )


def ask(life: Life, day: date, calendar: Calendar) -> Iterator[Happening]:
    """The paper first, then the question."""
    if life.key != AT_WORK or day != calendar.ends_on or not life.person.in_court:
        return
    yield Consented(
        at=moment(day, time(14, 10)),
        by="quiroz",
        person=life.key,
        paper="work",
        criminal_justice=True,
        clinic="work",
        recipients=("court",),
        categories=("progress_summary",),
        purposes=("cj_monitoring",),
        ends_on=day + weeks(26),
    )
    at = moment(day, time(18, 30))
    yield OutsideAsked(at=at, by="quiroz", person=life.key, agency="work", answer_by=day + timedelta(days=8))
