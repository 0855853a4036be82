"""Pages for those who write a section: what is owed, the form, and beside it what an addressee will see of it."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, g, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.access import principal, requires
from portal.accounts.permissions import Permission
from portal.accounts.principal import Principal
from portal.compliance.supervision.vocabulary import ContactMode, ContactResult
from portal.court.dockets import gathering
from portal.court.dockets import presenting as docket_words
from portal.court.dockets import queries as dockets
from portal.court.dockets.models import Hearing
from portal.court.dockets.reaching import hearing_or_404
from portal.court.sections import viewers
from portal.court.sections.authoring import AUTHORING, Subject, Written
from portal.court.sections.owing import Owing, owing
from portal.court.sections.previewing import preview
from portal.extensions import db
from portal.participants.enrollments import queries as enrollments
from portal.participants.people.page import person_frame, visit
from portal.web.dates import day_with_year, local_day
from portal.web.forms import PortalForm, submit

blueprint = Blueprint("sections", __name__)


@blueprint.get("/report-sections")
@requires(Permission.SECTION_WRITE)
def owed() -> Any:
    found = owing(g.read_session, principal(), g.today)
    groups = [(part[0].hearing.docket, part) for part in by_docket(found)]
    return render_template(
        "court/sections/owed.html",
        groups=groups,
        near=docket_words.near,
        heading=docket_words.heading,
        late=lambda docket: clock.now() > docket.reports_due_at,
    )


def by_docket(found: list[Owing]) -> list[list[Owing]]:
    return [list(part) for _key, part in groupby(found, key=lambda one: one.hearing.docket_id)]


def place_or_404(hearing_id: UUID, key: str) -> tuple[Owing, list[Owing]]:
    """The section and the others of the same docket; 404 for what this writer does not write."""
    found = owing(g.read_session, principal(), g.today)
    here = next((one for one in found if one.hearing.id == hearing_id and one.section.key == key), None)
    if here is None or key not in AUTHORING:
        abort(404)
    same = [one for one in found if one.hearing.docket_id == here.hearing.docket_id and one.section.key == key]
    return here, same


def subject_of(session: Session, hearing: Hearing) -> Subject:
    """The period runs from the last hearing to today."""
    person = hearing.participant_id
    previous = dockets.hearings_before(session, [person], hearing.starts_at).get(person)
    enrollment = enrollments.current(session, person)
    zone = hearing.docket.program.time_zone
    first = gathering.since(enrollment, previous, hearing.docket)
    last = max(first, min(clock.local_date(clock.now(), zone), hearing.docket.held_on))
    return Subject(
        session=session,
        author=principal(),
        participant_id=person,
        hearing_id=hearing.id,
        hearing_on=hearing.service_on,
        due_on=clock.local_date(hearing.docket.reports_due_at, zone),
        first=first,
        last=last,
    )


@blueprint.get("/report-sections/<uuid:hearing_id>/<string:key>")
@requires(Permission.SECTION_WRITE)
def write(hearing_id: UUID, key: str) -> Any:
    here, same = place_or_404(hearing_id, key)
    subject = subject_of(g.read_session, here.hearing)
    return page(here, same, subject, AUTHORING[key].open(subject))


def page(here: Owing, same: list[Owing], subject: Subject, written: Written) -> str:
    key = here.section.key
    who = viewers.of(g.read_session, here.hearing, g.at)
    chosen = viewers.chosen(who, request.args.get("as", ""))
    authoring = AUTHORING[key]
    said = authoring.says(written.form, subject)
    shown = (
        preview(
            db.session.session_factory,
            chosen.principal,
            principal(),
            subject.participant_id,
            said,
            (subject.first, subject.last),
            g.at,
        )
        if chosen
        else None
    )
    place = next(n for n, one in enumerate(same) if one.hearing.id == here.hearing.id)
    return render_template(
        authoring.template,
        **person_frame(visit(subject.participant_id)),
        here=here,
        subject=subject,
        form=written.form,
        facts=written.facts,
        written=written,
        docket=here.hearing.docket,
        near=docket_words.near,
        place=place + 1,
        count=len(same),
        previous=address(same, place - 1),
        following=address(same, place + 1),
        shown=shown,
        viewer=chosen,
        viewers=who,
        agency=principal().agency_name,
        label=preview_label(chosen, shown),
        contact_words=contact_words,
    )


def contact_words(contact: Any) -> str:
    return f"{ContactMode(contact.mode).label}, {ContactResult(contact.result).label}"


def address(same: list[Owing], at: int) -> str:
    if not 0 <= at < len(same):
        return ""
    return url_for("court.sections.write", hearing_id=same[at].hearing.id, key=same[at].section.key)


def preview_label(viewer: viewers.Viewer | None, shown: Any) -> str:
    """ "As the judge's office will see it, under the consent of Mon Jul 20, 2026"."""
    if viewer is None or shown is None:
        return _("Nobody receives reports for this hearing yet")
    if shown.by_consent and shown.signed_on is not None:
        on = day_with_year(local_day(shown.signed_on, principal().zone))
        return _("As %(who)s will see it, under the consent of %(day)s", who=viewer.words, day=on)
    if shown.by_consent:
        return _("As %(who)s will see it", who=viewer.words)
    return _("As %(who)s will see it, under the team agreement", who=viewer.words)


@blueprint.post("/report-sections/<uuid:hearing_id>/<string:key>")
@requires(Permission.SECTION_WRITE)
def save(hearing_id: UUID, key: str) -> Any:
    here, same = place_or_404(hearing_id, key)
    subject = subject_of(g.read_session, here.hearing)
    written = AUTHORING[key].open(subject)
    as_draft = "draft" in request.form

    def act(session: Session) -> str:
        return saved(session, principal(), subject_of(session, hearing_or_404(hearing_id, session)), written.form)

    def saved(session: Session, writer: Principal, now: Subject, form: PortalForm) -> str:
        authoring = AUTHORING[key]
        (authoring.keep if as_draft else authoring.submit)(session, writer, now, form)
        done = "section-kept" if as_draft else "section-submitted"
        return url_for("court.sections.write", hearing_id=hearing_id, key=key, done=done)

    return submit(written.form, act, lambda: page(here, same, subject, written))
