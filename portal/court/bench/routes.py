"""The bench page: for the judge, the judge's staff, the coordinator and, with less, the clerk."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, current_app, g, redirect, render_template, url_for
from flask_babel import gettext as _

from portal.accounts.access import principal, requires, stay_open
from portal.accounts.permissions import Permission
from portal.consent.reading import notes_for
from portal.court.bench import points
from portal.court.bench.gathering import known_of
from portal.court.bench.neighbors import neighbors_of
from portal.court.dockets import presenting as docket_words
from portal.court.dockets import queries as dockets
from portal.court.dockets.models import Hearing
from portal.court.dockets.reaching import docket_or_404, hearing_or_404
from portal.court.dockets.vocabulary import DocketState, HearingState
from portal.court.hearings.presenting import recorded_lines
from portal.court.hearings.queries import recorded_at
from portal.court.hearings.vocabulary import KEYS, Act
from portal.court.staffing import presenting as staffing_words
from portal.court.staffing.queries import proposals_for
from portal.gate.vocabulary import Category
from portal.participants.enrollments import queries as enrollments
from portal.participants.people.models import Participant
from portal.participants.programs.definition import ProgramRules
from portal.participants.programs.services import rules_of
from portal.treatment import facts as treatment
from portal.web.dates import day

blueprint = Blueprint("bench", __name__)
LIVE_DOCKET = timedelta(minutes=30)
"""While a docket is called the page stays open for longer: a long colloquy is not an empty desk."""


@blueprint.get("/dockets/<uuid:docket_id>/bench")
@requires(Permission.BENCH_READ)
def first(docket_id: UUID) -> Any:
    """The bench page of whoever is called next; of the first person when everybody was."""
    docket = docket_or_404(docket_id)
    called = dockets.called_on(g.read_session, docket.id)
    if not called:
        return redirect(url_for("court.dockets.show", docket_id=docket.id))
    waiting = [one for one in called if one.hearing.state == HearingState.SCHEDULED]
    return redirect(url_for("court.bench.show", hearing_id=(waiting or called)[0].hearing.id))


@blueprint.get("/hearings/<uuid:hearing_id>/bench")
@requires(Permission.BENCH_READ)
def show(hearing_id: UUID) -> Any:
    hearing = hearing_or_404(hearing_id)
    person = dockets.person(g.read_session, hearing.participant_id)
    if person is None:
        abort(404)
    if hearing.docket.state == DocketState.CALLED:
        stay_open(LIVE_DOCKET)
    who = principal()
    title, _near = docket_words.heading(hearing.docket, g.today)
    enrollment = enrollments.enrollment(g.read_session, hearing.enrollment_id)
    rules = rules_of(enrollment.program_version) if enrollment else None
    recorded = recorded_at(g.read_session, [hearing])[hearing.id]
    may_record = who.may(Permission.HEARING_RECORD)
    context: dict[str, Any] = {
        "hearing": hearing,
        "person": person,
        "docket_title": title,
        "recorded": recorded_lines(hearing, recorded, rules, g.today, may_record),
        "next_set": bool(recorded.next_dates),
        "keys": record_keys(hearing) if may_record else [],
        "note": docket_words.note_of(hearing),
        "full": who.may(Permission.STAFFING_READ),
        **neighbors_of(g.read_session, hearing, "court.bench.show"),
    }
    if context["full"]:
        context |= told(hearing, person, rules)
    return render_template("court/bench/show.html", **context)


def told(hearing: Hearing, person: Participant, rules: ProgramRules | None) -> dict[str, Any]:
    """What the judge and the team see beyond the clerk's page."""
    known = known_of(g.read_session, hearing, person, g.today)
    proposals = proposals_for(g.read_session, [hearing.id]).get(hearing.id, [])
    days = known.sober.days if known.sober and known.sober.days.known else None
    origins = {one.source.origin_id for facts in attended(known.standing.first, person) for one in facts}
    proposed_on = [one.proposal.next_on for one in proposals if one.proposal.next_on]
    return {
        "standing": known.standing,
        "sober": days,
        "last_here": points.last_here(known.standing, g.today),
        "since_then": points.kinds(points.since_then(known, g.today)),
        "asked_for": points.kinds(points.asked_for(known, g.today)),
        "asked_title": asked_title(known.standing.previous),
        "proposals": [
            (one, staffing_words.proposal_text(one.proposal, rules), [staffing_words.view_words(v) for v in one.views])
            for one in proposals
        ],
        "proposed_on": proposed_on[-1] if proposed_on else None,
        "consents": notes_for(g.read_session, person.id, origins, Category.ATTENDANCE),
        "why_href": why_href(person),
    }


def attended(first_on: Any, person: Participant) -> Any:
    return treatment.attendance_of(g.read_session, [person.id], first_on, g.today).values()


def asked_title(previous: Hearing | None) -> str:
    if previous is None:
        return _("What was asked")
    return _("What you asked on %(day)s", day=day(previous.service_on, g.today))


def why_href(person: Participant) -> str:
    """Where the reasons stand why this may be read."""
    endpoint = "consent.instruments.shelf"
    if endpoint not in current_app.view_functions:
        return url_for("participants.people.overview", participant_id=person.id)
    return url_for(endpoint, participant_id=person.id)


def record_keys(hearing: Hearing) -> list[tuple[str, str, str]]:
    """The keys at the foot; each leads to its small form."""
    anchors = {Act.ADJUSTMENT: "service_adjustment"}
    return [
        (
            KEYS[act],
            act.label,
            url_for("court.hearings.record", hearing_id=hearing.id, act=act.value, _anchor=anchors.get(act, act.value)),
        )
        for act in Act
    ]
