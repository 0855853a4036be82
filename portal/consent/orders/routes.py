"""Court orders that let records be disclosed: on file, entered, taken back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, g, render_template, url_for
from sqlalchemy.orm import Session
from wtforms import SelectChoice

from portal import clock
from portal.accounts.access import freshly, principal, requires
from portal.accounts.permissions import Permission
from portal.consent.doubts.queries import strict
from portal.consent.doubts.vocabulary import Doubt
from portal.consent.instruments import queries as instruments
from portal.consent.instruments.entering import end_of
from portal.consent.instruments.models import DisclosureOrder
from portal.consent.orders import queries, services, showing
from portal.consent.orders.findings import CourtFinding
from portal.consent.orders.forms import OrderForm, VacateForm
from portal.gate.vocabulary import Category
from portal.participants.people.page import person_frame, visit
from portal.web.forms import see_other, submit

blueprint = Blueprint("orders", __name__)


@blueprint.get("/participants/<uuid:participant_id>/disclosure-orders")
@requires(Permission.DISCLOSURE_ORDER_READ)
def shelf(participant_id: UUID) -> Any:
    here = visit(participant_id)
    actor = principal()
    found = queries.orders_of(g.read_session, participant_id)
    return render_template(
        "consent/orders/shelf.html",
        **person_frame(here),
        person=here.participant,
        orders=showing.shown(g.read_session, found, actor.agency_id, g.at),
        may_record=actor.may(Permission.DISCLOSURE_ORDER_RECORD),
        may_read_consents=actor.may(Permission.CONSENT_READ),
    )


def _new_page(participant_id: UUID, form: OrderForm) -> str:
    here = visit(participant_id)
    return render_template("consent/orders/new.html", **person_frame(here), person=here.participant, form=form)


def _form() -> OrderForm:
    form = OrderForm()
    form.recipient_agencies.choices = [
        SelectChoice(str(one.id), one.name) for one in instruments.agencies(g.read_session)
    ]
    return form


@blueprint.get("/participants/<uuid:participant_id>/disclosure-orders/new")
@requires(Permission.DISCLOSURE_ORDER_RECORD)
@freshly
def new(participant_id: UUID) -> Any:
    return _new_page(participant_id, _form())


@blueprint.post("/participants/<uuid:participant_id>/disclosure-orders/new")
@requires(Permission.DISCLOSURE_ORDER_RECORD)
@freshly
def record(participant_id: UUID) -> Any:
    visit(participant_id)
    form = _form()

    def act(session: Session) -> str:
        through_day = strict(session, Doubt.D3, g.at)
        order = services.record_order(session, principal(), command_of(form, participant_id, through_day))
        code = "order-recorded" if order.findings and order.notice else "order-deficient"
        return url_for("consent.orders.shelf", participant_id=participant_id, done=code)

    return submit(form, act, lambda: _new_page(participant_id, form))


def command_of(form: OrderForm, participant_id: UUID, through_day: bool) -> services.RecordOrder:
    zone = principal().zone
    ground = str(form.ground.data or "")
    categories = tuple(Category(one) for one in form.categories.data or ())
    return services.RecordOrder(
        participant_id=participant_id,
        section=form.section.data,
        court=str(form.court.data or "").strip(),
        number=str(form.number.data or "").strip(),
        issued_at=moment_of(form.issued_at.data or g.today),
        expires_at=end_of(form.expires_at.data, zone, through_day) if form.expires_at.data else None,
        findings=tuple(CourtFinding(one) for one in form.findings.data or ()),
        notice=bool(form.notice.data),
        recipient_agencies=tuple(UUID(one) for one in form.recipient_agencies.data or ()),
        categories=categories,
        covers_confidential=bool(ground),
        covers_counseling=bool(ground) and Category.COUNSELING_NOTE in categories,
        ground=ground,
        deficient=bool(form.deficient.data),
    )


def moment_of(day: date) -> datetime:
    """A day without an hour is meant from its beginning; today it is meant from now."""
    return g.at if day == g.today else clock.local_moment(day, clock.midnight(), principal().zone)


def _order(session: Session, order_id: UUID) -> DisclosureOrder:
    found = queries.order(session, order_id)
    if found is None:
        abort(404)
    return found


@blueprint.get("/disclosure-orders/<uuid:order_id>")
@requires(Permission.DISCLOSURE_ORDER_READ)
def show(order_id: UUID) -> Any:
    """Where an order stands: an address that names no person, for what leads here from elsewhere."""
    order = _order(g.read_session, order_id)
    visit(order.participant_id)
    return see_other(url_for("consent.orders.shelf", participant_id=order.participant_id))


def _vacate_page(order_id: UUID, form: VacateForm) -> str:
    order = _order(g.read_session, order_id)
    here = visit(order.participant_id)
    (one,) = showing.shown(g.read_session, [order], principal().agency_id, g.at)
    return render_template(
        "consent/orders/vacate.html", **person_frame(here), person=here.participant, form=form, one=one
    )


@blueprint.get("/disclosure-orders/<uuid:order_id>/vacate")
@requires(Permission.DISCLOSURE_ORDER_RECORD)
@freshly
def vacating(order_id: UUID) -> Any:
    form = VacateForm()
    form.vacated_at.process(None, g.today)
    return _vacate_page(order_id, form)


@blueprint.post("/disclosure-orders/<uuid:order_id>/vacate")
@requires(Permission.DISCLOSURE_ORDER_RECORD)
@freshly
def vacate(order_id: UUID) -> Any:
    participant_id = _order(g.read_session, order_id).participant_id
    visit(participant_id)
    form = VacateForm()

    def act(session: Session) -> str:
        order, day = _order(session, order_id), form.vacated_at.data or g.today
        begun = clock.local_date(order.issued_at, principal().zone) == day
        services.vacate_order(
            session, principal(), order, max(moment_of(day), order.issued_at if begun else moment_of(day))
        )
        return url_for("consent.orders.shelf", participant_id=participant_id, done="order-vacated")

    return submit(form, act, lambda: _vacate_page(order_id, form))
