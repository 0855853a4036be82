"""An agency names its provider; people connect their accounts with it, and come in through it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.agencies.models import UserAccount
from portal.accounts.audit.services import record_act, record_own
from portal.accounts.principal import Principal
from portal.accounts.second_factor.queries import has_second_factor
from portal.accounts.second_factor.sealed import seal, unseal
from portal.accounts.sign_in.attempts import SignInRefused
from portal.accounts.sign_in.models import SignInSession
from portal.accounts.sign_in.services import Started, complete
from portal.accounts.sign_in.sessions import begin_session, is_active
from portal.accounts.single_sign_on.models import ProviderIdentity, SignInProvider
from portal.accounts.single_sign_on.queries import provider_of
from portal.ids import new_id
from portal.web.refused import Refused

PLACE = "sign_in_provider.sealed_secret"


@dataclass(frozen=True, slots=True)
class NameProvider:
    """What the provider's own administrator tells."""

    name: str
    issuer: str
    client_id: str
    secret: str
    asks_second_factor: bool = False


@dataclass(frozen=True, slots=True)
class ComeIn:
    """Who signed in at a provider, and from where. `factor_required`: nobody gets in with one factor alone."""

    provider_id: UUID
    subject: str
    address: str
    browser: str
    factor_required: bool


def name_provider(session: Session, actor: Principal, command: NameProvider, key: bytes) -> SignInProvider:
    """Offer an agency's provider at sign-in, in place of an earlier one, with which nobody is connected any more."""
    end_provider(session, actor)
    made = SignInProvider(
        id=new_id(),
        agency_id=actor.agency_id,
        name=command.name.strip(),
        issuer=command.issuer.strip(),
        client_id=command.client_id.strip(),
        asks_second_factor=command.asks_second_factor,
    )
    made.sealed_secret = seal(key, PLACE, made.id, command.secret.encode())
    session.add(made)
    session.flush()
    record_act(session, actor, "sign_in_provider_named", made)
    return made


def end_provider(session: Session, actor: Principal) -> None:
    """Nobody comes in through the agency's provider any more."""
    found = provider_of(session, actor.agency_id)
    if found is None:
        return
    found.ended_at = clock.now()
    connected = update(ProviderIdentity).where(
        ProviderIdentity.provider_id == found.id, ProviderIdentity.ended_at.is_(None)
    )
    session.execute(connected.values(ended_at=clock.now()))
    session.flush()
    record_act(session, actor, "sign_in_provider_ended", found)


def secret_of(found: SignInProvider, key: bytes) -> str:
    return unseal(key, PLACE, found.id, found.sealed_secret).decode()


def connect(session: Session, session_id: UUID, provider_id: UUID, subject: str) -> None:
    """Connect the account of who is signed in with a subject. A provider speaks for its own agency's accounts only."""
    mine = session.get_one(SignInSession, session_id)
    found = session.get_one(SignInProvider, provider_id)
    if found.ended_at is not None or found.agency_id != mine.user.agency_id:
        raise Refused("", _("This sign-in is of another agency than your account."))
    taken = identity(session, provider_id, subject)
    if taken is not None and taken.user_id != mine.user_id:
        raise Refused("", _("This sign-in is connected with another account. Ask your administrator."))
    if taken is None:
        made = ProviderIdentity(provider_id=provider_id, user_id=mine.user_id, subject=subject)
        session.add(made)
        session.flush()
        record_own(session, mine.user_id, "sign_in_provider_connected", made)


def come_in(session: Session, command: ComeIn) -> Started:
    """Begin a session for who signed in at a provider; the portal's own second factor is asked for unless the provider
    asks for one. SignInRefused for a subject that nobody connected, and for a closed account."""
    known = identity(session, command.provider_id, command.subject)
    found = session.get(SignInProvider, command.provider_id)
    user = session.get(UserAccount, known.user_id) if known is not None else None
    if found is None or found.ended_at is not None or user is None or not is_active(user):
        record_act(session, None, "single_sign_on", found, outcome="refused", address=command.address)
        raise SignInRefused
    record_own(session, user.id, "single_sign_on", found, address=command.address)
    token, started = begin_session(session, user, command.address, command.browser)
    owed = command.factor_required or has_second_factor(session, user.id)
    return Started(token, started) if owed and not found.asks_second_factor else complete(session, started)


def identity(session: Session, provider_id: UUID, subject: str) -> ProviderIdentity | None:
    wanted = select(ProviderIdentity).where(
        ProviderIdentity.provider_id == provider_id,
        ProviderIdentity.subject == subject,
        ProviderIdentity.ended_at.is_(None),
    )
    return session.scalar(wanted)
