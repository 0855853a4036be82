"""Issuing a version of the notice, and giving it to a patient."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.audit.services import record_act
from portal.accounts.permissions import Permission
from portal.accounts.principal import Principal
from portal.consent.patient_notice import queries
from portal.consent.patient_notice.models import NoticeGiven, PatientNotice
from portal.consent.patient_notice.vocabulary import TEXT_CODE, Acknowledged, NoticeMethod
from portal.consent.recorded import recorded
from portal.consent.registers.services import require_come, require_desk
from portal.participants.people.known import require_known
from portal.web.refused import Refused


@dataclass(frozen=True, slots=True)
class IssueNotice:
    """`text` is the whole notice as it will be given; `seen` the number of the version that the issuer looked at."""

    effective_on: date
    contact: str
    phone: str
    email: str
    text: str
    seen: int


@dataclass(frozen=True, slots=True)
class GiveNotice:
    participant_id: UUID
    number: int
    given_on: date
    method: NoticeMethod
    language: str
    acknowledged: Acknowledged
    words: str = ""


def issue_notice(session: Session, actor: Principal, command: IssueNotice) -> PatientNotice:
    """Make the next version of the agency's notice; the versions before it stay as they were given.

    Refused without somebody to ask, with name or title, telephone and e-mail (2.22(b)(1)(i)); for a day before the last
    version's; and when somebody else issued one meanwhile.
    """
    require_desk(actor)
    for name, value in (("contact", command.contact), ("phone", command.phone), ("email", command.email)):
        if not value.strip():
            raise Refused(name, _("The law wants it in the notice. Fill it in."))
    earlier = queries.versions(session, actor.agency_id)
    last = earlier[0] if earlier else None
    if (last.number if last else 0) != command.seen:
        raise Refused("", _("Somebody else issued a version meanwhile. Look at it first."))
    if last is not None and command.effective_on < last.effective_on:
        raise Refused("effective_on", _("Enter a day that is not before the last version’s."))
    notice = PatientNotice(
        agency_id=actor.agency_id,
        number=command.seen + 1,
        effective_on=command.effective_on,
        contact=command.contact.strip(),
        phone=command.phone.strip(),
        email=command.email.strip(),
        text_code=TEXT_CODE,
        text=command.text,
        sha256=sha256(command.text.encode()).hexdigest(),
        issued_by_id=actor.user_id,
        issued_at=clock.now(),
    )
    session.add(notice)
    session.flush()
    record_act(session, actor, "patient_notice_issued", notice, note=str(notice.number))
    return notice


def give_notice(session: Session, actor: Principal, command: GiveNotice) -> NoticeGiven:
    """Record that a version was given (R163).

    Refused for whoever does not admit or keep the desk, for a person whom the actor may not know of, for a day that is
    still to come or before the version was in effect, and for a version that is not the agency's.
    """
    if not actor.may(Permission.NOTICE_GIVE):
        raise Refused("", _("Ask the program; it gives its own notice."))
    require_known(session, command.participant_id)
    require_come(actor, "given_on", command.given_on)
    notice = queries.version(session, actor.agency_id, command.number)
    if notice is None:
        raise Refused("number", _("Choose a version of your program’s notice."))
    if command.given_on < notice.effective_on:
        raise Refused("given_on", _("That version was not in effect yet."))
    given = NoticeGiven(
        **recorded(actor, command.participant_id),
        notice_id=notice.id,
        given_on=command.given_on,
        method=command.method,
        language=command.language.strip() or "English",
        acknowledged=command.acknowledged,
        words=command.words.strip(),
    )
    session.add(given)
    session.flush()
    record_act(session, actor, "patient_notice_given", given, note=command.acknowledged)
    return given
