"""The answers of a guided form, as its draft keeps them, and as the command that they make."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from portal import clock
from portal.consent.instruments.entering import end_of
from portal.consent.instruments.services import RecordConsent
from portal.consent.instruments.vocabulary import ConsentKind
from portal.consent.papers.wording import form_facts
from portal.consent.rules.terms import ExpiryType
from portal.ids import key_of

Party = dict[str, Any]
AT_DISPOSITION = "final_disposition"


@dataclass(frozen=True, slots=True)
class Answers:
    """What is answered so far; empty means: not asked yet. Parties have the shapes of the decision facts.

    Days are local. `revocable` is at_end or on_day; `recorder` the user who records the event of an expiry, and
    `review_on` the day by which somebody looks whether it has occurred, at which it ends anyway (R23).
    """

    kind: str
    disclosers: tuple[Party, ...] = ()
    recipients: tuple[Party, ...] = ()
    categories: tuple[str, ...] = ()
    sensitivities: tuple[str, ...] = ()
    labels_asked: bool = False
    record_from: str = ""
    record_to: str = ""
    purposes: tuple[str, ...] = ()
    expiry: str = ""
    expires_on: str = ""
    event: str = ""
    recorder: str = ""
    legal_case_id: str = ""
    duration_text: str = ""
    decision: str = ""
    revocable: str = ""
    revocable_on: str = ""
    court: str = ""
    number: str = ""

    @property
    def consent_kind(self) -> ConsentKind:
        return ConsentKind(self.kind)

    @property
    def telling(self) -> list[UUID]:
        """The agencies that tell, as far as the form names them one by one."""
        return [UUID(one["id"]) for one in self.disclosers if one.get("id")]

    @property
    def proceeding_id(self) -> UUID | None:
        """The same proceeding gets the same id, however it is spaced or capitalized (R81)."""
        if self.consent_kind != ConsentKind.LEGAL_PROCEEDING:
            return None
        return key_of("proceeding", " ".join(self.court.casefold().split()), "".join(self.number.casefold().split()))


def from_json(content: dict[str, Any]) -> Answers:
    """What a draft holds; keys that this version does not know are left out."""
    known = {one.name for one in fields(Answers)}
    listed = ("disclosers", "recipients", "categories", "sensitivities", "purposes")
    given: dict[str, Any] = {
        name: tuple(value) if name in listed else value for name, value in content.items() if name in known
    }
    return Answers(**given)


def to_json(answers: Answers) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(answers).items()}


def changed(answers: Answers, **values: Any) -> Answers:
    return replace(answers, **values)


def day_of(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What makes a command of answers besides them: about whom, which name is on file, the zone, who tells in words."""

    participant_id: UUID
    patient_name: str
    zone: str
    program: str
    through_day: bool = True
    case_number: str = ""


def command_of(
    answers: Answers,
    about: Circumstances,
    signed_at: datetime | None,
    signatures: tuple[dict[str, Any], ...] = (),
) -> RecordConsent:
    """The consent that these answers make. Without signatures it is what would be signed, for a preview."""
    kind = answers.consent_kind
    cj = kind == ConsentKind.CRIMINAL_JUSTICE
    expires_on, revocable_on = day_of(answers.expires_on), day_of(answers.revocable_on)
    by_day = cj and answers.revocable == "on_day" and revocable_on is not None
    facts = form_facts(kind, about.patient_name, about.program)
    if answers.expiry == ExpiryType.EVENT:
        facts |= {"expiry_recorder": answers.recorder}
    if cj:
        facts |= {"decision": answers.decision, "case_number": about.case_number}
    if answers.court:
        facts |= {"proceeding": f"{answers.court}, {answers.number}"}
    return RecordConsent(
        participant_id=about.participant_id,
        kind=kind,
        participant_name=about.patient_name,
        disclosers=answers.disclosers,
        recipients=answers.recipients,
        categories=answers.categories,
        sensitivities=answers.sensitivities,
        record_from=day_of(answers.record_from),
        record_to=day_of(answers.record_to),
        purposes=answers.purposes,
        signed_at=signed_at,
        expires_at=end_of(expires_on, about.zone, about.through_day) if expires_on else None,
        expiry_kind=answers.expiry,
        expiry_event=answers.event if answers.expiry == ExpiryType.EVENT else "",
        form=facts,
        signatures=signatures,
        legal_case_id=UUID(answers.legal_case_id) if cj and answers.legal_case_id else None,
        duration_text=answers.duration_text if cj else "",
        revocable_at=clock.local_moment(revocable_on, clock.midnight(), about.zone)
        if by_day and revocable_on
        else None,
        revocable_event=AT_DISPOSITION if cj and not by_day else "",
        proceeding_id=answers.proceeding_id,
    )
