"""The forms of a sitting in words, and what they would open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.accounts.principal import Principal
from portal.consent.papers.form_text import FormText, form_text
from portal.consent.previewing.services import preview
from portal.consent.previewing.showing import Table, table
from portal.consent.program_packet.services import Sitting, command_for
from portal.participants.programs.definition import PacketForm


def texts(session: Session, actor: Principal, sitting: Sitting) -> dict[str, FormText]:
    """Every form in words, as it stands now."""
    return {one.key: text_of(session, actor, sitting, one) for one in sitting.forms}


def text_of(session: Session, actor: Principal, sitting: Sitting, form: Any) -> FormText:
    return form_text(session, command_for(session, actor, sitting, form), actor.zone)


def opened(
    session: Session, actor: Principal, sitting: Sitting, forms: Sequence[PacketForm], at: datetime
) -> list[Table]:
    """What forms would open if they were signed, all of them together."""
    first, *further = (command_for(session, actor, sitting, one) for one in forms)
    found = map(table, preview(session, actor, first, at, further).openings)
    return [replace(one, id=f"{'-'.join(form.key for form in forms)}-{one.id}") for one in found]
