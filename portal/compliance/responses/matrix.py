"""What the program's matrix proposes for a behavior: levels, responses, whether sanctions are on, and why.

Treatment-court practice (All Rise, Incentives, Sanctions and Service Adjustments): what is not expected yet is
answered by a service adjustment, never by a sanction; every concern offers an adjustment, every achievement prompts
an incentive. The matrix proposes; the team recommends; the judge decides and may do otherwise, with a reason.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from portal.compliance.responses.history import BehaviorFact, prior_occurrences
from portal.compliance.responses.vocabulary import (
    BehaviorClass,
    BehaviorKind,
    BehaviorState,
    Level,
    ResponseKind,
    Why,
)
from portal.participants.programs.definition import ProgramRules
from portal.participants.programs.responding import Behavior, ResponseOption
from portal.participants.programs.sentences import Said, say

_SETTLED_AGAINST = (BehaviorState.NOT_FOUND, BehaviorState.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Situation:
    """What else decides about one behavior of one participant.

    state: of this behavior; only what was found can be sanctioned. clinically_stable: a clinician's mark; None (not
    said, or not for this reader) counts as not stable. class_override: a clinician's class for this participant.
    days_reached: for runs of sober days. phase_critical: a milestone that the phase hangs on.
    """

    state: BehaviorState = BehaviorState.QUESTION
    clinically_stable: bool | None = None
    class_override: BehaviorClass | None = None
    contested: bool = False
    awaiting_confirmation: bool = False
    report_missing: bool = False
    safety_risk: bool = False
    days_reached: int = 0
    phase_critical: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """What may be proposed. `levels` are the expected ones; `options` all responses that fit them.

    adjustment_required: a sanction alone does not answer it. must_be_answered: it can't be closed without a response
    (34 U.S.C. 10611(c): punitive or therapeutic).
    """

    behavior: Behavior
    behavior_class: BehaviorClass
    nth: int
    levels: tuple[Level, ...]
    sanctions_allowed: bool
    adjustment_required: bool
    incentive_prompted: bool
    must_be_answered: bool
    options: tuple[ResponseOption, ...]
    why: Said

    @property
    def expected(self) -> Level | None:
        """The level that the matrix expects, the highest of several; None when it expects none."""
        return self.levels[-1] if self.levels else None


def propose(
    rules: ProgramRules,
    behavior_code: str,
    phase_key: str,
    occurred_on: date,
    history: Iterable[BehaviorFact] = (),
    situation: Situation = Situation(),
    key: str | None = None,
    known_by: datetime | None = None,
) -> Proposal:
    """What the matrix says to a behavior in a phase. `key`: its own in the history, so that it is not counted twice.

    Raises KeyError for a behavior or phase that the program does not have.
    """
    behavior = rules.responses.behavior(behavior_code)
    rules.phase(phase_key)
    nth = 1 + prior_occurrences(history, behavior_code, occurred_on, rules.lookup.window_days, key, known_by)
    held = class_now(behavior, phase_key, situation)
    if behavior.kind is BehaviorKind.ACHIEVEMENT:
        return _incentive(rules, behavior, held, nth, situation)
    return _concern(rules, behavior, phase_key, held, nth, situation)


def class_now(behavior: Behavior, phase_key: str, situation: Situation) -> BehaviorClass:
    """Proximal, distal or managed for this participant now."""
    if situation.class_override is not None:
        return situation.class_override
    if phase_key in behavior.stable_only and situation.clinically_stable is not True:
        return BehaviorClass.DISTAL
    return behavior.classes[phase_key]


def equivalents(rules: ProgramRules, option: ResponseOption) -> tuple[ResponseOption, ...]:
    """Other responses of the same kind and level: a like answer that may fit this person better."""
    return tuple(other for other in rules.responses.of(option.kind, option.level) if other.key != option.key)


def _incentive(
    rules: ProgramRules, behavior: Behavior, held: BehaviorClass, nth: int, situation: Situation
) -> Proposal:
    on = situation.state not in _SETTLED_AGAINST
    levels = _prompted(behavior, situation) if on else ()
    options = tuple(o for level in levels for o in rules.responses.of(ResponseKind.INCENTIVE, level))
    why = say(Why.INCENTIVE, behavior=behavior.label, levels=", ".join(level.label for level in levels))
    return Proposal(
        behavior=behavior,
        behavior_class=held,
        nth=nth,
        levels=levels,
        sanctions_allowed=False,
        adjustment_required=False,
        incentive_prompted=bool(levels),
        must_be_answered=False,
        options=options,
        why=why if levels else say(Why.NOTHING, behavior=behavior.label),
    )


def _prompted(behavior: Behavior, situation: Situation) -> tuple[Level, ...]:
    """The levels for the days reached, or for the achievement as such."""
    if situation.phase_critical and behavior.incentive_phase_critical:
        return behavior.incentive_phase_critical
    steps = [days for days in behavior.incentive if days <= situation.days_reached]
    return behavior.incentive[max(steps)] if steps else ()


def _concern(
    rules: ProgramRules, behavior: Behavior, phase_key: str, held: BehaviorClass, nth: int, situation: Situation
) -> Proposal:
    nothing = situation.state in _SETTLED_AGAINST
    off = _why_off(behavior, phase_key, held, situation)
    levels = (rules.lookup.level(behavior.severity, nth),) if off is None and behavior.severity else ()
    adjustments = () if nothing else rules.responses.of(ResponseKind.SERVICE_ADJUSTMENT)
    sanctions = tuple(
        option
        for level in levels
        for option in rules.responses.of(ResponseKind.SANCTION, level)
        if not (option.custody_days_most and jail_barred(behavior, situation))
    )
    too_hard = held is BehaviorClass.DISTAL or behavior.never_sanctioned
    return Proposal(
        behavior=behavior,
        behavior_class=held,
        nth=nth,
        levels=levels,
        sanctions_allowed=bool(levels),
        adjustment_required=too_hard and situation.state is BehaviorState.FOUND,
        incentive_prompted=False,
        must_be_answered=behavior.needs_response and situation.state is BehaviorState.FOUND,
        options=(*sanctions, *adjustments),
        why=off or _why_on(rules, behavior, held, nth, levels),
    )


def jail_barred(behavior: Behavior, situation: Situation) -> bool:
    """Substance use alone is no ground for jail before a person is clinically stable."""
    return behavior.substance_use and situation.clinically_stable is not True


def _why_off(behavior: Behavior, phase_key: str, held: BehaviorClass, situation: Situation) -> Said | None:
    """Why no sanction is proposed, or None when one may be."""
    unstable = situation.class_override is None and phase_key in behavior.stable_only
    reasons = (
        (situation.state in _SETTLED_AGAINST, Why.NOTHING),
        (behavior.never_sanctioned, Why.NEVER),
        (situation.awaiting_confirmation, Why.PENDING),
        (situation.state is BehaviorState.QUESTION, Why.QUESTION),
        (situation.report_missing, Why.REPORT_MISSING),
        (held is BehaviorClass.DISTAL and unstable, Why.UNSTABLE),
        (held is BehaviorClass.DISTAL, Why.DISTAL),
        (situation.contested, Why.CONTESTED),
    )
    return next((say(word, behavior=behavior.label) for holds, word in reasons if holds), None)


def _why_on(rules: ProgramRules, behavior: Behavior, held: BehaviorClass, nth: int, levels: tuple[Level, ...]) -> Said:
    return say(
        Why.FIRST if nth == 1 else Why.AGAIN,
        behavior=behavior.label,
        nth=nth,
        days=rules.lookup.window_days,
        can=held,
        level=levels[0] if levels else None,
    )
