"""Operations: whether the scheduler works, how its tasks went, what waits, and what failed for good."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, g, render_template, url_for
from sqlalchemy.orm import Session

from portal.accounts.access import principal, requires
from portal.accounts.notices import queries as notices
from portal.accounts.notices.services import try_mail_again
from portal.accounts.operations import queries
from portal.accounts.operations.forms import AgainForm
from portal.accounts.operations.services import try_again
from portal.accounts.permissions import Permission
from portal.web.forms import submit

blueprint = Blueprint("operations", __name__)


@blueprint.get("/operations")
@requires(Permission.OPERATIONS)
def overview() -> Any:
    return page(AgainForm())


def page(form: AgainForm) -> str:
    lead = queries.lead(g.read_session)
    return render_template(
        "accounts/operations/overview.html",
        lead=lead,
        there=queries.is_there(lead, g.at),
        tasks=queries.tasks(g.read_session, g.at),
        depths=queries.depths(g.read_session),
        dead=queries.dead_letters(g.read_session),
        mails=notices.mails(g.read_session),
        mail_counts=notices.mail_counts(g.read_session),
        form=form,
    )


@blueprint.post("/operations/jobs/<uuid:job_id>")
@requires(Permission.OPERATIONS)
def again(job_id: UUID) -> Any:
    if queries.dead_letter(g.read_session, job_id) is None:
        abort(404)
    form = AgainForm()

    def act(session: Session) -> str:
        job = queries.dead_letter(session, job_id)
        if job is not None:
            try_again(session, principal(), job)
        return url_for("accounts.operations.overview", done="job-again")

    return submit(form, act, lambda: page(form))


@blueprint.post("/operations/mails/<uuid:mail_id>")
@requires(Permission.OPERATIONS)
def mail_again(mail_id: UUID) -> Any:
    if notices.failed_mail(g.read_session, mail_id) is None:
        abort(404)
    form = AgainForm()

    def act(session: Session) -> str:
        mail = notices.failed_mail(session, mail_id)
        if mail is not None:
            try_mail_again(session, principal(), mail)
        return url_for("accounts.operations.overview", done="job-again")

    return submit(form, act, lambda: page(form))
