"""Signing a consent: on the device or on paper, each signature with who, when, how and under which document (F08)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from portal import clock, signals
from portal.accounts.audit.services import record_act
from portal.accounts.principal import Principal
from portal.consent.compile import world_on_file
from portal.consent.instruments.models import Consent
from portal.consent.instruments.services import RecordConsent, record_consent
from portal.consent.papers import queries
from portal.consent.papers.models import SIGNED_TWICE, ConsentPaper, ConsentSignature, CopyGiven
from portal.consent.papers.repeats import refuse_repeat
from portal.consent.papers.signing import Required, name_key, required
from portal.consent.papers.vocabulary import CopyWay, Method
from portal.consent.papers.whose_name import refuse_other_name
from portal.consent.recorded import recorded
from portal.consent.rules.codes import Defect
from portal.consent.rules.terms import Purpose, Signer
from portal.web.models import StoredFile
from portal.web.refused import Refused

DRAWING = re.compile(r"(?:M\d{1,3} \d{1,3}(?:L\d{1,3} \d{1,3})*)+")
LONGEST_DRAWING = 20_000
MENDED_BY_SIGNING = frozenset({Defect.D08, Defect.D09})

Record = Callable[[Session, Principal, RecordConsent], Consent]


@dataclass(frozen=True, slots=True)
class Signature:
    """One who signs: as what, the name, and the line that was drawn, if one was.

    `confirmed`: the actor made sure that this name, though not one that is known, is the participant's (F19).
    """

    signer: Signer
    name: str
    drawing: str = ""
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Signing:
    """How a paper was signed. `signed_at` is None where the paper has no date.

    `document_sha256` is the hash of the form that was shown on the device, or of the scan.
    """

    signatures: tuple[Signature, ...]
    signed_at: datetime | None
    document_sha256: str
    on_paper: bool = False
    language: str = ""
    interpreter: str = ""
    witness: str = ""


def signers_for(session: Session, participant_id: UUID) -> Required:
    """Whose signature the rules ask for now (R50-R57), whoever asks: that somebody else signs is told with the form."""
    return required(world_on_file(session, participant_id).participant, clock.now())


def still_missing(session: Session, consent: Consent) -> tuple[Signer, ...]:
    """Who had to sign when it was signed, or has to now, and did not (C4)."""
    if consent.superseded_at is not None:
        return ()
    facts = world_on_file(session, consent.participant_id).participant
    return required(facts, consent.signed_at or clock.now()).missing(str(one["signer"]) for one in consent.signatures)


def sign_consent(
    session: Session,
    actor: Principal,
    command: RecordConsent,
    signing: Signing,
    papers: Sequence[tuple[str, StoredFile]],
    record: Record = record_consent,
) -> Consent:
    """Record a consent with its signatures and its paper. `papers`: ("form" or "scan", the kept file).

    On the device everybody whom the rules ask for signs, else it is refused at the name that is missing; a paper is
    kept as it is, with its defects, and opens nothing while it lacks a signature. One person signs once, and the
    participant with the name on file, or with one that the actor confirms.
    """
    refuse_signing(signing)
    asked = signers_for(session, command.participant_id)
    refuse_director(asked, command)
    if not signing.on_paper:
        for lacking in asked.missing(one.signer for one in signing.signatures):
            raise Refused(f"name_{lacking}", _("This name is missing. Type it as the signature."))
    signed = replace(command, signed_at=signing.signed_at, signatures=signature_facts(signing))
    consent = record(session, actor, signed)
    add_rows(session, actor, consent, signing, papers)
    return consent


def refuse_director(asked: Required, command: RecordConsent) -> None:
    """R56: without a court's decision on capacity the director signs alone, and for payment only."""
    if asked.all_of == (Signer.DIRECTOR,) and set(command.purposes) != {Purpose.PAYMENT}:
        raise Refused("", _("The director of the program can agree to payment only. Nothing else can be signed now."))


def refuse_signing(signing: Signing) -> None:
    """Refused: one person twice, also as the witness; a drawing that is none."""
    names = [name_key(one.name) for one in signing.signatures]
    for number, one in enumerate(signing.signatures):
        if names[number] in names[:number]:
            raise Refused(f"name_{one.signer}", SIGNED_TWICE)
        if one.drawing and (len(one.drawing) > LONGEST_DRAWING or not DRAWING.fullmatch(one.drawing)):
            raise Refused(f"name_{one.signer}", _("The drawn line can't be read. Draw it again, or only type."))
    if signing.witness and name_key(signing.witness) in names:
        raise Refused("witness", _("Somebody who signs can't be the witness too."))


def signature_facts(signing: Signing) -> tuple[dict[str, Any], ...]:
    """In the shape of the decision facts."""
    at = signing.signed_at and signing.signed_at.isoformat()
    return tuple(
        {
            "signer": str(one.signer),
            "name": one.name,
            "at": at,
            "method": method_of(one, signing),
            "evidence": signing.document_sha256,
        }
        for one in signing.signatures
    )


def method_of(one: Signature, signing: Signing) -> str:
    if signing.on_paper:
        return str(Method.PAPER)
    return str(Method.DRAWN if one.drawing else Method.TYPED)


def other_names(session: Session, actor: Principal, participant_id: UUID, signing: Signing) -> set[Signer]:
    """Those who sign under a name that is known of nobody here and that the actor confirms; refused without that."""
    return {
        one.signer
        for one in signing.signatures
        if refuse_other_name(session, actor, participant_id, one.signer, one.name, confirmed=one.confirmed)
    }


def add_rows(
    session: Session,
    actor: Principal,
    consent: Consent,
    signing: Signing,
    papers: Sequence[tuple[str, StoredFile]],
) -> None:
    others = other_names(session, actor, consent.participant_id, signing)
    lies = recorded(actor, consent.participant_id, consent.held_by_id)
    for one in signing.signatures:
        row = ConsentSignature(
            **lies,
            consent_id=consent.id,
            signer=str(one.signer),
            name=one.name,
            name_key=name_key(one.name),
            name_confirmed=one.signer in others,
            method=method_of(one, signing),
            signed_at=signing.signed_at,
            document_sha256=signing.document_sha256,
            drawing=one.drawing,
            witness=signing.witness,
            language=signing.language,
            interpreter=signing.interpreter,
        )
        session.add(row)
        record_act(session, actor, "consent_signed", consent, note=f"{one.signer} {row.method}")
        if row.name_confirmed:
            record_act(session, actor, "consent_alias_confirmed", consent)
    add_papers(session, actor, consent, papers)


def add_papers(session: Session, actor: Principal, consent: Consent, papers: Sequence[tuple[str, StoredFile]]) -> None:
    """Keep the form or the scan with its consent. Refused: the scan of a paper that is entered already."""
    for kind, file in papers:
        if kind == "scan":
            refuse_same_scan(session, consent, file.sha256)
        row = ConsentPaper(
            **recorded(actor, consent.participant_id, consent.held_by_id),
            consent_id=consent.id,
            kind=kind,
            file_id=file.id,
        )
        session.add(row)
    session.flush()


def refuse_same_scan(session: Session, consent: Consent, sha256: str) -> None:
    if queries.same_scan(session, consent, sha256):
        raise Refused("scan", _("This scan is on file already, with the same kind of form. A paper is entered once."))


def enter_form(
    session: Session, actor: Principal, command: RecordConsent, scan: StoredFile | None, *, another: bool = False
) -> Consent:
    """Record a form that was signed on paper elsewhere, with its scan if there is one, whose hash is evidence (F08).

    Refused: what a paper says that is on file, unless whoever enters it has made sure that it is `another` one.
    """
    evidence = scan.sha256 if scan is not None else ""
    signed = tuple({**one, "evidence": evidence} for one in command.signatures)
    consent = record_consent(session, actor, replace(command, signatures=signed))
    add_papers(session, actor, consent, [("scan", scan)] if scan is not None else [])
    if not another:
        refuse_repeat(session, consent, actor.zone)
    return consent


def add_signature(
    session: Session, actor: Principal, consent: Consent, signing: Signing, papers: Sequence[tuple[str, StoredFile]]
) -> None:
    """A signature that was still missing. The consent holds from now on, never from before it was whole.

    Refused for a paper that lies elsewhere or has ended, and for somebody who has signed or is not asked for.
    """
    if consent.held_by_id != actor.agency_id:
        raise Refused("", _("This form is kept by another agency. Sign it there."))
    if consent.superseded_at is not None or (consent.expires_at is not None and consent.expires_at <= clock.now()):
        raise Refused("", _("This consent has ended. A new form is needed."))
    there = {str(one["signer"]) for one in consent.signatures}
    asked = still_missing(session, consent)
    refuse_signing(signing)
    if not signing.signatures:
        raise Refused(f"name_{asked[0]}" if asked else "", _("This name is missing. Type it as the signature."))
    keys = {one.name_key for one in queries.signatures_of(session, consent.id)}
    for one in signing.signatures:
        if one.signer in there or name_key(one.name) in keys:
            raise Refused(f"name_{one.signer}", SIGNED_TWICE)
        if one.signer not in asked:
            raise Refused(f"name_{one.signer}", _("This signature is not asked for."))
    consent.signatures = [*consent.signatures, *signature_facts(signing)]
    consent.signed_at = consent.signed_at or signing.signed_at
    consent.effective_from = max(consent.effective_from, clock.now())
    mended = {str(one) for one in MENDED_BY_SIGNING}
    consent.defects = [one for one in consent.defects if one not in mended or consent.signed_at is None]
    add_rows(session, actor, consent, signing, papers)
    signals.sharing_changed.send(session, participant_id=consent.participant_id)


def give_copy(session: Session, actor: Principal, consent: Consent, way: CopyWay) -> CopyGiven:
    """Write down that the participant got a copy, how and now; or was offered one."""
    row = CopyGiven(
        **recorded(actor, consent.participant_id, consent.held_by_id),
        consent_id=consent.id,
        way=str(way),
        given_at=clock.now(),
    )
    session.add(row)
    record_act(session, actor, "consent_copy_given", consent, note=str(way))
    session.flush()
    return row
