"""Whom to ask, asking, and keeping what was told.

What is told is written as a record of the agency that tells, in a session that writes for it and reads nothing; whether
it may tell is asked live, as the one who wants to know, each time: when the link is made, opened, and answered.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.agencies.vocabulary import AgencyKind
from portal.accounts.audit.services import record_act
from portal.accounts.notices.services import Tell, tell
from portal.accounts.principal import Principal
from portal.casework.outside.links import end_link
from portal.casework.outside.models import OutsideAnswer, OutsideContact, OutsideLink, OutsideRequest
from portal.casework.outside.queries import contact
from portal.casework.outside.standing import LAW, TOLD, Standing, papers_for, standing_as, standing_of
from portal.casework.outside.tokens import new_nonce, token_hash, token_of
from portal.casework.outside.vocabulary import (
    DAYS_TO_ANSWER,
    KEYED_IN,
    ON_PAPER,
    SECTION_OF_KIND,
    Channel,
    Conduct,
    Ended,
    NextStep,
    Place,
    Rules,
)
from portal.consent.to_be import OpenSession
from portal.db import write_intent
from portal.gate.reader import Reader, bind_reader
from portal.gate.vocabulary import Label, Purpose
from portal.participants.people.known import require_known
from portal.participants.sections.services import line_as_typed
from portal.web.models import StoredFile
from portal.web.refused import Refused

ANSWERED = "outside_answered"
"""The kind of notice by which whoever asked learns that there is an answer."""


class LinkClosed(Exception):
    """The link is used, withdrawn or over, or nobody may tell this any more; nobody is told which."""


@dataclass(frozen=True, slots=True)
class AskAgency:
    """Which agency is asked about whom, until which day it should answer."""

    participant_id: UUID
    agency_id: UUID
    answer_by: date
    mail: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What an agency told, on which day and how, and who there said it."""

    place: Place
    conduct: Conduct
    rules: Rules
    next_step: NextStep
    line: str
    told_by: str
    channel: Channel = Channel.LINK
    told_on: date | None = None


def ask_agency(
    session: Session, actor: Principal, command: AskAgency, key: bytes
) -> tuple[OutsideRequest, OutsideLink]:
    """Make a one-time link to the questions that fit the agency. `key` is the portal's secret.

    Refused for a person whom the actor may not know, an agency that nobody may ask, a day out of reach, while an
    earlier link is open, and as long as no consent lets this agency tell the actor (R10, R31).
    """
    require_known(session, command.participant_id)
    now = clock.now()
    today = clock.local_date(now, actor.zone)
    whom = contact(session, command.agency_id)
    if whom is None:
        raise Refused("agency_id", _("Choose an agency from the list."))
    if not today <= command.answer_by <= today + timedelta(days=DAYS_TO_ANSWER):
        raise Refused("answer_by", _("Enter a day from today on, two weeks ahead at most."))
    paper = paper_or_refused(session, actor, command.participant_id, whom)
    if command.mail and not whom.mail:
        raise Refused("mail", _("This agency has no e-mail address here. Leave this box empty, and read out the link."))
    refuse_second(session, command, now)
    asked = add_request(session, actor, command, whom, paper)
    link = add_link(session, actor, asked, key)
    record_act(session, actor, "outside_asked", asked)
    return asked, link


def paper_or_refused(session: Session, actor: Principal, participant_id: UUID, whom: OutsideContact) -> UUID:
    """The consent by which the agency may tell the actor now. Refused without one."""
    papers = papers_for(session, actor.zone, participant_id, whom)
    if not papers:
        raise Refused(
            "agency_id",
            _(
                "No consent lets %(agency)s tell you about this person. Enter the signed consent first, with "
                "progress among what may be told. Then make the link.",
                agency=whom.agency.name,
            ),
        )
    return papers[0]


def add_request(
    session: Session, actor: Principal, command: AskAgency, whom: OutsideContact, paper: UUID
) -> OutsideRequest:
    now = clock.now()
    asked = OutsideRequest(
        participant_id=command.participant_id,
        origin_id=actor.agency_id,
        author_id=actor.user_id,
        **law_columns(clock.local_date(now, actor.zone)),
        agency_id=whom.agency_id,
        section=SECTION_OF_KIND[AgencyKind(whom.agency.kind)],
        answer_by=command.answer_by,
        consent_id=paper,
        recorded_at=now,
    )
    session.add(asked)
    session.flush()
    return asked


def law_columns(on: date) -> dict[str, Any]:
    """What question and answer have in common: kept as 42 CFR Part 2 asks, whatever the agency is."""
    return {
        "regime": LAW.bit,
        "category": TOLD.bit,
        "labels": Label.SUD.bit,
        "service_on": on,
        "created_at": clock.now(),
    }


def add_link(session: Session, actor: Principal, asked: OutsideRequest, key: bytes) -> OutsideLink:
    nonce = new_nonce()
    link = OutsideLink(
        request_id=asked.id,
        agency_id=asked.agency_id,
        appointment_id=actor.appointment_id,
        nonce=nonce,
        token_hash=token_hash(token_of(key, nonce)),
        made_at=clock.now(),
        expires_at=clock.day_ends_at(asked.answer_by, actor.zone),
    )
    session.add(link)
    session.flush()
    return link


def refuse_second(session: Session, command: AskAgency, now: datetime) -> None:
    """One open link for an agency and a person at a time, as far as the actor's own agency asked."""
    wanted = (
        select(OutsideRequest)
        .join(OutsideLink, OutsideLink.request_id == OutsideRequest.id)
        .where(
            OutsideRequest.participant_id == command.participant_id,
            OutsideRequest.agency_id == command.agency_id,
            OutsideLink.ended_at.is_(None),
            OutsideLink.expires_at > now,
        )
    )
    if session.scalars(wanted).first() is not None:
        raise Refused("agency_id", _("A link to this agency is open already. Use it, or withdraw it first."))


@contextmanager
def writing_for(open_session: OpenSession, agency_id: UUID, user_id: UUID) -> Iterator[Session]:
    """A session that adds records of an agency without an account, and reads none; committed at the end."""
    with write_intent(), open_session() as session:
        bind_reader(session, Reader(clock.now(), user_id, agency_id, "", Purpose.OPERATIONS.bit))
        yield session
        session.commit()


def keep_linked_answer(
    session: Session, open_session: OpenSession, link_id: UUID, told: Told
) -> tuple[OutsideAnswer, Standing]:
    """Keep what the agency itself typed behind its link; with that the link is used. LinkClosed when it is over."""
    now = clock.now()
    link = session.get_one(OutsideLink, link_id)
    standing = standing_of(open_session, link, now) if link.open_at(now) else None
    if standing is None or not end_link(session, link_id, Ended.ANSWERED):
        raise LinkClosed
    today = clock.local_date(now, standing.asker.zone)
    answer = add_answer(session, standing, told, today, standing.contact_user_id)
    event = record_act(session, None, "outside_answered", answer)
    event.user_id, event.agency_id = standing.contact_user_id, standing.agency_id
    tell(session, Tell(ANSWERED, link.appointment_id, standing.request_id, str(link_id)))
    session.flush()
    return answer, standing


def key_in_answer(
    session: Session,
    open_session: OpenSession,
    actor: Principal,
    request_id: UUID,
    told: Told,
    paper: StoredFile | None = None,
) -> OutsideAnswer:
    """Write down what the agency told by telephone, fax or paper; the record is the agency's, and its link is dead.

    `paper` is the scan of a fax or paper. A link that is only too old stands in nobody's way. Refused for another
    channel, a fax or paper without its scan, a day before the question or ahead, and without the name of who told it.
    LinkClosed when it was answered or withdrawn, or may not be told now.
    """
    now = clock.now()
    standing = standing_as(open_session, actor, request_id, now)
    link = session.scalar(select(OutsideLink).where(OutsideLink.request_id == request_id))
    if standing is None or link is None:
        raise LinkClosed
    if told.channel not in KEYED_IN:
        raise Refused("channel", _("Choose how the agency told it."))
    if told.channel in ON_PAPER and paper is None:
        raise Refused("scan", _("Add the scan of what the agency sent. What it told by phone needs none."))
    on = told.told_on
    if on is None or not standing.asked_on <= on <= clock.local_date(now, actor.zone):
        raise Refused("told_on", _("Enter the day on which it was told: not before you asked, and not ahead."))
    if not end_link(session, link.id, Ended.ANSWERED):
        raise LinkClosed
    answer = add_answer(session, standing, told, on, actor.user_id, paper)
    record_act(session, actor, "outside_keyed_in", answer)
    session.flush()
    return answer


def add_answer(
    session: Session, standing: Standing, told: Told, on: date, author_id: UUID, paper: StoredFile | None = None
) -> OutsideAnswer:
    """The record, of the agency that tells. Refused for a line that is too long and without a name."""
    told_by = " ".join(told.told_by.split())
    if not told_by:
        raise Refused("told_by", _("Enter who tells this."))
    answer = OutsideAnswer(
        participant_id=standing.participant_id,
        origin_id=standing.agency_id,
        author_id=author_id,
        **law_columns(on),
        request_id=standing.request_id,
        section=standing.section,
        place=told.place,
        conduct=told.conduct,
        rules=told.rules,
        next_step=told.next_step,
        line=line_as_typed(told.line),
        channel=told.channel,
        told_on=on,
        told_by=told_by[:200],
        file_id=paper.id if paper is not None else None,
        recorded_at=clock.now(),
    )
    session.add(answer)
    session.flush()
    return answer
