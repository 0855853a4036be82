"""Reports that a law asks for: what was told of one participant, and recording another one."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, g, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from wtforms import SelectChoice

from portal import clock
from portal.accounts.access import principal, requires
from portal.accounts.permissions import Permission
from portal.consent.instruments.queries import agencies
from portal.consent.mandated_reports import queries, services
from portal.consent.mandated_reports.forms import TOLD, ReportForm
from portal.consent.mandated_reports.vocabulary import (
    CHANNEL_LABELS,
    KIND_LABELS,
    KIND_TELLS,
    TOLD_LABELS,
    Channel,
    ReportKind,
    Step,
    Told,
)
from portal.participants.people.page import person_frame, visit
from portal.web.forms import submit

blueprint = Blueprint("mandated_reports", __name__)


@blueprint.get("/participants/<uuid:participant_id>/reports-by-law")
@requires(Permission.MANDATED_REPORT)
def shelf(participant_id: UUID) -> Any:
    here = visit(participant_id)
    return render_template(
        "consent/mandated_reports/shelf.html",
        **person_frame(here),
        person=here.participant,
        reports=queries.reports_of(g.read_session, participant_id),
        names={one.id: one.name for one in agencies(g.read_session)},
        kinds=KIND_LABELS,
        channels=CHANNEL_LABELS,
        told=TOLD_LABELS,
    )


def _form() -> ReportForm:
    form = ReportForm()
    form.recipient.choices = [
        SelectChoice("", _("Choose an agency")),
        *(SelectChoice(str(one.id), one.name) for one in queries.recipients(g.read_session)),
    ]
    return form


def _new_page(participant_id: UUID, form: ReportForm) -> str:
    here = visit(participant_id)
    return render_template(
        "consent/mandated_reports/new.html",
        **person_frame(here),
        person=here.participant,
        form=form,
        tells={str(kind): words for kind, words in KIND_TELLS.items()},
        limit=TOLD,
    )


@blueprint.get("/participants/<uuid:participant_id>/reports-by-law/new")
@requires(Permission.MANDATED_REPORT)
def new(participant_id: UUID) -> Any:
    form = _form()
    form.reported_on.process(None, g.today)
    return _new_page(participant_id, form)


@blueprint.post("/participants/<uuid:participant_id>/reports-by-law/new")
@requires(Permission.MANDATED_REPORT)
def record(participant_id: UUID) -> Any:
    visit(participant_id)
    form = _form()

    def act(session: Session) -> str:
        command = services.ReportByLaw(
            participant_id=participant_id,
            kind=ReportKind(form.kind.data),
            step=Step(form.step.data),
            recipient_agency_id=UUID(form.recipient.data),
            recipient_name=str(form.recipient_name.data or ""),
            channel=Channel(form.channel.data),
            reported_at=moment_of(form.reported_on.data or g.today),
            told=str(form.told.data or ""),
            facts=tuple(Told(one) for one in form.facts.data or ()),
        )
        services.report_by_law(session, principal(), command)
        return url_for("consent.mandated_reports.shelf", participant_id=participant_id, done="report-by-law-made")

    return submit(form, act, lambda: _new_page(participant_id, form))


def moment_of(day: date) -> datetime:
    """A day without an hour is meant at its noon; today it is meant now."""
    return g.at if day == g.today else clock.local_moment(day, clock.noon(), principal().zone)
