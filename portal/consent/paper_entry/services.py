"""Entering the paper consents of many people at once, all of one form of the program; for the days of go-live."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256
from uuid import UUID

from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.principal import Principal
from portal.consent.compile import world_on_file
from portal.consent.guided.answers import command_of
from portal.consent.guided.services import circumstances, refuse_those_who_left
from portal.consent.instruments.models import Consent
from portal.consent.instruments.services import RecordConsent, record_entitled
from portal.consent.paper_entry import queries
from portal.consent.papers.services import Signature, Signing, refuse_same_scan, sign_consent
from portal.consent.papers.signing import required
from portal.consent.program_packet.filling import Choice, Filled, answers_of
from portal.consent.program_packet.queries import on_team
from portal.consent.program_packet.services import sitting_of
from portal.consent.rules.terms import Signer
from portal.participants.programs.definition import PacketForm
from portal.web.file_checks import looked_at
from portal.web.files import FileStore
from portal.web.refused import Refused


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One person's paper: the local days on which it was signed and through which it holds, and its scan.

    Without `ends_on` it holds as long as the program's form does, counted from the signing. `other` signed beside the
    participant, or for him or her: a parent, a guardian, a representative (R52, R55).
    """

    participant_id: UUID
    signed_on: date
    ends_on: date | None = None
    scan: bytes = b""
    other: str = ""


class RowsRefused(Exception):
    """Some rows can't be entered, so none is: what is wrong with each, by participant."""

    def __init__(self, wrong: Mapping[UUID, Refused]) -> None:
        super().__init__(f"{len(wrong)} rows")
        self.wrong = dict(wrong)


def enter_papers(
    session: Session,
    actor: Principal,
    key: str,
    programs: tuple[str, ...],
    rows: Sequence[PaperRow],
    store: FileStore,
    *,
    for_trial: bool = False,
) -> list[Consent]:
    """Enter each row, or none. RowsRefused names what is wrong with which; a trial keeps no scan.

    The caller undoes what a trial made. Whoever doesn't run the program is refused in each row, as in a sitting.
    """
    wrong: dict[UUID, Refused] = {}
    entered = []
    for row in rows:
        try:
            with session.begin_nested():
                entered.append(enter_one(session, actor, key, programs, row, None if for_trial else store, store))
        except Refused as refused:
            wrong[row.participant_id] = refused
    if wrong:
        raise RowsRefused(wrong)
    return entered


def enter_one(
    session: Session,
    actor: Principal,
    key: str,
    programs: tuple[str, ...],
    row: PaperRow,
    store: FileStore | None,
    checks: FileStore,
) -> Consent:
    sitting = sitting_of(session, actor, row.participant_id, Filled(programs))
    form = next((one for one in sitting.forms if one.key == key), None)
    if form is None:
        raise Refused("signed_on", _("This form can't be entered: its case has ended, or nobody on the team is told."))
    command = command_for(session, actor, form, programs, row)
    refuse_twice(session, actor, command, row, actor.zone)
    scans = []
    if row.scan and store is not None:
        scans.append(("scan", store.keep(session, row.scan, "scan")))
    elif row.scan:
        looked_at(row.scan, checks.limits, "scan")
    signing = Signing(
        signatures=signatures_on(session, command, row),
        signed_at=command.signed_at,
        document_sha256=scans[0][1].sha256 if scans else "",
        on_paper=True,
    )
    consent = sign_consent(session, actor, command, signing, scans, record_entitled)
    if row.scan and store is None:
        refuse_same_scan(session, consent, sha256(row.scan).hexdigest())
    return consent


def signatures_on(session: Session, command: RecordConsent, row: PaperRow) -> tuple[Signature, ...]:
    """Who signed, as the rules asked on that day; a paper that lacks somebody is kept and opens nothing.

    Refused at the field: a further name where the participant signs alone.
    """
    facts = world_on_file(session, row.participant_id).participant
    asked = required(facts, command.signed_at or clock.now()).asked
    others = [one for one in asked if one != Signer.PATIENT]
    if row.other and not others:
        raise Refused("other", _("This person signs alone. Leave this empty."))
    own = (Signature(Signer.PATIENT, str(command.form["patient_name"])),) if Signer.PATIENT in asked else ()
    return (*own, Signature(others[0], row.other)) if row.other else own


def command_for(
    session: Session, actor: Principal, form: PacketForm, programs: tuple[str, ...], row: PaperRow
) -> RecordConsent:
    """The program's form as it was signed that day. Refused for a day to come, and an end before the signing."""
    now = clock.now()
    if row.signed_on > clock.local_date(now, actor.zone):
        raise Refused("signed_on", _("Enter the day it was signed; that day is still to come."))
    ends_on = row.ends_on or (row.signed_on + timedelta(days=form.days) if form.days else None)
    if ends_on is not None and ends_on <= row.signed_on:
        raise Refused("ends_on", _("Enter an end that lies after the start."))
    sitting = sitting_of(session, actor, row.participant_id, Filled(programs))
    filled = Filled(programs, {form.key: Choice("yes", form.categories)})
    members = on_team(session, row.participant_id, now)
    answers = answers_of(form, filled, sitting.enrollment, members, row.signed_on)
    if ends_on is not None:
        answers = replace(answers, expiry="date", expires_on=ends_on.isoformat())
    refuse_those_who_left(session, answers)
    signed_at = min(clock.local_moment(row.signed_on, clock.noon(), actor.zone), now)
    return command_of(answers, circumstances(session, actor, row.participant_id, answers), signed_at)


def refuse_twice(session: Session, actor: Principal, command: RecordConsent, row: PaperRow, zone: str) -> None:
    """The same form of the same day is one paper, however often the list is entered."""
    for one in queries.on_file(session, actor, row.participant_id):
        same_day = one.signed_at is not None and clock.local_date(one.signed_at, zone) == row.signed_on
        if same_day and one.kind == command.kind and one.recipients == list(command.recipients):
            raise Refused("signed_on", _("This paper is entered already."))
