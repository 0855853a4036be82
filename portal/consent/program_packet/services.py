"""The program's packet: all that a new participant is asked to sign, in one sitting, each form agreed to or not.

It is taken by the agency that runs the program, also where another program tells: the forms are the program's own, the
participant can only narrow them, and each is signed under the document that was shown (see DECISIONS.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.audit.services import record_act
from portal.accounts.principal import Principal
from portal.consent.guided.answers import Answers, command_of
from portal.consent.guided.answers import to_json as answers_to_json
from portal.consent.guided.models import ConsentDraft
from portal.consent.guided.queries import draft_of, telling
from portal.consent.guided.services import (
    READ_AGAIN,
    ChangedMeanwhile,
    circumstances,
    keep,
    refuse_those_who_left,
    save,
)
from portal.consent.instruments.models import Consent
from portal.consent.instruments.services import RecordConsent, record_entitled
from portal.consent.papers.services import Signing, sign_consent
from portal.consent.program_packet import queries
from portal.consent.program_packet.filling import NO, YES, Choice, Filled, answers_of, from_json, to_json
from portal.consent.program_packet.models import ConsentRefusal
from portal.consent.recorded import recorded
from portal.gate.vocabulary import STATE_LABELS
from portal.participants.enrollments.models import Enrollment
from portal.participants.people.known import require_known
from portal.participants.programs.definition import PacketForm
from portal.web.file_checks import FileKind
from portal.web.files import FileStore
from portal.web.models import StoredFile
from portal.web.refused import Refused

FORM = "packet"


@dataclass(frozen=True, slots=True)
class Sitting:
    """One participant's packet as the actor's agency may take it: the enrollment, its forms, what is filled in."""

    enrollment: Enrollment
    forms: tuple[PacketForm, ...]
    filled: Filled

    def form(self, key: str) -> PacketForm:
        """KeyError for a form that is not in this packet."""
        return {one.key: one for one in self.forms}[key]

    @property
    def open_forms(self) -> tuple[str, ...]:
        return tuple(one.key for one in self.forms if self.filled.choice(one.key) is None)

    @property
    def agreed(self) -> tuple[PacketForm, ...]:
        return tuple(one for one in self.forms if one.key in self.filled.agreed)


def sitting_of(session: Session, actor: Principal, participant_id: UUID, filled: Filled) -> Sitting:
    """Refused for whoever doesn't run the participant's program: others fill single forms where the records are."""
    enrollment = queries.own_enrollment(session, actor, participant_id)
    if enrollment is None:
        raise Refused("", _("The packet is signed at the agency that runs the participant’s program."))
    require_known(session, participant_id)
    return Sitting(enrollment, queries.forms_for(session, enrollment, clock.now()), filled)


def begin_packet(session: Session, actor: Principal, participant_id: UUID, programs: tuple[str, ...]) -> ConsentDraft:
    """A sitting, or the one under way with other programs that tell. Refused for a program that takes no part."""
    sitting_of(session, actor, participant_id, Filled())
    known = {str(one.id) for one in telling(session, clock.now())}
    if not programs or not set(programs) <= known:
        raise Refused("programs", _("Choose the treatment program from the list."))
    found = draft_of(session, participant_id, FORM)
    if found is None:
        return keep(session, actor, participant_id, FORM, to_json(Filled(programs)))
    before = from_json(found.content)
    save(session, found, to_json(Filled(programs, before.choices)))
    return found


def choose(session: Session, actor: Principal, draft: ConsentDraft, key: str, choice: Choice) -> None:
    """Say yes or no to one form. Yes may leave kinds of information out; it adds none to what the program asks for."""
    sitting = sitting_of(session, actor, draft.participant_id, from_json(draft.content))
    form = sitting.form(key)
    if choice.agreed not in (YES, NO):
        raise Refused("agreed", _("Choose yes or no."))
    if choice.agreed == YES and not choice.categories:
        raise Refused("categories", _("Choose at least one kind of information, or say no to this form."))
    if not set(choice.categories) <= set(form.categories) or not set(choice.labels) <= set(STATE_LABELS):
        raise Refused("categories", _("Choose from the list."))
    save(session, draft, to_json(sitting.filled.with_choice(key, choice)))


def answers_for(session: Session, actor: Principal, sitting: Sitting, form: PacketForm) -> Answers:
    members = queries.on_team(session, sitting.enrollment.participant_id, clock.now())
    today = clock.local_date(clock.now(), actor.zone)
    return answers_of(form, sitting.filled, sitting.enrollment, members, today)


def command_for(session: Session, actor: Principal, sitting: Sitting, form: PacketForm) -> RecordConsent:
    answers = answers_for(session, actor, sitting, form)
    return command_of(answers, circumstances(session, actor, sitting.enrollment.participant_id, answers), None)


def keep_documents(
    session: Session, actor: Principal, draft: ConsentDraft, pdfs: Mapping[str, bytes], store: FileStore
) -> None:
    """Keep the forms that will be shown and signed, one for each that was agreed to."""
    sitting = sitting_of(session, actor, draft.participant_id, from_json(draft.content))
    if sitting.open_forms or set(pdfs) != {one.key for one in sitting.agreed}:
        raise ChangedMeanwhile("", READ_AGAIN)
    documents = {}
    for form in sitting.agreed:
        file = store.keep_own(session, pdfs[form.key], FileKind.PDF)
        said = answers_to_json(answers_for(session, actor, sitting, form))
        documents[form.key] = {"file": str(file.id), "sha256": file.sha256, "answers": said}
    made_on = clock.local_date(clock.now(), actor.zone).isoformat()
    save(session, draft, to_json(replace(sitting.filled, documents=documents, made_on=made_on)))
    record_act(session, actor, "consent_packet_made", draft, note=str(len(documents)))


def sign_packet(
    session: Session, actor: Principal, draft: ConsentDraft, signings: Mapping[str, Signing]
) -> tuple[Consent, ...]:
    """Make the papers of a sitting, each with its own signature; what was declined is written down, and no more (R18).

    Refused as a whole when one of them is: nobody leaves with half a packet.
    """
    filled = from_json(draft.content)
    sitting = sitting_of(session, actor, draft.participant_id, filled)
    if sitting.open_forms or filled.documents is None or set(filled.documents) != {one.key for one in sitting.agreed}:
        raise ChangedMeanwhile("", READ_AGAIN)
    signed = tuple(sign_one(session, actor, sitting, form, signings[form.key]) for form in sitting.agreed)
    for form in sitting.forms:
        if form not in sitting.agreed:
            decline(session, actor, draft.participant_id, form)
    session.delete(draft)
    session.flush()
    return signed


def sign_one(session: Session, actor: Principal, sitting: Sitting, form: PacketForm, signing: Signing) -> Consent:
    document = (sitting.filled.documents or {})[form.key]
    answers = answers_for(session, actor, sitting, form)
    if signing.document_sha256 != document["sha256"] or answers_to_json(answers) != document["answers"]:
        raise ChangedMeanwhile("", READ_AGAIN)
    refuse_those_who_left(session, answers)
    file = session.get_one(StoredFile, UUID(document["file"]))
    command = command_for(session, actor, sitting, form)
    try:
        return sign_consent(session, actor, command, signing, [("form", file)], record_entitled)
    except Refused as refused:
        of_form = refused.field.startswith("name_")
        raise Refused(f"{form.key}-{refused.field}" if of_form else refused.field, refused.message) from None


def decline(session: Session, actor: Principal, participant_id: UUID, form: PacketForm) -> ConsentRefusal:
    """Write down that a form was shown and not signed."""
    row = ConsentRefusal(
        **recorded(actor, participant_id),
        form_key=form.key,
        label=form.label,
        refused_at=clock.now(),
    )
    session.add(row)
    record_act(session, actor, "consent_declined", row, note=form.key)
    session.flush()
    return row
