"""What this room puts on "Today": questions that wait, results to confirm, proofs to check."""

from __future__ import annotations

from datetime import datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.accounts.home.tasks import Task, TaskGroup, first_of
from portal.accounts.principal import Principal
from portal.clock import local_date
from portal.compliance.behaviors import queries as behaviors
from portal.compliance.drug_tests import queries as drug_tests
from portal.compliance.obligations import queries as obligations
from portal.compliance.obligations.vocabulary import ProofState
from portal.compliance.programs import behavior_label, programs_of
from portal.participants.enrollments.queries import caseload
from portal.participants.people import queries as people
from portal.web.dates import day, relative


def questions(session: Session, principal: Principal, at: datetime) -> TaskGroup | None:
    """Open questions about the people of one's caseload, oldest first."""
    ids = caseload(session, principal.user_id)
    found = behaviors.open_of(session, ids)
    persons = people.participants(session, list(found))
    programs = programs_of(session, list(found))
    today = local_date(at, principal.zone)
    every = [one for each in found.values() for one in each]
    asked = sorted(every, key=lambda one: one.question.occurred_on)
    tasks = [
        Task(
            "due",
            _("Question"),
            _(
                "%(name)s: %(what)s, %(day)s",
                name=persons[one.question.participant_id].full_name,
                what=behavior_label(programs.get(one.question.participant_id), one.question.behavior_code),
                day=day(one.question.occurred_on, today),
            ),
            url_for("compliance.behaviors.show", question_id=one.question.id),
            _("Open"),
        )
        for one in asked
        if one.question.participant_id in persons
    ]
    return first_of(_("Questions"), tasks, url_for("compliance.behaviors.waiting")) if tasks else None


def pending_results(session: Session, principal: Principal, at: datetime) -> TaskGroup | None:
    """Results of one's agency that await confirmation."""
    rows = drug_tests.pending(session)
    persons = people.participants(session, [row.participant_id for row in rows])
    today = local_date(at, principal.zone)
    tasks = [
        Task(
            "wait",
            relative(row.collected_on, today),
            _(
                "%(name)s: test of %(day)s",
                name=persons[row.participant_id].full_name,
                day=day(row.collected_on, today),
            ),
            url_for("compliance.drug_tests.change", drug_test_id=row.id),
            _("Confirm"),
        )
        for row in rows
        if row.participant_id in persons
    ]
    all_at = url_for("compliance.drug_tests.recent", show="waiting")
    return first_of(_("Results that await confirmation"), tasks, all_at) if tasks else None


def proofs(session: Session, principal: Principal, at: datetime) -> TaskGroup | None:
    """Proofs of the people of one's caseload that wait to be checked."""
    ids = caseload(session, principal.user_id)
    owed = obligations.obligations_of(session, ids)
    persons = people.participants(session, list(owed))
    tasks = [
        Task(
            "due",
            _("Proof"),
            _("%(name)s: %(what)s", name=persons[person].full_name, what=one.obligation.label),
            url_for("compliance.obligations.look", obligation_id=one.obligation.id, proof_id=proof.proof_id),
            _("Check"),
        )
        for person, each in owed.items()
        for one in each
        for proof in one.proofs_now
        if proof.state == ProofState.WAITING and person in persons
    ]
    return TaskGroup(_("Proofs to check"), tuple(tasks)) if tasks else None
