"""The way to a revocation: each consent with what taking it back would change, and a look before the deed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.accounts.principal import Principal
from portal.consent.instruments import entering, queries, showing
from portal.consent.instruments.effects import ShownEffect, shown
from portal.consent.instruments.forms import RevokeForm
from portal.consent.instruments.models import Consent
from portal.consent.instruments.services import Revoke
from portal.consent.instruments.showing import Paper
from portal.consent.previewing.known import known_world
from portal.consent.previewing.revoking import effect_in
from portal.consent.turns.offered import ways_on
from portal.web.refused import Refused


@dataclass(frozen=True, slots=True)
class Choice:
    """One consent that can be taken back, and what that changes."""

    paper: Paper
    effect: ShownEffect
    ways: list[tuple[str, str]]
    """What else ends it: (address, label)."""


def choices(session: Session, actor: Principal, participant_id: UUID, at: datetime) -> list[Choice]:
    """The consents in force that the actor may take back, newest first."""
    world = known_world(session, participant_id)
    papers = {one.id: one for one in showing.papers(session, participant_id, at)}
    return [
        Choice(
            papers[one.id],
            shown(effect_in(session, actor, world, one, Revoke(), at)),
            ways_on(session, actor, one, at),
        )
        for one in queries.consents_of(session, participant_id)
        if papers[one.id].revocable
    ]


def only_looks(form: RevokeForm, consent: Consent, zone: str) -> Revoke | None:
    """What is to be shown first: when that was asked for, and when another part is chosen than the page has shown.

    None when it is to be done, and when something in the form has to be mended.
    """
    if not form.validate_on_submit():
        return None
    try:
        command = entering.revocation_of(form, consent, zone)
    except Refused:
        return None
    return command if form.look.data or entering.part_of(command) != form.shown.data else None
