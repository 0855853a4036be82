"""Those who tell and those who are told, as people name them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.agencies.models import Agency, UserAccount
from portal.accounts.agencies.vocabulary import ROLE_LABELS
from portal.consent.rules.terms import PartyClass, PartyType
from portal.gate.vocabulary import RoleName

Party = dict[str, Any]

CLASS_WORDS: dict[str, Any] = {
    PartyClass.TREATMENT_PROGRAMS: _("Every program that treats me"),
    PartyClass.TREATING_PROVIDERS: _("Every provider that treats me"),
    PartyClass.TPO_STANDARD: _(
        "My treating providers, health plans, third-party payers, and people helping to operate this program"
    ),
    PartyClass.COURT_TEAM: _("The court’s team in my case"),
}


def party_names(session: Session, parties: Iterable[Party]) -> list[str]:
    """One name for each, in the order given; a class by its words, a post with its agency."""
    parties = list(parties)
    agencies, people = agency_names(session, parties), person_names(session, parties)
    return [name_of(one, agencies, people) for one in parties]


def agency_names(session: Session, parties: Iterable[Party]) -> dict[str, str]:
    wanted: set[UUID] = set()
    for one in parties:
        if one["type"] == PartyType.AGENCY and one.get("id"):
            wanted.add(UUID(one["id"]))
        if one.get("agency"):
            wanted.add(UUID(one["agency"]))
        wanted.update(UUID(member) for member in one.get("participants") or ())
    found = session.scalars(select(Agency).where(Agency.id.in_(wanted)))
    return {str(one.id): one.name for one in found}


def person_names(session: Session, parties: Iterable[Party]) -> dict[str, str]:
    wanted = {UUID(one["id"]) for one in parties if one["type"] == PartyType.PERSON}
    found = session.scalars(select(UserAccount).where(UserAccount.id.in_(wanted)))
    return {str(one.id): one.display_name for one in found}


def name_of(party: Party, agencies: dict[str, str], people: dict[str, str]) -> str:
    where = agencies.get(party.get("agency") or "", "")
    match party["type"]:
        case PartyType.AGENCY:
            return agencies.get(party.get("id") or "", "")
        case PartyType.PERSON:
            who = people.get(party["id"], "")
            return gettext("%(who)s at %(where)s", who=who, where=where) if where else who
        case PartyType.ROLE:
            post = ROLE_LABELS[RoleName(party["role"])] if party["role"] in set(RoleName) else party["role"]
            return gettext("%(who)s at %(where)s", who=post, where=where)
        case PartyType.INTERMEDIARY:
            members = [agencies.get(one, "") for one in party.get("participants") or ()]
            if party.get("treating_class"):
                members.append(gettext("its members who treat me"))
            return gettext("%(name)s, for: %(members)s", name=party.get("id") or "", members=", ".join(members))
    return str(CLASS_WORDS.get(party.get("class", ""), party.get("class", "")))
