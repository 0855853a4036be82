"""From rows to the facts of the rules: one participant's instruments, team and treating agencies."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Uuid, bindparam, exists, select
from sqlalchemy.orm import Session

from portal.clock import END
from portal.consent.agencies_on_file import Registered, registered
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
from portal.consent.rules.terms import AgreementKind
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


PARTICIPANT: Any = bindparam("participant", type_=Uuid())


@cache
def question(table: Any, *columns: Any) -> Any:
    """One participant's rows of a table, or columns of them: put together once, for it is asked in every change."""
    wanted = select(*columns or (table,)).where(table.participant_id == PARTICIPANT)
    return tally(wanted, (), 0) if columns else wanted


def world_of(session: Session, participant_id: UUID) -> World:
    """Everything that compiling this participant looks at; call it while `compiling` is open for the participant."""
    whom = {"participant": participant_id}
    enrollments = session.execute(question_of_enrollments(), whom).all()
    cases = session.execute(question(LegalCase, *CASE), whom).all()
    members = members_of(session.execute(question(TeamMember, *SEAT), whom), enrollments)
    treating = [
        (row.agency_id, Span(row.starts_at, row.ends_at or END))
        for row in session.execute(question(models.TreatingRelationship, *TREATING), whom)
    ]
    there, born_on, registered_by = on_file_of(session, participant_id)
    program_agencies = tuple(sorted({one.agency_id for one in enrollments}))
    agencies = registered(session)
    known_to = [agencies[one] for one in program_agencies or ((registered_by,) if registered_by else ())]
    capacity, deceased_at = standing_of(session, participant_id) if PersonalStanding in there else (Capacity.OK, None)
    courts = courts_for(enrollments, {one for one, agency in agencies.items() if agency.agreeing})
    return World(
        participant_id=participant_id,
        participant=Participant(
            id=str(participant_id),
            born_on=born_on or UNKNOWN_BIRTH,
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
        agencies={one.facts.id: one.facts for one in agencies.values()},
        courts=courts,
        matrices=matrices_of(*courts) if courts else (CROSS_AGENCY, TEAM),
        orders=tuple(orders_of(session, participant_id)) if models.DisclosureOrder in there else (),
        emergencies=tuple(emergencies_of(session, participant_id)) if models.EmergencyAccess in there else (),
        copies=tuple(copies_kept(session, participant_id)) if DeliveredCopy in there else (),
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


def courts_for(enrollments: Sequence[Any], agreed: Collection[UUID]) -> tuple[UUID, ...]:
    """R43: the courts whose agreements hold for the participant; none where the product's own matrices do.

    Of several programs that a person is in, each holds: what one court's agreement withholds, another program's does
    not open. Programs that have ended count only where there is no other.
    """
    present = {one.agency_id for one in enrollments if one.ended_on is None}
    agencies = present or {one.agency_id for one in enrollments}
    agreeing = agencies.intersection(agreed)
    if not agreeing:
        return ()
    return (*sorted(agreeing), NIL) if agencies - agreeing else tuple(sorted(agreeing))


RARE = (
    models.Revocation,
    models.Restriction,
    models.DisclosureOrder,
    models.EmergencyAccess,
    PersonalStanding,
    DeliveredCopy,
)
"""What most participants have none of."""


def on_file_of(session: Session, participant_id: UUID) -> tuple[set[type], date | None, UUID | None]:
    """Which of the rare kinds there are any of, the date of birth, and who registered the person: in one question."""
    *found, born_on, registered_by = session.execute(question_of_kinds(), {"participant": participant_id}).one()
    return {kind for kind, there in zip(RARE, found, strict=True) if there}, born_on, registered_by


@cache
def question_of_kinds() -> Any:
    any_of: list[Any] = [exists(select(kind.id).where(kind.participant_id == PARTICIPANT)) for kind in RARE]
    identity: list[Any] = [
        select(column).where(ParticipantIdentity.participant_id == PARTICIPANT).limit(1).scalar_subquery()
        for column in (ParticipantIdentity.born_on, ParticipantIdentity.origin_id)
    ]
    return tally(select(*any_of, *identity), (), 0)


@cache
def question_of_enrollments() -> Any:
    """`id`, `legal_case_id`, `ended_on`, and the `agency_id` of the program; not its rules, which are long."""
    columns: Any = select(Enrollment.id, Enrollment.legal_case_id, Enrollment.ended_on, Program.agency_id)
    wanted = columns.join(Program, Program.id == Enrollment.program_id)
    return tally(wanted.where(Enrollment.participant_id == PARTICIPANT), (), 0)


CASE = (
    LegalCase.id,
    LegalCase.condition_of_disposition,
    LegalCase.final_disposition_at,
    LegalCase.latest_possible_disposition_at,
)
SEAT = (
    TeamMember.enrollment_id,
    TeamMember.user_id,
    TeamMember.agency_id,
    TeamMember.role,
    TeamMember.starts_at,
    TeamMember.ends_at,
)
TREATING = (
    models.TreatingRelationship.agency_id,
    models.TreatingRelationship.starts_at,
    models.TreatingRelationship.ends_at,
)


def members_of(rows: Iterable[Any], enrollments: Sequence[Any]) -> list[Member]:
    """The team of each case; a program without a case is a case of its own here, which no consent can name."""
    case_of = {one.id: str(one.legal_case_id or one.id) for one in enrollments}
    return [
        Member(
            user_id=row.user_id,
            agency_id=row.agency_id,
            role=acting_role(row.role),
            span=Span(row.starts_at, row.ends_at or END),
            case_id=case_of[row.enrollment_id],
        )
        for row in rows
    ]


def cases_with_teams(cases: Sequence[Any], enrollments: Sequence[Any], members: list[Member]) -> list[Case]:
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


def minor_rule_of(agencies: Sequence[Registered]) -> MinorRule:
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
