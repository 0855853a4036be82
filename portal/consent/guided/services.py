"""Filling a consent form page by page, and signing it. What is answered stands in a draft until there is a paper."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.agencies.models import UserAccount
from portal.accounts.audit.services import record_act
from portal.accounts.principal import Principal
from portal.consent.doubts.queries import strict
from portal.consent.doubts.vocabulary import Doubt
from portal.consent.guided import queries
from portal.consent.guided.answers import Answers, Circumstances, Party, command_of, from_json, to_json
from portal.consent.guided.models import ConsentDraft
from portal.consent.guided.vocabulary import PREFILLED
from portal.consent.instruments.entitled import treats
from portal.consent.instruments.models import Consent
from portal.consent.instruments.recorders import able
from portal.consent.instruments.vocabulary import ConsentKind
from portal.consent.naming import party_names
from portal.consent.papers.services import Signing, sign_consent
from portal.consent.rules.terms import ExpiryType
from portal.participants.people.known import require_known
from portal.participants.people.queries import participant
from portal.web.file_checks import FileKind
from portal.web.files import FileStore
from portal.web.models import StoredFile
from portal.web.refused import Refused

KEPT = timedelta(days=7)
DOCUMENT = "document"
"""Where a draft keeps which form was made of it: {"file", "sha256"}; gone with the next answer."""


READ_AGAIN = _("This form was changed after it was opened here. Read it again before signing.")


class ChangedMeanwhile(Refused):
    """The form that was read is not the one that would be signed."""


def begin(session: Session, actor: Principal, participant_id: UUID, kind: ConsentKind) -> ConsentDraft:
    """A draft of this kind of consent: the one that is under way, else a new one. Refused where the kind can't be.

    The court's form needs a case in which treatment is a condition (F17); any other is taken where the records are.
    """
    require_known(session, participant_id)
    now = clock.now()
    if kind == ConsentKind.CRIMINAL_JUSTICE and not queries.open_cases(session, participant_id, now):
        raise Refused(
            "kind", _("There is no open case here in which treatment is a condition. Choose an ordinary consent.")
        )
    found = queries.draft_of(session, participant_id, kind)
    if found is not None:
        return found
    given: dict[str, Any] = {"kind": str(kind), **PREFILLED.get(kind, {})}
    tells = own_party(session, actor, participant_id, kind)
    answers = from_json(given | ({"disclosers": [tells]} if tells else {}))
    return keep(session, actor, participant_id, str(kind), to_json(answers))


def own_party(session: Session, actor: Principal, participant_id: UUID, kind: ConsentKind) -> Party | None:
    """An ordinary form is entered by the one that tells; so, unless it is the court's, that is the actor's agency."""
    if kind == ConsentKind.CRIMINAL_JUSTICE and not treats(session, actor, participant_id):
        return None
    return {"type": "agency", "id": str(actor.agency_id)}


def keep(session: Session, actor: Principal, participant_id: UUID, form: str, content: dict[str, Any]) -> ConsentDraft:
    """A new draft, for a week."""
    now = clock.now()
    draft = ConsentDraft(
        participant_id=participant_id,
        held_by_id=actor.agency_id,
        filled_by_id=actor.user_id,
        kept_until=now + KEPT,
        form=form,
        content=content,
        saved_at=now,
    )
    session.add(draft)
    record_act(session, actor, "consent_form_begun", draft, note=form)
    session.flush()
    return draft


def answer(session: Session, draft: ConsentDraft, answers: Answers) -> None:
    """Keep what was answered; a form that was made of other answers is no longer the one to sign."""
    fresh = to_json(answers)
    if {name: value for name, value in draft.content.items() if name != DOCUMENT} != fresh:
        save(session, draft, fresh)


def save(session: Session, draft: ConsentDraft, content: dict[str, Any]) -> None:
    draft.content = content
    draft.saved_at = clock.now()
    draft.kept_until = draft.saved_at + KEPT
    session.flush()


def discard(session: Session, actor: Principal, draft: ConsentDraft) -> None:
    """Throw a form on its way away; nothing of it was a paper."""
    record_act(session, actor, "consent_form_discarded", draft, note=draft.form)
    session.delete(draft)
    session.flush()


def circumstances(session: Session, actor: Principal, participant_id: UUID, answers: Answers) -> Circumstances:
    """Refused for somebody whom the session's reader does not know."""
    require_known(session, participant_id)
    person = participant(session, participant_id)
    assert person is not None
    cases = {str(one.id): one.number for one in queries.open_cases(session, participant_id, clock.now())}
    return Circumstances(
        participant_id=participant_id,
        case_number=cases.get(answers.legal_case_id, ""),
        patient_name=person.full_name,
        zone=actor.zone,
        program=", ".join(party_names(session, answers.disclosers)),
        through_day=strict(session, Doubt.D3, clock.now()),
    )


def refuse_those_who_left(session: Session, answers: Answers) -> None:
    """An agency that no longer takes part can neither tell nor be told; one without an account can tell."""
    there = {str(one.id) for one in queries.participating(session, clock.now())}
    may_tell = there | {str(one.id) for one in queries.outside(session)}
    for field, parties, known in (
        ("disclosers", answers.disclosers, may_tell),
        ("agencies", answers.recipients, there),
    ):
        named = [one.get("id") if one["type"] == "agency" else one.get("agency") for one in parties]
        if any(one is not None and one not in known for one in named):
            raise Refused(field, _("An agency on this form no longer takes part. Choose another one."))


def recorder_gone(session: Session, actor: Principal, participant_id: UUID, answers: Answers) -> Any:
    """R23: why the one who was chosen to write the event down can't be any more, in words; "" while he or she can."""
    if answers.expiry != ExpiryType.EVENT or not answers.recorder:
        return ""
    found = able(session, participant_id, actor, answers.telling, clock.now())
    if answers.recorder in {str(one.user_id) for one in found}:
        return ""
    who = session.get_one(UserAccount, UUID(answers.recorder)).display_name
    return _(
        "%(who)s can’t write it down any more: he or she has left, has another post, or works at an agency that this "
        "form no longer names. Choose somebody else.",
        who=who,
    )


def keep_document(session: Session, actor: Principal, draft: ConsentDraft, pdf: bytes, store: FileStore) -> StoredFile:
    """Keep the form that will be shown and signed, and remember in the draft which one it is."""
    file = store.keep_own(session, pdf, FileKind.PDF)
    document = {"file": str(file.id), "sha256": file.sha256}
    save(
        session,
        draft,
        {name: value for name, value in draft.content.items() if name != DOCUMENT} | {DOCUMENT: document},
    )
    record_act(session, actor, "consent_form_made", draft)
    return file


def document_of(session: Session, draft: ConsentDraft) -> StoredFile | None:
    """The form that was made of the draft as it is now."""
    known = draft.content.get(DOCUMENT)
    return session.get(StoredFile, UUID(known["file"])) if known else None


def sign_draft(
    session: Session, actor: Principal, draft: ConsentDraft, signing: Signing, scan: StoredFile | None = None
) -> Consent:
    """Make the paper of a draft, which is then gone. A signature on the device is under the form that was shown.

    Refused when the form was changed since, and for an agency that left, a case that ended or an end that came; on the
    device also while nobody is there to write its event down. What is signed on paper already is taken.
    """
    answers = from_json(draft.content)
    file = document_of(session, draft)
    if file is None or (not signing.on_paper and signing.document_sha256 != file.sha256):
        raise ChangedMeanwhile("", READ_AGAIN)
    refuse_those_who_left(session, answers)
    gone = "" if signing.on_paper else recorder_gone(session, actor, draft.participant_id, answers)
    if gone:
        raise Refused("recorder", gone)
    command = command_of(answers, circumstances(session, actor, draft.participant_id, answers), None)
    papers = [("form", file), *([("scan", scan)] if scan is not None else [])]
    consent = sign_consent(session, actor, command, signing, papers)
    session.delete(draft)
    session.flush()
    return consent
