"""A one-time link: whoever has the address and the code answers for the agency, once.

An address that never was, was used or withdrawn, is too old, or behind which nobody may tell anything now, gives the
same 404 at each step: nothing tells which it is (R140, R151).
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, g, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.accounts.access import public
from portal.accounts.sign_in.cookies import secret_key
from portal.casework.one_time.forms import CodeForm, LinkedAnswerForm
from portal.casework.one_time.proof import prove, proven
from portal.casework.outside.edge import submit_for
from portal.casework.outside.links import compare_code, try_code
from portal.casework.outside.models import OutsideLink
from portal.casework.outside.queries import link_of_token
from portal.casework.outside.services import LinkClosed, keep_linked_answer
from portal.casework.outside.standing import Standing, standing_of
from portal.db import unit_of_work
from portal.extensions import db
from portal.web.forms import Refused

blueprint = Blueprint("one_time", __name__)


def open_or_404(token: str) -> tuple[OutsideLink, Standing]:
    """The link of an address and what it leads to now."""
    link = link_of_token(g.read_session, token, g.at)
    standing = standing_of(db.session.session_factory, link, g.at) if link is not None else None
    if link is None or standing is None:
        abort(404)
    return link, standing


@blueprint.get("/one-time/<token>")
@public
def show(token: str) -> Any:
    open_or_404(token)
    return code_page(token, CodeForm())


def code_page(token: str, form: CodeForm) -> str:
    return render_template("casework/one_time/code.html", form=form, token=token)


@blueprint.post("/one-time/<token>")
@public
def enter(token: str) -> Any:
    """The questions, when the code is right. A try is written down before anything is compared."""
    link, standing = open_or_404(token)
    link_id = link.id
    form = CodeForm()
    if not form.validate_on_submit():
        return code_page(token, form), 422
    with unit_of_work() as session:
        left = try_code(session, link_id)
    with unit_of_work() as session:
        right = left and compare_code(session, link_id, form.code.data or "", secret_key())
    if not right:
        form.refuse(Refused("code", _("This code does not fit. Look at it again; after five tries the page closes.")))
        form.code.data = ""
        return code_page(token, form), 422
    answers = LinkedAnswerForm(formdata=None)
    answers.proof.data, answers.told_by.data = prove(link_id), standing.contact_name
    return answer_page(token, standing, answers)


def answer_page(token: str, standing: Standing, form: LinkedAnswerForm) -> str:
    form.put(standing.section, standing.name)
    return render_template("casework/one_time/answer.html", form=form, token=token, standing=standing)


@blueprint.post("/one-time/<token>/answer")
@public
def answer(token: str) -> Any:
    link, standing = open_or_404(token)
    link_id = link.id
    form = LinkedAnswerForm()
    if not proven(form.proof.data or "", link_id):
        return code_page(token, CodeForm(formdata=None)), 422

    def act(session: Session) -> str:
        try:
            keep_linked_answer(session, db.session.session_factory, link_id, form.told())
        except LinkClosed:
            abort(404)
        return url_for("casework.one_time.thanks")

    return submit_for(standing, standing.contact_user_id, form, act, lambda: answer_page(token, standing, form))


@blueprint.get("/thank-you")
@public
def thanks() -> Any:
    return render_template("casework/one_time/thanks.html")
