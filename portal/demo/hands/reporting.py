"""Sections written, reports filed, responses proposed."""

from __future__ import annotations

from portal import clock
from portal.casework.needs.vocabulary import Area
from portal.casework.report_sections import services as casework
from portal.casework.report_sections.vocabulary import Change
from portal.compliance.report_sections import services as supervision
from portal.court.dockets import queries
from portal.court.dockets.models import Docket, Hearing
from portal.court.hearings.services import rules_at
from portal.court.reports.services import FileReports, file_reports
from portal.court.staffing.services import Propose, add_view, propose_response
from portal.demo.calendar import ZONE
from portal.demo.court_happenings import CaseworkSaid, Proposed, ReportsFiled, SupervisionSaid, TreatmentSaid
from portal.demo.stage import Act, does
from portal.extensions import db
from portal.gate.vocabulary import RoleName
from portal.treatment.report_sections.services import TreatmentSection, keep_draft, submit_section
from portal.treatment.report_sections.vocabulary import LevelAdvice, MedicationTaken, Rating


@does(TreatmentSaid)
def say_treatment(act: Act, one: TreatmentSaid) -> None:
    command = TreatmentSection(
        participant_id=act.known.people[one.person],
        hearing_id=act.known.hearings[one.person, one.hearing_on],
        due_on=one.due_on,
        period_from=one.period_from,
        period_to=clock.local_date(one.at, ZONE),
        rating=Rating(one.rating),
        goals_met=one.goals[0],
        goals_total=one.goals[1],
        line=one.line,
        next_sessions=one.next_sessions,
        level_advice=LevelAdvice(one.advice),
        medication=MedicationTaken(one.medication),
    )
    if one.submitted:
        submit_section(act.session, act.actor, command)
    else:
        keep_draft(act.session, act.actor, command)


@does(CaseworkSaid)
def say_casework(act: Act, one: CaseworkSaid) -> None:
    command = casework.WriteCasework(
        participant_id=act.known.people[one.person],
        hearing_id=act.known.hearings[one.person, one.hearing_on],
        hearing_on=one.hearing_on,
        line=one.line,
        changes={Area(area): Change(change) for area, change in one.changes.items()},
    )
    (casework.submit_section if one.submitted else casework.save_draft)(act.session, act.actor, command)


@does(SupervisionSaid)
def say_supervision(act: Act, one: SupervisionSaid) -> None:
    command = supervision.WriteSupervision(
        participant_id=act.known.people[one.person],
        hearing_id=act.known.hearings[one.person, one.hearing_on],
        hearing_on=one.hearing_on,
        line=one.line,
    )
    (supervision.submit_section if one.submitted else supervision.save_draft)(act.session, act.actor, command)


@does(ReportsFiled)
def file(act: Act, one: ReportsFiled) -> None:
    """The filer's own session only writes; each addressee's document is read in a session of its own."""
    docket = act.session.get_one(Docket, act.known.dockets[one.on])
    named = frozenset(act.known.hearings[person, one.on] for person in one.people) or None
    file_reports(act.session, act.actor, docket, db.session.session_factory, FileReports(named))


@does(Proposed)
def propose(act: Act, one: Proposed) -> None:
    hearing = hearing_of(act, one)
    option = rules_at(act.session, hearing).responses.option(one.option)
    proposal = propose_response(act.session, act.actor, hearing, Propose(option, one.why, one.next_on))
    if one.view:
        add_view(act.session, act.actor, proposal, RoleName.DEFENSE_COUNSEL, one.view)


def hearing_of(act: Act, one: Proposed) -> Hearing:
    found = queries.hearing(act.session, act.known.hearings[one.person, one.hearing_on])
    assert found is not None
    return found
