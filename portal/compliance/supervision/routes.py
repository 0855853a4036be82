"""Supervision of a participant: contacts, when the next is due, logging one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, g, render_template, url_for

from portal.accounts.access import principal, requires
from portal.accounts.permissions import Permission
from portal.compliance.facts import next_contact_of
from portal.compliance.supervision import queries
from portal.compliance.supervision.forms import SupervisionContactForm
from portal.compliance.supervision.services import record_contact
from portal.compliance.supervision.vocabulary import ContactMode, ContactResult
from portal.participants.people.page import person_frame, visit
from portal.web.forms import submit

blueprint = Blueprint("supervision", __name__)
blueprint.add_app_template_global(lambda mode: ContactMode(mode).label, "supervision_mode")
blueprint.add_app_template_global(lambda result: ContactResult(result).label, "supervision_result")


@blueprint.get("/participants/<uuid:participant_id>/supervision")
@requires(Permission.CONTACT_READ)
def shelf(participant_id: UUID) -> Any:
    here = visit(participant_id)
    contacts = queries.contacts_of(g.read_session, [participant_id]).get(participant_id, [])
    return render_template(
        "compliance/supervision/shelf.html",
        **person_frame(here),
        person=here.participant,
        contacts=contacts,
        words=queries.notes_of(g.read_session, contacts),
        due=next_contact_of(g.read_session, [participant_id], g.today).get(participant_id) if contacts else None,
        may_log=principal().may(Permission.SUPERVISION_RECORD),
    )


@blueprint.get("/participants/<uuid:participant_id>/supervision/new")
@requires(Permission.SUPERVISION_RECORD)
def new(participant_id: UUID) -> Any:
    return page(participant_id, SupervisionContactForm())


def page(participant_id: UUID, form: SupervisionContactForm) -> Any:
    return render_template("compliance/supervision/new.html", form=form, person=visit(participant_id).participant)


@blueprint.post("/participants/<uuid:participant_id>/supervision/new")
@requires(Permission.SUPERVISION_RECORD)
def save(participant_id: UUID) -> Any:
    form = SupervisionContactForm()
    visit(participant_id)

    def act(session: Any) -> str:
        record_contact(session, principal(), form.command(participant_id))
        return url_for("compliance.supervision.shelf", participant_id=participant_id, done="contact-saved")

    return submit(form, act, lambda: page(participant_id, form))
