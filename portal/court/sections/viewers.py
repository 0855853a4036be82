"""As whom a section can be looked at before it is submitted: everybody on the team who reads reports or sections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.accounts.principal import Principal, principal_of
from portal.court.dockets.models import Hearing
from portal.court.reports.addressees import addressees_of, appointments_for, recipient_words
from portal.gate.vocabulary import RoleName
from portal.participants.enrollments import queries as enrollments


@dataclass(frozen=True, slots=True)
class Viewer:
    """One agency and role, and the words for it: "the judge's office"."""

    principal: Principal
    words: str

    @property
    def key(self) -> str:
        return str(self.principal.role)


def of(session: Session, hearing: Hearing, at: datetime) -> list[Viewer]:
    """The addressees of the report in their order, then the case managers of the team."""
    found = [
        Viewer(one.principal, recipient_words(one.role)) for one in addressees_of(session, [hearing], at)[hearing.id]
    ]
    team = enrollments.members_of(session, [hearing.participant_id]).get(hearing.participant_id, [])
    managers = [one for one in team if one.role == RoleName.CASE_MANAGER and one.ends_at is None]
    appointments = appointments_for(session, {one.user_id for one in managers}, [RoleName.CASE_MANAGER], at)
    for member in managers:
        appointment = appointments.get((member.user_id, member.agency_id, member.role))
        if appointment is not None:
            found.append(Viewer(principal_of(appointment), _("the case manager")))
            break
    return found


def chosen(viewers: Sequence[Viewer], word: str) -> Viewer | None:
    """The viewer that the address names, the judge's office when it names none."""
    named = [one for one in viewers if one.key == word]
    return next(iter(named or viewers), None)
