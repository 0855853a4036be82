"""Which program's rules hold for each participant, as far as this reader may know of the enrollment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from portal.participants.enrollments import queries as enrollments
from portal.participants.enrollments.models import Enrollment
from portal.participants.programs.definition import Phase, ProgramRules
from portal.participants.programs.loading import builtin_rules
from portal.participants.programs.services import rules_of


@dataclass(frozen=True, slots=True)
class InProgram:
    """An enrollment with the version of the rules that it is pinned to."""

    enrollment: Enrollment
    rules: ProgramRules

    @property
    def phase(self) -> Phase:
        return self.rules.phase(self.enrollment.phase_key)


def programs_of(session: Session, participant_ids: Iterable[UUID]) -> dict[UUID, InProgram]:
    """The current enrollment of each participant, else the last one; who is missing is not known to this reader."""
    found = enrollments.current_of(session, participant_ids)
    return {person: InProgram(one, rules_of(one.program_version)) for person, one in found.items()}


def behavior_label(program: InProgram | None, code: str) -> str:
    """The words for a behavior by the program's rules. Who knows of no program reads the field's usual words.

    A clinician who leads a group need not know in which program each of its members is.
    """
    rules = program.rules if program is not None else builtin_rules("treatment_court")
    try:
        return rules.responses.behavior(code).label
    except KeyError:
        return code
