"""Whether two spellings are one name, and that nobody who works here signs for a participant (F08, F19)."""

from __future__ import annotations

import re
import unicodedata

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.agencies.models import Appointment, UserAccount
from portal.accounts.principal import Principal
from portal.consent.rules.terms import GUARDIAN
from portal.gate.vocabulary import RoleName
from portal.web.refused import Refused

NO_STAFF = (RoleName.PARTICIPANT, GUARDIAN)
APOSTROPHES = str.maketrans("", "", "'’ʼ")


def same_name(one: str, other: str) -> bool:
    """Case, accents, points, hyphens and spaces don't count; a middle name may be left out or be an initial.

    The first and the last word are the same. Two blank names are none.
    """
    shorter, longer = sorted((words_of(one), words_of(other)), key=len)
    if "".join(shorter) == "".join(longer):
        return bool(longer)
    if len(shorter) < 2 or (shorter[0], shorter[-1]) != (longer[0], longer[-1]):
        return False
    rest = iter(longer[1:-1])
    return all(any(alike(middle, found) for found in rest) for middle in shorter[1:-1])


def words_of(name: str) -> list[str]:
    letters = unicodedata.normalize("NFKD", name.casefold().translate(APOSTROPHES))
    return re.findall(r"\w+", "".join(one for one in letters if not unicodedata.combining(one)))


def alike(one: str, other: str) -> bool:
    """The same word, or the initial of it."""
    shorter, longer = sorted((one, other), key=len)
    return shorter == longer or (len(shorter) == 1 and longer.startswith(shorter))


def refuse_staff_name(session: Session, actor: Principal, field: str, name: str) -> None:
    """Refused at the field: the name of somebody who works at the actor's agency, for the participant's own."""
    wanted = (
        select(UserAccount)
        .join(Appointment, Appointment.user_id == UserAccount.id)
        .where(Appointment.agency_id == actor.agency_id, Appointment.role.not_in(NO_STAFF))
    )
    if any(same_name(name, one.full_name) for one in session.scalars(wanted).unique()):
        raise Refused(
            field, _("This is the name of somebody who works here. The participant signs with his or her own name.")
        )
