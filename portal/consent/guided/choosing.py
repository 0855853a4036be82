"""What can be chosen on the pages of a form: parties from the directory, cases and people whom the reader knows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext
from sqlalchemy.orm import Session
from wtforms import SelectChoice

from portal.accounts.agencies.models import Agency, Appointment
from portal.accounts.agencies.vocabulary import ROLE_LABELS
from portal.accounts.principal import Principal
from portal.consent.doubts.queries import state_labels, strict
from portal.consent.doubts.vocabulary import Doubt
from portal.consent.guided import queries, services
from portal.consent.guided.answers import Answers, Party
from portal.consent.guided.vocabulary import CLASSES_OF
from portal.consent.instruments.entitled import treats
from portal.consent.instruments.recorders import able
from portal.consent.instruments.vocabulary import ConsentKind
from portal.consent.naming import CLASS_WORDS, party_names
from portal.consent.rules.terms import PartyClass, PartyType
from portal.gate.vocabulary import STATE_LABELS, RoleName

EVERY_PROGRAM = "treatment_programs"
OF_OUTSIDE = (ConsentKind.CRIMINAL_JUSTICE, ConsentKind.GENERAL)
"""The kinds by which an agency without an account tells something; it treats nobody and writes no counseling notes."""


@dataclass(frozen=True, slots=True)
class Asking:
    """One person who fills a form, about one participant, at one moment."""

    session: Session
    actor: Principal
    participant_id: UUID
    answers: Answers
    at: datetime

    @property
    def kind(self) -> ConsentKind:
        return self.answers.consent_kind

    def agencies(self) -> list[Agency]:
        return list(queries.participating(self.session, self.at))

    def telling(self) -> list[Any]:
        """Who may be named as one that tells by the one who enters the paper: the programs for the court's form,
        otherwise the own agency; "every program" for whoever treats the participant; agencies without an account,
        where nobody could enter it (decision 63)."""
        found = queries.telling(self.session, self.at) if self.kind == ConsentKind.CRIMINAL_JUSTICE else self.own()
        if self.kind in OF_OUTSIDE:
            found = [*found, *queries.outside(self.session)]
        choices = [SelectChoice(str(one.id), one.name) for one in found]
        if self.kind == ConsentKind.CRIMINAL_JUSTICE or treats(self.session, self.actor, self.participant_id):
            choices.append(SelectChoice(EVERY_PROGRAM, CLASS_WORDS[PartyClass.TREATMENT_PROGRAMS]))
        return choices

    def own(self) -> list[Agency]:
        return [one for one in self.agencies() if one.id == self.actor.agency_id]

    def classes(self) -> list[Any]:
        """Groups that this kind may name; the court's team only where the site reads D11 so."""
        closed = {PartyClass.COURT_TEAM} if self.names_the_team() else set()
        return [SelectChoice(str(one), CLASS_WORDS[one]) for one in CLASSES_OF[self.kind] if one not in closed]

    def names_the_team(self) -> bool:
        return strict(self.session, Doubt.D11, self.at)

    def people(self, agencies: list[Agency]) -> list[Any]:
        """Everybody who works where a participating agency is, under its name."""
        names = {one.id: one.name for one in agencies}
        posts = queries.staff(self.session, names, self.at)
        seen: dict[str, Any] = {}
        for post in sorted(posts, key=lambda one: (names[one.agency_id], one.user.full_name)):
            seen.setdefault(f"{post.user_id}@{post.agency_id}", SelectChoice(*person_choice(post, names)))
        return [SelectChoice("", gettext("Choose a person")), *seen.values()]

    def recorders(self) -> list[Any]:
        """Who can write an event down, by the paper as it stands: the one who fills the form first."""
        found = able(self.session, self.participant_id, self.actor, self.answers.telling, self.at)
        found.sort(key=lambda one: (one.user_id != self.actor.user_id, one.display_name))
        known = {str(one.user_id): one.display_name for one in found}
        return [SelectChoice("", gettext("Choose a person")), *(SelectChoice(*one) for one in known.items())]

    def recorder_gone(self) -> Any:
        """Why the one who was chosen to write an event down can't be any more, in words; "" while he or she can."""
        return services.recorder_gone(self.session, self.actor, self.participant_id, self.answers)

    def cases(self) -> list[Any]:
        found = queries.open_cases(self.session, self.participant_id, self.at)
        return [SelectChoice("", gettext("Choose the case")), *(SelectChoice(str(one.id), one.number) for one in found)]

    def labels(self) -> list[str]:
        """The state-law labels that this site asks for (R36)."""
        asked = state_labels(self.session, self.at)
        return [str(one) for one in STATE_LABELS if one in asked]

    def party_choices(self, parties: tuple[Party, ...]) -> list[Any]:
        """Parties that stand on the form already, to be kept or taken off."""
        named = party_names(self.session, parties)
        return [SelectChoice(value_of(one), name) for one, name in zip(parties, named, strict=True)]


def person_choice(post: Appointment, names: dict[UUID, str]) -> tuple[str, str]:
    words = gettext(
        "%(agency)s: %(who)s, %(post)s",
        agency=names[post.agency_id],
        who=post.user.display_name,
        post=ROLE_LABELS[RoleName(post.role)],
    )
    return f"{post.user_id}@{post.agency_id}", words


def value_of(party: Party) -> str:
    """A post or a person as the value of a box: "role:judge@agency", "person:user@agency"."""
    name = party["role"] if party["type"] == PartyType.ROLE else party["id"]
    return f"{party['type']}:{name}@{party.get('agency') or ''}"


def one_by_one(parties: tuple[Party, ...]) -> tuple[Party, ...]:
    """Those of a form's recipients that were added singly."""
    return tuple(one for one in parties if one["type"] in (PartyType.ROLE, PartyType.PERSON))
