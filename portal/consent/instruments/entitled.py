"""Who may enter a paper, so that nobody opens another agency's records to himself by typing (R10, R31, R60)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.agencies.models import Agency, Appointment
from portal.accounts.agencies.vocabulary import OUTSIDE_KINDS
from portal.accounts.permissions import Permission
from portal.accounts.principal import Principal
from portal.consent.instruments.models import Consent, TreatingRelationship
from portal.consent.rules.intervals import age_on
from portal.consent.rules.terms import PartyClass, PartyType
from portal.gate.looking import tally
from portal.participants.enrollments.models import Enrollment, TeamMember
from portal.participants.people.known import require_known
from portal.participants.people.models import ParticipantIdentity
from portal.participants.programs.models import Program
from portal.web.refused import Refused

Parties = Sequence[dict[str, Any]]


def only_discloser(session: Session, actor: Principal, participant_id: UUID, disclosers: Parties) -> bool:
    """Whether by this paper only the actor's own agency tells: by its name, or as a program that treats the person."""
    if any(one.get("id") not in (None, str(actor.agency_id)) for one in disclosers):
        return False
    return all(one.get("id") for one in disclosers) or treats(session, actor, participant_id)


def tells_for_outside(session: Session, actor: Principal, participant_id: UUID, disclosers: Parties) -> bool:
    """Whether the paper is of agencies where nobody has an account, entered by one that has to do with the person.

    Nobody there could enter it. What they tell comes by a link or by telephone only, so no records lie there to open.
    """
    ids = {UUID(one["id"]) for one in disclosers if one.get("type") == PartyType.AGENCY and one.get("id")}
    if not ids or len(ids) != len(disclosers):
        return False
    someone = select(Appointment.id).where(Appointment.agency_id == Agency.id).exists()
    outside = select(Agency.id).where(Agency.id.in_(ids), Agency.kind.in_(OUTSIDE_KINDS), ~someone)
    if set(session.scalars(outside)) != ids:
        return False
    return in_own_program(session, actor, participant_id) or on_team(session, actor, participant_id)


def may_enter_criminal_justice(session: Session, actor: Principal, participant_id: UUID, disclosers: Parties) -> bool:
    """2.35: the side of the case, or the side of the treatment.

    An agency of the justice system that has the participant in a program of its own or somebody on the team; or a
    program that the paper names as one that tells, and that treats the participant.
    """
    if session.get_one(Agency, actor.agency_id).cj_system:
        return in_own_program(session, actor, participant_id) or on_team(session, actor, participant_id)
    return named(disclosers, actor.agency_id) and treats(session, actor, participant_id)


def named(disclosers: Parties, agency_id: UUID) -> bool:
    """By its id, or as one of the treatment programs."""
    return any(
        one.get("id") == str(agency_id)
        or (one.get("type") == PartyType.CLASS and one.get("class") == PartyClass.TREATMENT_PROGRAMS)
        for one in disclosers
    )


def require_admitting(session: Session, actor: Principal, participant_id: UUID) -> None:
    """R32: that an agency treats somebody is registered there, by who admits, of a person whom they may know of."""
    require_known(session, participant_id)
    if not actor.may(Permission.ADMISSION_RECORD):
        raise Refused("", _("Ask the program that treats this person; it records that itself."))


def require_keeping(session: Session, actor: Principal, consent: Consent) -> None:
    """R13, R23, R25, R29, R63: what happens to a paper is recorded where it lies, or by a program that tells by it.

    A recipient records nothing: it would end what others are told, and a revocation is never known to recipients
    (R143, R151). Refused in the same words for a person who is hidden from the actor and for one who is not there.
    """
    require_known(session, consent.participant_id)
    if not keeps(session, actor, consent) or not actor.may(Permission.CONSENT_REVOKE):
        raise Refused(
            "", _("Tell the program that the consent names, or whoever keeps the paper; it is recorded there.")
        )


def keeps(session: Session, actor: Principal, consent: Consent) -> bool:
    """Where the paper lies, and at a program that tells by it."""
    return consent.held_by_id == actor.agency_id or discloses(session, actor, consent)


def discloses(session: Session, actor: Principal, consent: Consent) -> bool:
    """By its own name on the paper, also after treatment has ended; or as one of the programs that treat the person."""
    if any(one.get("id") == str(actor.agency_id) for one in consent.disclosers):
        return True
    return named(consent.disclosers, actor.agency_id) and treats(session, actor, consent.participant_id)


def require_promising(session: Session, actor: Principal, participant_id: UUID) -> None:
    """2.26, R120: a program promises for its own records, of somebody whom it treats or has treated."""
    require_known(session, participant_id)
    if not has_treated(session, actor, participant_id) or not actor.may(Permission.RESTRICTION_AGREE):
        raise Refused("", _("Ask the program that treats this person; it promises for its own records only."))


def of_age(session: Session, participant_id: UUID, zone: str) -> bool:
    """R54: grown up by the rule of the agency that runs the person's program, as far as the one who asks knows."""
    identity = session.scalar(select(ParticipantIdentity).where(ParticipantIdentity.participant_id == participant_id))
    if identity is None:
        return False
    majority = session.get_one(Agency, identity.origin_id).age_of_majority
    return age_on(identity.born_on, clock.local_date(clock.now(), zone)) >= majority


def has_treated(session: Session, actor: Principal, participant_id: UUID) -> bool:
    return found(
        session,
        select(TreatingRelationship.id).where(
            TreatingRelationship.participant_id == participant_id,
            TreatingRelationship.agency_id == actor.agency_id,
            TreatingRelationship.starts_at <= clock.now(),
        ),
    )


def treats(session: Session, actor: Principal, participant_id: UUID) -> bool:
    now = clock.now()
    return found(
        session,
        select(TreatingRelationship.id).where(
            TreatingRelationship.participant_id == participant_id,
            TreatingRelationship.agency_id == actor.agency_id,
            TreatingRelationship.starts_at <= now,
            or_(TreatingRelationship.ends_at.is_(None), TreatingRelationship.ends_at > now),
        ),
    )


def in_own_program(session: Session, actor: Principal, participant_id: UUID) -> bool:
    return found(
        session,
        select(Enrollment.id)
        .join(Program, Enrollment.program_id == Program.id)
        .where(
            Enrollment.participant_id == participant_id,
            Enrollment.ended_on.is_(None),
            Program.agency_id == actor.agency_id,
        ),
    )


def on_team(session: Session, actor: Principal, participant_id: UUID) -> bool:
    now = clock.now()
    return found(
        session,
        select(TeamMember.id).where(
            TeamMember.participant_id == participant_id,
            TeamMember.agency_id == actor.agency_id,
            TeamMember.starts_at <= now,
            or_(TeamMember.ends_at.is_(None), TeamMember.ends_at > now),
        ),
    )


def found(session: Session, wanted: Select[Any]) -> bool:
    return session.scalar(tally(wanted.limit(1), (), 0)) is not None
