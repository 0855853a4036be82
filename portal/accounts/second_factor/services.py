"""Adding, asking for and using up second factors."""

from __future__ import annotations

import re
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.activation.codes import new_code
from portal.accounts.agencies.models import UserAccount
from portal.accounts.audit.services import record_own
from portal.accounts.second_factor import totp
from portal.accounts.second_factor.models import AuthenticatorApp, RecoveryCode
from portal.accounts.second_factor.queries import authenticator_apps
from portal.accounts.second_factor.sealed import derived, keyed_hash, seal, unseal
from portal.db import rows_changed
from portal.ids import new_id
from portal.web.refused import Refused

PLACE = "authenticator_app.sealed_secret"
RECOVERY = "recovery codes"
CODES = 10


def proposed_secret(session: Session, user_id: UUID, session_id: UUID, key: bytes) -> bytes:
    """The secret that the setup page shows: one for each session and app. Derived, so showing it writes nothing."""
    so_far = session.scalar(select(func.count()).where(AuthenticatorApp.user_id == user_id)) or 0
    return derived(key, f"authenticator setup {session_id} {so_far}")[: totp.SECRET]


def add_app(session: Session, user: UserAccount, session_id: UUID, code: str, key: bytes) -> AuthenticatorApp:
    """Keep the proposed secret when the app shows its code; it takes the place of an earlier app."""
    secret = proposed_secret(session, user.id, session_id, key)
    step = totp.fitting_step(secret, digits(code), clock.now())
    if step is None:
        raise Refused("code", _("This is not the code that the app should show now. Wait for the next one."))
    remove_apps(session, user)
    app = AuthenticatorApp(id=new_id(), user_id=user.id, last_step=step)
    app.sealed_secret = seal(key, PLACE, app.id, secret)
    session.add(app)
    session.flush()
    told(session, user, "authenticator_added", app)
    return app


def remove_apps(session: Session, user: UserAccount) -> None:
    for app in authenticator_apps(session, user.id):
        app.removed_at = clock.now()
        told(session, user, "authenticator_removed", app)


def make_recovery_codes(session: Session, user: UserAccount, key: bytes) -> list[str]:
    """A new sheet of ten, told once. Earlier ones no longer work."""
    void_recovery_codes(session, user.id)
    codes = [new_code() for _ in range(CODES)]
    session.add_all(RecoveryCode(user_id=user.id, code_hash=recovery_hash(one, key)) for one in codes)
    session.flush()
    told(session, user, "recovery_codes_made", None)
    return codes


def void_recovery_codes(session: Session, user_id: UUID) -> None:
    left = update(RecoveryCode).where(RecoveryCode.user_id == user_id, RecoveryCode.ended_at.is_(None))
    session.execute(left.values(ended_at=clock.now()))


def factor_fits(session: Session, user: UserAccount, typed: str, key: bytes) -> str:
    """Take what was typed as a code of an app or of the sheet, and use it up; the name of the factor, "" for none.

    Each code is taken once, also of two that arrive at the same time.
    """
    code = digits(typed)
    if len(code) == totp.DIGITS:
        return "app" if app_code_fits(session, user.id, code, key) else ""
    return "recovery_code" if use_recovery_code(session, user, typed, key) else ""


def app_code_fits(session: Session, user_id: UUID, code: str, key: bytes) -> bool:
    for app in authenticator_apps(session, user_id):
        step = totp.fitting_step(unseal(key, PLACE, app.id, app.sealed_secret), code, clock.now())
        if step is not None:
            # The database decides who was first: this row, and only while the step is newer than the last one.
            newer = update(AuthenticatorApp).where(AuthenticatorApp.id == app.id, AuthenticatorApp.last_step < step)
            return rows_changed(session, newer.values(last_step=step)) > 0
    return False


def use_recovery_code(session: Session, user: UserAccount, typed: str, key: bytes) -> bool:
    unused = update(RecoveryCode).where(
        RecoveryCode.user_id == user.id,
        RecoveryCode.code_hash == recovery_hash(typed, key),
        RecoveryCode.ended_at.is_(None),
    )
    used = rows_changed(session, unused.values(ended_at=clock.now())) > 0
    if used:
        told(session, user, "recovery_code_used", None)
    return used


def recovery_hash(typed: str, key: bytes) -> str:
    return keyed_hash(key, RECOVERY, "".join(sign for sign in typed.upper() if sign.isalnum()))


def digits(typed: str) -> str:
    """The code of an app, however it was typed: "123 456". "" when there is anything but digits and spaces."""
    code = "".join(typed.split())
    return code if re.fullmatch("[0-9]+", code) else ""


def told(session: Session, user: UserAccount, act: str, subject: AuthenticatorApp | None) -> None:
    """An act of a person's own, before or beside any appointment."""
    record_own(session, user.id, act, subject)
