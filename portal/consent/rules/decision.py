"""The answer: an effect, its reasons, the obligations it carries, the consent relied on."""

from __future__ import annotations

from dataclasses import dataclass

from portal.consent.rules.codes import Effect, Obligation, Reason


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided. `consent_ids` names the one consent relied on, and is empty otherwise (section 17)."""

    effect: Effect
    reasons: tuple[Reason, ...]
    obligations: tuple[Obligation, ...] = ()
    consent_ids: tuple[str, ...] = ()

    @property
    def permits(self) -> bool:
        return self.effect is not Effect.DENY

    @property
    def http(self) -> int:
        """The status a page answers with: every denial looks like an absent page, except to an ended account (R140)."""
        if self.permits:
            return 200
        return 401 if Reason.ACTOR_INACTIVE in self.reasons else 404


def permit(reason: Reason, obligations: tuple[Obligation, ...] = (), consent_id: str | None = None) -> Decision:
    """A permit, with obligations when there are any."""
    effect = Effect.PERMIT_WITH_OBLIGATIONS if obligations else Effect.PERMIT
    return Decision(effect, (reason,), obligations, () if consent_id is None else (consent_id,))


def deny(*reasons: Reason) -> Decision:
    """A denial for one or more reasons, in the alphabet's order."""
    return Decision(Effect.DENY, tuple(sorted(reasons)))
