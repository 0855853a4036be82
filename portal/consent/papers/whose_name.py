"""Whose name a signature is: the participant's as it is on file, or another one that somebody vouches for (F19)."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.agencies.models import UserAccount
from portal.accounts.principal import Principal
from portal.consent.instruments.models import Consent
from portal.consent.instruments.same_name import refuse_staff_name, same_name
from portal.consent.papers.models import ConsentSignature
from portal.consent.rules.terms import Signer
from portal.participants.people.queries import participant
from portal.web.refused import Refused


def refuse_other_name(
    session: Session, actor: Principal, participant_id: UUID, signer: Signer, name: str, *, confirmed: bool
) -> bool:
    """Whether it is a name of the participant's that is not on file, and the actor made sure of it.

    Refused at the field: as the participant's signature another name than is known here while nobody confirms it, and
    the name of somebody who works here in any case; for a parent and the like the name of the one who records it.
    """
    if signer == Signer.DIRECTOR:
        return False
    field = f"name_{signer}"
    if signer != Signer.PATIENT:
        if same_name(name, session.get_one(UserAccount, actor.user_id).full_name):
            raise Refused(field, _("This is your own name. Type the name of the person who signs."))
        return False
    if any(same_name(name, one) for one in known_names(session, participant_id)):
        return False
    refuse_staff_name(session, actor, field, name)
    if not confirmed:
        raise Refused(
            field,
            _(
                "On file the name is %(name)s. Type that name. Or, if this is another name of this person, say so.",
                name=on_file(session, participant_id),
            ),
        )
    return True


def on_file(session: Session, participant_id: UUID) -> str:
    person = participant(session, participant_id)
    if person is None:
        raise Refused("", _("Not found or not available to you."))
    return person.full_name


def known_names(session: Session, participant_id: UUID) -> Iterator[str]:
    """On file, as used, and those under which papers were signed and that somebody has confirmed before."""
    person = participant(session, participant_id)
    if person is not None:
        yield person.full_name
        if person.used_name:
            yield person.used_name if " " in person.used_name else with_family_name(person.used_name, person.full_name)
    signed = select(ConsentSignature).where(
        ConsentSignature.participant_id == participant_id,
        ConsentSignature.signer == Signer.PATIENT,
        ConsentSignature.name_confirmed.is_(True),
    )
    yield from (one.name for one in session.scalars(signed))
    papers = select(Consent).where(Consent.participant_id == participant_id, Consent.alias_confirmed_at.is_not(None))
    yield from (str(one.form["patient_name"]) for one in session.scalars(papers))


def with_family_name(used: str, full_name: str) -> str:
    """The used name with the family name of the full one."""
    return f"{used} {full_name.split()[-1]}"
