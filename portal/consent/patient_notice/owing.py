"""Whom the program treats and has not given its notice yet: a duty of the desk (2.22(a))."""

from __future__ import annotations

from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.accounts.principal import Principal
from portal.consent.patient_notice.queries import current, owed_to, versions
from portal.consent.registers.duties import Duty
from portal.participants.people import queries as people
from portal.web.dates import local_day


def owed_notices(session: Session, principal: Principal, at: datetime) -> list[Duty]:
    """Due on the day of admission, or on the first day of the notice, where the program has had none before.

    Silent for an agency that has issued no notice: then that is the one duty, if it treats anybody.
    """
    owed = owed_to(session, principal.agency_id, at)
    if not owed:
        return []
    today = local_day(at, principal.zone)
    if current(session, principal.agency_id, today) is None:
        href = url_for("consent.patient_notice.versions")
        first = local_day(min(owed.values()), principal.zone)
        return [Duty(first, _("Notice to patients"), _("Issue the program’s notice"), href)]
    begun = min(one.effective_on for one in versions(session, principal.agency_id))
    names = people.participants(session, list(owed))
    return [
        Duty(
            due_on=max(begun, local_day(since, principal.zone)),
            kind=_("Notice to patients"),
            text=_("Give the notice"),
            href=url_for("consent.patient_notice.given", participant_id=person),
            about=names[person].full_name,
        )
        for person, since in owed.items()
        if person in names
    ]
