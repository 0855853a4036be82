"""Asking to pass on what was received: the rules decide line by line, and each request is kept (R70-R76)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.audit.services import record_act
from portal.accounts.principal import Principal, principal_by_id
from portal.consent.copies.binding import BINDING, stands
from portal.consent.copies.models import DeliveredCopy
from portal.consent.copies.services import PassOn, redisclose, redisclosure_of, require_passing_on, require_reason
from portal.consent.deciding import OnFile
from portal.consent.recorded import recorded
from portal.consent.redisclosures.models import RedisclosureRequest
from portal.consent.redisclosures.queries import lines_of
from portal.consent.rules import unless_unmet
from portal.gate.vocabulary import Purpose
from portal.ids import NIL
from portal.web.refused import Refused


@dataclass(frozen=True, slots=True)
class AskToPassOn:
    """Which document, to whom (an appointment), what for, and why."""

    document_id: UUID
    target_appointment_id: UUID
    purpose: Purpose
    why: str


def ask_to_redisclose(session: Session, actor: Principal, command: AskToPassOn) -> RedisclosureRequest:
    """Pass on what may go, and keep the request with its reason, also when nothing may go.

    Refused for whoever does not pass on records for the agency, for a document that the agency does not hold or the
    role does not open, and without a reason.
    """
    lines = lines_of(session, command.document_id, actor.agency_id)
    if not lines:
        raise Refused("", _("Not found or not available to you."))
    require_passing_on(actor)
    target = principal_by_id(session, command.target_appointment_id)
    wanted = PassOn(target, command.purpose, command.why)
    require_reason(wanted)
    going, reasons = decided(session, actor, lines, wanted)
    sent = redisclose(session, actor, going, wanted) if going else []
    request = RedisclosureRequest(
        **recorded(actor, lines[0].participant_id),
        document_id=command.document_id,
        target_user_id=target.user_id,
        target_agency_id=target.agency_id,
        target_role=str(target.role),
        purpose=str(command.purpose),
        why=command.why.strip(),
        asked=len(lines),
        passed=len(sent),
        passed_document_id=sent[0].document_id if sent else NIL,
        reasons=reasons,
    )
    session.add(request)
    session.flush()
    record_act(session, actor, "redisclosure_asked", request, note=" ".join(reasons)[:400])
    session.flush()
    return request


def decided(
    session: Session, actor: Principal, lines: Sequence[DeliveredCopy], wanted: PassOn
) -> tuple[list[DeliveredCopy], list[str]]:
    """The lines that may go, and the codes of why the others may not; nobody gets anything whose post has ended."""
    at = clock.now()
    if not stands(session, wanted.target, at):
        return [], ["ACTOR_INACTIVE"]
    on_file = OnFile(session, lines[0].participant_id, at)
    going, reasons = [], set[str]()
    for line in lines:
        decision = unless_unmet(redisclosure_of(on_file, line, actor, wanted), BINDING)
        if decision.permits:
            going.append(line)
        else:
            reasons.update(str(one) for one in decision.reasons)
    return going, sorted(reasons)
