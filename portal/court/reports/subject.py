"""One participant of the material, for one document: what is composed, and where each line comes from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from portal.court.dockets.models import Hearing
from portal.court.dockets.standing import Standing
from portal.court.reports.material import Material
from portal.court.reports.sourcing import Sources
from portal.gate.source import RecordSource, source_of
from portal.participants.enrollments.models import Enrollment
from portal.participants.programs.definition import ProgramRules
from portal.participants.programs.services import rules_of


@dataclass(frozen=True, slots=True)
class Subject:
    """`first` through `last` are the days of the report: from the last hearing to the day it is made."""

    material: Material
    hearing: Hearing
    sources: Sources

    @property
    def id(self) -> UUID:
        return self.hearing.participant_id

    @property
    def id_of_hearing(self) -> UUID:
        return self.hearing.id

    @property
    def standing(self) -> Standing:
        return self.material.standings[self.id]

    @property
    def enrollment(self) -> Enrollment | None:
        return self.standing.enrollment

    @property
    def rules(self) -> ProgramRules | None:
        return rules_of(self.enrollment.program_version) if self.enrollment else None

    @property
    def first(self) -> date:
        return self.standing.first

    @property
    def last(self) -> date:
        return self.material.period_to

    @property
    def zone(self) -> str:
        return self.material.docket.program.time_zone

    @property
    def own(self) -> RecordSource:
        """The record behind what the court itself says: the enrollment, or the hearing where that is not open."""
        return source_of(self.enrollment if self.enrollment is not None else self.hearing)
