"""An accounting as a person reads it, on screen and on paper."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from portal.accounts.agencies.vocabulary import PURPOSE_LABELS, ROLE_LABELS
from portal.consent.accounting.queries import names_of
from portal.consent.accounting.summary import Line
from portal.consent.accounting.vocabulary import BASIS_WORDS
from portal.consent.words import categories_sentence
from portal.gate.vocabulary import Purpose, RoleName
from portal.web.dates import local_day


@dataclass(frozen=True, slots=True)
class Told:
    """One line: who (agency, and person with post), what, what for, on which ground, when first and last, how often."""

    agency: str
    person: str
    what: str
    purpose: str
    basis: str
    first_on: date
    last_on: date
    times: str


def told(session: Session, lines: Iterable[Line], zone: str) -> list[Told]:
    lines = list(lines)
    agencies, people = names_of(session, lines)
    return [
        Told(
            agency=agencies.get(line.agency_id, ""),
            person=", ".join(filter(None, (people.get(line.user_id, ""), role_words(line.role)))),
            what=categories_sentence(line.categories),
            purpose=purpose_words(line.purpose),
            basis=str(BASIS_WORDS.get(line.instrument_kind, _("Another ground that the law names"))),
            first_on=local_day(line.first_at, zone),
            last_on=local_day(line.last_at, zone),
            times=ngettext("%(num)d time", "%(num)d times", line.times),
        )
        for line in lines
    ]


def role_words(role: str) -> str:
    return str(ROLE_LABELS[RoleName(role)]) if role in set(RoleName) else ""


def purpose_words(purpose: str) -> str:
    return str(PURPOSE_LABELS[Purpose(purpose)]) if purpose in set(Purpose) else ""
