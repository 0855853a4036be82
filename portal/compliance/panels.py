"""What this room puts on a participant's page: questions, the strip, milestones, tests, responses, obligations.

A panel without anything this reader may see is not there; it never says that something is hidden.
"""

from __future__ import annotations

from datetime import date, timedelta

from flask import url_for
from flask_babel import gettext as _

from portal.accounts.permissions import Permission
from portal.clock import local_date
from portal.compliance import presenting
from portal.compliance.behaviors import presenting as question_words
from portal.compliance.behaviors import queries as behaviors
from portal.compliance.drug_tests import presenting as test_words
from portal.compliance.drug_tests import queries as drug_tests
from portal.compliance.drug_tests.tally import tally
from portal.compliance.facts import balance_of, next_contact_of, readiness_of, sober_days_of
from portal.compliance.notes import consent_notes
from portal.compliance.obligations import queries as obligations
from portal.compliance.programs import InProgram, programs_of
from portal.compliance.responses import queries as responses
from portal.compliance.sources import strip_parts
from portal.compliance.supervision import queries as supervision
from portal.gate.source import source_of
from portal.gate.vocabulary import Category
from portal.participants.people.panels import Panel, Visit
from portal.web.dates import day
from portal.web.shell import Fact

TESTS_DAYS = 30
FEW = 4


def today_of(visit: Visit) -> date:
    return local_date(visit.at, visit.principal.zone)


def program_of(visit: Visit) -> InProgram | None:
    return programs_of(visit.session, [visit.participant.id]).get(visit.participant.id)


def sober_fact(visit: Visit) -> Fact | None:
    told = sober_days_of(visit.session, [visit.participant.id], today_of(visit)).get(visit.participant.id)
    if told is None or not told.days.known:
        return None
    days, to = test_words.sober_words(told.days)
    return Fact(_("Sober, verified"), days, to)


def questions_panel(visit: Visit) -> Panel | None:
    person = visit.participant.id
    found = behaviors.open_of(visit.session, [person]).get(person)
    if not found:
        return None
    program, today = program_of(visit), today_of(visit)
    lines = [question_words.line_of(asked, program, today) for asked in found]
    may_open = visit.principal.may(Permission.QUESTION_READ)
    shown = {"lines": lines[:FEW], "more": len(lines) > FEW, "may_open": may_open}
    return Panel("compliance/behaviors/panel.html", shown)


def strip_panel(visit: Visit) -> Panel | None:
    person, today = visit.participant.id, today_of(visit)
    program = program_of(visit)
    if program is None:
        return None
    tests = drug_tests.results_of(visit.session, [person]).get(person, [])
    findings = behaviors.findings(behaviors.questions_of(visit.session, [person]).get(person, []))
    part = strip_parts(visit.session, person, today - timedelta(days=test_words.DAYS - 1), today)
    if not tests and not part.sessions:
        return None
    strip = test_words.strip_of(program, tests, findings, part, today)
    notes = consent_notes(visit.session, person, map(source_of, tests), Category.DRUG_TEST)
    return Panel(
        "compliance/drug_tests/strip_panel.html",
        {"strip": strip, "at": visit.at, "notes": notes, "participant_id": person},
    )


def milestones_panel(visit: Visit) -> Panel | None:
    person = visit.participant.id
    program = program_of(visit)
    told = readiness_of(visit.session, [person], today_of(visit)).get(person)
    if told is None or program is None or not visit.principal.may(Permission.MILESTONE_READ):
        return None
    return Panel(
        "compliance/milestones/panel.html",
        {
            "title": presenting.milestones_title(told.readiness, program.phase.number),
            "earliest": presenting.earliest_words(told.readiness),
            "items": presenting.milestone_items(told.readiness),
        },
    )


def tests_panel(visit: Visit) -> Panel | None:
    person, today = visit.participant.id, today_of(visit)
    program = program_of(visit)
    tests = drug_tests.results_of(visit.session, [person]).get(person, [])
    if program is None or not tests or not visit.principal.may(Permission.TEST_READ):
        return None
    counted = tally(drug_tests.as_facts(tests), program.rules, today - timedelta(days=TESTS_DAYS - 1), today)
    last = max((one for one in tests if one.superseded_at is None), key=lambda one: one.collected_on)
    words = _(
        "Last: %(day)s, %(result)s.", day=day(last.collected_on), result=test_words.result_label(last.code).lower()
    )
    href = url_for("compliance.drug_tests.shelf", participant_id=person)
    return Panel(
        "compliance/drug_tests/panel.html", {"figures": test_words.figures(counted), "last": words, "href": href}
    )


def responses_panel(visit: Visit) -> Panel | None:
    person, today = visit.participant.id, today_of(visit)
    found = responses.responses_of(visit.session, [person]).get(person)
    if not found:
        return None
    balance = balance_of(visit.session, [person], today).get(person)
    return Panel(
        "compliance/responses/panel.html",
        {
            "items": presenting.response_items(found[:FEW], today),
            "balance": presenting.balance_words(balance.balance) if balance else "",
            "href": link(visit, "compliance.responses.shelf"),
        },
    )


def obligations_panel(visit: Visit) -> Panel | None:
    person, today = visit.participant.id, today_of(visit)
    owed = obligations.obligations_of(visit.session, [person]).get(person, [])
    standing = [(one, one.standing(today)) for one in owed]
    still = [pair for pair in standing if pair[1].still_owed]
    if not still:
        return None
    shown = {"owed": still[:FEW], "href": link(visit, "compliance.obligations.shelf")}
    return Panel("compliance/obligations/panel.html", shown)


def supervision_panel(visit: Visit) -> Panel | None:
    person, today = visit.participant.id, today_of(visit)
    contacts = supervision.contacts_of(visit.session, [person]).get(person)
    if not contacts:
        return None
    shown = {
        "contacts": contacts[:FEW],
        "due": next_contact_of(visit.session, [person], today).get(person),
        "href": link(visit, "compliance.supervision.shelf", Permission.CONTACT_READ),
    }
    return Panel("compliance/supervision/panel.html", shown)


def link(visit: Visit, endpoint: str, permission: Permission = Permission.MILESTONE_READ) -> str:
    """The page with all of it, for a role that may open it."""
    if not visit.principal.may(permission):
        return ""
    return url_for(endpoint, participant_id=visit.participant.id)
