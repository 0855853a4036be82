"""That the code of a link was right: a signed word that the page carries on to the answers, for one hour."""

from __future__ import annotations

from uuid import UUID

from itsdangerous import BadData, URLSafeTimedSerializer

from portal.accounts.sign_in.cookies import secret_key

LASTS = 3600
"""Seconds; after that the code is asked for again."""


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret_key(), salt="one-time link")


def prove(link_id: UUID) -> str:
    return str(_signer().dumps(link_id.hex))


def proven(proof: str, link_id: UUID) -> bool:
    try:
        found = _signer().loads(proof, max_age=LASTS)
    except BadData:
        return False
    return bool(found == link_id.hex)
