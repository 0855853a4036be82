"""How each row begins that somebody writes down about a participant for his or her agency."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from portal import clock
from portal.accounts.principal import Principal


def recorded(actor: Principal, participant_id: UUID | None, held_by_id: UUID | None = None) -> dict[str, Any]:
    """Whom it is about, who keeps it (the actor's agency, unless another is named), who wrote it down, and now."""
    return {
        "participant_id": participant_id,
        "held_by_id": held_by_id or actor.agency_id,
        "recorded_by_id": actor.user_id,
        "recorded_at": clock.now(),
    }
