"""Consents in plain words: what each opens, until when, and what taking it back will change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.accounts.agencies.models import UserAccount
from portal.consent.compile import world_on_file
from portal.consent.instruments import queries
from portal.consent.instruments.history import own_note
from portal.consent.instruments.left import left_of, told_by
from portal.consent.instruments.models import Consent, Revocation
from portal.consent.instruments.spoken import follows
from portal.consent.instruments.standing import reasons_against, reasons_in
from portal.consent.instruments.vocabulary import CONSENT_KIND_LABELS, KNOWN_FALSE, ConsentKind, RevocationScope
from portal.consent.words import categories_sentence, purposes_sentence
from portal.gate.reader import reader_of
from portal.gate.vocabulary import RoleName

STATES = ("open", "later", "deficient", "ended")
"""Where a paper stands, in the order in which people look for it."""
REVIEW = "review"
"""Who takes back what a program suspends: nobody but the program itself."""


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of a paper's history. `between`: the revocation states an earlier day than it was received (R27)."""

    at: datetime
    text: str
    between: UUID | None = None
    reason: str = ""
    """For those alone who may read it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was said aloud, of which the paper has not come yet (R29)."""

    id: UUID
    said_at: datetime


@dataclass(frozen=True, slots=True)
class Paper:
    """One consent as a page shows it. `state` is open, ended, later (goes on until its point) or deficient.

    `told` and `what` are what is left where a part was taken back (R26). `against` says why a deficient one opens
    nothing: `reasons_against`, whatever page asks.
    """

    id: UUID
    kind: str
    tells: str
    told: str
    what: str
    purposes: str
    signed_at: datetime | None
    ends_at: datetime | None
    state: str
    history: tuple[Happened, ...]
    against: tuple[str, ...]
    revocable: bool
    asked: tuple[Asked, ...] = ()
    whole: bool = False
    """Whether this reader knows what lies with the consent too: its signatures, scans, copies."""
    open_end: str = ""
    """Until when one without a day of its own is in force, in words."""
    event: str = ""
    """At which it ends, in the form's words, beside the day by which it ends anyway (R23)."""
    awaits: str = ""
    """What this reader's agency could record as having come: event, case, or nothing (Happening)."""
    known_false: bool = False


def papers(session: Session, participant_id: UUID, at: datetime) -> list[Paper]:
    """Every consent of a participant that this reader is party to."""
    found = queries.consents_of(session, participant_id)
    revocations = queries.revocations_of(session, [one.id for one in found])
    if not found:
        return []
    world = world_on_file(session, participant_id)
    shown = [show(session, one, revocations.get(one.id, []), reasons_in(world, one), at) for one in found]
    return sorted(shown, key=lambda one: STATES.index(one.state))


def paper(session: Session, consent: Consent, at: datetime) -> Paper:
    revocations = queries.revocations_of(session, [consent.id]).get(consent.id, [])
    return show(session, consent, revocations, reasons_against(session, consent), at)


def show(
    session: Session, consent: Consent, revocations: Sequence[Revocation], against: tuple[str, ...], at: datetime
) -> Paper:
    ends_at = queries.ended_at(session, consent, revocations)
    here = reader_of(session).agency in holders(consent)
    left = left_of(consent, () if ends_later(session, consent, at) else revocations)
    if left.nothing:
        left = left_of(consent, ())
    state = "open"
    if against:
        state = "deficient"
    elif ends_at is not None and ends_at <= at:
        state = "ended"
    elif any(one.scope == RevocationScope.ALL for one in revocations):
        state = "later"
    return Paper(
        id=consent.id,
        kind=str(CONSENT_KIND_LABELS[ConsentKind(consent.kind)]),
        tells=", ".join(queries.names(session, consent.disclosers)),
        told=", ".join(queries.names(session, left.recipients)),
        what=categories_sentence(left.categories if left.categories < told_by(consent) else consent.categories),
        purposes=purposes_sentence(consent.purposes),
        signed_at=consent.signed_at,
        ends_at=ends_at,
        state=state,
        history=(
            *confirmed(session, consent),
            *(event(session, one, revocations) for one in revocations),
            *ended(session, consent),
            *found_false(session, consent),
        ),
        against=against,
        revocable=state == "open" and here,
        asked=tuple(Asked(one.id, one.received_at) for one in revocations if waits(one, revocations)),
        whole=here,
        open_end=open_end(consent),
        event=consent.expiry_event,
        known_false=consent.known_false,
        awaits=next(map(str, queries.awaited(session, consent)), "") if state in ("open", "later") and here else "",
    )


def open_end(consent: Consent) -> str:
    """A court's consent ends with its case at the latest (R65); any other without a day when it is taken back (R24)."""
    court = consent.kind == ConsentKind.CRIMINAL_JUSTICE
    return _("until the case ends") if court else _("until it is taken back")


def waits(one: Revocation, all_of_it: Sequence[Revocation]) -> bool:
    """Whether a paper is still asked for: not of what a program suspended by itself (R57)."""
    said = not one.written and one.taken_back_by != REVIEW
    return said and not any(follows(other, one) for other in all_of_it)


def event(session: Session, one: Revocation, all_of_it: Sequence[Revocation]) -> Happened:
    if any(follows(one, other) for other in all_of_it if not other.written):
        return Happened(one.received_at, _("The paper of what was said has come"))
    earlier = one.stated_at is not None and one.stated_at < one.received_at
    return Happened(one.received_at, taken_back(session, one), one.id if earlier else None)


def confirmed(session: Session, consent: Consent) -> list[Happened]:
    """F19: under which other name it was signed, and who made sure of it."""
    if consent.alias_confirmed_at is None:
        return []
    who = session.get_one(UserAccount, consent.alias_confirmed_by_id).display_name
    signed_as = _(
        "Signed as %(name)s. %(who)s made sure that it is the same person.", name=consent.form["patient_name"], who=who
    )
    return [Happened(consent.alias_confirmed_at, signed_as)]


def ended(session: Session, consent: Consent) -> list[Happened]:
    """What ended it without anybody taking it back: its event, the end of its case, a paper in its place."""
    case = queries.case_of(session, consent)
    found = [
        (consent.expiry_occurred_at, _("It happened: %(event)s", event=consent.expiry_event)),
        (case.final_disposition_at if case else None, _("The case has ended")),
        (consent.superseded_at, _("Another consent took its place")),
    ]
    return [Happened(at, text) for at, text in found if at is not None]


def found_false(session: Session, consent: Consent) -> list[Happened]:
    """R17: who knows of the paper learns since when it is known, and who recorded it.

    What is false reads the privacy officer of the program that found it, and nobody else.
    """
    if consent.known_false_at is None:
        return []
    who = session.get_one(UserAccount, consent.known_false_by_id).display_name
    officer = reader_of(session).role == RoleName.PRIVACY_OFFICER
    reason = own_note(session, consent.id, KNOWN_FALSE) if officer else ""
    found = _("Something on it was found to be false. %(who)s recorded it.", who=who)
    return [Happened(consent.known_false_at, found, reason=reason)]


def holders(consent: Consent) -> set[UUID]:
    """Where a revocation may be received: where the paper lies, and at the programs that it lets tell."""
    return {consent.held_by_id, *(UUID(one["id"]) for one in consent.disclosers if one.get("id"))}


def taken_back(session: Session, revocation: Revocation) -> str:
    """One line of the paper's history."""
    if revocation.taken_back_by == REVIEW:
        return _("Suspended until somebody has looked at it")
    how = _("in writing") if revocation.written else _("spoken, paper asked for")
    part = part_words(session, revocation.scope, revocation.recipient, revocation.categories)
    if part:
        return _("No longer told: %(what)s (%(how)s)", what=part, how=how)
    return _("Taken back (%(how)s)", how=how)


def part_words(
    session: Session, scope: RevocationScope | str, recipient: dict[str, Any] | None, categories: Sequence[str]
) -> str:
    """Who is no longer told, or what; empty for the whole."""
    if scope == RevocationScope.RECIPIENT and recipient:
        return ", ".join(queries.names(session, [recipient]))
    return categories_sentence(categories) if scope == RevocationScope.CATEGORY else ""


def ends_later(session: Session, consent: Consent, at: datetime) -> bool:
    """Whether taking this consent back now takes effect only later (R63)."""
    if consent.kind != ConsentKind.CRIMINAL_JUSTICE:
        return False
    point = queries.point_of(session, consent)
    return point is None or point > at
