"""Limits on proposals, and when a reason is asked for.

They stop a proposal, never a recording: what a judge orders is always recorded, and the same notes then stand beside
it as a flag for review, with the finding and the reason asked for (All Rise, Incentives, Sanctions and Service
Adjustments; jail: sparing, after lesser responses, definite).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from portal.compliance.responses.history import ResponseFact
from portal.compliance.responses.matrix import Proposal, Situation, jail_barred
from portal.compliance.responses.vocabulary import Level, Limit, ResponseKind, ResponseState
from portal.participants.programs.definition import ProgramRules
from portal.participants.programs.responding import ResponseOption
from portal.participants.programs.sentences import Said, say


@dataclass(frozen=True, slots=True)
class Intent:
    """A response as it is meant: the option, how much of it, when the behavior became known, when it is answered."""

    option: ResponseOption
    known_on: date
    answered_on: date
    amount: int | None = None
    custody_days: int = 0
    with_adjustment: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """One limit that is touched. `stops` holds for proposals only; `needs_reason` for both."""

    limit: Limit
    said: Said
    stops: bool
    needs_reason: bool


def notes(
    rules: ProgramRules,
    proposal: Proposal,
    intent: Intent,
    situation: Situation,
    earlier: Iterable[ResponseFact] = (),
) -> tuple[Note, ...]:
    """Every limit that the intent touches. A proposal looks at `stopped`; a recorded order shows them as flags."""
    past = [fact for fact in earlier if fact.state is not ResponseState.WITHDRAWN and fact.on <= intent.answered_on]
    found = [_delay(rules, intent)]
    if intent.option.kind is ResponseKind.SANCTION:
        found += [_sanctions_off(proposal), _contested(intent, situation), _drift(proposal, intent), _money(intent)]
        found += [_jump(rules, intent, past), _adjustment(proposal, intent), _amount(intent)]
        found += _jail(rules, proposal, intent, situation, past)
    return tuple(note for note in found if note is not None)


def bounds(rules: ProgramRules, option: ResponseOption, amount: int | None) -> tuple[Note, ...]:
    """The limits that an ordered amount passes, whatever it answers: they stand beside it for review."""
    intent = Intent(option, date.min, date.min, amount)
    days = amount if option.custody_days_most and amount else 0
    over = _stop(Limit.JAIL_OVER, most=rules.limits.jail_stop_days) if days > rules.limits.jail_stop_days else None
    return tuple(note for note in (_amount(intent), over) if note is not None)


def stopped(found: Iterable[Note]) -> bool:
    """Whether the intent can't be proposed. It never says anything about a recorded order."""
    return any(note.stops for note in found)


def delay_reason_needed(rules: ProgramRules, known_on: date, answered_on: date) -> bool:
    """Whether so many days passed from knowing to answering that the reason is to be recorded."""
    return (answered_on - known_on).days > rules.limits.delay_days


def jump_reason_needed(rules: ProgramRules, before: Level | None, level: Level | None) -> bool:
    """Whether the step up from the response before is so wide that the reason is to be recorded."""
    return before is not None and level is not None and level.step - before.step >= rules.limits.jump_levels


def closing_stops(proposal: Proposal, answers: Iterable[ResponseFact]) -> tuple[Note, ...]:
    """What stands against closing a behavior: a positive test needs an answer, an adjustment alone is one."""
    given = [answer for answer in answers if answer.state is not ResponseState.WITHDRAWN]
    found: list[Note] = []
    if proposal.must_be_answered and not given:
        found.append(Note(Limit.UNANSWERED, say(Limit.UNANSWERED), stops=True, needs_reason=False))
    adjusted = any(answer.kind is ResponseKind.SERVICE_ADJUSTMENT for answer in given)
    if proposal.adjustment_required and given and not adjusted:
        found.append(Note(Limit.ADJUSTMENT_NEEDED, say(Limit.ADJUSTMENT_NEEDED), stops=True, needs_reason=False))
    return tuple(found)


def _stop(limit: Limit, **values: int | str) -> Note:
    return Note(limit, say(limit, **values), stops=True, needs_reason=True)


def _ask(limit: Limit, **values: int | str) -> Note:
    return Note(limit, say(limit, **values), stops=False, needs_reason=True)


def _sanctions_off(proposal: Proposal) -> Note | None:
    return None if proposal.sanctions_allowed else _stop(Limit.SANCTIONS_OFF)


def _contested(intent: Intent, situation: Situation) -> Note | None:
    return _stop(Limit.CONTESTED) if situation.contested and intent.option.liberty else None


def _money(intent: Intent) -> Note | None:
    if not intent.option.money:
        return None
    return Note(Limit.MONEY, say(Limit.MONEY), stops=False, needs_reason=False)


def _adjustment(proposal: Proposal, intent: Intent) -> Note | None:
    if not proposal.adjustment_required or intent.with_adjustment:
        return None
    return Note(Limit.ADJUSTMENT_NEEDED, say(Limit.ADJUSTMENT_NEEDED), stops=True, needs_reason=False)


def _amount(intent: Intent) -> Note | None:
    least, most = intent.option.amount_least, intent.option.amount_most
    if intent.amount is None or least is None or most is None or least <= intent.amount <= most:
        return None
    return _ask(Limit.AMOUNT, least=least, most=most, unit=intent.option.unit)


def _drift(proposal: Proposal, intent: Intent) -> Note | None:
    """The level meant differs from the one expected."""
    if proposal.expected is None or intent.option.level in (None, *proposal.levels):
        return None
    return _ask(Limit.DRIFT, expected=proposal.expected)


def _jump(rules: ProgramRules, intent: Intent, past: list[ResponseFact]) -> Note | None:
    sanctions = [fact for fact in past if fact.kind is ResponseKind.SANCTION and fact.level is not None]
    before = max(sanctions, key=lambda fact: (fact.on, fact.key)).level if sanctions else None
    if before is None or intent.option.level is None or not jump_reason_needed(rules, before, intent.option.level):
        return None
    return _ask(Limit.JUMP, levels=intent.option.level.step - before.step)


def _delay(rules: ProgramRules, intent: Intent) -> Note | None:
    if not delay_reason_needed(rules, intent.known_on, intent.answered_on):
        return None
    return _ask(Limit.DELAY, days=(intent.answered_on - intent.known_on).days)


def _jail(
    rules: ProgramRules, proposal: Proposal, intent: Intent, situation: Situation, past: list[ResponseFact]
) -> list[Note]:
    if intent.custody_days <= 0:
        return []
    found: list[Note] = []
    if intent.custody_days > rules.limits.jail_stop_days:
        found.append(_stop(Limit.JAIL_OVER, most=rules.limits.jail_stop_days))
    elif intent.custody_days > rules.limits.jail_warn_days:
        found.append(_ask(Limit.JAIL_LONG, most=rules.limits.jail_warn_days))
    if jail_barred(proposal.behavior, situation):
        found.append(_stop(Limit.JAIL_FOR_USE))
    lesser = any(f.kind is ResponseKind.SANCTION and f.level in (Level.LOW, Level.MODERATE) for f in past)
    if not lesser and not situation.safety_risk:
        found.append(_stop(Limit.LESSER_FIRST))
    return found
