"""Many people's papers of one form on one page: tried first, then entered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, current_app, g, render_template, request, url_for
from flask_babel import gettext

from portal.accounts.access import principal, requires
from portal.accounts.permissions import Permission
from portal.consent.guided.queries import telling
from portal.consent.instruments.models import Consent
from portal.consent.instruments.standing import reasons_against
from portal.consent.paper_entry import queries
from portal.consent.paper_entry.forms import rows_of, table_form
from portal.consent.paper_entry.services import RowsRefused, enter_papers
from portal.db import unit_of_work
from portal.ids import NIL
from portal.participants.programs.services import rules_of
from portal.web.files import FileStore, takes_files
from portal.web.forms import submit
from portal.web.refused import Refused

blueprint = Blueprint("paper_entry", __name__)


def chosen() -> dict[str, Any]:
    """What stands in the address: the program, the form, the program that tells, and where the page begins.

    Whoever runs no program has no such page: it is 404, as for a program of somebody else.
    """
    programs = queries.own_programs(g.read_session, principal())
    if not programs:
        abort(404)
    wanted = request.args.get("program", "")
    program = next((one for one in programs if str(one.id) == wanted), programs[0])
    tells = telling(g.read_session, g.at)
    teller = next((one for one in tells if str(one.id) == request.args.get("tells", "")), tells[0] if tells else None)
    found = queries.enrolled(g.read_session, program.id, id_of(request.args.get("after", "")))
    people = found[: queries.MOST]
    forms = rules_of(people[0][0].program_version).packet if people else ()
    form = next((one for one in forms if one.key == request.args.get("form", "")), forms[0] if forms else None)
    return {
        "programs": programs,
        "program": program,
        "tells": tells,
        "teller": teller,
        "forms": forms,
        "chosen": form,
        "people": people,
        "more": people[-1][1].id if len(found) > queries.MOST else "",
    }


def id_of(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return NIL


def table_of(what: dict[str, Any]) -> Any:
    return table_form((person.id, person.full_name) for _, person in what["people"])


def page(what: dict[str, Any], form: Any, tried: int = 0, lacking: Mapping[UUID, tuple[str, ...]] | None = None) -> str:
    """`lacking`: by participant, why the paper that was tried would open nothing."""
    return render_template("consent/paper_entry/table.html", form=form, tried=tried, lacking=lacking or {}, **what)


@blueprint.get("/consents/on-paper")
@requires(Permission.CONSENT_RECORD)
def show() -> Any:
    what = chosen()
    return page(what, table_of(what))


@blueprint.post("/consents/on-paper")
@requires(Permission.CONSENT_RECORD)
@takes_files
def enter() -> Any:
    what = chosen()
    form = table_of(what)
    if request.form.get("trial") and form.validate():
        return trial(what, form)

    def act(session: Any) -> str:
        entered = enter_rows(session, what, form)
        lacking = any(reasons_against(session, one) for one in entered)
        done = "papers-entered-lacking" if lacking else "papers-entered"
        return url_for("consent.paper_entry.show", program=what["program"].id, form=what["chosen"].key, done=done)

    return submit(form, act, lambda: page(what, form))


def enter_rows(session: Any, what: dict[str, Any], form: Any, *, for_trial: bool = False) -> list[Consent]:
    """What was entered. What is wrong is put at the fields of its row."""
    if what["chosen"] is None or what["teller"] is None:
        raise Refused("", gettext("Choose a form, and the program that tells."))
    rows = rows_of(form, [person.id for _, person in what["people"]])
    store = FileStore.of(current_app.config)
    tells = (str(what["teller"].id),)
    try:
        return enter_papers(session, principal(), what["chosen"].key, tells, rows, store, for_trial=for_trial)
    except RowsRefused as refused:
        first, *others = refused.wrong.items()
        for who, why in others:
            form.refuse(at_row(who, why))
        raise at_row(*first) from None


def at_row(who: UUID, why: Refused) -> Refused:
    if why.field.startswith("name_"):
        return Refused(f"other_{who.hex}", why.message)
    known = why.field if why.field in ("signed_on", "ends_on", "other", "scan") else "signed_on"
    return Refused(f"{known}_{who.hex}", why.message)


class _Tried(Exception):
    """Leaves the unit of work, so that nothing of a trial is kept."""


def trial(what: dict[str, Any], form: Any) -> Any:
    """Do it all, then undo it: what is wrong is found by the very services that will enter it."""
    number, lacking = 0, {}
    try:
        with unit_of_work() as session:
            entered = enter_rows(session, what, form, for_trial=True)
            number = len(entered)
            lacking = {one.participant_id: reasons_against(session, one) for one in entered}
            raise _Tried
    except _Tried:
        return page(chosen(), form, number, lacking)
    except Refused as refused:
        form.refuse(refused)
        return page(chosen(), form), 422
