"""Registering an agency without an account, and whom to ask there."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from portal.accounts.agencies.models import UserAccount
from portal.accounts.agencies.services import AddAgency, AddUser, add_agency, add_user
from portal.accounts.agencies.vocabulary import OUTSIDE_KINDS, AccountStatus, AgencyKind
from portal.accounts.audit.services import record_act
from portal.accounts.notices.services import is_address
from portal.accounts.principal import Principal
from portal.casework.outside.models import OutsideContact
from portal.ids import new_id
from portal.web.refused import EditedMeanwhile, Refused

SHORT = 60


@dataclass(frozen=True, slots=True)
class ContactPerson:
    """Whom to ask, and how; at least one way."""

    name: str
    phone: str = ""
    mail: str = ""


@dataclass(frozen=True, slots=True)
class RegisterOutside:
    """An agency that tells something now and then, and has no account."""

    name: str
    kind: AgencyKind
    person: ContactPerson


def register_outside(session: Session, actor: Principal, command: RegisterOutside) -> OutsideContact:
    """Add the agency to the directory of the actor's county. Refused for another kind, and for a name that is taken."""
    name = " ".join(command.name.split())
    if not name:
        raise Refused("name", _("Enter the name of the agency."))
    if command.kind not in OUTSIDE_KINDS:
        raise Refused("kind", _("Choose a kind of agency."))
    person = checked(command.person)
    agency = add_agency(
        session, actor, AddAgency(name, name[:SHORT], command.kind, time_zone=actor.zone, county=actor.county)
    )
    found = OutsideContact(
        agency_id=agency.id,
        user_id=stand_in(session, agency.id, person.name).id,
        kept_by_id=actor.agency_id,
        phone=person.phone,
        mail=person.mail,
    )
    session.add(found)
    session.flush()
    record_act(session, actor, "outside_registered", found)
    return found


def change_contact(
    session: Session, actor: Principal, contact: OutsideContact, person: ContactPerson, version: int | None
) -> None:
    """Ask somebody else from now on, or in another way; what was told before keeps who told it.

    Refused for an entry that another agency keeps.
    """
    if contact.kept_by_id != actor.agency_id:
        raise Refused("", _("Not found or not available to you."))
    person = checked(person)
    if version is not None and contact.version != version:
        raise EditedMeanwhile(differences(contact, person), "", "", contact.version)
    if contact.user.full_name != person.name:
        contact.user_id = stand_in(session, contact.agency_id, person.name).id
    contact.phone, contact.mail = person.phone, person.mail
    record_act(session, actor, "outside_contact_changed", contact)
    session.flush()


def checked(person: ContactPerson) -> ContactPerson:
    """With single spaces. Refused without a name, without any way to reach the person, and for no address."""
    person = ContactPerson(" ".join(person.name.split()), " ".join(person.phone.split()), person.mail.strip())
    if not person.name:
        raise Refused("contact", _("Enter who answers there."))
    if person.mail and not is_address(person.mail):
        raise Refused("mail", _("Give an address like name@example.org, or leave it empty."))
    if not person.phone and not person.mail:
        raise Refused("phone", _("Give a telephone number, an e-mail address, or both."))
    return person


def stand_in(session: Session, agency_id: UUID, name: str) -> UserAccount:
    """An account by which a person outside is an author. It is closed from the first day: nobody signs in with it."""
    account = add_user(session, None, AddUser(f"outside-{new_id().hex}", name))
    account.status, account.agency_id = AccountStatus.DISABLED, agency_id
    session.flush()
    return account


def differences(contact: OutsideContact, person: ContactPerson) -> list[tuple[str, str, str]]:
    return [
        (str(_("Who answers there")), contact.user.full_name, person.name),
        (str(_("Telephone")), contact.phone, person.phone),
        (str(_("E-mail")), contact.mail, person.mail),
    ]
