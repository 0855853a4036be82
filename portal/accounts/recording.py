"""The gate's columns of a new record: whose it is, what it tells, about which day, by whom."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from portal import clock
from portal.accounts.principal import Principal
from portal.gate.protected import Gated
from portal.gate.vocabulary import Category, Label


def gate_columns(
    actor: Principal, category: Category, participant_id: UUID, service_on: date, labels: int = Label.SUD.bit
) -> dict[str, Any]:
    """For a record that the actor's agency makes; the regime follows the agency."""
    return {
        "participant_id": participant_id,
        "origin_id": actor.agency_id,
        "author_id": actor.user_id,
        "regime": actor.regime.bit,
        "category": category.bit,
        "labels": labels,
        "service_on": service_on,
        "created_at": clock.now(),
    }


def derived_columns(actor: Principal, source: Gated) -> dict[str, Any]:
    """For a row computed from another, or a decision about it: exactly the protection of its source."""
    return {
        "participant_id": source.participant_id,
        "origin_id": source.origin_id,
        "author_id": actor.user_id,
        "regime": source.regime,
        "category": source.category,
        "labels": source.labels,
        "withheld": source.withheld,
        "service_on": source.service_on,
        "created_at": clock.now(),
    }
