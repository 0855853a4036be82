"""The edge of a request: who reads is settled at its start, what was seen is written down before anything is sent."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import Response, current_app, g, request
from sqlalchemy import update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.access import PUBLIC, mark_of
from portal.accounts.audit.looks import note_calendar, note_looks
from portal.accounts.audit.services import record_act, record_own
from portal.accounts.audit.where import NOWHERE, Where, stand
from portal.accounts.principal import Principal
from portal.accounts.sign_in.cookies import cookie_name
from portal.accounts.sign_in.models import SignInSession
from portal.accounts.sign_in.sessions import IDLE, is_locked, principal_of_session, session_of_token
from portal.consent.accounting.services import account, disclosures, open_grants
from portal.consent.emergencies.queries import open_of
from portal.consent.readers import reader_for
from portal.db import read_intent, write_intent
from portal.extensions import db
from portal.gate.looking import looked
from portal.gate.reader import Reader, bind_reader
from portal.gate.vocabulary import Basis
from portal.ids import new_id

log = logging.getLogger(__name__)


def begin() -> None:
    """Find the session of the browser, the principal and the reader. One `at` for the whole request."""
    g.at = clock.now()
    g.request_id = new_id().hex
    stand(Where(request.remote_addr or "", g.request_id))
    g.signed_in = g.half_signed_in = g.locked = g.principal = None
    g.read_session = db.session()
    token = request.cookies.get(cookie_name())
    if request.endpoint in (None, "static") or not token:
        return
    found = session_of_token(g.read_session, token)
    if found is not None:
        stand(Where(request.remote_addr or "", g.request_id, found.id))
    if found is None or found.confirmed_at is None:
        g.half_signed_in = found
        return
    g.user_id = found.user_id
    if is_locked(found, g.at):
        g.locked = found
        return
    g.signed_in = found
    g.session_id = g.signed_in.id
    g.principal = standing(principal_of_session(g.signed_in))
    if g.principal is not None:
        g.zone, g.today = g.principal.zone, clock.local_date(g.at, g.principal.zone)
        bind_reader(g.read_session, reader_for(g.read_session, g.principal, g.at))


def standing(principal: Principal | None) -> Principal | None:
    """Whoever claims an emergency stands on it only while one that he or she documented is open (R100, R102); when its
    hours are over, or the privacy officer has ended it, the consents open again what they open."""
    if principal is None or principal.claimed != Basis.EMERGENCY:
        return principal
    without = replace(principal, claimed=None)
    with read_intent(), db.session.session_factory() as session:
        bind_reader(session, reader_for(session, without, g.at))
        still_open = open_of(session, principal.user_id, principal.agency_id, g.at)
    return principal if still_open else without


def end(_error: BaseException | None = None) -> None:
    """What this thread does next stands nowhere, until another request begins."""
    stand(NOWHERE)


def finish(response: Response) -> Response:
    """Write audit and accounting in one short transaction. If that fails, 503 and nothing of the page is sent."""
    principal: Principal | None = g.get("principal")
    if request.endpoint in (None, "static"):
        return response
    read: Any = db.session()
    seen = looked(read)
    read.rollback()
    try:
        if principal is not None:
            write_down(principal, read.info.get("reader"), seen, response.status_code)
        else:
            write_down_without(response.status_code)
    except SQLAlchemyError:
        log.exception("the trail could not be written for request %s", g.request_id)
        return unavailable()
    return response


def write_down(principal: Principal, reader: Reader | None, seen: Any, status: int) -> None:
    with write_intent(), db.session.session_factory() as session:
        if reader is not None and status not in (401, 403, 404) and status < 500:
            note_looks(session, principal, seen)
            grants = open_grants(session, reader, seen.participants)
            account(
                session,
                reader,
                disclosures(seen, reader, grants),
                session_id=g.session_id,
                zone=principal.zone,
                channel=g.get("channel", "screen"),
                address=request.remote_addr or "",
            )
        channel = g.get("channel", "screen")
        event = record_act(
            session,
            principal,
            request.endpoint or "",
            outcome=str(status),
            participant_id=only(seen.participants),
            note=f"{request.method} {len(seen.participants)} {channel}",
        )
        event.subject_kind, event.subject_id = asked_for(request.view_args or {})
        stay_signed_in(session)
        session.commit()


def stay_signed_in(session: Session) -> None:
    now = clock.now()
    used = update(SignInSession).where(SignInSession.id == g.session_id)
    session.execute(used.values(seen_at=now, idle_at=now + g.get("idle", IDLE)))


def write_down_without(status: int) -> None:
    """Requests in which nobody acts for an agency: a calendar that its address opens, a locked session that is refused,
    and one before an appointment is chosen. Who asks without being signed in is not in the trail."""
    endpoint, method = request.endpoint or "", request.method
    denied = g.get("locked") is not None and mark_of(current_app, endpoint) != PUBLIC
    holder: Principal | None = g.get("calendar_of")
    if g.get("signed_in") is None and not denied and holder is None:
        return
    with write_intent(), db.session.session_factory() as session:
        if holder is not None:
            note_calendar(session, holder, endpoint)
        if denied or g.get("signed_in") is not None:
            event = record_own(session, g.user_id, endpoint)
            event.outcome, event.note = "locked" if denied else str(status), f"{method} 0 screen"
            event.subject_kind, event.subject_id = asked_for(request.view_args or {})
        if g.get("signed_in") is not None:
            stay_signed_in(session)
        session.commit()


def asked_for(view_args: Mapping[str, Any]) -> tuple[str, UUID | None]:
    """What the address names, also when it is refused or not found: the last id in it, and of what it is."""
    named = [(name.removesuffix("_id"), one) for name, one in view_args.items() if isinstance(one, UUID)]
    return named[-1] if named else ("", None)


def only(participants: set[UUID]) -> UUID | None:
    return next(iter(participants)) if len(participants) == 1 else None


def unavailable() -> Response:
    """What is sent when the trail can't be written: nothing that was asked for."""
    return Response(
        "The portal could not write its records, so nothing was shown or changed further. Try again in a minute.",
        status=503,
        mimetype="text/plain",
        headers={"Retry-After": "30"},
    )
