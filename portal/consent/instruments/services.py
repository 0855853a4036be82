"""Recording consents and taking them back. Each change compiles the participant's grants in the same transaction."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock, signals
from portal.accounts.audit.services import record_act
from portal.accounts.principal import Principal
from portal.consent.doubts.queries import strict
from portal.consent.doubts.vocabulary import Doubt
from portal.consent.instruments import queries
from portal.consent.instruments.entitled import (
    may_enter_criminal_justice,
    of_age,
    only_discloser,
    require_keeping,
    tells_for_outside,
)
from portal.consent.instruments.left import left_of, require_left
from portal.consent.instruments.models import Consent, Revocation
from portal.consent.instruments.parts import require_not_left, require_part, require_stated
from portal.consent.instruments.recorders import tell_recorder
from portal.consent.instruments.same_name import refuse_staff_name, same_name
from portal.consent.instruments.standing import reasons_against
from portal.consent.instruments.vocabulary import ConsentKind, RevocationScope
from portal.consent.on_file import consent_fact
from portal.consent.recorded import recorded
from portal.consent.rules.facts import Case
from portal.consent.rules.form import form_defects
from portal.consent.rules.terms import ALL, PartyClass, Signer
from portal.gate.vocabulary import Category
from portal.ids import new_id
from portal.participants.enrollments.models import LegalCase
from portal.participants.people.models import Participant
from portal.web.refused import Refused


class ConsentAlreadyEnded(Refused):
    """Nothing of the consent is left to end."""


@dataclass(frozen=True, slots=True)
class RecordConsent:
    """A signed form as it stands on paper. Parties and signatures have the shapes of the decision facts.

    `disclosers`: {"type": "agency", "id"} or {"type": "class", "class"}; `recipients`: person, agency, role, class or
    intermediary; `form`: the statements that the paper makes (F01-F19), with the name that stands on it.
    `alias_confirmed`: the actor made sure that this name, though not the one on file, is the participant's.
    """

    participant_id: UUID
    kind: ConsentKind
    participant_name: str
    disclosers: tuple[dict[str, Any], ...]
    recipients: tuple[dict[str, Any], ...]
    categories: tuple[str, ...]
    purposes: tuple[str, ...]
    signed_at: datetime | None
    expires_at: datetime | None
    form: dict[str, Any]
    signatures: tuple[dict[str, Any], ...]
    sensitivities: tuple[str, ...] = ()
    effective_from: datetime | None = None
    expiry_kind: str = "date"
    expiry_event: str = ""
    record_from: date | None = None
    record_to: date | None = None
    legal_case_id: UUID | None = None
    duration_text: str = ""
    revocable_at: datetime | None = None
    revocable_event: str = ""
    proceeding_id: UUID | None = None
    alias_confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Revoke:
    """What is taken back, all of it, one recipient, or categories; in writing, or said aloud (R29); and by whom."""

    scope: RevocationScope = RevocationScope.ALL
    recipient: dict[str, Any] | None = None
    categories: tuple[str, ...] = field(default=())
    written: bool = True
    stated_at: datetime | None = None
    by: Signer = Signer.PATIENT


def record_consent(session: Session, actor: Principal, command: RecordConsent) -> Consent:
    """Keep a consent as it was signed, with the defects of its form; a deficient one opens nothing (R15).

    Refused for a signature that lies ahead, for an end that is not after the start, for a kind of information that
    nobody knows (R181), for a name that is not the one on file and that nobody confirmed (F19), for an agency as a
    recipient that takes part no more, and for "the court team" as one where the site reads that strictly (D11); and for
    a paper by which the one who enters it would open another agency's records to himself: that one is entered where the
    records are. A criminal-justice consent is taken by who has the case, and by a program that it names.
    """
    require_entitled(session, actor, command)
    return record_entitled(session, actor, command)


def record_entitled(session: Session, actor: Principal, command: RecordConsent) -> Consent:
    """The same for whoever has been asked already whether the paper may be entered here. Only services call it."""
    now = clock.now()
    if command.signed_at is not None and command.signed_at > now:
        raise Refused("signed_on", _("Enter the day it was signed; that day is still to come."))
    if command.expires_at is not None and command.expires_at <= start_of(command):
        raise Refused("expires_on", _("Enter an end that lies after the start."))
    if not set(command.categories) <= {*Category, ALL}:
        raise Refused("categories", _("Choose kinds of information from the list."))
    names_team = any(one.get("class") == PartyClass.COURT_TEAM for one in command.recipients)
    if names_team and strict(session, Doubt.D11, now):
        raise Refused(
            "recipients", _("Name the agencies, posts or people of the team; the team as a whole is not taken.")
        )
    require_not_left(session, command.recipients, now)
    command = with_name_on_file(session, actor, command)
    consent = keep_consent(session, actor, command, legal_case_of(session, command))
    outcome = "deficient" if reasons_against(session, consent) else "done"
    record_act(session, actor, "consent_recorded", consent, outcome=outcome)
    if command.alias_confirmed:
        record_act(session, actor, "consent_alias_confirmed", consent)
    session.flush()
    signals.sharing_changed.send(session, participant_id=consent.participant_id)
    tell_recorder(session, actor, consent, clock.now())
    return consent


def with_name_on_file(session: Session, actor: Principal, command: RecordConsent) -> RecordConsent:
    """F19: the form's name beside the one on file, whatever the command says that this is; a blank one is a defect.

    The name of somebody who works here is never another name of a participant.
    """
    person = session.scalar(select(Participant).where(Participant.id == command.participant_id))
    if person is None:
        raise Refused("patient_name", _("Not found or not available to you."))
    on_file, on_form = one_spaced(person.full_name), one_spaced(str(command.form.get("patient_name") or ""))
    differs = bool(on_form) and on_form != on_file
    if differs and not same_name(on_form, on_file):
        refuse_staff_name(session, actor, "patient_name", on_form)
    if differs and not command.alias_confirmed:
        raise Refused(
            "patient_name",
            _(
                "On file the name is %(name)s. Make sure whose form it is; if it is this person's, say so.",
                name=on_file,
            ),
        )
    return replace(
        command,
        participant_name=on_file,
        form={**command.form, "patient_name": on_form},
        alias_confirmed=differs,
    )


def one_spaced(name: str) -> str:
    return " ".join(name.split())


def require_entitled(session: Session, actor: Principal, command: RecordConsent) -> None:
    about = (session, actor, command.participant_id, command.disclosers)
    if command.kind != ConsentKind.CRIMINAL_JUSTICE:
        if not only_discloser(*about) and not tells_for_outside(*about):
            raise Refused("discloser", _("Give the signed form to the program that tells; it is entered there."))
    elif not may_enter_criminal_justice(*about):
        raise Refused("discloser", _("Give the signed form to the court, or to the program that tells."))


def start_of(command: RecordConsent) -> datetime:
    return command.effective_from or command.signed_at or clock.now()


def keep_consent(session: Session, actor: Principal, command: RecordConsent, case: Case | None) -> Consent:
    """The row of a paper, whatever it says, with the defects of its form. `case` is the one that the paper names."""
    consent = consent_of(actor, command)
    session.add(consent)
    session.flush()
    consent.defects = [str(defect) for defect in form_defects(consent_fact(consent), case)]
    session.flush()
    return consent


def consent_of(actor: Principal, command: RecordConsent) -> Consent:
    """The row that a paper would become, kept nowhere yet."""
    return Consent(
        id=new_id(),
        **recorded(actor, command.participant_id),
        kind=command.kind,
        participant_name=command.participant_name,
        disclosers=list(command.disclosers),
        recipients=list(command.recipients),
        categories=list(command.categories),
        sensitivities=list(command.sensitivities),
        record_from=command.record_from,
        record_to=command.record_to,
        purposes=list(command.purposes),
        expiry_kind=command.expiry_kind,
        expires_at=command.expires_at,
        expiry_event=command.expiry_event,
        signed_at=command.signed_at,
        effective_from=start_of(command),
        signatures=list(command.signatures),
        form=dict(command.form),
        legal_case_id=command.legal_case_id,
        duration_text=command.duration_text,
        revocable_at=command.revocable_at,
        revocable_event=command.revocable_event,
        proceeding_id=command.proceeding_id,
        alias_confirmed_at=clock.now() if command.alias_confirmed else None,
        alias_confirmed_by_id=actor.user_id if command.alias_confirmed else None,
    )


def legal_case_of(session: Session, command: RecordConsent) -> Case | None:
    """The case that a criminal-justice consent names. Refused when it is not this participant's, or has ended."""
    if command.kind != ConsentKind.CRIMINAL_JUSTICE:
        return None
    case = session.scalar(select(LegalCase).where(LegalCase.id == command.legal_case_id))
    if case is None or case.participant_id != command.participant_id:
        raise Refused(
            "legal_case",
            _("A criminal-justice consent needs the case in which treatment is a condition. Use an ordinary consent."),
        )
    if case.final_disposition_at is not None and case.final_disposition_at <= clock.now():
        raise Refused("legal_case", _("This case has ended. Use an ordinary consent."))
    return Case(
        id=str(case.id),
        condition_of_disposition=case.condition_of_disposition,
        final_disposition_at=case.final_disposition_at,
        latest_possible_disposition_at=case.latest_possible_disposition_at,
        team={},
    )


def revoke_consent(session: Session, actor: Principal, consent: Consent, command: Revoke) -> Revocation:
    """End a consent, or a part of it, for every later read (42 CFR 2.31(a)(6), (c)(3)); past disclosures stay recorded.

    A criminal-justice consent before its revocable point is recorded now and takes effect at that point (2.35(c)).
    Refused for whoever neither keeps the paper nor tells by it; and when a part is taken back and not named, or not one
    that this consent tells, or taken back before: it would end nothing. Raises ConsentAlreadyEnded when nothing is left
    to end, whatever ended it.
    """
    require_keeping(session, actor, consent)
    now = clock.now()
    before = queries.revocations_of(session, [consent.id]).get(consent.id, [])
    ended_at = queries.ended_at(session, consent, before)
    if (ended_at is not None and ended_at <= now) or any(one.scope == RevocationScope.ALL for one in before):
        raise ConsentAlreadyEnded("scope", _("This consent has ended already; nothing is left to take back."))
    require_part(consent, command.scope, command.categories, command.recipient)
    require_left(left_of(consent, before), command.scope, command.categories, command.recipient)
    require_stated(consent, command.stated_at, now)
    if command.by == Signer.PARENT and of_age(session, consent.participant_id, actor.zone):
        raise Refused("by", _("From the day of majority on, only the participant takes a consent back."))
    revocation = Revocation(
        **recorded(actor, consent.participant_id),
        consent_id=consent.id,
        received_at=now,
        stated_at=command.stated_at,
        written=command.written,
        scope=command.scope,
        recipient=command.recipient,
        categories=list(command.categories),
        taken_back_by=command.by,
    )
    session.add(revocation)
    record_act(session, actor, "consent_revoked", consent, note=command.scope)
    session.flush()
    signals.sharing_changed.send(session, participant_id=consent.participant_id)
    return revocation
