"""What the register of agencies says that the rules ask about."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from portal.accounts.agencies.models import Agency, AgencyControl
from portal.consent.instruments.models import Agreement
from portal.consent.instruments.vocabulary import AgreementKind
from portal.consent.rules.site import Agency as SiteAgency
from portal.gate.vocabulary import MinorRule


@dataclass(frozen=True, slots=True)
class Registered:
    """What the register of agencies says of one that compiling looks at; `agreeing` has a team agreement on file."""

    facts: SiteAgency
    age_of_majority: int
    minor_rule: MinorRule
    agreeing: bool


@cache
def question_of_agencies() -> Any:
    agreeing = exists().where(Agreement.kind == AgreementKind.TEAM, Agreement.agency_id == Agency.id)
    facts = (Agency.id, Agency.kind, Agency.cj_system, Agency.part2_program, Agency.hipaa)
    law = (Agency.age_of_majority, Agency.minor_rule)
    wanted = select(*facts, *law, AgencyControl.program_id, agreeing.label("agreeing"))
    return wanted.outerjoin(AgencyControl, AgencyControl.entity_id == Agency.id)


def registered(session: Session) -> dict[UUID, Registered]:
    """Every agency, in one question."""
    controls: dict[UUID, set[str]] = {}
    rows = {}
    for row in session.execute(question_of_agencies()):
        rows[row.id] = row
        controls.setdefault(row.id, set()).update([str(row.program_id)] if row.program_id else ())
    return {
        one.id: Registered(
            SiteAgency(
                id=str(one.id),
                type=one.kind,
                cj_system=one.cj_system,
                part2_program=one.part2_program,
                hipaa=one.hipaa,
                controls=frozenset(controls[one.id]),
            ),
            one.age_of_majority,
            MinorRule(one.minor_rule),
            one.agreeing,
        )
        for one in rows.values()
    }
