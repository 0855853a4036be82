"""What of an agency's own records may go to somebody, and by which paper: asked before anything goes (R28, R160)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal import clock
from portal.consent.copies.binding import BINDING, stands
from portal.consent.copies.services import PassOn, disclosure_of, record_facts
from portal.consent.deciding import OnFile
from portal.consent.instruments import queries
from portal.consent.instruments.showing import open_end
from portal.consent.instruments.vocabulary import CONSENT_KIND_LABELS, ConsentKind
from portal.consent.rules import Decision, unless_unmet
from portal.consent.rules.codes import Reason
from portal.gate.protected import Gated
from portal.web.dates import day_with_year, local_day, through


@dataclass(frozen=True, slots=True)
class Going:
    """Of records of one kind: how many were asked for, how many may go, and by what, in words."""

    label: str
    asked: int
    going: int
    grounds: tuple[str, ...]


def would_go(session: Session, label: str, records: Sequence[Gated], command: PassOn, zone: str) -> Going:
    """The rules' answer, record by record, for the one who is to get them. Nothing is kept."""
    at = clock.now()
    if not records or not stands(session, command.target, at):
        return Going(label, len(records), 0, ())
    on_file = OnFile(session, records[0].participant_id, at)
    decisions = [unless_unmet(disclosure_of(on_file, record_facts(one), command), BINDING) for one in records]
    permitted = [one for one in decisions if one.permits]
    # One look for each paper, however many records it opens.
    by_paper = {(one.consent_ids, one.reasons): one for one in permitted}
    grounds = dict.fromkeys(ground(session, one, zone) for one in by_paper.values())
    return Going(label, len(records), len(permitted), tuple(grounds))


def ground(session: Session, decision: Decision, zone: str) -> str:
    """The consent relied on, or what else opens it."""
    consent = next((one for one in queries.consents(session, decision.consent_ids[:1])), None)
    if consent is not None:
        kind = CONSENT_KIND_LABELS[ConsentKind(consent.kind)]
        signed = day_with_year(local_day(consent.signed_at, zone)) if consent.signed_at else _("not dated")
        until = through(consent.expires_at, zone) if consent.expires_at else open_end(consent)
        return _("%(kind)s, signed %(day)s, in force %(until)s", kind=kind, day=signed, until=until)
    if decision.reasons[0] == Reason.TEAM_MOU:
        return _("The team agreement")
    return _("The law, without a consent")
