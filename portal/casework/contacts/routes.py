"""Contacts with a participant, and logging one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, g, render_template, url_for

from portal.accounts.access import principal, requires
from portal.accounts.permissions import Permission
from portal.casework.contacts import queries
from portal.casework.contacts.forms import ContactForm
from portal.casework.contacts.services import log_contact
from portal.casework.contacts.vocabulary import Mode, Outcome
from portal.participants.people.page import person_frame, visit
from portal.web.forms import submit

blueprint = Blueprint("contacts", __name__)
blueprint.add_app_template_global(lambda mode: Mode(mode).label, "contact_mode")
blueprint.add_app_template_global(lambda outcome: Outcome(outcome).label, "contact_outcome")


@blueprint.get("/participants/<uuid:participant_id>/contacts")
@requires(Permission.CONTACT_READ)
def shelf(participant_id: UUID) -> Any:
    here = visit(participant_id)
    contacts = queries.contacts_of(g.read_session, [participant_id]).get(participant_id, [])
    return render_template(
        "casework/contacts/shelf.html",
        **person_frame(here),
        person=here.participant,
        contacts=contacts,
        words=queries.notes_of(g.read_session, contacts),
        may_log=principal().may(Permission.CASE_CONTACT_RECORD),
    )


@blueprint.get("/participants/<uuid:participant_id>/contacts/new")
@requires(Permission.CASE_CONTACT_RECORD)
def new(participant_id: UUID) -> Any:
    return page(participant_id, ContactForm())


def page(participant_id: UUID, form: ContactForm) -> Any:
    return render_template("casework/contacts/new.html", form=form, person=visit(participant_id).participant)


@blueprint.post("/participants/<uuid:participant_id>/contacts/new")
@requires(Permission.CASE_CONTACT_RECORD)
def save(participant_id: UUID) -> Any:
    form = ContactForm()
    visit(participant_id)

    def act(session: Any) -> str:
        log_contact(session, principal(), form.command(participant_id))
        return url_for("casework.caseload.show", done="contact-saved")

    return submit(form, act, lambda: page(participant_id, form))
