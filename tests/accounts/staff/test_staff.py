"""The administrator's pages: who comes, who goes, who may sign in; for the own agency only."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.accounts.agencies.models import UserAccount
from portal.accounts.agencies.vocabulary import AccountStatus
from portal.accounts.staff import services
from portal.accounts.staff.services import GiveRole, Invite, NotOfThisAgency
from portal.extensions import db
from portal.gate.vocabulary import RoleName
from portal.web.refused import Refused
from tests.clients import SignedInClient
from tests.given.county import NOW, PASSWORD, Acting, County

CODE = re.compile(r'class="secret-code">([A-Z0-9-]+)<')
CHOSEN = "harbor lantern violin meadow"
Client = Callable[[str], SignedInClient]
Act = Callable[..., Acting]


def invited(client: SignedInClient, username: str, role: str = "court_clerk", **more: str) -> str:
    """Invite somebody on the page; the code that the page shows."""
    answer = client.submit("/staff/invite", {"username": username, "full_name": "Nia Example", "role": role, **more})
    assert answer.status_code == 200, answer.text
    found = CODE.search(answer.text)
    assert found is not None
    return found[1]


def fresh(app: Flask) -> SignedInClient:
    app.test_client_class = SignedInClient
    client = app.test_client()
    assert isinstance(client, SignedInClient)
    return client


def activate(client: SignedInClient, username: str, code: str, password: str = CHOSEN) -> Any:
    return client.submit("/activate", {"username": username, "code": code, "password": password, "again": password})


def user(session: Session, username: str) -> UserAccount:
    return session.scalars(select(UserAccount).where(UserAccount.username == username)).one()


@contextmanager
def looking(app: Flask) -> Iterator[Session]:
    with app.app_context():
        yield db.session()
        db.session.remove()


def id_of(app: Flask, username: str) -> UUID:
    with looking(app) as session:
        return user(session, username).id


def test_an_invited_person_sets_a_password_and_works(app: Flask, client_of: Client) -> None:
    code = invited(client_of("programadmin"), "nia")
    person = fresh(app)
    assert person.submit("/sign-in", {"username": "nia", "password": CHOSEN}).status_code == 422
    assert activate(person, "nia", code.lower().replace("-", " ")).status_code == 303
    person.sign_in("nia", CHOSEN)
    assert person.get("/dockets").status_code == 200
    assert person.get("/staff").status_code == 403


def test_a_code_works_once_and_only_for_its_person(app: Flask, client_of: Client) -> None:
    code = invited(client_of("programadmin"), "once")
    client = fresh(app)
    assert "do not fit" in activate(client, "clerk", code).text
    assert activate(client, "once", code).status_code == 303
    assert "do not fit" in activate(client, "once", code, "another fine passphrase here").text


@pytest.mark.parametrize(("later", "status"), [(timedelta(days=7, seconds=-1), 303), (timedelta(days=7), 422)])
def test_a_code_is_too_old_after_a_week(app: Flask, client_of: Client, later: timedelta, status: int) -> None:
    name = f"late-{status}"
    code = invited(client_of("programadmin"), name)
    with clock.set_to(NOW + later):
        assert activate(fresh(app), name, code).status_code == status


def test_a_new_code_replaces_the_old_one_and_ends_sessions_when_used(app: Flask, client_of: Client) -> None:
    admin = client_of("programadmin")
    first = invited(admin, "twice")
    page = f"/staff/{id_of(app, 'twice')}"
    shown = CODE.search(admin.submit(page, {}, to=f"{page}/code").text)
    assert shown is not None
    assert activate(fresh(app), "twice", first).status_code == 422
    assert activate(fresh(app), "twice", shown[1]).status_code == 303
    working = fresh(app).sign_in("twice", CHOSEN)
    again = CODE.search(admin.submit(page, {}, to=f"{page}/code").text)
    assert again is not None and working.get("/").status_code == 200
    assert activate(fresh(app), "twice", again[1], "quite another passphrase").status_code == 303
    assert working.get("/").status_code == 302


def test_wrong_codes_are_throttled_like_wrong_passwords(app: Flask, client_of: Client) -> None:
    code = invited(client_of("programadmin"), "guessed")
    client = fresh(app)
    for _ in range(5):
        assert "do not fit" in activate(client, "guessed", "AAAAA-BBBBB-CCCCC-DDDDD").text
    assert "Locked after five failures" in activate(client, "guessed", code).text


def test_known_and_unknown_names_get_the_same_answer(app: Flask) -> None:
    def answer(name: str) -> str:
        page = activate(fresh(app), name, "AAAAA-BBBBB-CCCCC-DDDDD").text
        lines = page.replace(f'value="{name}"', "").splitlines()
        return "\n".join(line for line in lines if "csrf_token" not in line and "form_key" not in line)

    assert answer("judge") == answer("nobody-at-all")


def test_the_code_is_kept_as_a_hash_and_a_reload_shows_none(app: Flask, client_of: Client) -> None:
    admin = client_of("programadmin")
    code = invited(admin, "hashed")
    from portal.accounts.activation.models import ActivationCode

    with looking(app) as session:
        assert code not in session.scalars(select(ActivationCode.code_hash)).all()
    assert code not in admin.get(f"/staff/{id_of(app, 'hashed')}").text


def test_disabling_ends_everything_at_once_and_opening_again_lets_in(app: Flask, client_of: Client) -> None:
    admin = client_of("programadmin")
    activate(fresh(app), "closed", invited(admin, "closed"))
    working = fresh(app).sign_in("closed", CHOSEN)
    page = f"/staff/{id_of(app, 'closed')}"
    assert admin.submit(page, {}, to=f"{page}/disable").status_code == 303
    assert working.get("/").status_code == 302
    assert fresh(app).submit("/sign-in", {"username": "closed", "password": CHOSEN}).status_code == 422
    assert admin.submit(page, {}, to=f"{page}/enable").status_code == 303
    fresh(app).sign_in("closed", CHOSEN)
    assert working.get("/").status_code == 302, "the old session stays ended"


def test_an_ended_role_opens_nothing_from_the_next_page_on(app: Flask, client_of: Client, county: County) -> None:
    admin = client_of("programadmin")
    activate(fresh(app), "leaving", invited(admin, "leaving"))
    working = fresh(app).sign_in("leaving", CHOSEN)
    page = f"/staff/{id_of(app, 'leaving')}"
    ending = re.search(r'action="(/staff/[^"]*/end)"', admin.get(page).text)
    assert ending is not None
    with clock.set_to(NOW + timedelta(minutes=1)):
        assert working.get("/dockets").status_code == 200
        assert admin.submit(page, {}, to=ending[1]).status_code == 303
        assert working.get("/dockets").status_code == 302
        assert "Worked here" in admin.get("/staff").text


def test_a_role_at_a_second_agency_is_chosen_at_sign_in(acting: Act, app: Flask, county: County) -> None:
    with acting("programadmin") as (session, actor):
        services.give_role_by_name(session, actor, " Diverter ", GiveRole(RoleName.CASE_MANAGER))
        with pytest.raises(Refused, match="has this role here already"):
            services.give_role_by_name(session, actor, "diverter", GiveRole(RoleName.CASE_MANAGER))
        with pytest.raises(Refused, match="No open account"):
            services.give_role_by_name(session, actor, "nobody", GiveRole(RoleName.CASE_MANAGER))
    client = fresh(app)
    answer = client.submit("/sign-in", {"username": "diverter", "password": PASSWORD})
    assert answer.location.startswith("/act-for")


def test_what_another_agency_answers_for_stays_closed(acting: Act, county: County) -> None:
    with acting("programadmin") as (session, actor):
        services.give_role_by_name(session, actor, "casemanager", GiveRole(RoleName.CASE_MANAGER))
        for act in (services.disable, services.new_code):
            with pytest.raises(Refused, match="Another agency answers"):
                act(session, actor, county.users["casemanager"])
        for act in (services.disable, services.enable, services.new_code):
            with pytest.raises(NotOfThisAgency):
                act(session, actor, county.users["counselor"])
        with pytest.raises(NotOfThisAgency):
            services.end_role(session, actor, county.users["counselor"], county.appointments["counselor"])
        with pytest.raises(NotOfThisAgency):
            services.end_role(session, actor, county.users["clerk"], county.appointments["counselor"])


def test_nobody_helps_himself(acting: Act, county: County) -> None:
    with acting("programadmin") as (session, actor):
        own = user(session, "programadmin")
        with pytest.raises(Refused, match="Nobody gives a role"):
            services.give_role(session, actor, own, GiveRole(RoleName.JUDGE))
        with pytest.raises(Refused, match="Change your own password"):
            services.new_code(session, actor, own.id)


@pytest.mark.parametrize(
    ("role", "refused"),
    [(RoleName.SYSTEM_ADMIN, True), (RoleName.CLINICIAN, True), (RoleName.PARTICIPANT, True), (RoleName.JUDGE, False)],
)
def test_an_agency_gives_its_own_kind_of_roles(acting: Act, role: RoleName, refused: bool) -> None:
    with acting("programadmin") as (session, actor):
        command = Invite(f"kind-{role}".replace("_", "-"), "Kim Example", role)
        if refused:
            with pytest.raises(Refused, match="does not give this role"):
                services.invite(session, actor, command)
        else:
            assert services.invite(session, actor, command)[0].status == AccountStatus.INVITED


@pytest.mark.parametrize("name", ["x", "Nia Example", "a" * 41, "nia@court", "-nia", "JÖRG"])
def test_usernames_are_plain(acting: Act, name: str) -> None:
    with acting("programadmin") as (session, actor), pytest.raises(Refused) as refused:
        services.invite(session, actor, Invite(name, "Nia Example", RoleName.COURT_CLERK))
    assert refused.value.field == "username"


def test_the_last_administrator_stays(acting: Act, county: County) -> None:
    """Two administrators may take the role from each other, the last one stays; an invited one does not count yet."""
    with acting("programadmin") as (session, actor):
        services.invite(session, actor, Invite("waiting", "Wai Example", RoleName.PROGRAM_ADMIN))
        services.end_role(session, actor, county.users["sysadmin"], county.appointments["sysadmin"])
        with pytest.raises(Refused, match="last administrator"):
            services.end_role(session, actor, actor.user_id, actor.appointment_id)
        with pytest.raises(Refused, match="last administrator"):
            services.disable(session, actor, actor.user_id)
        user(session, "waiting").status = AccountStatus.ACTIVE
        session.flush()
        services.end_role(session, actor, actor.user_id, actor.appointment_id)


def test_the_page_asks_for_a_second_administrator(client_of: Client, acting: Act, county: County) -> None:
    with acting("sysadmin") as (session, actor):
        alone = services.administrators(session, actor.agency_id, NOW)
        assert county.users["sysadmin"] not in alone
    admin = fresh_admin(acting, client_of)
    assert "Make a second one" in admin.get("/staff").text


def fresh_admin(acting: Act, client_of: Client) -> SignedInClient:
    """The one administrator who is left after the test before this."""
    with acting("judge") as (session, _):
        left = user(session, "waiting")
        left.password_hash = user(session, "judge").password_hash
    return client_of("waiting")
