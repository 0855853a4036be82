"""Form cases: the consent is kept as an entry keeps it, and what is told are the defects that were stored with it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.agencies.models import Agency, Appointment, UserAccount
from portal.accounts.principal import Principal
from portal.clock import BEGINNING, FIRST_DAY
from portal.consent.checking.filling import legal_case
from portal.consent.checking.naming import Names
from portal.consent.checking.papers import consent_columns
from portal.consent.checking.scratch import Scratch
from portal.consent.instruments.models import Agreement, Consent
from portal.consent.instruments.services import RecordConsent, keep_consent
from portal.consent.instruments.vocabulary import AgreementKind, ConsentKind
from portal.consent.readers import reader_for
from portal.consent.rules import instruments as rules
from portal.consent.rules.facts import Case
from portal.db import read_intent, unit_of_work
from portal.extensions import db
from portal.gate.reader import bind_reader
from portal.gate.vocabulary import Category, Purpose, Regime, RoleName
from portal.participants.people.models import Participant

ENTRY = "the agency that enters the form"


def stored_defects(scratch: Scratch, number: str, consent: rules.Consent, case: Case | None) -> list[str]:
    """The defects that the database holds of a form once it was entered. `case` is one that the participant has."""
    names = Names(number, {}, {})
    actor = clerk(names)
    named = case if case is not None and case.id == consent.case_id else None
    with Session(scratch.owner) as session, session.begin():
        add_desk(session, names, actor, consent, named)
    with clock.set_to(consent.recorded_at):
        try:
            with unit_of_work() as walled:
                bind_reader(walled, reader_for(walled, actor, clock.now()))
                known = None if named is None else replace(named, id=str(names.id("case", named.id)))
                consent_id = keep_consent(walled, actor, command_of(names, consent, named), known).id
            db.session.remove()
            with read_intent():
                again = db.session()
                bind_reader(again, reader_for(again, actor, clock.now()))
                return list(again.scalars(select(Consent).where(Consent.id == consent_id)).one().defects)
        finally:
            db.session.remove()


def clerk(names: Names) -> Principal:
    """Who enters the form: someone of a program."""
    return Principal(
        user_id=names.user(ENTRY),
        appointment_id=names.id("appointment", ENTRY),
        agency_id=names.agency(ENTRY),
        role=RoleName.CLINICIAN,
        purpose=Purpose.TREATMENT,
        display_name=ENTRY,
        agency_name=ENTRY,
        agency_kind="treatment",
        regime=Regime.PART2,
        zone="UTC",
    )


def add_desk(session: Session, names: Names, actor: Principal, consent: rules.Consent, case: Case | None) -> None:
    """What a form is entered against: the program, its clerk, the participant, and the case that the form names."""
    participant_id = names.id("participant", consent.participant)
    gate: dict[str, Any] = {
        "participant_id": participant_id,
        "origin_id": actor.agency_id,
        "author_id": actor.user_id,
        "regime": actor.regime.bit,
        "service_on": FIRST_DAY,
    }
    label = f"{names.case} {ENTRY}"
    session.add(Agency(id=actor.agency_id, name=label, short_name=label, kind="treatment", part2_program=True))
    session.add(UserAccount(id=actor.user_id, username=label, full_name=ENTRY))
    session.flush()
    session.add(
        Appointment(id=actor.appointment_id, user_id=actor.user_id, agency_id=actor.agency_id, role=str(actor.role))
    )
    session.add(Agreement(kind=AgreementKind.PARTICIPATION, agency_id=actor.agency_id, starts_at=BEGINNING))
    session.add(
        Participant(
            **{**gate, "id": participant_id, "category": Category.PRESENCE.bit},
            full_name=consent.participant_name,
            sort_key=consent.participant_name,
        )
    )
    session.flush()
    if case is not None:
        session.add(legal_case(names, case, gate))


def command_of(names: Names, consent: rules.Consent, case: Case | None) -> RecordConsent:
    """The form in the words of an entry."""
    says = consent_columns(names, consent)
    terms = consent.terms
    return RecordConsent(
        participant_id=names.id("participant", consent.participant),
        kind=ConsentKind(says["kind"]),
        participant_name=says["participant_name"],
        disclosers=tuple(says["disclosers"]),
        recipients=tuple(says["recipients"]),
        categories=tuple(says["categories"]),
        purposes=tuple(says["purposes"]),
        signed_at=says["signed_at"],
        expires_at=says["expires_at"],
        form=says["form"],
        signatures=tuple(says["signatures"]),
        sensitivities=tuple(says["sensitivities"]),
        effective_from=consent.effective_from,
        expiry_kind=says["expiry_kind"],
        expiry_event=says["expiry_event"],
        record_from=says["record_from"],
        record_to=says["record_to"],
        legal_case_id=None if case is None else names.id("case", case.id),
        duration_text="" if terms is None else terms.duration,
        revocable_at=None if terms is None else terms.revocable_at,
        revocable_event="" if terms is None else terms.revocable_event,
        proceeding_id=says["proceeding_id"],
    )
