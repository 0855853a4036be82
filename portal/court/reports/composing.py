"""A whole report from the material of one addressee: header, every section in its order, sources, notice."""

from __future__ import annotations

from dataclasses import replace

from flask_babel import gettext as _

from portal.casework.needs.vocabulary import Area
from portal.casework.outside.vocabulary import Section
from portal.consent.accounting.services import NOTICE_ON_PAPER
from portal.court.dockets.vocabulary import HearingKind
from portal.court.reports import composing_court as court
from portal.court.reports import composing_life as life
from portal.court.reports import composing_tests as tests
from portal.court.reports import composing_treatment as treatment
from portal.court.reports.addressees import recipient_words
from portal.court.reports.content import ReportContent
from portal.court.reports.lines import Author, Fact, Header, Phase, Signature
from portal.court.reports.notice import Notice
from portal.court.reports.subject import Subject
from portal.gate.source import source_of
from portal.participants.enrollments.vocabulary import LEGAL_TRACK_LABELS, LegalTrack


def compose(subject: Subject, filer: str, version: int = 1, correction: str = "") -> ReportContent:
    """The content of one document. Sections are composed first, so that the letters follow their order."""
    recipient, purpose = recipient_words(subject.material.addressee.role), purpose_words(subject)
    head = header(subject, recipient, purpose, filer, version, correction)
    sections = {
        "phase": phase(subject),
        "track": track(subject),
        "level_of_care": treatment.level_of_care(subject),
        "next_advancement": court.next_advancement(subject),
        "summary": court.summary(subject),
        "changes": life.changes(subject),
        "recommendation": court.recommendation(subject),
        "attendance": treatment.attendance(subject),
        "attendance_rate": treatment.attendance_rate(subject),
        "progress": treatment.progress(subject),
        "test_counts": tests.test_counts(subject),
        "tests": tests.tests(subject),
        "sober": tests.sober(subject),
        "strip": tests.strip(subject),
        "contacts": court.contacts(subject),
        "recovery_support": (*life.recovery_support(subject), *life.outside(subject, Section.SUPPORT)),
        "housing": (*life.area(subject, Area.HOUSING), *life.outside(subject, Section.RESIDENCE)),
        "work": (*life.area(subject, Area.WORK), *life.outside(subject, Section.WORK)),
        "school": life.area(subject, Area.SCHOOL),
        "family": life.area(subject, Area.FAMILY),
        "health": life.area(subject, Area.HEALTH),
        "goals": life.goals(subject),
        "obligations": court.obligations(subject),
        "responses": court.responses(subject),
        "balance": court.balance(subject),
        "milestones": court.milestones(subject),
        "barriers": life.barriers(subject),
        "recommendations": court.recommendations(subject),
        "disputes": court.disputes(subject),
        "next_dates": court.next_dates(subject),
    }
    signatures = (
        Signature(role=_("Filed by"), name=filer, signed_at=subject.material.at),
        *authors_sign(subject),
        Signature(role=_("Received for %(recipient)s", recipient=recipient)),
    )
    return ReportContent(
        header=with_authors(head, subject),
        notice=Notice(version=NOTICE_ON_PAPER, scope=subject.sources.scope(recipient, purpose)),
        signatures=signatures,
        sources=subject.sources.legend(),
        **sections,  # type: ignore[arg-type]  # each under the name of its field
    )


def purpose_words(subject: Subject) -> str:
    """ "to monitor case CR-2026-0147", or the participation where the case is not open to the addressee."""
    enrollment = subject.enrollment
    case = subject.material.cases.get(enrollment.legal_case_id) if enrollment and enrollment.legal_case_id else None
    if case is not None:
        return _("to monitor case %(number)s", number=case.number)
    return _("to monitor participation %(number)s", number=enrollment.number if enrollment else "")


def header(subject: Subject, recipient: str, purpose: str, filer: str, version: int, correction: str) -> Header:
    docket, hearing, person = subject.material.docket, subject.hearing, subject.standing.participant
    enrollment, identity = subject.enrollment, subject.material.identities.get(subject.id)
    name = docket.program.name
    if enrollment is not None:
        number = enrollment.program_version.number
        name = _("%(program)s, rules version %(number)d", program=name, number=number)
    records = [subject.own, *([source_of(identity)] if identity is not None else [])]
    return Header(
        **subject.sources.line(records),
        participant=person.full_name,
        court=docket.program.agency.name,
        program=name,
        report_type=_("Progress report"),
        recipient=recipient,
        purpose=purpose,
        authors=(Author(name=filer, agency=docket.program.agency.name),),
        version=version,
        period_from=subject.first,
        period_to=subject.last,
        as_of=subject.material.at,
        time_zone=subject.zone,
        born_on=identity.born_on if identity is not None else None,
        docket_number=enrollment.number if enrollment is not None else None,
        judge=docket.judge.display_name,
        hearing_at=hearing.starts_at,
        occasion=HearingKind(hearing.kind).label.lower(),
        correction=correction or None,
    )


def with_authors(head: Header, subject: Subject) -> Header:
    """Add everybody who wrote a section that this document holds."""
    written = [Author(name=name, agency=agency) for agency, name, _at in subject.sources.written()]
    return replace(head, authors=(*head.authors, *written))


def authors_sign(subject: Subject) -> list[Signature]:
    """Who submitted a section stands for it, by name, agency and moment."""
    return [Signature(role=agency, name=name, signed_at=at) for agency, name, at in subject.sources.written()]


def phase(subject: Subject) -> Phase | None:
    standing, enrollment = subject.standing, subject.enrollment
    if enrollment is None or standing.phase_number is None:
        return None
    return Phase(
        **subject.sources.line([subject.own]),
        name=_("%(number)d of %(all)d", number=standing.phase_number, all=standing.phase_count),
        day_in_phase=(subject.last - enrollment.phase_started_on).days + 1,
        day_in_program=(subject.last - enrollment.started_on).days + 1,
    )


def track(subject: Subject) -> Fact | None:
    if subject.enrollment is None:
        return None
    words = str(LEGAL_TRACK_LABELS[LegalTrack(subject.enrollment.legal_track)])
    return Fact(**subject.sources.line([subject.own]), topic=_("Legal track"), text=words)
