"""Talking to a provider: authorization code with PKCE, state and nonce; Authlib checks what it answers.

Nothing here touches the database, so no transaction waits for another machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

PATIENCE = 5
"""Seconds."""
LEEWAY = 60
"""Seconds by which a provider's clock may be off."""
SIGNED_BY = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"]
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class ProviderUnusable(RuntimeError):
    """The provider does not answer, or not as OpenID Connect has it."""


class ProviderRefused(RuntimeError):
    """What came back is not a sign-in that this browser began here."""


@dataclass(frozen=True, slots=True)
class Client:
    """The portal as one provider knows it. `loopback`: one on this machine may be asked without TLS (never in
    production)."""

    issuer: str
    client_id: str
    secret: str
    back: str
    loopback: bool = False


@dataclass(frozen=True, slots=True)
class Once:
    """What belongs to one browser's one sign-in; all of it is derived from a cookie and known to nobody else."""

    state: str
    nonce: str
    verifier: str


def refuse_unsafe(address: str, loopback: bool) -> str:
    """The address, when the portal may ask it: over TLS, or on this machine where that is allowed."""
    parts = urlsplit(address)
    if parts.scheme == "https" and parts.hostname:
        return address
    if loopback and parts.scheme == "http" and parts.hostname in LOOPBACK:
        return address
    raise ProviderUnusable(f"{address} is not https")


def asked(address: str, loopback: bool) -> dict[str, Any]:
    """A JSON document of the provider."""
    try:
        answer = requests.get(refuse_unsafe(address, loopback), timeout=PATIENCE, allow_redirects=False)
        answer.raise_for_status()
        found = answer.json()
    except (requests.RequestException, ValueError) as problem:
        raise ProviderUnusable(str(problem)) from problem
    if not isinstance(found, dict):
        raise ProviderUnusable(f"{address} is no document")
    return found


def discovered(client: Client) -> dict[str, Any]:
    """What the provider says of itself; it has to name itself as it was entered (RFC 8414, 3.3)."""
    found = asked(client.issuer.rstrip("/") + "/.well-known/openid-configuration", client.loopback)
    if str(found.get("issuer", "")).rstrip("/") != client.issuer.rstrip("/"):
        raise ProviderUnusable("the document names another issuer")
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        refuse_unsafe(str(found.get(name, "")), client.loopback)
    return found


def session_of(client: Client) -> Any:
    return OAuth2Session(
        client.client_id,
        client.secret,
        scope="openid",
        redirect_uri=client.back,
        code_challenge_method="S256",
        default_timeout=PATIENCE,
    )


def address_to_go(client: Client, once: Once) -> str:
    """Where the browser is sent to sign in."""
    found = discovered(client)
    with session_of(client) as asking:
        address, _state = asking.create_authorization_url(
            found["authorization_endpoint"], state=once.state, nonce=once.nonce, code_verifier=once.verifier
        )
    return str(address)


def subject_of(client: Client, once: Once, code: str) -> str:
    """Who signed in there: the subject of the token for which the code is exchanged."""
    found = discovered(client)
    try:
        with session_of(client) as asking:
            token = asking.fetch_token(
                found["token_endpoint"],
                grant_type="authorization_code",
                code=code,
                code_verifier=once.verifier,
                allow_redirects=False,
            )
    except (OAuthError, requests.RequestException, ValueError) as problem:
        raise ProviderRefused(str(problem)) from problem
    return checked_subject(client, once, token, asked(found["jwks_uri"], client.loopback), found["issuer"])


def checked_subject(client: Client, once: Once, token: dict[str, Any], keys: dict[str, Any], issuer: str) -> str:
    """The subject of an ID token that this provider signed, for this portal, for this browser, just now."""
    try:
        decoded = jwt.decode(str(token.get("id_token", "")), KeySet.import_key_set(keys), algorithms=SIGNED_BY)  # type: ignore[arg-type]
        claims = CodeIDToken(
            decoded.claims,
            decoded.header,
            {
                "iss": {"essential": True, "value": issuer},
                "aud": {"essential": True, "value": client.client_id},
                "nonce": {"essential": True, "value": once.nonce},
            },
            {"nonce": once.nonce, "client_id": client.client_id, "access_token": token.get("access_token")},
        )
        claims.validate(leeway=LEEWAY)
    except (JoseError, ValueError) as problem:
        raise ProviderRefused(str(problem)) from problem
    subject = str(claims["sub"])
    if not 0 < len(subject) <= 255:
        raise ProviderRefused("no subject")
    return subject
