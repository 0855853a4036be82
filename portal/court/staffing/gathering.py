"""The lines of the staffing sheet: how each person stands, what the matrix says, what is proposed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from portal.compliance import facts as compliance
from portal.compliance.responses.history import ResponseFact
from portal.court.dockets import gathering, queries
from portal.court.dockets.models import Docket
from portal.court.dockets.standing import Standing
from portal.court.dockets.vocabulary import HearingKind
from portal.court.staffing.advising import Advice, advice_for
from portal.court.staffing.queries import Proposed, proposals_for
from portal.participants.programs.definition import ProgramRules
from portal.participants.programs.services import rules_of
from portal.participants.programs.vocabulary import Counting


class Show(StrEnum):
    """The counts over the sheet, each of which filters it."""

    ALL = "all"
    DECIDE = "decide"
    PROPOSED = "proposed"
    CONTESTED = "contested"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Line:
    """One person of the sheet. `earlier`: responses of the past, for the limits on a proposal."""

    standing: Standing
    rules: ProgramRules | None
    advice: tuple[Advice, ...]
    proposals: tuple[Proposed, ...]
    earlier: tuple[ResponseFact, ...] = ()

    @property
    def id(self) -> UUID:
        return self.standing.hearing.id

    @property
    def needs_decision(self) -> bool:
        """Something may be answered for which nothing is proposed yet."""
        answered = {one.proposal.behavior_id for one in self.proposals}
        return any(one.question.question_id not in answered for one in self.advice)

    @property
    def contested(self) -> bool:
        by_sanction = any(sanction.contested for sanction in self.standing.open_sanctions)
        return by_sanction or self.standing.hearing.kind == HearingKind.CONTESTED

    @property
    def outside(self) -> bool:
        return any(one.proposal.outside_matrix for one in self.proposals)

    @property
    def next_on(self) -> date | None:
        """The date that is set, else the one proposed last."""
        if self.standing.upcoming is not None:
            return self.standing.upcoming.service_on
        proposed = [one.proposal.next_on for one in self.proposals if one.proposal.next_on is not None]
        return proposed[-1] if proposed else None


def lines(session: Session, docket: Docket) -> list[Line]:
    """The sheet of a docket, in its order; a fixed number of statements."""
    called = queries.called_on(session, docket.id)
    ids = [one.participant.id for one in called]
    standings = gathering.standings(session, docket, called, full=True)
    questions = compliance.questions_of(session, ids)
    history = compliance.history_of(session, ids)
    proposals = proposals_for(session, [one.hearing.id for one in called])
    found = []
    for one in standings:
        person = one.participant.id
        behaviors, responses = history.get(person, ([], []))
        rules = rules_of(one.enrollment.program_version) if one.enrollment else None
        advice: list[Advice] = []
        if rules is not None and one.enrollment is not None:
            advice = advice_for(
                rules,
                one.enrollment.phase_key,
                questions.get(person, ()),
                behaviors,
                one.first,
                pending=bool(one.tests.get(Counting.PENDING)),
                owed=bool(one.owed),
            )
        found.append(Line(one, rules, tuple(advice), tuple(proposals.get(one.hearing.id, ())), tuple(responses)))
    return found


def shown(found: Sequence[Line], show: Show) -> list[Line]:
    """The people whom one of the counts is about."""
    if show is Show.DECIDE:
        return [one for one in found if one.needs_decision]
    if show is Show.PROPOSED:
        return [one for one in found if one.proposals]
    if show is Show.CONTESTED:
        return [one for one in found if one.contested]
    if show is Show.OUTSIDE:
        return [one for one in found if one.outside]
    return list(found)
