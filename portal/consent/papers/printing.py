"""From a consent, or from what would be one, to the sheet that is printed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask_babel import gettext
from sqlalchemy.orm import Session

from portal.accounts.agencies.models import Agency, UserAccount
from portal.consent.instruments.models import Consent
from portal.consent.instruments.queries import ended_at as ended
from portal.consent.instruments.queries import revocations_of
from portal.consent.instruments.services import RecordConsent
from portal.consent.papers import queries
from portal.consent.papers.form_text import form_text
from portal.consent.papers.models import ConsentSignature
from portal.consent.papers.rendering import Sheet, SignedLine
from portal.consent.papers.services import signers_for
from portal.consent.papers.vocabulary import METHOD_LABELS, Method
from portal.consent.papers.wording import SIGNER_LABELS
from portal.consent.rules.terms import Signer
from portal.participants.enrollments.queries import current
from portal.web.dates import day_with_year, local_day, time_of


def blank_sheet(session: Session, command: RecordConsent, agency_id: UUID, made_at: datetime, zone: str) -> Sheet:
    """The form before it is signed, with a line for everybody whom the rules ask for."""
    asked = signers_for(session, command.participant_id).asked
    return Sheet(
        text=form_text(session, command, zone),
        signing=[SignedLine(str(SIGNER_LABELS[one])) for one in asked],
        agency=session.get_one(Agency, agency_id).name,
        number=number_of(session, command.participant_id),
        made_at=made_at,
        zone=zone,
    )


def number_of(session: Session, participant_id: UUID) -> str:
    """The program's own number, where the reader knows it."""
    enrollment = current(session, participant_id)
    return enrollment.number if enrollment else ""


def copy_sheet(session: Session, consent: Consent, zone: str, at: datetime) -> Sheet:
    """The form with its signatures, as the participant gets it; it says when it is no longer in force."""
    signatures = queries.signatures_of(session, consent.id)
    lines = []
    foot = []
    for one in signatures:
        when = (
            f"{day_with_year(local_day(one.signed_at, zone))}, {time_of(one.signed_at, zone)}" if one.signed_at else ""
        )
        how = gettext("%(how)s, %(when)s", how=METHOD_LABELS[Method(one.method)], when=when or gettext("not dated"))
        lines.append(SignedLine(str(SIGNER_LABELS[Signer(one.signer)]), one.name, one.drawing, f"{one.name}, {how}"))
    if signatures:
        foot = circumstances_of(session, signatures[0])
    return Sheet(
        text=form_text(session, consent, zone),
        signing=lines,
        agency=session.get_one(Agency, consent.held_by_id).name,
        number=number_of(session, consent.participant_id),
        made_at=consent.recorded_at,
        zone=zone,
        foot=tuple(foot),
        standing=no_longer(session, consent, zone, at),
    )


def no_longer(session: Session, consent: Consent, zone: str, at: datetime) -> str:
    """What a copy of a paper that has ended says above everything else: that it was found false, or since when."""
    if consent.known_false_at is not None:
        found = day_with_year(local_day(consent.known_false_at, zone))
        return gettext("Not valid. On %(day)s something on this form was found to be false.", day=found)
    ended_at = ended(session, consent, revocations_of(session, [consent.id]).get(consent.id, []))
    if ended_at is None or ended_at > at:
        return ""
    return gettext("No longer in force. It ended on %(day)s.", day=day_with_year(local_day(ended_at, zone)))


def circumstances_of(session: Session, one: ConsentSignature) -> list[str]:
    """In which language, before whom, and by which document: what makes a signature provable."""
    who = session.get_one(UserAccount, one.recorded_by_id).display_name
    said = [gettext("Recorded by %(who)s.", who=who)]
    if one.language:
        said.append(gettext("Read in: %(language)s.", language=one.language))
    if one.interpreter:
        said.append(gettext("Interpreter: %(name)s.", name=one.interpreter))
    if one.witness:
        said.append(gettext("Witness: %(name)s.", name=one.witness))
    if one.name_confirmed:
        said.append(gettext("It is not the name on file. %(who)s made sure that it is the same person.", who=who))
    lines = [" ".join(said)]
    if one.document_sha256:
        lines.append(gettext("Document signed (SHA-256): %(hash)s", hash=one.document_sha256))
    return lines
