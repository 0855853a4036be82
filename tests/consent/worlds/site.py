"""The agencies and people of the random worlds, and what about them changes from world to world."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from uuid import UUID

from portal.accounts.principal import Principal, regime_of_agency
from portal.clock import BEGINNING
from portal.consent.grants.ceilings import Version, matrices_of
from portal.consent.register import CROSS_AGENCY, TEAM, register
from portal.consent.rules.intervals import Interval
from portal.consent.rules.site import Agency, Agreement, Matrices, Matrix, Site, by_kind_and_party
from portal.consent.rules.terms import AgreementKind
from portal.gate.vocabulary import Basis, Category, Purpose, Regime, RoleName
from portal.ids import key_of


@dataclass(frozen=True, slots=True)
class Place:
    """An agency as it is registered."""

    kind: str
    cj_system: bool = False
    part2_program: bool = False
    hipaa: str = "none"

    @property
    def regime(self) -> Regime:
        return regime_of_agency(self.part2_program, self.hipaa)


PLACES = {
    "north": Place("treatment", part2_program=True, hipaa="covered_entity"),
    "south": Place("treatment", part2_program=True),
    "mind": Place("hospital", hipaa="covered_entity"),
    "bureau": Place("other", hipaa="business_associate"),
    "plan": Place("health_plan", hipaa="covered_entity"),
    "court": Place("court", cj_system=True),
    "prosecution": Place("prosecution", cj_system=True),
    "probation": Place("supervision", cj_system=True),
    "defense": Place("defense"),
    "manager": Place("case_management"),
    "holding": Place("other"),
    "laboratory": Place("laboratory"),
    "oversight": Place("oversight"),
    "children": Place("child_protection"),
    "sheriff": Place("law_enforcement", cj_system=True),
    "registry": Place("vital_records"),
}

STAFF: dict[str, tuple[str, str, RoleName]] = {
    "counselor": ("counselor", "north", RoleName.CLINICIAN),
    "supervisor": ("supervisor", "north", RoleName.TREATMENT_SUPERVISOR),
    "office": ("office", "north", RoleName.TREATMENT_ADMIN),
    "counselor elsewhere": ("counselor", "mind", RoleName.CLINICIAN),
    "therapist": ("therapist", "south", RoleName.CLINICIAN),
    "psychiatrist": ("psychiatrist", "mind", RoleName.CLINICIAN),
    "biller": ("biller", "bureau", RoleName.TREATMENT_ADMIN),
    "reviewer": ("reviewer", "plan", RoleName.TREATMENT_SUPERVISOR),
    "judge": ("judge", "court", RoleName.JUDGE),
    "judge's office": ("chambers", "court", RoleName.JUDICIAL_STAFF),
    "coordinator": ("coordinator", "court", RoleName.COURT_COORDINATOR),
    "nurse of the court": ("nurse", "court", RoleName.CLINICIAN),
    "clerk": ("clerk", "court", RoleName.COURT_CLERK),
    "clerk as coordinator": ("clerk", "court", RoleName.COURT_COORDINATOR),
    "evaluator": ("evaluator", "court", RoleName.EVALUATOR),
    "administrator": ("administrator", "defense", RoleName.PROGRAM_ADMIN),
    "prosecutor": ("prosecutor", "prosecution", RoleName.PROSECUTOR),
    "officer": ("officer", "probation", RoleName.PROBATION_OFFICER),
    "officer not cleared": ("rookie", "probation", RoleName.PROBATION_OFFICER),
    "defender": ("defender", "defense", RoleName.DEFENSE_COUNSEL),
    "manager": ("manager", "manager", RoleName.CASE_MANAGER),
    "director": ("director", "holding", RoleName.TREATMENT_SUPERVISOR),
    "technician": ("technician", "laboratory", RoleName.COLLECTOR),
    "auditor": ("auditor", "oversight", RoleName.EVALUATOR),
    "caseworker": ("caseworker", "children", RoleName.CASE_MANAGER),
    "deputy": ("deputy", "sheriff", RoleName.LAW_ENFORCEMENT),
    "registrar": ("registrar", "registry", RoleName.COURT_CLERK),
}
"""Who reads: user, agency and role by word. One user is appointed at two agencies, one to two roles of one agency."""

MEDICAL = frozenset({"nurse", "psychiatrist", "counselor", "supervisor"})
CLEARED = frozenset({"judge", "coordinator", "prosecutor", "officer", "defender", "counselor"})
NEVER_ON_A_TEAM = frozenset(
    {"evaluator", "administrator", "director", "technician", "auditor", "caseworker", "registrar"}
)
TEAM_USERS = tuple(word for word in STAFF if word not in NEVER_ON_A_TEAM)


def agency_id(word: str) -> UUID:
    return key_of("world agency", word)


def user_id(word: str) -> UUID:
    return key_of("world user", word)


SIGNERS = frozenset(agency_id(word) for word in PLACES if word not in ("manager", "bureau"))
"""Who signed the court's agreement, where there is one."""

WORD_OF = {agency_id(word): word for word in PLACES}


def principal(word: str, purpose: Purpose, claimed: Basis | None = None) -> Principal:
    user, agency, role = STAFF[word]
    place = PLACES[agency]
    return Principal(
        user_id=user_id(user),
        appointment_id=key_of("world appointment", word),
        agency_id=agency_id(agency),
        role=role,
        purpose=purpose,
        display_name=user,
        agency_name=agency,
        agency_kind=place.kind,
        regime=place.regime,
        zone="America/Chicago",
        cjis_cleared=user in CLEARED,
        medical_personnel=user in MEDICAL,
        claimed=claimed,
    )


@dataclass(frozen=True, slots=True)
class Ceilings:
    """The matrices of the register, one of them replaced from a moment on by a version without some role's category."""

    matrix: UUID | None = None
    role: str = ""
    at: datetime | None = None
    before: int = 0
    after: int = 0

    def versions(self) -> tuple[Version, ...]:
        """The same as two versions of the court's agreement, one after the other."""
        if self.matrix is None or self.at is None:
            return ()
        given = register().cross_agency if self.matrix == CROSS_AGENCY else register().team
        one, other = ({self.matrix: {**given, self.role: mask}} for mask in (self.before, self.after))
        return Version(BEGINNING, None, one, SIGNERS), Version(self.at, None, other, SIGNERS)

    def ids(self) -> tuple[UUID, UUID]:
        """The matrices that the grants of this world's people name."""
        return matrices_of(agency_id("court")) if self.matrix is not None else (CROSS_AGENCY, TEAM)

    def matrices(self, at: datetime, agency: UUID) -> Matrices:
        """What is in force at a moment for an agency: who did not sign gets no more than without the agreement."""
        given = {CROSS_AGENCY: dict(register().cross_agency), TEAM: dict(register().team)}
        if self.matrix is not None and self.at is not None:
            agreed = self.before if at < self.at else self.after
            given[self.matrix][self.role] = agreed if agency in SIGNERS else agreed & given[self.matrix][self.role]
        own = {str(role): mask for role, mask in register().own_agency.items()}
        return Matrices(in_words(own), in_words(given[CROSS_AGENCY]), in_words(given[TEAM]))


def in_words(masks: dict[str, int]) -> Matrix:
    return {role: words_of(mask) for role, mask in masks.items()}


@cache
def words_of(mask: int) -> frozenset[str]:
    return frozenset(str(one) for one in Category.from_mask(mask))


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for a whole world beside its participants: agreements, control, versions of the matrices."""

    agreements: tuple[Agreement, ...]
    controls: frozenset[tuple[str, str]] = frozenset()
    ceilings: Ceilings = field(default_factory=Ceilings)

    def agencies(self) -> dict[str, Agency]:
        return {
            str(agency_id(word)): Agency(
                id=str(agency_id(word)),
                type=place.kind,
                cj_system=place.cj_system,
                part2_program=place.part2_program,
                hipaa=place.hipaa,
                controls=frozenset(str(agency_id(program)) for entity, program in self.controls if entity == word),
            )
            for word, place in PLACES.items()
        }

    def site(self, at: datetime, agency: UUID) -> Site:
        return Site(self.agencies(), by_kind_and_party(self.agreements), self.ceilings.matrices(at, agency))


def agreement(
    kind: AgreementKind, word: str, term: Interval, other: str = "", services: frozenset[str] = frozenset()
) -> Agreement:
    name = str(key_of("world agreement", kind, word, other))
    return Agreement(name, kind, str(agency_id(word)), str(agency_id(other)) if other else None, term, services)
