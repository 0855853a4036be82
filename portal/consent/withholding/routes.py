"""Withholding one record from consents, from the record's own page (2.2(b); R16)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, g, render_template, url_for
from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from portal.accounts.access import principal, requires
from portal.accounts.permissions import Permission
from portal.consent.instruments.history import history_of
from portal.consent.withholding import queries, services
from portal.consent.withholding.beside import beside
from portal.consent.withholding.forms import REASON, WithholdForm
from portal.consent.withholding.kinds import Kind, kind_of
from portal.gate.protected import Gated
from portal.participants.people.page import person_frame, visit
from portal.web.forms import PortalForm, submit

blueprint = Blueprint("withholding", __name__)

ACTS = {services.WITHHELD: _("Withheld"), services.LIFTED: _("Open to consents again")}


def _kind(code: str) -> Kind:
    found = kind_of(code)
    if found is None:
        abort(404)
    return found


def _record(session: Session, kind: Kind, record_id: UUID) -> Gated:
    found = queries.own_record(session, kind.record, record_id, principal().agency_id)
    if found is None:
        abort(404)
    return found


def _page(code: str, record_id: UUID, form: PortalForm) -> str:
    kind = _kind(code)
    record = _record(g.read_session, kind, record_id)
    here = visit(record.participant_id)
    causes = services.reasons_of(g.read_session, [record], record.id)[record.id] if record.withheld else set()
    return render_template(
        "consent/withholding/show.html",
        **person_frame(here),
        person=here.participant,
        form=form,
        asking=form if isinstance(form, WithholdForm) else WithholdForm(),
        record=record,
        code=code,
        beside=[one for one in beside(principal(), code, record).links if "/withholding" not in one[0]],
        told=kind.told(record),
        back=kind.back(record),
        liftable=record.id in causes,
        along=bool(causes - {record.id}),
        history=history_of(g.read_session, [record.id], ACTS).get(record.id, []),
        limit=REASON,
    )


@blueprint.get("/records/<string:record_kind>/<uuid:record_id>/withholding")
@requires(Permission.RECORD_WITHHOLD)
def show(record_kind: str, record_id: UUID) -> Any:
    return _page(record_kind, record_id, WithholdForm())


@blueprint.post("/records/<string:record_kind>/<uuid:record_id>/withhold")
@requires(Permission.RECORD_WITHHOLD)
def withhold(record_kind: str, record_id: UUID) -> Any:
    kind = _kind(record_kind)
    _record(g.read_session, kind, record_id)
    form = WithholdForm()

    def act(session: Session) -> str:
        services.withhold(session, principal(), _record(session, kind, record_id), str(form.reason.data or ""))
        return url_for("consent.withholding.show", record_kind=record_kind, record_id=record_id, done="withheld")

    return submit(form, act, lambda: _page(record_kind, record_id, form))


@blueprint.post("/records/<string:record_kind>/<uuid:record_id>/lift")
@requires(Permission.RECORD_WITHHOLD)
def lift(record_kind: str, record_id: UUID) -> Any:
    kind = _kind(record_kind)
    _record(g.read_session, kind, record_id)
    form = PortalForm()

    def act(session: Session) -> str:
        services.lift_withholding(session, principal(), _record(session, kind, record_id))
        return url_for("consent.withholding.show", record_kind=record_kind, record_id=record_id, done="lifted")

    return submit(form, act, lambda: _page(record_kind, record_id, form))
