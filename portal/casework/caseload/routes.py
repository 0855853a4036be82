"""The caseload: one row a person, first those who need the reader."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, g, render_template, request

from portal.accounts.access import principal, requires
from portal.accounts.permissions import Permission
from portal.casework.caseload.board import Board, board
from portal.casework.caseload.columns import Asking, Column
from portal.participants.enrollments.queries import caseload

blueprint = Blueprint("caseload", __name__)
FEW = 6


def column_heads(columns: Sequence[Column]) -> list[Any]:
    """Heads of columns from other rooms, in the shape of the component `data_table`."""
    return [(column.head, "number") if column.css == "number" else str(column.head) for column in columns]


blueprint.add_app_template_global(column_heads, "column_heads")


def asked() -> Board:
    ids = caseload(g.read_session, principal().user_id)
    return board(Asking(g.read_session, principal(), ids, g.today, g.at))


@blueprint.get("/caseload")
@requires(Permission.CASELOAD_READ)
def show() -> Any:
    """All people of the caseload; `show` narrows it to one kind of reason, `all` shows those on track in full."""
    whole = asked()
    chosen = request.args.get("show", "")[:40]
    lines = [
        line
        for line in whole.lines
        if not chosen
        or (chosen == "today" and line.urgency == 0)
        or any(reason.filter == chosen for reason in line.reasons)
    ]
    shown = Board(tuple(lines), whole.columns, whole.counts)
    return render_template(
        "casework/caseload/show.html",
        board=shown,
        whole=whole,
        chosen=chosen,
        few=None if request.args.get("all") or chosen else FEW,
        contacts=principal().may(Permission.CONTACT_RECORD),
        today=g.today,
    )


@blueprint.get("/caseload/contact")
@requires(Permission.CONTACT_RECORD)
def pick() -> Any:
    """With whom was the contact? The people of the caseload, by name."""
    lines = sorted(asked().lines, key=lambda line: line.person.sort_key)
    return render_template("casework/caseload/pick.html", lines=lines)
