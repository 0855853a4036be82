"""Incentives to sanctions over the last days (treatment-court practice: four to one is the target, a setting).

Service adjustments are counted apart: they are neither. What was taken back does not count; a contested sanction does,
because the participant lives with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from portal.compliance.responses.history import ResponseFact, current_responses
from portal.compliance.responses.vocabulary import BalanceState, ResponseKind, ResponseState
from portal.participants.programs.definition import ProgramRules


@dataclass(frozen=True, slots=True)
class Balance:
    """Counts over `days` days up to `as_of`. `ratio` is incentives to one sanction, None without a sanction."""

    as_of: date
    days: int
    incentives: int
    sanctions: int
    adjustments: int
    ratio: Fraction | None
    state: BalanceState

    @property
    def warning(self) -> bool:
        return self.state in (BalanceState.HINT, BalanceState.ALARM)


def balance(
    responses: Iterable[ResponseFact],
    as_of: date,
    rules: ProgramRules,
    days: int | None = None,
    known_by: datetime | None = None,
) -> Balance:
    """The balance of the last `days` days, the program's number of days unless given."""
    days = days or rules.limits.balance_days
    since = as_of - timedelta(days=days)
    held = current_responses(responses, as_of, known_by)
    counts = Counter(f.kind for f in held if f.on > since and f.state is not ResponseState.WITHDRAWN)
    incentives, sanctions = counts[ResponseKind.INCENTIVE], counts[ResponseKind.SANCTION]
    ratio = Fraction(incentives, sanctions) if sanctions else None
    return Balance(
        as_of=as_of,
        days=days,
        incentives=incentives,
        sanctions=sanctions,
        adjustments=counts[ResponseKind.SERVICE_ADJUSTMENT],
        ratio=ratio,
        state=_state(ratio, incentives, rules),
    )


def _state(ratio: Fraction | None, incentives: int, rules: ProgramRules) -> BalanceState:
    if ratio is None:
        return BalanceState.FINE if incentives else BalanceState.NONE
    if ratio < rules.limits.balance_alarm:
        return BalanceState.ALARM
    return BalanceState.HINT if ratio < rules.limits.balance_warn else BalanceState.FINE
