"""Why can't they? Asked by the privacy officer of a record's own program, and written down (R148, R183)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.agencies.models import Appointment
from portal.accounts.principal import Principal
from portal.clock import local_date
from portal.consent.explaining.asking import NotForYou, OpenSession, reader_of_officer
from portal.consent.explaining.reasons import in_words
from portal.consent.explaining.services import Ask, Explanation, explain_to
from portal.consent.instruments.vocabulary import CONSENT_KIND_LABELS, ConsentKind
from portal.consent.own_records import counted_classes, holding
from portal.consent.previewing.words import HEADS, head
from portal.db import read_intent, write_intent
from portal.gate.looking import tally
from portal.gate.protected import Gated
from portal.gate.reader import bind_reader
from portal.gate.vocabulary import Category
from portal.web.refused import Refused


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest record of a kind that the program has about a participant."""

    category: Category
    record_id: UUID
    service_on: date


@dataclass(frozen=True, slots=True)
class Verdict:
    """One consent of the program and what it says to the question: the first check that it fails, or that it covers."""

    kind: str
    signed_at: datetime | None
    text: str
    covers: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """`reasons` are the decision's own; `later` how many papers were recorded only after the moment asked about."""

    permits: bool
    who: str
    what: str
    service_on: date
    at: datetime
    reasons: tuple[str, ...]
    verdicts: tuple[Verdict, ...]
    later: int


def newest_of_each(open_session: OpenSession, actor: Principal, participant_id: UUID) -> list[Newest]:
    """The program's own newest record of each kind, by the gate's columns alone, in the order of the forms."""
    found: dict[Category, Newest] = {}
    mask = Category.mask(HEADS)
    with read_intent(), open_session() as session:
        bind_reader(session, reader_of_officer(actor))
        for cls, counted in counted_classes(mask):
            for one in newest_in(session, cls, counted, participant_id, actor):
                known = found.get(one.category)
                if known is None or known.service_on < one.service_on:
                    found[one.category] = one
    return [found[category] for category in HEADS if category in found]


def newest_in(session: Session, cls: type[Gated], mask: int, participant_id: UUID, actor: Principal) -> list[Newest]:
    """Up to today: what is planned is nothing yet that somebody could look for."""
    place = func.row_number().over(partition_by=cls.category, order_by=(cls.service_on.desc(), cls.id.desc()))
    ranked = (
        select(cls.category, cls.id, cls.service_on, place.label("place"))
        .where(
            *holding(cls, participant_id, actor.agency_id),
            cls.category.bitwise_and(mask) != 0,
            cls.service_on <= local_date(clock.now(), actor.zone),
        )
        .subquery()
    )
    wanted = select(ranked).where(ranked.c.place == 1)
    rows = session.execute(tally(wanted, (), 0))
    return [
        Newest(category, row.id, row.service_on) for row in rows for category in HEADS if category.bit == row.category
    ]


def question(record_id: UUID, whom: Appointment, at: datetime) -> Ask:
    return Ask("", whom.user.username, record_id, at, agency=whom.agency.short_name)


def answer(open_session: OpenSession, actor: Principal, ask: Ask) -> Answer:
    """Replay the question and keep that it was asked. Refused for whom or what the officer may not ask about.

    In a session of its own, because its reader is another one: nobody else may hold the database for writing.
    """
    try:
        with write_intent(), open_session() as session:
            told = explain_to(session, actor, ask, open_session)
            found = in_answer(told)
            session.commit()
    except NotForYou as no:
        raise Refused("whom", lazy_gettext("Not found or not available to you.")) from no
    return found


def in_answer(told: Explanation) -> Answer:
    (category,) = Category.from_mask(told.row.category)
    return Answer(
        permits=told.found.decision.permits,
        who=told.appointment,
        what=head(category),  # type: ignore[arg-type]
        service_on=told.row.service_on,
        at=told.at,
        reasons=tuple(in_words(reason) for reason in told.found.decision.reasons),
        verdicts=tuple(
            Verdict(
                str(CONSENT_KIND_LABELS[ConsentKind(str(consent.kind))]),
                consent.signed_at,
                _("Covers this.")
                if failure is None
                else _("Fails at %(check)s: %(why)s", check=failure.check, why=in_words(failure.reason)),
                failure is None,
            )
            for consent, failure in told.found.consents
        ),
        later=told.found.later,
    )
