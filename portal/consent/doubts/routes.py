"""Site settings: every doubt of the law on one page, and deciding those that can be read in two ways."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, g, render_template, url_for
from wtforms import SelectChoice

from portal.accounts.access import principal, requires
from portal.accounts.permissions import Permission
from portal.consent.doubts import queries
from portal.consent.doubts.forms import DoubtForm
from portal.consent.doubts.services import DecideDoubt, decide_doubt
from portal.consent.doubts.vocabulary import LONGEST_REASON, OFFERED, Doubt, Reading
from portal.consent.doubts.words import WORDS
from portal.web.forms import submit

blueprint = Blueprint("doubts", __name__)


@blueprint.get("/site-settings")
@requires(Permission.SITE_SETTINGS)
def overview() -> Any:
    decided = queries.decisions(g.read_session, g.at)
    return render_template(
        "consent/doubts/overview.html", words=WORDS, decided=decided, offered=OFFERED, strict=Reading.STRICT
    )


def _doubt(code: str) -> Doubt:
    try:
        doubt = Doubt(code)
    except ValueError:
        abort(404)
    return doubt if doubt in OFFERED else abort(404)


def _form(doubt: Doubt) -> DoubtForm:
    last = queries.decisions(g.read_session, g.at).get(doubt)
    form = DoubtForm(reading=last.reading if last else str(Reading.STRICT), version=last.number if last else 0)
    told = WORDS[doubt]
    form.reading.choices = [
        SelectChoice(str(Reading.STRICT), told.strict),
        SelectChoice(str(Reading.OTHER), told.other),
    ]
    return form


def _page(doubt: Doubt, form: DoubtForm) -> str:
    return render_template(
        "consent/doubts/decide.html", doubt=doubt, told=WORDS[doubt], form=form, limit=LONGEST_REASON
    )


@blueprint.get("/site-settings/<doubt_code>")
@requires(Permission.SITE_SETTINGS)
def change(doubt_code: str) -> Any:
    doubt = _doubt(doubt_code)
    return _page(doubt, _form(doubt))


@blueprint.post("/site-settings/<doubt_code>")
@requires(Permission.SITE_SETTINGS)
def decide(doubt_code: str) -> Any:
    doubt = _doubt(doubt_code)
    form = _form(doubt)

    def act(session: Any) -> str:
        command = DecideDoubt(doubt, Reading(form.reading.data), form.reason.data or "", form.version.data or 0)
        decide_doubt(session, principal(), command)
        return url_for("consent.doubts.overview", done="setting-decided")

    return submit(form, act, lambda: _page(doubt, form))
