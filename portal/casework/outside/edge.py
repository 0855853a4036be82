"""The edge of a form that writes for an agency without an account."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import current_app, g
from sqlalchemy.orm import Session

from portal.casework.outside.services import writing_for
from portal.casework.outside.standing import Standing
from portal.extensions import db
from portal.ids import NIL, new_token
from portal.web.forms import PortalForm, Refused, see_other
from portal.web.submissions import remember_result


def public_address() -> str:
    return str(current_app.config["PUBLIC_ADDRESS"]).rstrip("/")


def submit_for(
    standing: Standing, user_id: UUID, form: PortalForm, act: Callable[[Session], str], again: Callable[[], Any]
) -> Any:
    """As `submit`, in a session that writes for the agency; the request's own session is let go before it begins.

    What is done twice is stopped by the link itself, which ends once.
    """
    if not form.validate_on_submit():
        return again(), 422
    db.session.rollback()
    appointment = g.principal.appointment_id if g.get("principal") else NIL
    try:
        with writing_for(db.session.session_factory, standing.agency_id, user_id) as session:
            result = act(session)
            if appointment != NIL:
                remember_result(session, form.form_key.data or new_token(), appointment, result)
    except Refused as refused:
        form.refuse(refused)
        return again(), 422
    return see_other(result)
