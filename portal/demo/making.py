"""Making the county in an empty database: first agencies, staff and programs, then all that happens."""

from __future__ import annotations

from datetime import time, timedelta

from flask import Flask

from portal import clock
from portal.accounts.agencies.services import AddUser, add_agency, add_user, appoint
from portal.consent.agreements.services import agree
from portal.consent.instruments.vocabulary import AgreementKind
from portal.db import unit_of_work
from portal.demo.calendar import Calendar, moment
from portal.demo.cast import AGENCIES, PASSPHRASE, STAFF
from portal.demo.hands import casework, compliance, consents, court, people, privacy, reporting, treatment
from portal.demo.lives.county import happenings
from portal.demo.stage import Known, Stage
from portal.extensions import db
from portal.participants.programs.loading import builtin_rules
from portal.participants.programs.services import start_program

HANDS = (people, consents, privacy, treatment, compliance, casework, court, reporting)
"""The modules that carry out happenings; importing them registers what they do."""

PROGRAMS = {
    "court": ("court", "Marlow County Adult Treatment Court", "TC", "treatment_court"),
    "diversion": ("diversion", "Marlow County Diversion Program", "DV", "diversion"),
}


def make_county(app: Flask, calendar: Calendar) -> Known:
    """Play the whole history in an empty database; the ids of what was made."""
    known = Known()
    found_county(app, calendar, known)
    Stage(app, known).play(happenings(calendar))
    return known


def found_county(app: Flask, calendar: Calendar, known: Known) -> None:
    """Agencies with their agreements, accounts, programs: what an operator sets up before the first day."""
    before = moment(calendar.starts_on - timedelta(days=3), time(10))
    with app.app_context(), clock.set_to(before), unit_of_work() as session:
        for word, agency in AGENCIES.items():
            made = add_agency(session, None, agency)
            known.agencies[word] = made.id
            agree(session, None, AgreementKind.PARTICIPATION, made.id, clock.now())
            if agency.part2_program:
                agree(session, None, AgreementKind.HOSTING, made.id, clock.now())
        for one in STAFF:
            account = AddUser(one.username, one.name, PASSPHRASE, one.credentials, one.cleared, demonstration=True)
            user = add_user(session, None, account)
            known.users[one.username] = user.id
            agency_id = known.agencies[one.agency]
            post = appoint(session, None, user.id, agency_id, one.role, medical_personnel=one.medical)
            known.appointments[one.username] = post.id
        for word, (agency_word, name, prefix, rules) in PROGRAMS.items():
            agency_id = known.agencies[agency_word]
            version = start_program(session, None, agency_id, name, prefix, builtin_rules(rules))
            known.versions[word], known.programs[word] = version.id, version.program_id
    db_removed(app)


def db_removed(app: Flask) -> None:
    """Let the founding session go; each later one has its own reader."""
    with app.app_context():
        db.session.remove()
