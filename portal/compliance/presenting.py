"""How the room's facts are shown: sentences with the pages' dates, milestones, responses, obligations, contacts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext, ngettext
from markupsafe import Markup

from portal.compliance.milestones.readiness import MilestoneResult, Readiness
from portal.compliance.milestones.vocabulary import MilestoneState
from portal.compliance.obligations.standing import Standing
from portal.compliance.obligations.vocabulary import ObligationState, Unit
from portal.compliance.responses.balance import Balance
from portal.compliance.responses.queries import Answered
from portal.compliance.responses.vocabulary import ResponseKind, ResponseState
from portal.participants.programs.sentences import Said, plain_number
from portal.web.dates import day
from portal.web.tags import tag

MILESTONE_KINDS = {
    MilestoneState.MET: "done",
    MilestoneState.WAIVED: "done",
    MilestoneState.CLOSE: "part",
    MilestoneState.UNDER_WAY: "part",
    MilestoneState.NOT_YET: "open",
    MilestoneState.UNKNOWN: "plain",
}
RESPONSE_KINDS = {
    ResponseKind.INCENTIVE: "incentive",
    ResponseKind.SANCTION: "sanction",
    ResponseKind.SERVICE_ADJUSTMENT: "adjustment",
}
OBLIGATION_KINDS = {
    ObligationState.MET: "done",
    ObligationState.PARTLY: "part",
    ObligationState.NOT_MET: "due",
    ObligationState.NOT_YET_DUE: "open",
    ObligationState.RELEASED: "plain",
    ObligationState.UNKNOWN: "plain",
}
ORDER = (
    MilestoneState.CLOSE,
    MilestoneState.UNDER_WAY,
    MilestoneState.NOT_YET,
    MilestoneState.UNKNOWN,
    MilestoneState.MET,
    MilestoneState.WAIVED,
)


def said(sentence: Said) -> str:
    """A sentence of a derivation with dates as pages write them."""
    return sentence.text(day=day)


def amount(number: Decimal, unit: Unit) -> str:
    return f"{plain_number(number)} {unit.label}"


def figure(result: MilestoneResult) -> str:
    """The need with how much of it is there: "90 days in the phase: 48 so far"; only the words once it is met."""
    if result.have is None or result.have <= 0 or result.target <= 1 or result.state.settled:
        return result.label
    have = plain_number(result.have)
    if result.unit is Unit.PERCENT:
        return gettext("%(label)s: %(have)s%% now", label=result.label, have=have)
    return gettext("%(label)s: %(have)s so far", label=result.label, have=have)


def milestone_items(readiness: Readiness) -> list[dict[str, Any]]:
    """Milestones for the component of that name: what is open first, what is met last."""
    results = sorted(readiness.milestones, key=lambda result: ORDER.index(result.state))
    return [milestone_item(result) for result in results]


def milestone_item(result: MilestoneResult) -> dict[str, Any]:
    counted = bool(result.percent) and result.target > 1 and not result.state.settled
    sentences = [said(result.evidence)]
    if result.what_is_needed is not None:
        sentences.append(said(result.what_is_needed))
    return {
        "key": result.key,
        "settled": result.state.settled,
        "tag": tag(MILESTONE_KINDS[result.state], result.state.label),
        "need": figure(result),
        "percent": result.percent if counted else None,
        "evidence": " ".join(dict.fromkeys(sentences)),
    }


def milestones_title(readiness: Readiness, number: int) -> str:
    """ "Phase 2 milestones: 2 of 5 met"; without the whole where something is not known."""
    if readiness.unknown:
        return gettext("Phase %(number)d milestones: %(met)d met", number=number, met=readiness.settled)
    return gettext(
        "Phase %(number)d milestones: %(met)d of %(all)d met",
        number=number,
        met=readiness.settled,
        all=len(readiness.milestones),
    )


def earliest_words(readiness: Readiness) -> str:
    if readiness.ready:
        return gettext("all met; moving on is the judge’s decision")
    if readiness.unknown:
        return gettext("not before %(day)s, as far as is known", day=day(readiness.earliest_on))
    return gettext("earliest advancement %(day)s", day=day(readiness.earliest_on))


def response_tag(answered: Answered) -> Markup:
    kind = ResponseKind(answered.response.kind)
    return tag(RESPONSE_KINDS[kind], kind.label)


def response_items(answered: Iterable[Answered], today: date) -> list[dict[str, Any]]:
    """Responses for the component `timeline`."""
    return [
        {
            "on": one.response.ordered_on,
            "shown": day(one.response.ordered_on, today),
            "tag": response_tag(one),
            "text": one.response.label,
            "second": response_second(one, today),
        }
        for one in answered
    ]


def response_second(one: Answered, today: date) -> str:
    """For what, by when, and what became of it."""
    row, parts = one.response, []
    if row.behavior:
        parts.append(gettext("for: %(behavior)s", behavior=row.behavior))
    if one.done_step is not None:
        parts.append(gettext("done %(day)s", day=day(one.done_step.moved_on, today)))
    elif one.state is not ResponseState.ORDERED and one.state is not ResponseState.OPEN:
        parts.append(one.state.label.lower())
    elif row.due_on is not None:
        parts.append(gettext("by %(day)s", day=day(row.due_on, today)))
    return "; ".join(parts)


def balance_words(balance: Balance) -> str:
    """ "5 incentives to 1 sanction, 90 days"; adjustments are neither."""
    return gettext(
        "%(incentives)s to %(sanctions)s, %(days)d days",
        incentives=ngettext("%(num)d incentive", "%(num)d incentives", balance.incentives),
        sanctions=ngettext("%(num)d sanction", "%(num)d sanctions", balance.sanctions),
        days=balance.days,
    )


def obligation_tag(standing: Standing) -> Markup:
    if standing.overdue:
        return tag("late", gettext("Past its day"))
    return tag(OBLIGATION_KINDS[standing.state], standing.state.label.capitalize())


def progress_words(standing: Standing) -> str:
    """ "3 of 4 hours done" """
    if standing.target <= 1 and standing.unit is Unit.ITEMS:
        return ""
    have, target = plain_number(standing.done), plain_number(standing.target)
    return gettext("%(have)s of %(target)s %(unit)s", have=have, target=target, unit=standing.unit.label)
