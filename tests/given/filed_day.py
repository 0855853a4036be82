"""The morning before Xio's hearing, after `court_day`: the clinic's section, a proposal, a report for each addressee,
and the judge's paper and packet. Made by the services and jobs that people use."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from portal import clock
from portal.accounts.agencies.models import Appointment
from portal.accounts.jobs.services import MOST_TRIES, enqueue, fail, lease
from portal.accounts.notices.deciding import decide
from portal.accounts.notices.gathering import gather_for
from portal.accounts.notices.models import Notice
from portal.accounts.notices.sending import claim, put_back
from portal.accounts.notices.services import SavePreference, Tell, save_preference, tell
from portal.accounts.notices.vocabulary import MailMode
from portal.compliance.behaviors.services import AnswerQuestion, answer_question
from portal.consent.instruments.models import Consent
from portal.consent.instruments.services import Revoke, revoke_consent
from portal.consent.instruments.vocabulary import ConsentKind
from portal.consent.readers import reader_for
from portal.court.dockets.models import Docket, Hearing
from portal.court.notices import SECTION_OWED
from portal.court.packets.building import build_packet
from portal.court.reports.models import ReportDocument
from portal.court.reports.services import FileReports, file_reports
from portal.court.staffing.services import Propose, propose_response
from portal.db import write_intent
from portal.extensions import db
from portal.treatment.report_sections.services import TreatmentSection, keep_draft, submit_section
from portal.treatment.report_sections.vocabulary import LevelAdvice, Rating
from portal.web.files import FileStore
from tests.given import instruments, outside, privacy_desk
from tests.given.county import give_consent
from tests.given.papers import a_scan

if TYPE_CHECKING:
    from tests.given.county import Acting, County

DRAFTED_AT = datetime(2026, 11, 16, 20, tzinfo=UTC)
TAKEN_BACK_AT = datetime(2026, 3, 9, 15, tzinfo=UTC)
FILED_AT = datetime(2026, 11, 17, 20, tzinfo=UTC)
LINE = "Comes on time since the first week of November and says what helps her."


def section(county: County, line: str = LINE) -> TreatmentSection:
    return TreatmentSection(
        participant_id=county.people["xio"],
        hearing_id=county.things["hearing"],
        due_on=date(2026, 11, 18),
        period_from=date(2026, 3, 2),
        period_to=date(2026, 11, 16),
        rating=Rating.SOME,
        goals_met=1,
        goals_total=3,
        line=line,
        next_sessions="Tue and Thu, 6:00 PM",
        level_advice=LevelAdvice.KEEP,
    )


def build(app: Flask, county: County, acting: type[Acting]) -> None:
    give_up(app, county)
    write(app, county, acting)
    file(app, county, acting)
    with app.app_context(), clock.set_to(FILED_AT):
        keep_packet(county)
    be_told(app, county, acting)
    privacy_desk.build(app, county, acting)
    take_back(app, county, acting)
    instruments.build(app, county, acting)
    outside.build(app, county)
    attach(app, county, acting)


def attach(app: Flask, county: County, acting: type[Acting]) -> None:
    """The case manager has the paper that tells why Xio was not there."""
    with acting(app, county, "casemanager", FILED_AT) as (session, actor):
        paper = FileStore.of(app.config).keep(session, a_scan())
        command = AnswerQuestion(county.things["question"], "No bus went in the morning")
        county.things["question-answer"] = answer_question(session, actor, command, paper).id


def take_back(app: Flask, county: County, acting: type[Acting]) -> None:
    """A paper for the diversion program, of which nobody there needed anything, taken back aloud long ago."""
    give_consent(app, county, "xio", "xio-diversion", ConsentKind.GENERAL, "diversion", categories=("billing",))
    with acting(app, county, "counselor", TAKEN_BACK_AT) as (session, actor):
        consent = session.get_one(Consent, county.consents["xio-diversion"])
        county.things["spoken"] = revoke_consent(session, actor, consent, Revoke(written=False)).id


def give_up(app: Flask, county: County) -> None:
    """A job of long ago that failed at every try, for whoever looks after the site."""
    at = datetime(2026, 3, 3, 12, tzinfo=UTC)
    with app.app_context(), write_intent(), db.session.session_factory() as session:
        key = f"nobody-does-this:{county.people['xio']}"
        job = enqueue(session, "nobody_does_this", key, {}, at)
        for turn in range(MOST_TRIES):
            with clock.set_to(at + timedelta(hours=turn)):
                held = lease(session)
                assert held is not None and held.job_id == job.id
                fail(session, held, "NoHandler")
        session.commit()
        county.things["dead-letter"] = job.id


def write(app: Flask, county: County, acting: type[Acting]) -> None:
    """The counselor keeps a draft and submits it; the team proposes."""
    with acting(app, county, "counselor", DRAFTED_AT) as (session, actor):
        draft = keep_draft(session, actor, section(county))
        submit_section(session, actor, section(county))
        county.things["section"] = draft.id
    with acting(app, county, "coordinator", DRAFTED_AT) as (session, actor):
        hearing = session.get_one(Hearing, county.things["hearing"])
        proposal = propose_response(session, actor, hearing, Propose(None, "Nothing to answer since the last hearing"))
        county.things["proposal"] = proposal.id


def file(app: Flask, county: County, acting: type[Acting]) -> None:
    """One document for each addressee; `document` is the judge's, `document-ROLE` that of another role."""
    with acting(app, county, "coordinator", FILED_AT) as (session, actor):
        docket = session.get_one(Docket, county.things["docket"])
        documents = file_reports(session, actor, docket, db.session.session_factory, FileReports())
        for one in documents:
            county.things[f"document-{one.addressee_role}"] = one.id
    county.things["document"] = county.things["document-judge"]
    with acting(app, county, "judge", FILED_AT) as (session, _actor):
        filed = session.scalars(select(ReportDocument).where(ReportDocument.id == county.things["document"])).one()
        # The first half of the seal, in the form that all ids of the county have.
        county.things["seal"] = UUID(filed.sha256[:32])


def be_told(app: Flask, county: County, acting: type[Acting]) -> None:
    """A notice in the counselor's inbox, and the mail about it, which no server would take."""
    with acting(app, county, "counselor", FILED_AT) as (session, actor):
        command = SavePreference(MailMode.AT_ONCE, "counselor@work.example", time(7), None, None)
        save_preference(session, actor, command)
        hearing = county.things["hearing"]
        tell(session, Tell(SECTION_OWED, actor.appointment_id, hearing, f"{hearing}:treatment", "treatment"))
    with app.app_context(), clock.set_to(FILED_AT):
        open_session = db.session.session_factory
        decide(open_session, reader_for, county.appointments["counselor"])
        gather_for(open_session, county.appointments["counselor"])
        for turn in range(MOST_TRIES):
            with clock.set_to(FILED_AT + timedelta(hours=turn)):
                _due, claimed = claim(open_session, reader_for)
                assert claimed is not None
                put_back(open_session, claimed, "ConnectionRefusedError")
        with open_session() as session:
            notice = session.scalars(select(Notice).where(Notice.mail_id == claimed.mail_id)).one()
            county.things["notice"], county.things["dead-mail"] = notice.id, claimed.mail_id


def keep_packet(county: County) -> None:
    open_session = db.session.session_factory
    with open_session() as session:
        appointment = session.get_one(Appointment, county.appointments["judge"])
        session.expunge(appointment)
    build_packet(open_session, county.things["docket"], appointment)
