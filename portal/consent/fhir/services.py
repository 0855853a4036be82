"""Exporting a consent: made from what the reader may see, validated against FHIR's own rules, and audited."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.agencies.models import Agency, UserAccount
from portal.accounts.audit.services import record_act
from portal.accounts.principal import Principal
from portal.consent.fhir.resource import Names, consent_resource
from portal.consent.instruments import queries
from portal.consent.instruments.models import Consent
from portal.consent.instruments.standing import reasons_against


def fhir_json(session: Session, consent: Consent, at: datetime) -> str:
    """The resource as JSON text. pydantic's ValidationError when FHIR would not have it, which is ours to mend."""
    revocations = queries.revocations_of(session, [consent.id]).get(consent.id, [])
    ended_at = queries.ended_at(session, consent, revocations)
    names = names_in(session, consent)
    sound = not reasons_against(session, consent)
    return validated(consent_resource(consent, revocations, ended_at, names, at, sound=sound))


def validated(resource: dict[str, Any]) -> str:
    # Its models take a second to be made, which a portal that exports nothing should not wait for.
    from fhir.resources.R4B.consent import Consent as FhirConsent

    return str(FhirConsent.model_validate(resource).model_dump_json(indent=2))


def record_export(session: Session, actor: Principal, consent: Consent) -> None:
    """That a consent left the portal stands in the trail, whoever asked for it and wherever."""
    record_act(session, actor, "consent_exported", consent, note="FHIR Consent R4B")


def names_in(session: Session, consent: Consent) -> Names:
    ids = {UUID(one) for one in ids_in([*consent.disclosers, *consent.recipients])} | {consent.held_by_id}
    agencies = session.scalars(select(Agency).where(Agency.id.in_(ids)))
    people = session.scalars(select(UserAccount).where(UserAccount.id.in_(ids)))
    return {str(one.id): one.name for one in agencies} | {str(one.id): one.display_name for one in people}


def ids_in(parties: Iterable[dict[str, Any]]) -> set[str]:
    found = set()
    for party in parties:
        found |= {str(party[key]) for key in ("id", "agency") if party.get(key)}
        found |= {str(one) for one in party.get("participants", ())}
    return found
