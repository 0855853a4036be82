"""Drug tests: the latest results, entering one, confirming or correcting one, all tests of a participant."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, g, render_template, request, url_for

from portal.accounts.access import principal, requires
from portal.accounts.permissions import Permission
from portal.compliance.behaviors import queries as behaviors
from portal.compliance.drug_tests import presenting, queries
from portal.compliance.drug_tests.forms import ChangeResultForm, DrugTestForm, likely_next
from portal.compliance.drug_tests.models import DrugTest
from portal.compliance.drug_tests.services import change_result, record_test
from portal.compliance.drug_tests.sobriety import sober_days
from portal.compliance.notes import consent_notes
from portal.compliance.presenting import said
from portal.compliance.programs import programs_of
from portal.compliance.sources import strip_parts
from portal.consent.withholding.beside import beside
from portal.gate.source import source_of
from portal.gate.vocabulary import Category
from portal.participants.people import queries as people
from portal.participants.people.page import person_frame, visit
from portal.web.forms import submit

blueprint = Blueprint("drug_tests", __name__)
blueprint.add_app_template_global(presenting.result_tag, "result_tag")
blueprint.add_app_template_global(presenting.result_label, "result_label")
blueprint.add_app_template_global(presenting.reason_label, "test_reason")
blueprint.add_app_template_global(presenting.sample_words, "sample_words")
blueprint.add_app_template_global(said, "said")
SHOWN_DAYS = 30
FEW = 12


@blueprint.get("/tests")
@requires(Permission.TEST_READ)
def recent() -> Any:
    waiting = request.args.get("show") == "waiting"
    rows = queries.pending(g.read_session) if waiting else latest()
    persons = people.participants(g.read_session, [row.participant_id for row in rows])
    return render_template(
        "compliance/drug_tests/recent.html",
        rows=[row for row in rows if row.participant_id in persons],
        persons=persons,
        waiting=waiting,
        pending=len(queries.pending(g.read_session)),
        days=SHOWN_DAYS,
        may_record=principal().may(Permission.TEST_RECORD),
        own=principal().agency_id,
    )


def latest() -> Any:
    return queries.recent(g.read_session, g.today - timedelta(days=SHOWN_DAYS))


@blueprint.get("/tests/new")
@requires(Permission.TEST_RECORD)
def find() -> Any:
    """Whose test it is: found by name, then the form."""
    name = request.args.get("name", "")[:80].strip()
    roll = people.roll(g.read_session, name) if name else None
    last = queries.latest_own_of(g.read_session, [one.id for one in roll.people]) if roll else {}
    return render_template("compliance/drug_tests/find.html", name=name, roll=roll, last=last)


@blueprint.get("/participants/<uuid:participant_id>/tests/new")
@requires(Permission.TEST_RECORD)
def enter(participant_id: UUID) -> Any:
    return enter_page(participant_id, DrugTestForm())


def enter_page(participant_id: UUID, form: DrugTestForm) -> Any:
    here = visit(participant_id)
    last = queries.latest_own_of(g.read_session, [participant_id]).get(participant_id)
    return render_template("compliance/drug_tests/enter.html", form=form, person=here.participant, last=last)


@blueprint.post("/participants/<uuid:participant_id>/tests/new")
@requires(Permission.TEST_RECORD)
def save(participant_id: UUID) -> Any:
    form = DrugTestForm()

    def act(session: Any) -> str:
        record_test(session, principal(), form.command(participant_id))
        return url_for("compliance.drug_tests.recent", done="test-saved")

    visit(participant_id)
    return submit(form, act, lambda: enter_page(participant_id, form))


@blueprint.get("/tests/<uuid:drug_test_id>/change")
@requires(Permission.TEST_RECORD)
def change(drug_test_id: UUID) -> Any:
    test = own_test(drug_test_id)
    return change_page(test, ChangeResultForm(**likely_next(test.code)))


def own_test(drug_test_id: UUID) -> DrugTest:
    """The result, where it holds now and is the own agency's; another one can't be changed here."""
    test = queries.drug_test(g.read_session, drug_test_id)
    if test is None or test.origin_id != principal().agency_id:
        abort(404)
    return test


def change_page(test: DrugTest, form: ChangeResultForm) -> Any:
    persons = people.participants(g.read_session, [test.participant_id])
    if test.participant_id not in persons:
        abort(404)
    history = queries.history_of(g.read_session, test.test_id)
    return render_template(
        "compliance/drug_tests/change.html",
        form=form,
        test=test,
        person=persons[test.participant_id],
        history=history,
        details=queries.details_of(g.read_session, [one.id for one in history]),
        beside=beside(principal(), "result", test),
    )


@blueprint.post("/tests/<uuid:drug_test_id>/change")
@requires(Permission.TEST_RECORD)
def save_change(drug_test_id: UUID) -> Any:
    form = ChangeResultForm()
    test = own_test(drug_test_id)
    participant_id = test.participant_id

    def act(session: Any) -> str:
        change_result(session, principal(), form.command(drug_test_id))
        return url_for("compliance.drug_tests.shelf", participant_id=participant_id, done="test-saved")

    return submit(form, act, lambda: change_page(own_test(drug_test_id), form))


@blueprint.get("/participants/<uuid:participant_id>/tests")
@requires(Permission.TEST_READ)
def shelf(participant_id: UUID) -> Any:
    """All tests of a participant with their history, the strip and the line of sober days."""
    here = visit(participant_id)
    tests = queries.results_of(g.read_session, [participant_id]).get(participant_id, [])
    asked = behaviors.questions_of(g.read_session, [participant_id]).get(participant_id, [])
    program = programs_of(g.read_session, [participant_id]).get(participant_id)
    held = [one for one in reversed(tests) if one.superseded_at is None]
    strip = sober = None
    if program is not None and tests:
        findings = behaviors.findings(asked)
        part = strip_parts(g.read_session, participant_id, g.today - timedelta(days=presenting.DAYS - 1), g.today)
        strip = presenting.strip_of(program, tests, findings, part, g.today)
        facts, started_on = queries.as_facts(tests), program.enrollment.started_on
        sober = sober_days(facts, g.today, started_on, program.rules, findings)
    return render_template(
        "compliance/drug_tests/shelf.html",
        **person_frame(here),
        person=here.participant,
        tests=held if request.args.get("all") else held[:FEW],
        more=len(held) > FEW and not request.args.get("all"),
        earlier=earlier(tests),
        details=queries.details_of(g.read_session, [one.id for one in tests]),
        strip=strip,
        sober=sober,
        notes=consent_notes(g.read_session, participant_id, map(source_of, tests), Category.DRUG_TEST),
        may_record=principal().may(Permission.TEST_RECORD),
        own=principal().agency_id,
    )


def earlier(tests: list[DrugTest]) -> dict[UUID, list[DrugTest]]:
    """The results that a test had before the one that holds."""
    found: dict[UUID, list[DrugTest]] = {}
    for one in tests:
        if one.superseded_at is not None:
            found.setdefault(one.test_id, []).append(one)
    return found
