"""Answers about sharing: who may see this, why can't they, what your team sees, and what was told in between."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, g, render_template, request, url_for
from flask_babel import lazy_gettext as _
from wtforms import SelectChoice

from portal import clock
from portal.accounts.access import in_hands, principal, requires
from portal.accounts.agencies.models import Appointment
from portal.accounts.agencies.vocabulary import ROLE_LABELS
from portal.accounts.permissions import Permission
from portal.consent.accounting.presenting import told
from portal.consent.accounting.queries import account_of, suspensions
from portal.consent.accounting.summary import period
from portal.consent.answers import between, lapses, sheet, why_not
from portal.consent.answers.audience import audience, papers_told_by
from portal.consent.answers.forms import WhyNotForm
from portal.consent.answers.queries import appointment, everybody
from portal.consent.explaining.services import NOT_REPLAYED
from portal.consent.instruments import queries, showing
from portal.consent.instruments.vocabulary import AgreementKind
from portal.consent.previewing.showing import table
from portal.consent.previewing.words import HEADS, JUSTICE_HEADS, head
from portal.consent.readers import in_force
from portal.extensions import db
from portal.gate.protected import Gated
from portal.gate.vocabulary import Category, Regime, RoleName
from portal.participants.people.page import person_frame, visit
from portal.web.dates import day_with_year
from portal.web.delivering import pdf_response
from portal.web.forms import see_other
from portal.web.refused import Refused

blueprint = Blueprint("answers", __name__)


@blueprint.app_template_global()
def who_may_see(rows: Iterable[Gated]) -> str:
    """Where one reads who sees such records, for the agency that wrote some of them; "" for everybody else."""
    own = next((one for one in rows if one.origin_id == principal().agency_id), None)
    if own is None or not principal().may(Permission.CONSENT_READ):
        return ""
    kind = str(Category.from_mask(own.category)[0])
    return url_for("consent.answers.who", participant_id=own.participant_id, of=kind)


@blueprint.get("/participants/<uuid:participant_id>/who")
@requires(Permission.CONSENT_READ)
def who(participant_id: UUID) -> Any:
    """Of all kinds of records, or of the kind that the address names."""
    here = visit(participant_id)
    only = next((one for one in (*HEADS, *JUSTICE_HEADS) if one == request.args.get("of")), None)
    found = audience(g.read_session, principal(), participant_id, g.at, only)
    own_agency = principal().agency_id
    prints = any(one.holder_id == own_agency for one in found)
    return render_template(
        "consent/answers/who.html",
        **person_frame(here),
        person=here.participant,
        only=head(only) if only else "",
        tables=[table(one, changing=False) for one in found if one.categories],
        prints=prints,
        own=all(one.holder_id == own_agency for one in found),
        hosted=prints and in_force(g.read_session, AgreementKind.HOSTING, own_agency, g.at),
    )


def _sheet(participant_id: UUID, participant: str) -> sheet.TeamSheet | None:
    """Of the own agency's records only: of another's this reader does not know all that is told."""
    zone = principal().zone
    found = audience(g.read_session, principal(), participant_id, g.at)
    own = next((one for one in found if one.holder_id == principal().agency_id), None)
    if own is None:
        return None
    tells = papers_told_by(g.read_session, own.holder_id, participant_id, g.at)
    papers = [one for one in showing.papers(g.read_session, participant_id, g.at) if one.id in tells]
    silent = {one.agency_id for one in suspensions(g.read_session, participant_id, g.at)}
    return sheet.TeamSheet(
        participant=participant,
        agency=own.holder,
        lines=sheet.lines_of(own),
        claims=sheet.claims_of(own, silent),
        unseen=sheet.unseen_in(own, silent),
        ends=sheet.papers_ending((one for one in papers if one.state in ("open", "later")), zone),
        by_team=principal().regime == Regime.CJ,
        as_of=g.at,
        time_zone=zone,
    )


@blueprint.get("/participants/<uuid:participant_id>/team-sheet")
@requires(Permission.CONSENT_READ)
def team_sheet(participant_id: UUID) -> Any:
    paper = _sheet(participant_id, visit(participant_id).participant.full_name)
    if paper is None:
        return see_other(url_for("consent.answers.who", participant_id=participant_id))
    g.channel = "print"
    return pdf_response(sheet.render_team_sheet(paper), "what-your-team-sees.pdf")


@blueprint.get("/participants/<uuid:participant_id>/to-read")
@requires(Permission.CONSENT_READ)
@in_hands
def to_read(participant_id: UUID) -> Any:
    """What the sheet says and whom the agency told, on screen, for the participant at the desk.

    Nothing that the person is not to be told for a time stands here (R174).
    """
    here = visit(participant_id)
    shown = _sheet(participant_id, here.participant.full_name)
    if shown is None:
        return see_other(url_for("consent.answers.who", participant_id=participant_id))
    accounts = principal().may(Permission.PRIVACY_DESK)
    covered = period(g.today, None, None)
    lines = account_of(g.read_session, participant_id, covered, principal().zone, g.at).lines if accounts else ()
    return render_template(
        "consent/answers/to_read.html",
        **person_frame(here),
        person=here.participant,
        sheet=shown,
        accounts=accounts,
        covered=covered,
        lines=told(g.read_session, lines, principal().zone),
    )


def _why_not_form(participant_id: UUID) -> WhyNotForm:
    form = WhyNotForm()
    form.whom.choices = [
        SelectChoice("", _("Choose who")),
        *(SelectChoice(str(one.id), named(one)) for one in everybody(g.read_session, g.at)),
    ]
    records = why_not.newest_of_each(db.session.session_factory, principal(), participant_id)
    form.record.choices = [
        SelectChoice("", _("Choose a record")),
        *(
            SelectChoice(str(one.record_id), f"{head(one.category)}, {day_with_year(one.service_on)}")
            for one in records
        ),
    ]
    return form


def named(one: Appointment) -> str:
    return f"{one.user.display_name}, {ROLE_LABELS[RoleName(one.role)]}, {one.agency.short_name}"


def _why_not_page(participant_id: UUID, form: WhyNotForm, answer: why_not.Answer | None = None) -> str:
    here = visit(participant_id)
    return render_template(
        "consent/answers/why_not.html",
        **person_frame(here),
        person=here.participant,
        form=form,
        answer=answer,
        not_replayed=NOT_REPLAYED,
    )


@blueprint.get("/participants/<uuid:participant_id>/why-not")
@requires(Permission.DECISION_EXPLAIN)
def why_cannot(participant_id: UUID) -> Any:
    visit(participant_id)
    return _why_not_page(participant_id, _why_not_form(participant_id))


@blueprint.post("/participants/<uuid:participant_id>/why-not")
@requires(Permission.DECISION_EXPLAIN)
def explained(participant_id: UUID) -> Any:
    """The answer is shown and kept nowhere; that it was asked is in the audit trail."""
    visit(participant_id)
    form = _why_not_form(participant_id)
    if not form.validate_on_submit():
        return _why_not_page(participant_id, form), 422
    try:
        at = moment_of(form)
        whom = appointment(g.read_session, UUID(form.whom.data))
        ask, who = why_not.question(UUID(form.record.data), whom, at), named(whom)
        g.read_session.rollback()
        answer = replace(why_not.answer(db.session.session_factory, principal(), ask), who=who)
    except Refused as refused:
        form.refuse(refused)
        return _why_not_page(participant_id, form), 422
    return _why_not_page(participant_id, form, answer)


def moment_of(form: WhyNotForm) -> datetime:
    """Now, or the end of the day that is asked about. Refused for a day that is still to come."""
    day, zone = form.looked_on.data, principal().zone
    if day is None or day == clock.local_date(g.at, zone):
        return clock.now()
    if day > clock.local_date(g.at, zone):
        raise Refused("looked_on", _("Enter a day that has come."))
    return clock.day_ends_at(day, zone) - timedelta(seconds=1)


@blueprint.get("/revocations/<uuid:revocation_id>/told-between")
@requires(Permission.DECISION_EXPLAIN)
def told_between(revocation_id: UUID) -> Any:
    revocation = queries.revocation(g.read_session, revocation_id)
    if revocation is None:
        abort(404)
    here = visit(revocation.participant_id)
    return render_template(
        "consent/answers/between.html",
        **person_frame(here),
        person=here.participant,
        revocation=revocation,
        told=between.told_between(g.read_session, principal(), revocation),
    )


@blueprint.get("/consents/ending")
@requires(Permission.CONSENT_RECORD)
def lapsing() -> Any:
    """What ends soon, for those who take signed forms."""
    return render_template("consent/answers/lapsing.html", lapses=lapses.lapses(g.read_session, principal(), g.at))
