"""A small county for tests, made by the same services that people use, in time order."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.agencies.services import AddAgency, AddUser, add_agency, add_user, appoint
from portal.accounts.agencies.vocabulary import AgencyKind, HipaaStatus
from portal.accounts.principal import Principal, principal_by_id
from portal.consent.agreements.services import agree
from portal.consent.instruments.services import RecordConsent, record_consent
from portal.consent.instruments.treating import begin_treating
from portal.consent.instruments.vocabulary import AgreementKind, ConsentKind
from portal.consent.readers import reader_for
from portal.db import unit_of_work
from portal.extensions import db
from portal.gate.reader import bind_reader
from portal.gate.vocabulary import RoleName
from portal.participants.enrollments.models import Enrollment
from portal.participants.enrollments.services import Assign, Enroll, assign_team, enroll
from portal.participants.enrollments.vocabulary import LegalTrack
from portal.participants.people.services import RegisterParticipant, register_participant
from portal.participants.programs.loading import builtin_rules
from portal.participants.programs.services import start_program

PASSWORD = "a long password for tests"
START = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 18, 15, 0, tzinfo=UTC)

AGENCIES = {
    "court": AddAgency(
        "Marlow County Treatment Court", "Court", AgencyKind.COURT, cj_system=True, county="Marlow County"
    ),
    "prosecution": AddAgency("Marlow County Prosecutor", "Prosecutor", AgencyKind.PROSECUTION, cj_system=True),
    "defense": AddAgency("Marlow County Public Defender", "Defender", AgencyKind.DEFENSE),
    "probation": AddAgency("Marlow County Probation", "Probation", AgencyKind.SUPERVISION, cj_system=True),
    "riverbend": AddAgency(
        "Riverbend Recovery", "Riverbend", AgencyKind.TREATMENT, part2_program=True, hipaa=HipaaStatus.COVERED_ENTITY
    ),
    "southgate": AddAgency("Southgate Counseling", "Southgate", AgencyKind.TREATMENT, part2_program=True),
    "bridgeway": AddAgency("Bridgeway Case Management", "Bridgeway", AgencyKind.CASE_MANAGEMENT),
    "diversion": AddAgency("Marlow County Diversion", "Diversion", AgencyKind.DIVERSION, cj_system=True),
    "sheriff": AddAgency("Marlow County Sheriff", "Sheriff", AgencyKind.LAW_ENFORCEMENT, cj_system=True),
}

STAFF = {
    "judge": ("court", RoleName.JUDGE),
    "staff": ("court", RoleName.JUDICIAL_STAFF),
    "coordinator": ("court", RoleName.COURT_COORDINATOR),
    "clerk": ("court", RoleName.COURT_CLERK),
    "prosecutor": ("prosecution", RoleName.PROSECUTOR),
    "defender": ("defense", RoleName.DEFENSE_COUNSEL),
    "officer": ("probation", RoleName.PROBATION_OFFICER),
    "collector": ("probation", RoleName.COLLECTOR),
    "counselor": ("riverbend", RoleName.CLINICIAN),
    "supervisor": ("riverbend", RoleName.TREATMENT_SUPERVISOR),
    "office": ("riverbend", RoleName.TREATMENT_ADMIN),
    "privacy": ("riverbend", RoleName.PRIVACY_OFFICER),
    "stranger": ("southgate", RoleName.CLINICIAN),
    "casemanager": ("bridgeway", RoleName.CASE_MANAGER),
    "diverter": ("diversion", RoleName.DIVERSION_COORDINATOR),
    "deputy": ("sheriff", RoleName.LAW_ENFORCEMENT),
    "evaluator": ("court", RoleName.EVALUATOR),
    "programadmin": ("court", RoleName.PROGRAM_ADMIN),
    "sysadmin": ("court", RoleName.SYSTEM_ADMIN),
}

COURT_TEAM = ("judge", "staff", "coordinator", "clerk", "prosecutor", "defender", "officer", "collector", "casemanager")

FORM = {
    "patient_name": "",
    "revocation_right_statement": True,
    "revocation_how": "Write to the program's privacy officer, or use the portal's page",
    "hipaa_redisclosure_statement": True,
    "redisclosure_potential_statement": True,
    "refusal_consequences": "None for treatment; the court may take part in a different way.",
    "treatment_conditioned_on_signing": False,
}

SHARED = ("enrollment", "attendance", "drug_test", "progress_summary", "level_of_care", "medication_compliance")


@dataclass(slots=True)
class County:
    """Ids of what was made: agencies and appointments by short word, participants by name."""

    agencies: dict[str, UUID] = field(default_factory=dict)
    appointments: dict[str, UUID] = field(default_factory=dict)
    users: dict[str, UUID] = field(default_factory=dict)
    versions: dict[str, UUID] = field(default_factory=dict)
    people: dict[str, UUID] = field(default_factory=dict)
    enrollments: dict[str, UUID] = field(default_factory=dict)
    cases: dict[str, UUID | None] = field(default_factory=dict)
    consents: dict[str, UUID] = field(default_factory=dict)
    things: dict[str, UUID] = field(default_factory=dict)

    def to_json(self) -> str:
        return json.dumps(asdict(self), default=str)

    @classmethod
    def from_json(cls, text: str) -> County:
        words = json.loads(text)
        return cls(**{name: {key: one and UUID(one) for key, one in ids.items()} for name, ids in words.items()})

    def principal(self, session: Session, who: str) -> Principal:
        return principal_by_id(session, self.appointments[who])


class Acting:
    """`with Acting(app, county, "counselor", at) as (session, actor):` one unit of work of one person at one moment."""

    def __init__(self, app: Flask, county: County, who: str, at: datetime = NOW) -> None:
        self.app, self.county, self.who, self.at = app, county, who, at

    def __enter__(self) -> tuple[Session, Principal]:
        self.context = self.app.app_context()
        self.context.push()
        self.standing = clock.set_to(self.at)
        self.standing.__enter__()
        self.work = unit_of_work()
        session = self.work.__enter__()
        actor = self.county.principal(session, self.who)
        bind_reader(session, reader_for(session, actor, self.at))
        return session, actor

    def __exit__(self, *problem: Any) -> None:
        try:
            self.work.__exit__(*problem)
        finally:
            self.standing.__exit__(*problem)
            db.session.remove()
            self.context.pop()


def build(app: Flask, mark: str = "") -> County:
    """Agencies, staff, programs, and three people: Xio with consents for the court, Marcus with an ordinary consent
    for the case manager only, Maya in diversion before any charge.

    With a mark before the names of agencies, staff and programs, a second county of strangers in the same database."""
    county = County()
    with app.app_context(), clock.set_to(START - timedelta(days=30)), unit_of_work() as session:
        for word, agency in AGENCIES.items():
            named = replace(agency, name=mark + agency.name, short_name=mark + agency.short_name)
            made = add_agency(session, None, named)
            county.agencies[word] = made.id
            agree(session, None, AgreementKind.PARTICIPATION, made.id, clock.now())
            if agency.part2_program:
                agree(session, None, AgreementKind.HOSTING, made.id, clock.now())
        for word, (agency_word, role) in STAFF.items():
            cleared = word in ("officer", "judge", "coordinator", "prosecutor")
            user = add_user(
                session, None, AddUser(mark + word, f"{mark}{word.title()} Example", PASSWORD, cjis_cleared=cleared)
            )
            county.users[word] = user.id
            county.appointments[word] = appoint(session, None, user.id, county.agencies[agency_word], role).id
        court = start_program(
            session,
            None,
            county.agencies["court"],
            f"{mark}Marlow County Adult Treatment Court",
            "TC",
            builtin_rules("treatment_court"),
        )
        diversion = start_program(
            session,
            None,
            county.agencies["diversion"],
            f"{mark}Marlow County Diversion Program",
            "DV",
            builtin_rules("diversion"),
        )
        county.versions = {"court": court.id, "diversion": diversion.id}
    admit_to_court(app, county, "xio", "Xiomara Delgado-Pruitt", "Delgado-Pruitt, Xiomara", "Xio")
    admit_to_court(app, county, "marcus", "Marcus Bell", "Bell, Marcus", "")
    admit_to_diversion(app, county)
    for word in ("xio", "marcus"):
        treat(app, county, word, "counselor", START + timedelta(days=2))
    treat(app, county, "maya", "stranger", START + timedelta(days=2))
    give_consent(app, county, "xio", "xio-court", ConsentKind.CRIMINAL_JUSTICE, "court", "prosecution", "probation")
    give_consent(app, county, "xio", "xio-others", ConsentKind.GENERAL, "bridgeway", "defense")
    give_consent(app, county, "marcus", "marcus-manager", ConsentKind.GENERAL, "bridgeway")
    return county


def admit_to_court(app: Flask, county: County, word: str, name: str, sort_key: str, used: str) -> None:
    with Acting(app, county, "coordinator", START) as (session, actor):
        person = register_participant(session, actor, RegisterParticipant(name, sort_key, date(1990, 4, 2), used))
        enrollment = enroll(
            session,
            actor,
            Enroll(
                participant_id=person.id,
                program_version_id=county.versions["court"],
                legal_track=LegalTrack.POST_PLEA,
                started_on=date(2026, 3, 2),
                first_phase="p1",
                case_number=f"CR-2026-{word}",
                condition_of_disposition=True,
                latest_possible_disposition_at=datetime(2028, 3, 2, tzinfo=UTC),
                judge_user_id=county.users["judge"],
            ),
        )
        assign_team(session, actor, enrollment, [assignment(county, one) for one in (*COURT_TEAM, "counselor")])
        county.people[word], county.enrollments[word] = person.id, enrollment.id
        county.cases[word] = enrollment.legal_case_id


def admit_to_diversion(app: Flask, county: County) -> None:
    with Acting(app, county, "diverter", START) as (session, actor):
        person = register_participant(
            session, actor, RegisterParticipant("Maya Brandt", "Brandt, Maya", date(2001, 9, 14))
        )
        enrollment = enroll(
            session,
            actor,
            Enroll(person.id, county.versions["diversion"], LegalTrack.PRE_CHARGE, date(2026, 3, 2), "d1"),
        )
        assign_team(session, actor, enrollment, [assignment(county, "diverter"), assignment(county, "stranger")])
        county.people["maya"], county.enrollments["maya"] = person.id, enrollment.id


def assignment(county: County, who: str) -> Assign:
    agency, role = STAFF[who]
    return Assign(county.users[who], county.agencies[agency], role)


def onto_team(app: Flask, county: County, word: str, who: str, at: datetime = NOW) -> None:
    with Acting(app, county, "coordinator", at) as (session, actor):
        enrollment = session.get_one(Enrollment, county.enrollments[word])
        assign_team(session, actor, enrollment, [assignment(county, who)])


def treat(app: Flask, county: County, word: str, clinician: str, at: datetime) -> None:
    with Acting(app, county, clinician, at) as (session, actor):
        begin_treating(session, actor, county.people[word], at)


def give_consent(
    app: Flask,
    county: County,
    person: str,
    word: str,
    kind: ConsentKind,
    *recipients: str,
    at: datetime = START + timedelta(days=3),
    ends_at: datetime | None = datetime(2027, 1, 31, 6, tzinfo=UTC),
    categories: tuple[str, ...] = SHARED,
    holder: str = "riverbend",
) -> None:
    """Record a consent, kept as `word`: at the court for monitoring when it is a criminal-justice one, else at the
    clinic."""
    with Acting(app, county, "coordinator" if kind == ConsentKind.CRIMINAL_JUSTICE else "counselor", at) as (
        session,
        actor,
    ):
        name = person_name(session, county, person)
        cj = kind == ConsentKind.CRIMINAL_JUSTICE
        consent = record_consent(
            session,
            actor,
            RecordConsent(
                participant_id=county.people[person],
                kind=kind,
                participant_name=name,
                disclosers=({"type": "agency", "id": str(county.agencies[holder])},),
                recipients=tuple({"type": "agency", "id": str(county.agencies[one])} for one in recipients),
                categories=categories,
                purposes=("cj_monitoring",) if cj else ("case_management", "defense_representation"),
                signed_at=at,
                expires_at=ends_at,
                form=FORM | {"patient_name": name},
                signatures=({"signer": "patient", "name": name, "at": at.isoformat(), "method": "electronic"},),
                legal_case_id=county.cases.get(person) if cj else None,
                duration_text="Until the case ends" if cj else "",
                revocable_event="final_disposition" if cj else "",
            ),
        )
        assert consent.defects == []
        county.consents[word] = consent.id


def person_name(session: Session, county: County, word: str) -> str:
    from portal.participants.people.queries import participant

    found = participant(session, county.people[word])
    assert found is not None
    return found.full_name
