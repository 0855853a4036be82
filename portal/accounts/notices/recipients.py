"""Whom notices of a moment may concern: appointments in force of active accounts, by what their role may do."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.agencies.models import Appointment
from portal.accounts.permissions import Permission
from portal.accounts.principal import Principal, principal_of
from portal.accounts.sign_in.sessions import in_force, is_active
from portal.gate.vocabulary import RoleName


def acting(session: Session, at: datetime, permission: Permission, roles: Collection[RoleName] = ()) -> list[Principal]:
    """Everybody who acts at a moment in a role with the permission, or in one of the roles named."""
    found = session.scalars(select(Appointment).order_by(Appointment.id)).unique().all()
    everybody = [principal_of(one) for one in found if in_force(one, at) and is_active(one.user)]
    return [one for one in everybody if one.may(permission) and (not roles or one.role in roles)]
