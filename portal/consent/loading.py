"""From rows to the facts of the rules: one participant's instruments, team and treating agencies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Uuid, bindparam, exists, select
from sqlalchemy.orm import Session

from portal.accounts.agencies.models import Agency, AgencyControl
from portal.clock import END
from portal.consent.copies.models import DeliveredCopy
from portal.consent.grants.ceilings import matrices_of
from portal.consent.grants.spans import Span
from portal.consent.grants.world import Kept, Member, World
from portal.consent.instruments import models
from portal.consent.on_file import consents_of, emergencies_of, orders_of, restrictions_of
from portal.consent.readers import acting_role
from portal.consent.register import CROSS_AGENCY, TEAM
from portal.consent.rules import site as papers
from portal.consent.rules.facts import Case, Participant
from portal.consent.rules.intervals import Interval
from portal.consent.rules.site import Agency as SiteAgency
from portal.consent.rules.terms import AgreementKind
from portal.consent.team_agreements.queries import agreeing_courts
from portal.gate.looking import tally
from portal.gate.vocabulary import UNDERTAKINGS, Capacity, Category, MinorRule, Regime
from portal.ids import NIL
from portal.participants.enrollments.models import Enrollment, LegalCase, TeamMember
from portal.participants.people.models import ParticipantIdentity, PersonalStanding
from portal.participants.programs.models import Program

UNKNOWN_BIRTH = date.max
"""Whose birth nobody knows counts as a minor (R181)."""
AGE_OF_MAJORITY = 18
GRAVITY = (Capacity.OK, Capacity.NOT_ADJUDICATED, Capacity.ADJUDICATED_LACKING)


def site_agencies(session: Session, agencies: Iterable[Agency]) -> dict[str, SiteAgency]:
    """The registered facts of agencies, by id as text."""
    controls: dict[UUID, set[str]] = {}
    for control in session.scalars(select(AgencyControl)):
        controls.setdefault(control.entity_id, set()).add(str(control.program_id))
    return {
        str(one.id): SiteAgency(
            id=str(one.id),
            type=one.kind,
            cj_system=one.cj_system,
            part2_program=one.part2_program,
            hipaa=one.hipaa,
            controls=frozenset(controls.get(one.id, ())),
        )
        for one in agencies
    }


def world_of(session: Session, participant_id: UUID) -> World:
    """Everything that compiling this participant looks at; call it while `compiling` is open for the participant."""
    enrollments = enrollments_of(session, participant_id)
    cases = session.scalars(select(LegalCase).where(LegalCase.participant_id == participant_id)).all()
    members = members_of(session, participant_id, enrollments)
    treating = [
        (one.agency_id, Span(one.starts_at, one.ends_at or END))
        for one in session.scalars(
            select(models.TreatingRelationship).where(models.TreatingRelationship.participant_id == participant_id)
        )
    ]
    identity = session.scalar(select(ParticipantIdentity).where(ParticipantIdentity.participant_id == participant_id))
    program_agencies = tuple(sorted({one.agency_id for one in enrollments}))
    agencies = {one.id: one for one in session.scalars(select(Agency))}
    known_to = [agencies[one] for one in program_agencies or ((identity.origin_id,) if identity else ())]
    there = kinds_on_file(session, participant_id)
    capacity, deceased_at = standing_of(session, participant_id) if PersonalStanding in there else (Capacity.OK, None)
    courts = courts_for(session, enrollments)
    return World(
        participant_id=participant_id,
        participant=Participant(
            id=str(participant_id),
            born_on=identity.born_on if identity else UNKNOWN_BIRTH,
            age_of_majority=max((one.age_of_majority for one in known_to), default=AGE_OF_MAJORITY),
            minor_rule=minor_rule_of(known_to),
            capacity=capacity,
            deceased_at=deceased_at,
            treating_agencies=frozenset(str(agency) for agency, _ in treating),
            cases=tuple(cases_with_teams(cases, enrollments, members)),
        ),
        consents=tuple(consents_of(session, participant_id, revoked=models.Revocation in there)),
        restrictions=tuple(restrictions_of(session, participant_id)) if models.Restriction in there else (),
        members=tuple(members),
        treating=tuple(treating),
        program_agencies=program_agencies,
        agencies=site_agencies(session, agencies.values()),
        courts=courts,
        matrices=matrices_of(*courts) if courts else (CROSS_AGENCY, TEAM),
        orders=tuple(orders_of(session, participant_id)) if models.DisclosureOrder in there else (),
        emergencies=tuple(emergencies_of(session, participant_id)) if models.EmergencyAccess in there else (),
        copies=tuple(copies_kept(session, participant_id)),
    )


def copies_kept(session: Session, participant_id: UUID) -> list[Kept]:
    """Of whichever of this participant's Part 2 records another agency has a copy."""
    columns = (DeliveredCopy.record_id, DeliveredCopy.holder_id, DeliveredCopy.created_at)
    wanted: Any = select(*columns).where(
        DeliveredCopy.participant_id == participant_id,
        DeliveredCopy.regime == Regime.PART2.bit,
        DeliveredCopy.holder_id != DeliveredCopy.record_origin_id,
    )
    rows = session.execute(tally(wanted, (), 0))
    return [Kept(row.record_id, row.holder_id, row.created_at) for row in rows]


def courts_for(session: Session, enrollments: Sequence[Any]) -> tuple[UUID, ...]:
    """R43: the courts whose agreements hold for the participant; none where the product's own matrices do.

    Of several programs that a person is in, each holds: what one court's agreement withholds, another program's does
    not open. Programs that have ended count only where there is no other.
    """
    present = {one.agency_id for one in enrollments if one.ended_on is None}
    agencies = present or {one.agency_id for one in enrollments}
    agreeing = agreeing_courts(session, agencies)
    if not agreeing:
        return ()
    return (*sorted(agreeing), NIL) if agencies - agreeing else tuple(sorted(agreeing))


RARE = (models.Revocation, models.Restriction, models.DisclosureOrder, models.EmergencyAccess, PersonalStanding)
"""What most participants have none of."""


def kinds_on_file(session: Session, participant_id: UUID) -> set[type]:
    """Which of the rare kinds a participant has any of: one question instead of one for each."""
    found = session.execute(question_of_kinds(), {"participant": participant_id}).one()
    return {kind for kind, there in zip(RARE, found, strict=True) if there}


@cache
def question_of_kinds() -> Any:
    who: Any = bindparam("participant", type_=Uuid())
    wanted: Any = select(*(exists(select(kind.id).where(kind.participant_id == who)) for kind in RARE))
    return tally(wanted, (), 0)


def enrollments_of(session: Session, participant_id: UUID) -> Sequence[Any]:
    """`id`, `legal_case_id`, `ended_on`, and the `agency_id` of the program; not its rules, which are long."""
    columns: Any = select(Enrollment.id, Enrollment.legal_case_id, Enrollment.ended_on, Program.agency_id)
    wanted = columns.join(Program, Program.id == Enrollment.program_id)
    return session.execute(tally(wanted.where(Enrollment.participant_id == participant_id), (), 0)).all()


def members_of(session: Session, participant_id: UUID, enrollments: Sequence[Any]) -> list[Member]:
    """The team of each case; a program without a case is a case of its own here, which no consent can name."""
    case_of = {one.id: str(one.legal_case_id or one.id) for one in enrollments}
    member = TeamMember
    columns = (member.enrollment_id, member.user_id, member.agency_id, member.role, member.starts_at, member.ends_at)
    wanted: Any = select(*columns).where(member.participant_id == participant_id)
    return [
        Member(
            user_id=row.user_id,
            agency_id=row.agency_id,
            role=acting_role(row.role),
            span=Span(row.starts_at, row.ends_at or END),
            case_id=case_of[row.enrollment_id],
        )
        for row in session.execute(tally(wanted, (), 0))
    ]


def cases_with_teams(cases: Sequence[LegalCase], enrollments: Sequence[Any], members: list[Member]) -> list[Case]:
    teams: dict[str, dict[str, tuple[Interval, ...]]] = {}
    for member in members:
        team = teams.setdefault(member.case_id or "", {})
        stint = Interval(member.span.start, None if member.span.end == END else member.span.end)
        team[str(member.user_id)] = (*team.get(str(member.user_id), ()), stint)
    found = [
        Case(
            id=str(case.id),
            condition_of_disposition=case.condition_of_disposition,
            final_disposition_at=case.final_disposition_at,
            latest_possible_disposition_at=case.latest_possible_disposition_at,
            team=teams.get(str(case.id), {}),
        )
        for case in cases
    ]
    without = [one for one in enrollments if one.legal_case_id is None]
    return found + [Case(str(one.id), False, None, None, teams.get(str(one.id), {})) for one in without]


def minor_rule_of(agencies: Sequence[Agency]) -> MinorRule:
    """R51, R52: a parent signs too, unless every agency in whose program the person is lets a minor sign alone."""
    alone = bool(agencies) and all(one.minor_rule == MinorRule.ALONE for one in agencies)
    return MinorRule.ALONE if alone else MinorRule.PARENT_TOO


def standing_of(session: Session, participant_id: UUID) -> tuple[Capacity, datetime | None]:
    """R55-R57: of what several agencies know, the gravest; of several moments of death the earliest."""
    rows = session.scalars(
        select(PersonalStanding).where(
            PersonalStanding.participant_id == participant_id, PersonalStanding.superseded_at.is_(None)
        )
    ).all()
    capacity = max((Capacity(one.capacity) for one in rows), key=GRAVITY.index, default=Capacity.OK)
    return capacity, min((one.deceased_at for one in rows if one.deceased_at is not None), default=None)


def undertakings(session: Session | Connection) -> list[papers.Agreement]:
    """The agreements of programs with other agencies that a reader may claim (R110, R115, R116)."""
    table = models.Agreement
    columns = (table.id, table.kind, table.agency_id, table.party_id, table.starts_at, table.ends_at, table.categories)
    rows = session.execute(select(*columns).where(table.kind.in_(UNDERTAKINGS)).order_by(table.id))
    return [
        papers.Agreement(
            id=str(row.id),
            kind=AgreementKind(row.kind),
            party=str(row.agency_id),
            counterparty=str(row.party_id) if row.party_id else None,
            term=Interval(row.starts_at, row.ends_at),
            services=frozenset(str(one) for one in Category.from_mask(row.categories)),
        )
        for row in rows
    ]
