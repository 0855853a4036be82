"""What one addressee may read about the people of a docket, gathered through the rooms' doors in a fixed number of
statements. Nothing here chooses by consent: the session's reader is the addressee.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.agencies.models import Agency
from portal.accounts.principal import Principal
from portal.casework import facts as casework
from portal.casework.facts import CaseSectionTold, NeedTold, OutsideTold
from portal.compliance import facts as compliance
from portal.compliance.behaviors import queries as behaviors
from portal.compliance.behaviors.queries import Asked
from portal.compliance.drug_tests import queries as drug_tests
from portal.compliance.drug_tests.models import DrugTest
from portal.compliance.facts import (
    BalanceTold,
    ContactTold,
    DrugTestTold,
    ObligationTold,
    QuestionTold,
    ReadinessTold,
    RecoveryTold,
    ResponseTold,
    SectionTold,
    SoberTold,
)
from portal.consent.accounting.services import OpenGrant, open_grants
from portal.consent.instruments.models import Consent
from portal.court.dockets import gathering
from portal.court.dockets import queries as dockets
from portal.court.dockets.models import Docket, Hearing
from portal.court.dockets.queries import Called
from portal.court.dockets.standing import Standing
from portal.court.reports import reading
from portal.court.staffing.queries import Proposed, proposals_for
from portal.gate.reader import reader_of
from portal.participants.enrollments.models import LegalCase
from portal.participants.people.models import ParticipantIdentity
from portal.treatment import facts as treatment
from portal.treatment.facts import LevelFact, PlannedFact, SessionFact, SubmittedSection

DAYS = 90


@dataclass(frozen=True, slots=True)
class Material:
    """Everything by participant; `period_to` is the last day that the reports tell about."""

    addressee: Principal
    docket: Docket
    at: datetime
    period_to: date
    standings: Mapping[UUID, Standing]
    identities: Mapping[UUID, ParticipantIdentity]
    cases: Mapping[UUID, LegalCase]
    sessions: Mapping[UUID, Sequence[SessionFact]]
    planned: Mapping[UUID, Sequence[PlannedFact]]
    levels: Mapping[UUID, Sequence[LevelFact]]
    treatment_sections: Mapping[UUID, Sequence[SubmittedSection]]
    case_sections: Mapping[UUID, Sequence[CaseSectionTold]]
    supervision_sections: Mapping[UUID, Sequence[SectionTold]]
    tests: Mapping[UUID, Sequence[DrugTestTold]]
    results: Mapping[UUID, Sequence[DrugTest]]
    asked: Mapping[UUID, Sequence[Asked]]
    sober: Mapping[UUID, SoberTold]
    questions: Mapping[UUID, Sequence[QuestionTold]]
    responses: Mapping[UUID, Sequence[ResponseTold]]
    balance: Mapping[UUID, BalanceTold]
    obligations: Mapping[UUID, Sequence[ObligationTold]]
    contacts: Mapping[UUID, Sequence[ContactTold]]
    readiness: Mapping[UUID, ReadinessTold]
    recovery: Mapping[UUID, Sequence[RecoveryTold]]
    needs: Mapping[UUID, Sequence[NeedTold]]
    outside: Mapping[UUID, Sequence[OutsideTold]]
    proposals: Mapping[UUID, Sequence[Proposed]]
    held: Mapping[UUID, Sequence[Hearing]]
    grants: Mapping[UUID, Sequence[OpenGrant]]
    consents: Mapping[UUID, Consent]
    agencies: Mapping[UUID, str]
    people: Mapping[UUID, str]


def gather(session: Session, docket: Docket, called: Sequence[Called], addressee: Principal) -> Material:
    """Read as the session's reader, who must be the addressee; one moment for all."""
    reader = reader_of(session)
    ids = [one.participant.id for one in called]
    hearing_ids = [one.hearing.id for one in called]
    zone = docket.program.time_zone
    to_on = min(clock.local_date(reader.at, zone), docket.held_on)
    standings = {one.participant.id: one for one in gathering.standings(session, docket, called, full=True)}
    phases = [one.enrollment.phase_started_on for one in standings.values() if one.enrollment]
    from_on = min([to_on - timedelta(days=DAYS - 1), *phases, *(one.first for one in standings.values())])
    asked = behaviors.questions_of(session, ids)
    grants: dict[UUID, list[OpenGrant]] = {}
    for grant in open_grants(session, reader, ids):
        grants.setdefault(grant.participant_id, []).append(grant)
    held: dict[UUID, list[Hearing]] = {}
    for hearing in dockets.hearing_days(session, ids, to_on - timedelta(days=DAYS - 1), to_on):
        held.setdefault(hearing.participant_id, []).append(hearing)
    sections = treatment.submitted_sections(session, ids, hearing_ids)
    return Material(
        addressee=addressee,
        docket=docket,
        at=reader.at,
        period_to=to_on,
        standings=standings,
        identities=reading.identities_of(session, ids),
        cases=reading.cases_of(session, ids),
        sessions=treatment.attendance_of(session, ids, from_on, to_on),
        planned=treatment.next_sessions(session, ids, reader.at, to_on + timedelta(days=21)),
        levels=treatment.levels_of_care(session, ids),
        treatment_sections=sections,
        case_sections=reading.case_sections(session, hearing_ids),
        supervision_sections=reading.supervision_sections(session, hearing_ids),
        tests=compliance.drug_tests_of(session, ids, from_on, to_on),
        results=drug_tests.results_of(session, ids),
        asked=asked,
        sober=compliance.sober_days_of(session, ids, to_on),
        questions=compliance.questions_of(session, ids),
        responses=compliance.responses_of(session, ids),
        balance=compliance.balance_of(session, ids, to_on),
        obligations=compliance.obligations_of(session, ids, to_on),
        contacts=compliance.contacts_of(session, ids, from_on, to_on),
        readiness=compliance.readiness_of(session, ids, to_on),
        recovery=compliance.recovery_support_of(session, ids),
        needs=casework.needs_of(session, ids),
        outside=casework.outside_of(session, ids),
        proposals=proposals_for(session, hearing_ids),
        held=held,
        grants=grants,
        consents=reading.consents_of(session, {grant.instrument_id for found in grants.values() for grant in found}),
        agencies={one.id: one.name for one in session.scalars(select(Agency))},
        people=reading.authors_of(session, sections),
    )
