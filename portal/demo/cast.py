"""Who plays: the agencies and staff of the demonstration county, and its participants (people.toml). All invented."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from portal.accounts.agencies.services import AddAgency
from portal.accounts.agencies.vocabulary import AgencyKind, HipaaStatus
from portal.gate.vocabulary import RoleName
from portal.paths import DEMO

PASSPHRASE: Final = "marlow county, all invented"
"""The one passphrase of all demonstration accounts; such accounts can't exist in a production database."""

AGENCIES: Final = {
    "court": AddAgency(
        "Marlow County Treatment Court", "Court", AgencyKind.COURT, cj_system=True, county="Marlow County"
    ),
    "prosecution": AddAgency(
        "Marlow County Prosecutor", "Prosecutor", AgencyKind.PROSECUTION, cj_system=True, county="Marlow County"
    ),
    "defense": AddAgency(
        "Marlow County Public Defender", "Public Defender", AgencyKind.DEFENSE, county="Marlow County"
    ),
    "probation": AddAgency(
        "Marlow County Probation", "Probation", AgencyKind.SUPERVISION, cj_system=True, county="Marlow County"
    ),
    "diversion": AddAgency(
        "Marlow County Prosecutor, Diversion", "Diversion", AgencyKind.DIVERSION, cj_system=True, county="Marlow County"
    ),
    "riverbend": AddAgency(
        "Riverbend Recovery Center",
        "Riverbend",
        AgencyKind.TREATMENT,
        part2_program=True,
        hipaa=HipaaStatus.COVERED_ENTITY,
        county="Marlow County",
    ),
    "southgate": AddAgency(
        "Southgate Counseling", "Southgate", AgencyKind.TREATMENT, part2_program=True, county="Marlow County"
    ),
    "bridgeway": AddAgency(
        "Bridgeway Case Management", "Bridgeway", AgencyKind.CASE_MANAGEMENT, county="Marlow County"
    ),
}
CLINICS: Final = ("riverbend", "southgate")


@dataclass(frozen=True, slots=True)
class Staff:
    """One account: its username, name, agency (a word of AGENCIES) and role. `medical`: a post of medical personnel."""

    username: str
    name: str
    agency: str
    role: RoleName
    credentials: str = ""
    cleared: bool = False
    medical: bool = False


STAFF: Final = (
    Staff("okafor", "Hon. Adaeze Okafor", "court", RoleName.JUDGE, cleared=True),
    Staff("whitlow", "Dana Whitlow", "court", RoleName.JUDICIAL_STAFF, cleared=True),
    Staff("quiroz", "Maribel Quiroz", "court", RoleName.COURT_COORDINATOR, cleared=True),
    Staff("birch", "Rowan Birch", "court", RoleName.PROGRAM_ADMIN),
    Staff("reyes", "Tom Reyes", "court", RoleName.COURT_CLERK),
    Staff("pruitt", "Alan Pruitt", "prosecution", RoleName.PROSECUTOR, cleared=True),
    Staff("castellan", "Nia Castellan", "defense", RoleName.DEFENSE_COUNSEL),
    Staff("lindqvist", "Ray Lindqvist", "probation", RoleName.PROBATION_OFFICER, cleared=True),
    Staff("barron", "Keisha Barron", "probation", RoleName.PROBATION_OFFICER, cleared=True),
    Staff("hale", "Sam Hale", "probation", RoleName.COLLECTOR),
    Staff("novak", "Iris Novak", "diversion", RoleName.DIVERSION_COORDINATOR, cleared=True),
    Staff("abara", "Joy Abara", "riverbend", RoleName.CLINICIAN, "LCSW"),
    Staff("greer", "Hollis Greer", "riverbend", RoleName.CLINICIAN, "LPC"),
    Staff("lam", "Thuy Lam", "riverbend", RoleName.CLINICIAN, "LMFT"),
    Staff("osei", "Bernadette Osei", "riverbend", RoleName.TREATMENT_SUPERVISOR, "LCSW"),
    Staff("medrano", "Carlos Medrano", "riverbend", RoleName.TREATMENT_ADMIN),
    Staff("winters", "Frances Winters", "riverbend", RoleName.PRIVACY_OFFICER),
    Staff("stroud", "Eli Stroud", "southgate", RoleName.CLINICIAN, "RN", medical=True),
    Staff("feld", "Naomi Feld", "southgate", RoleName.CLINICIAN, "LCSW"),
    Staff("halvorsen", "Ingrid Halvorsen", "southgate", RoleName.TREATMENT_SUPERVISOR, "LPC"),
    Staff("ortiz", "Lena Ortiz", "bridgeway", RoleName.CASE_MANAGER),
    Staff("reed", "Jonah Reed", "bridgeway", RoleName.CASE_MANAGER),
)

COURT_TEAM: Final = ("okafor", "whitlow", "quiroz", "reyes", "pruitt", "castellan", "hale")
"""Who is on the team of every court participant, beside the own officer, case manager and clinicians."""


@dataclass(frozen=True, slots=True)
class Person:
    """A participant. `entered`: weeks before the making; `story` and `story_weeks`: what sets this life apart.

    `featured`: one of those of whom the story is told; they are called on the next docket.
    """

    key: str
    name: str
    sort: str
    born: date
    pronouns: str
    entered: int
    program: str
    temper: str
    used: str = ""
    say: str = ""
    language: str = "English"
    interpreter: bool = False
    clinic: str = ""
    officer: str = ""
    manager: str = ""
    story: str = ""
    story_weeks: int = 0
    featured: bool = False

    @property
    def in_court(self) -> bool:
        return self.program == "court"


@cache
def staff(username: str) -> Staff:
    return next(one for one in STAFF if one.username == username)


@cache
def people() -> tuple[Person, ...]:
    """All participants, in the order of the file."""
    written = tomllib.loads((DEMO / "people.toml").read_text(encoding="utf-8"))["person"]
    return tuple(_person(dict(values)) for values in written)


def _person(values: dict[str, object]) -> Person:
    story, _colon, number = str(values.pop("story", "")).partition(":")
    return Person(**values, story=story, story_weeks=int(number or 0))  # type: ignore[arg-type]
