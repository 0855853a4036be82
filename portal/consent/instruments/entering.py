"""From a filled form to the command, and the choices that a form offers."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session
from wtforms import SelectChoice

from portal import clock
from portal.consent.instruments import queries
from portal.consent.instruments.forms import ConsentForm, RevokeForm
from portal.consent.instruments.left import left_of
from portal.consent.instruments.models import Consent
from portal.consent.instruments.services import RecordConsent, Revoke
from portal.consent.instruments.vocabulary import ConsentKind, RevocationScope
from portal.consent.rules.terms import Signer
from portal.consent.words import SHORT_WORDS
from portal.web.refused import Refused


def fill_choices(form: ConsentForm, session: Session, participant_id: UUID) -> None:
    """Who may tell, who may be told, and the participant's own cases."""
    form.discloser.choices = [
        SelectChoice("", _("Choose a program")),
        *(SelectChoice(str(one.id), one.name) for one in queries.programs(session)),
    ]
    form.recipients.choices = [SelectChoice(str(one.id), one.name) for one in queries.agencies(session)]
    form.legal_case.choices = [
        SelectChoice("", _("No case")),
        *(SelectChoice(str(one.id), one.number) for one in queries.cases_of(session, participant_id)),
    ]


def command_of(form: ConsentForm, participant_id: UUID, zone: str, *, through_day: bool = True) -> RecordConsent:
    """What the paper says. A day without an hour is signed at its noon, or now when it is today; it ends at its end."""
    now = clock.now()
    signed_on = form.signed_on.data
    signed_at = None
    if signed_on is not None:
        if signed_on > clock.local_date(now, zone):
            raise Refused("signed_on", _("Enter the day it was signed; that day is still to come."))
        signed_at = min(clock.local_moment(signed_on, clock.noon(), zone), now)
    name = str(form.patient_name.data or "").strip()
    cj = form.kind.data == ConsentKind.CRIMINAL_JUSTICE
    signature = {"signer": "patient", "name": name, "at": signed_at and signed_at.isoformat(), "method": "paper"}
    revocable_on = form.revocable_on.data if cj else None
    return RecordConsent(
        participant_id=participant_id,
        kind=ConsentKind(form.kind.data),
        participant_name=name,
        disclosers=({"type": "agency", "id": form.discloser.data},),
        recipients=tuple({"type": "agency", "id": one} for one in form.recipients.data or ()),
        categories=tuple(form.categories.data or ()),
        purposes=tuple(form.purposes.data or ()),
        signed_at=signed_at,
        expires_at=end_of(form.expires_on.data, zone, through_day) if form.expires_on.data else None,
        expiry_kind="date",
        form={
            "patient_name": name,
            "revocation_right_statement": bool(form.says_revocable.data),
            "revocation_how": "stated on the form" if form.says_how.data else "",
            "hipaa_redisclosure_statement": False,
            "redisclosure_potential_statement": False,
            "refusal_consequences": "",
            "treatment_conditioned_on_signing": False,
        },
        signatures=(signature,) if form.signed.data else (),
        legal_case_id=UUID(form.legal_case.data) if cj and form.legal_case.data else None,
        duration_text=str(form.duration_text.data or "") if cj else "",
        revocable_at=clock.local_moment(revocable_on, clock.midnight(), zone) if revocable_on else None,
        revocable_event="final_disposition" if cj and not revocable_on else "",
        alias_confirmed=bool(form.alias.data),
    )


def end_of(day: date, zone: str, through_day: bool) -> datetime:
    """R20, D3: a consent that ends on a day holds through it, or, where the site reads it so, ends when it begins."""
    return clock.day_ends_at(day, zone) if through_day else clock.local_moment(day, clock.midnight(), zone)


def fill_revocable(form: RevokeForm, session: Session, consent: Consent) -> None:
    """What can still be taken back in part: one of the recipients, or kinds of information of this consent."""
    left = left_of(consent, queries.revocations_of(session, [consent.id]).get(consent.id, []))
    names = queries.names(session, consent.recipients)
    form.recipient.choices = [
        SelectChoice("", _("Choose who")),
        *(
            SelectChoice(str(number), names[number])
            for number, one in enumerate(consent.recipients)
            if one in left.recipients
        ),
    ]
    form.categories.choices = [
        SelectChoice(str(one), words) for one, words in SHORT_WORDS.items() if str(one) in left.categories
    ]


def revocation_of(form: RevokeForm, consent: Consent, zone: str) -> Revoke:
    """Refused when a part is to be taken back and is not named. A day that was stated counts from its noon."""
    scope = RevocationScope(form.scope.data)
    recipient: dict[str, Any] | None = None
    if scope == RevocationScope.RECIPIENT:
        if not form.recipient.data:
            raise Refused("recipient", _("Choose who is no longer told."))
        recipient = {str(number): one for number, one in enumerate(consent.recipients)}.get(form.recipient.data)
    if scope == RevocationScope.CATEGORY and not form.categories.data:
        raise Refused("categories", _("Choose what is no longer told."))
    return Revoke(
        scope=scope,
        recipient=recipient,
        categories=tuple(form.categories.data or ()) if scope == RevocationScope.CATEGORY else (),
        written=form.written.data == "written",
        stated_at=stated_at(form.stated_on.day, consent, zone) if form.stated_on.data else None,
        by=Signer(form.by.data),
    )


def stated_at(day: date, consent: Consent, zone: str) -> datetime:
    """A day without an hour: its noon, but not before the signature of the same day, nor after now of today."""
    noon, now = clock.local_moment(day, clock.noon(), zone), clock.now()
    if consent.signed_at is not None and clock.local_date(consent.signed_at, zone) == day:
        noon = max(noon, consent.signed_at)
    return min(noon, now) if clock.local_date(now, zone) == day else noon


def part_of(command: Revoke) -> str:
    """What is taken back, as one word: what a page has shown the effect of is compared with what it is to do."""
    match command.scope:
        case RevocationScope.RECIPIENT:
            return json.dumps(command.recipient, sort_keys=True)
        case RevocationScope.CATEGORY:
            return ",".join(sorted(command.categories))
        case _:
            return str(command.scope)
