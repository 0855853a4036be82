"""Whom a consent, a revocation or a restriction names (C9, C10; R30-R32, R136)."""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from portal.consent.rules.codes import Reason
from portal.consent.rules.facts import Case, Facts, Inquiry, Reader
from portal.consent.rules.instruments import Consent, Recipient
from portal.consent.rules.terms import ConsentKind, PartyClass, PartyType

HEALTH_PLAN = "health_plan"


def discloser_not_named(consent: Consent, inquiry: Inquiry) -> Reason | None:
    """C9, R30: the discloser by id, or, for the class of treatment programs, by treating the participant."""
    for discloser in consent.disclosers:
        if discloser.type == PartyType.AGENCY and discloser.name == inquiry.discloser:
            return None
        is_class = discloser.type == PartyType.CLASS and discloser.name == PartyClass.TREATMENT_PROGRAMS
        if is_class and treats(inquiry.discloser, inquiry.facts):
            return None
    return Reason.DISCLOSER_NOT_NAMED


def recipient_not_named(consent: Consent, inquiry: Inquiry) -> Reason | None:
    """C10, R31, R32: the reader is one of the recipients, by id or through a class that resolves to the reader now."""
    cases = team_cases(consent, inquiry.facts)
    for recipient in consent.recipients:
        if reaches(recipient, inquiry.reader, inquiry.at, inquiry.facts, cases):
            return None
    return Reason.RECIPIENT_NOT_NAMED


def team_cases(consent: Consent, facts: Facts) -> tuple[Case, ...]:
    """Whose team "the court team" is: of the case that a criminal-justice consent names, else of any case."""
    if consent.kind != ConsentKind.CJ:
        return facts.participant.cases
    case = facts.participant.case(consent.case_id)
    return () if case is None else (case,)


def reaches(recipient: Recipient, reader: Reader, at: datetime, facts: Facts, cases: tuple[Case, ...]) -> bool:
    """Whether a recipient entry is the reader. Bound to ids, never to names that look alike (R31)."""
    match recipient.type:
        case PartyType.PERSON:
            return recipient.name == reader.user and recipient.agency in (None, reader.agency)
        case PartyType.AGENCY:
            return recipient.name == reader.agency
        case PartyType.ROLE:
            return recipient.name == reader.role and recipient.agency == reader.agency
        case PartyType.CLASS:
            return in_class(recipient.name, reader, at, facts, cases)
        case PartyType.INTERMEDIARY:
            return reader.agency in recipient.participants or (
                recipient.treating_class and treats(reader.agency, facts)
            )
        case _:
            assert_never(recipient.type)


def reaches_strictly(recipient: Recipient, reader: Reader, at: datetime, facts: Facts, cases: tuple[Case, ...]) -> bool:
    """The same for what takes access away: a class that nobody knows is an error, not nobody (R181). ValueError."""
    if recipient.type == PartyType.CLASS:
        PartyClass(recipient.name)
    return reaches(recipient, reader, at, facts, cases)


def in_class(name: str, reader: Reader, at: datetime, facts: Facts, cases: tuple[Case, ...]) -> bool:
    """R32: a class covers those whom it resolves to at this moment; one that resolves to nobody covers nobody."""
    if name == PartyClass.COURT_TEAM:
        return any(case.on_team(reader.user, at) for case in cases)
    if name == PartyClass.TREATING_PROVIDERS:
        return treats(reader.agency, facts)
    if name == PartyClass.TPO_STANDARD:
        return treats(reader.agency, facts) or facts.site.agency(reader.agency).type == HEALTH_PLAN
    return False


def treats(agency: str, facts: Facts) -> bool:
    """A registered treating agency of the participant."""
    return agency in facts.participant.treating_agencies


def on_any_team(user: str, at: datetime, facts: Facts) -> bool:
    """On the team, now, of any case of the participant (section 18)."""
    return any(case.on_team(user, at) for case in facts.participant.cases)
