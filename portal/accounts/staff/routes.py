"""Pages of an agency's administrator."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, current_app, g, render_template, url_for
from flask_babel import gettext as _
from wtforms import SelectChoice

from portal.accounts.access import freshly, principal, requires
from portal.accounts.agencies.vocabulary import ROLE_LABELS, AccountStatus, AgencyKind
from portal.accounts.lost_factors.queries import waiting_for
from portal.accounts.permissions import Permission
from portal.accounts.second_factor.queries import has_second_factor
from portal.accounts.sign_in.cookies import secret_key
from portal.accounts.staff import queries, services
from portal.accounts.staff.coverage import Cover, cover
from portal.accounts.staff.forms import CoverForm, ExistingForm, InviteForm, PlainForm, RoleForm
from portal.accounts.staff.presenting import shown_member
from portal.accounts.staff.vocabulary import roles_offered
from portal.gate.vocabulary import RoleName
from portal.web.forms import submit

blueprint = Blueprint("staff", __name__)
ENOUGH = 2


@blueprint.get("/staff")
@requires(Permission.STAFF_MANAGE)
def roll() -> Any:
    found = queries.members(g.read_session, principal().agency_id, g.at, key=secret_key())
    return render_template(
        "accounts/staff/roll.html",
        here=[shown_member(one) for one in found if one.roles],
        gone=[shown_member(one) for one in found if not one.roles],
        alone=len(queries.administrators(g.read_session, principal().agency_id, g.at)) < ENOUGH,
    )


def _offer(form: RoleForm) -> None:
    offered = roles_offered(AgencyKind(principal().agency_kind), principal().role)
    form.role.choices = [
        SelectChoice("", _("Choose")),
        *(SelectChoice(str(one), str(ROLE_LABELS[one])) for one in offered),
    ]


def _invite_form() -> InviteForm:
    form = InviteForm()
    _offer(form)
    return form


def _existing_form() -> ExistingForm:
    form = ExistingForm()
    _offer(form)
    return form


def _role_form() -> RoleForm:
    form = RoleForm()
    _offer(form)
    return form


def _code_page(user_id: UUID, code: str) -> str:
    """The only page that ever shows the code: it is kept as a hash."""
    found = _member(user_id)
    page = str(current_app.config["PUBLIC_ADDRESS"]).rstrip("/") + url_for("accounts.activation.show")
    return render_template(
        "accounts/staff/code.html", member=shown_member(found), code=code, until=found.code_until, page=page
    )


@blueprint.get("/staff/invite")
@requires(Permission.STAFF_MANAGE)
@freshly
def invite() -> Any:
    return render_template("accounts/staff/invite.html", form=_invite_form())


@blueprint.post("/staff/invite")
@requires(Permission.STAFF_MANAGE)
@freshly
def send_invitation() -> Any:
    form = _invite_form()
    made: list[tuple[UUID, str]] = []

    def act(session: Any) -> str:
        command = services.Invite(
            username=str(form.username.data),
            full_name=str(form.full_name.data),
            role=RoleName(form.role.data),
            credentials=form.credentials.data or "",
            medical_personnel=bool(form.medical_personnel.data),
            cjis_cleared=bool(form.cjis_cleared.data),
        )
        user, code = services.invite(session, principal(), command)
        made.append((user.id, code))
        return url_for("accounts.staff.show", user_id=user.id)

    answer = submit(form, act, lambda: render_template("accounts/staff/invite.html", form=form))
    return _code_page(*made[0]) if made else answer


@blueprint.get("/staff/appoint")
@requires(Permission.STAFF_MANAGE)
@freshly
def find() -> Any:
    return render_template("accounts/staff/appoint.html", form=_existing_form())


@blueprint.post("/staff/appoint")
@requires(Permission.STAFF_MANAGE)
@freshly
def appoint() -> Any:
    form = _existing_form()

    def act(session: Any) -> str:
        command = services.GiveRole(RoleName(form.role.data), bool(form.medical_personnel.data))
        given = services.give_role_by_name(session, principal(), str(form.username.data), command)
        return url_for("accounts.staff.show", user_id=given.user_id, done="appointed")

    return submit(form, act, lambda: render_template("accounts/staff/appoint.html", form=form))


def _member(user_id: UUID) -> queries.Member:
    return queries.member(g.read_session, principal().agency_id, user_id, g.at, secret_key()) or abort(404)


def _page(found: queries.Member, form: RoleForm, problem: Any = None) -> str:
    return render_template(
        "accounts/staff/show.html",
        member=shown_member(found),
        form=form,
        problem=problem or form,
        factor=has_second_factor(g.read_session, found.user.id),
        removal=waiting_for(g.read_session, found.user.id, g.at),
    )


@blueprint.get("/staff/<uuid:user_id>")
@requires(Permission.STAFF_MANAGE)
def show(user_id: UUID) -> Any:
    return _page(_member(user_id), _role_form())


@blueprint.post("/staff/<uuid:user_id>/roles")
@requires(Permission.STAFF_MANAGE)
@freshly
def give(user_id: UUID) -> Any:
    found = _member(user_id)
    form = _role_form()

    def act(session: Any) -> str:
        command = services.GiveRole(RoleName(form.role.data), bool(form.medical_personnel.data))
        services.give_role(session, principal(), found.user, command)
        return url_for("accounts.staff.show", user_id=user_id, done="appointed")

    return submit(form, act, lambda: _page(found, form))


def _pressed(user_id: UUID, act: Callable[[Any], None], done: str) -> Any:
    """A button on the page of one person: act, and come back to the page."""
    found = _member(user_id)
    button = PlainForm()

    def pressed(session: Any) -> str:
        try:
            act(session)
        except services.NotOfThisAgency:
            abort(404)
        return url_for("accounts.staff.show", user_id=user_id, done=done or None)

    return submit(button, pressed, lambda: _page(found, _role_form(), button))


@blueprint.post("/staff/<uuid:user_id>/roles/<uuid:appointment_id>/end")
@requires(Permission.STAFF_MANAGE)
@freshly
def end(user_id: UUID, appointment_id: UUID) -> Any:
    if all(one.id != appointment_id for one in _member(user_id).roles):
        abort(404)
    return _pressed(
        user_id,
        lambda session: services.end_role(session, principal(), user_id, appointment_id),
        "appointment-ended",
    )


@blueprint.post("/staff/<uuid:user_id>/code")
@requires(Permission.STAFF_MANAGE)
@freshly
def code(user_id: UUID) -> Any:
    made: list[str] = []
    answer = _pressed(user_id, lambda session: made.append(services.new_code(session, principal(), user_id)), "")
    return _code_page(user_id, made[0]) if made else answer


@blueprint.post("/staff/<uuid:user_id>/disable")
@requires(Permission.STAFF_MANAGE)
@freshly
def disable(user_id: UUID) -> Any:
    return _pressed(user_id, lambda session: services.disable(session, principal(), user_id), "account-disabled")


@blueprint.post("/staff/<uuid:user_id>/enable")
@requires(Permission.STAFF_MANAGE)
@freshly
def enable(user_id: UUID) -> Any:
    return _pressed(user_id, lambda session: services.enable(session, principal(), user_id), "account-enabled")


@blueprint.post("/staff/<uuid:user_id>/release")
@requires(Permission.STAFF_MANAGE)
@freshly
def release(user_id: UUID) -> Any:
    return _pressed(
        user_id, lambda session: services.release_lock(session, principal(), user_id, secret_key()), "released"
    )


def _cover_form(user_id: UUID) -> CoverForm:
    form = CoverForm()
    others = [one for one in queries.members(g.read_session, principal().agency_id, g.at) if one.user.id != user_id]
    form.covered.choices = [SelectChoice("", _("Choose"))] + [
        SelectChoice(str(role.id), f"{one.user.display_name}, {ROLE_LABELS[RoleName(role.role)]}")
        for one in others
        for role in one.roles
        if role.covers_id is None and one.user.status != AccountStatus.DISABLED
    ]
    return form


def _cover_page(found: queries.Member, form: CoverForm) -> str:
    return render_template("accounts/staff/cover.html", member=shown_member(found), form=form)


@blueprint.get("/staff/<uuid:user_id>/cover")
@requires(Permission.STAFF_MANAGE)
@freshly
def show_cover(user_id: UUID) -> Any:
    return _cover_page(_member(user_id), _cover_form(user_id))


@blueprint.post("/staff/<uuid:user_id>/cover")
@requires(Permission.STAFF_MANAGE)
@freshly
def save_cover(user_id: UUID) -> Any:
    found = _member(user_id)
    form = _cover_form(user_id)

    def act(session: Any) -> str:
        command = Cover(user_id, UUID(form.covered.data), form.first_on.data, form.last_on.data)
        cover(session, principal(), command)
        return url_for("accounts.staff.show", user_id=user_id, done="covered")

    return submit(form, act, lambda: _cover_page(found, form))
