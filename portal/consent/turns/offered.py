"""What somebody may record of a consent from its own pages, and which consents may take the place of which (R13)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.accounts.permissions import Permission
from portal.accounts.principal import Principal
from portal.consent.instruments import queries
from portal.consent.instruments.entitled import discloses, keeps
from portal.consent.instruments.models import Consent
from portal.consent.instruments.standing import has_ended, in_force
from portal.consent.instruments.vocabulary import Happening
from portal.consent.turns.services import signed_before, waits


def ways_on(session: Session, actor: Principal, consent: Consent, at: datetime) -> list[tuple[str, str]]:
    """(address, label) of what this actor may record of it; nothing of what has ended, but that it is false."""
    found = []
    if actor.may(Permission.CONSENT_REVOKE) and keeps(session, actor, consent) and not has_ended(session, consent, at):
        found += [
            (
                url_for("consent.turns.happened", consent_id=consent.id),
                _("Its case has ended") if one == Happening.CASE else _("Its event has happened"),
            )
            for one in queries.awaited(session, consent)[:1]
        ]
        found.append((url_for("consent.turns.replacing", consent_id=consent.id), _("A new one takes its place")))
    if may_be_found_false(session, actor, consent):
        found.append((url_for("consent.turns.falsehood", consent_id=consent.id), _("Something on it is false")))
    return found


def may_be_found_false(session: Session, actor: Principal, consent: Consent) -> bool:
    told_by_here = actor.may(Permission.CONSENT_MARK_FALSE) and discloses(session, actor, consent)
    return told_by_here and not consent.known_false


def successors(session: Session, actor: Principal, old: Consent, at: datetime) -> list[Consent]:
    """Those that could take the place of this one, the newest first: what the service would not refuse."""
    same = (old.kind, old.legal_case_id) if waits(session, old) else None
    return [
        one
        for one in others(session, actor, old)
        if same in (None, (one.kind, one.legal_case_id))
        and not signed_before(one, old, actor.zone)
        and in_force(session, one, at)
    ]


def predecessors(session: Session, actor: Principal, new: Consent, at: datetime) -> list[Consent]:
    """Older ones of the same kind, from the same program to one of the same recipients, which go on beside this one."""
    if not actor.may(Permission.CONSENT_REVOKE) or not keeps(session, actor, new) or not in_force(session, new, at):
        return []
    return [
        one
        for one in others(session, actor, new)
        if (one.kind, one.legal_case_id) == (new.kind, new.legal_case_id)
        and one.recorded_at < new.recorded_at
        and not signed_before(new, one, actor.zone)
        and shares(one.disclosers, new.disclosers)
        and shares(one.recipients, new.recipients)
        and not has_ended(session, one, at)
    ]


def others(session: Session, actor: Principal, consent: Consent) -> list[Consent]:
    """The participant's other consents that this actor keeps or tells by."""
    known = queries.consents_of(session, consent.participant_id)
    return [one for one in known if one.id != consent.id and keeps(session, actor, one)]


def shares(some: Sequence[object], others: Sequence[object]) -> bool:
    return any(one in others for one in some)
