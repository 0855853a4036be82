"""Adding a passkey, and signing in with one. py_webauthn checks what was signed; here is who may, and how often."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID

import webauthn
from flask_babel import lazy_gettext as _
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from webauthn.helpers import parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from portal import clock
from portal.accounts.audit.services import record_own
from portal.accounts.passkeys.models import Passkey, PasskeyChallenge
from portal.accounts.passkeys.queries import passkeys
from portal.accounts.passkeys.vocabulary import Use
from portal.accounts.second_factor.queries import authenticator_apps, has_second_factor
from portal.accounts.second_factor.services import make_recovery_codes
from portal.accounts.second_factor.signing_in import FactorOwed
from portal.accounts.sign_in.attempts import SignInRefused, fail, weigh
from portal.accounts.sign_in.models import SignInSession
from portal.accounts.sign_in.services import Started, complete
from portal.accounts.sign_in.vocabulary import Outcome
from portal.db import rows_changed
from portal.web.refused import Refused

CHALLENGE = 32
LASTS = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Site:
    """The address at which the portal is reached, as a browser names it."""

    origin: str
    host: str
    name: str


def site_of(address: str, name: str) -> Site:
    parts = urlsplit(address)
    return Site(f"{parts.scheme}://{parts.netloc}", parts.hostname or "", name)


def options_to_add(session: Session, session_id: UUID, site: Site) -> str:
    """What the browser is asked for a new passkey: JSON with a challenge. FactorOwed as `add`."""
    mine = session.get_one(SignInSession, session_id)
    refuse_owing(session, mine)
    known = [PublicKeyCredentialDescriptor(id=one.credential_id) for one in passkeys(session, mine.user_id)]
    options = webauthn.generate_registration_options(
        rp_id=site.host,
        rp_name=site.name,
        user_id=mine.user_id.bytes,
        user_name=mine.user.username,
        user_display_name=mine.user.full_name,
        challenge=new_challenge(session, mine, Use.ADD),
        exclude_credentials=known,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED, user_verification=UserVerificationRequirement.PREFERRED
        ),
    )
    return webauthn.options_to_json(options)


def options_to_answer(session: Session, session_id: UUID, site: Site) -> str:
    """What the browser is asked at sign-in: one of the person's own passkeys."""
    mine = session.get_one(SignInSession, session_id)
    known = [PublicKeyCredentialDescriptor(id=one.credential_id) for one in passkeys(session, mine.user_id)]
    options = webauthn.generate_authentication_options(
        rp_id=site.host, challenge=new_challenge(session, mine, Use.ANSWER), allow_credentials=known
    )
    return webauthn.options_to_json(options)


def add(
    session: Session, session_id: UUID, credential: str, name: str, site: Site, key: bytes
) -> tuple[Started | None, list[str]]:
    """Keep a new passkey; a session that owed a first second factor is opened by it, with a sheet of recovery codes.

    FactorOwed for a session that has given a password only, where there is a second factor already. Refused for what
    the device did not sign for this session, and for a key that is known.
    """
    mine = session.get_one(SignInSession, session_id)
    refuse_owing(session, mine)
    first = not has_second_factor(session, mine.user_id)
    try:
        found = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=use_challenge(session, mine, Use.ADD),
            expected_rp_id=site.host,
            expected_origin=site.origin,
        )
    except (WebAuthnException, ValueError):
        raise Refused("", _("The passkey was not added. Try again.")) from None
    if session.scalar(select(Passkey.id).where(Passkey.credential_id == found.credential_id)) is not None:
        raise Refused("", _("This passkey is known already. Choose another device."))
    passkey = Passkey(
        user_id=mine.user_id,
        credential_id=found.credential_id,
        public_key=found.credential_public_key,
        sign_count=found.sign_count,
        name=" ".join(name.split())[:80] or str(_("Passkey")),
    )
    session.add(passkey)
    session.flush()
    record_own(session, mine.user_id, "passkey_added", passkey)
    codes = make_recovery_codes(session, mine.user, key) if first else []
    return (complete(session, mine) if mine.confirmed_at is None else None), codes


def answer(session: Session, session_id: UUID, credential: str, attempt_id: UUID, site: Site) -> Started:
    """Open a session with a passkey. SignInLocked, SignInThrottled, SignInRefused; the caller commits in each case."""
    attempt = weigh(session, attempt_id)
    mine = session.get_one(SignInSession, session_id)
    if not signed(session, mine, credential, site):
        fail(session, attempt)
        raise SignInRefused
    attempt.outcome = Outcome.SUCCEEDED
    return complete(session, mine)


def signed(session: Session, mine: SignInSession, credential: str, site: Site) -> bool:
    """Whether one of the person's own passkeys signed this session's challenge, for this site, for the first time."""
    try:
        raw_id = parse_authentication_credential_json(credential).raw_id
        passkey = next((one for one in passkeys(session, mine.user_id) if one.credential_id == raw_id), None)
        if passkey is None:
            return False
        found = webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=use_challenge(session, mine, Use.ANSWER),
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
        )
    except (WebAuthnException, ValueError):
        return False
    passkey.sign_count, passkey.used_at = found.new_sign_count, clock.now()
    return True


def remove(session: Session, user_id: UUID, passkey_id: UUID, required: bool) -> None:
    """Take a passkey away. Refused for the last second factor where one is required; LookupError for another's."""
    own = passkeys(session, user_id)
    passkey = next((one for one in own if one.id == passkey_id), None)
    if passkey is None:
        raise LookupError(passkey_id)
    if required and len(own) == 1 and not authenticator_apps(session, user_id):
        raise Refused("", _("This is your only second factor. Add another one first."))
    passkey.removed_at = clock.now()
    record_own(session, user_id, "passkey_removed", passkey)


def refuse_owing(session: Session, mine: SignInSession) -> None:
    if mine.confirmed_at is None and has_second_factor(session, mine.user_id):
        raise FactorOwed


def new_challenge(session: Session, mine: SignInSession, use: Use) -> bytes:
    """Random bytes for one answer; earlier ones of the session no longer hold."""
    end_challenges(session, mine, use)
    made = PasskeyChallenge(session_id=mine.id, use=use, challenge=secrets.token_bytes(CHALLENGE))
    session.add(made)
    session.flush()
    return made.challenge


def use_challenge(session: Session, mine: SignInSession, use: Use) -> bytes:
    """The open challenge, used up by this call. ValueError when there is none, or another answer was first."""
    wanted = select(PasskeyChallenge).where(
        PasskeyChallenge.session_id == mine.id,
        PasskeyChallenge.use == use,
        PasskeyChallenge.ended_at.is_(None),
        PasskeyChallenge.made_at > clock.now() - LASTS,
    )
    found = session.scalar(wanted)
    if found is None or not end_challenges(session, mine, use):
        raise ValueError("no open challenge")
    return found.challenge


def end_challenges(session: Session, mine: SignInSession, use: Use) -> int:
    """How many were open."""
    still = update(PasskeyChallenge).where(
        PasskeyChallenge.session_id == mine.id, PasskeyChallenge.use == use, PasskeyChallenge.ended_at.is_(None)
    )
    return rows_changed(session, still.values(ended_at=clock.now()))
