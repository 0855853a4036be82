"""One's own account: the password, and where one is signed in."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from portal import clock
from portal.accounts.agencies.services import appoint
from portal.accounts.own.browsers import in_words
from portal.accounts.staff.coverage import Cover, cover
from portal.gate.vocabulary import RoleName
from tests.clients import SignedInClient
from tests.given.county import NOW, PASSWORD, Acting, County

Client = Callable[[str], SignedInClient]
Fresh = Callable[[], SignedInClient]
NEW = "harbor lantern violin meadow"
END = re.compile(r'action="(/account/sessions/[^"]*/end)"')


def change(client: SignedInClient, current: str, new: str, again: str = "") -> tuple[int, str]:
    words = {"current": current, "password": new, "again": again or new}
    answer = client.submit("/account/password", words)
    return answer.status_code, answer.text


def test_a_new_password_ends_every_other_session(client_of: Client, fresh: Fresh) -> None:
    here, elsewhere = client_of("clerk"), client_of("clerk")
    before = here.get_cookie("portal")
    assert change(here, PASSWORD, NEW)[0] == 303
    after = here.get_cookie("portal")
    assert before is not None and after is not None and before.value != after.value
    assert here.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 302
    assert fresh().submit("/sign-in", {"username": "clerk", "password": PASSWORD}).status_code == 422
    fresh().sign_in("clerk", NEW)
    elsewhere.set_cookie("portal", before.value)
    assert elsewhere.get("/account").status_code == 302


@pytest.mark.parametrize(
    ("current", "new", "again", "said"),
    [
        ("not it, not it at all", NEW, NEW, "not your password"),
        (PASSWORD, "short", "short", "at least 15"),
        (PASSWORD, "staff example 2026", "staff example 2026", "names that others know"),
        (PASSWORD, PASSWORD, PASSWORD, "the password that you have"),
        (PASSWORD, NEW, NEW + "s", "differ"),
    ],
)
def test_what_does_not_fit_changes_nothing(
    client_of: Client, fresh: Fresh, current: str, new: str, again: str, said: str
) -> None:
    status, text = change(client_of("staff"), current, new, again)
    assert status == 422 and said in text
    fresh().sign_in("staff", PASSWORD)


def test_guessing_the_password_on_this_page_ends_the_session(client_of: Client) -> None:
    client = client_of("collector")
    with clock.set_to(NOW + timedelta(minutes=1)):
        for _ in range(4):
            assert change(client, "wrong", NEW)[0] == 422
        assert change(client, "wrong", NEW)[0] == 303
        assert client.get("/account").status_code == 302


def test_sessions_are_listed_and_ended_by_their_owner(client_of: Client) -> None:
    here, elsewhere, third = client_of("officer"), client_of("officer"), client_of("officer")
    page = here.get("/account").text
    assert len(END.findall(page)) == 2 and "This one" in page
    for address in END.findall(page):
        assert here.submit("/account", {}, to=address).status_code == 303
    assert elsewhere.get("/account").status_code == third.get("/account").status_code == 302
    assert here.get("/account").status_code == 200
    client_of("officer")
    assert here.submit("/account", {}, to="/account/sessions/end-others").status_code == 303
    assert END.findall(here.get("/account").text) == []


def test_nobody_ends_the_session_of_somebody_else(client_of: Client) -> None:
    other, second = client_of("defender"), client_of("defender")
    theirs = END.findall(other.get("/account").text)
    client = client_of("prosecutor")
    assert client.submit("/account", {}, to=theirs[0]).status_code == 404
    assert second.get("/account").status_code == 200


def test_recovery_codes_stand_in_for_an_app(client_of: Client) -> None:
    answer = client_of("judge").submit("/account", {}, to="/account/recovery-codes")
    assert answer.status_code == 422 and "Set up an authenticator app first" in answer.text


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Windows"),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/140 Safari/537.36 Edg/140",
            "Edge, macOS",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Safari/604.1",
            "Safari, iPhone",
        ),
        ("curl/8", ""),
    ],
)
def test_browsers_in_words(agent: str, words: str) -> None:
    assert in_words(agent) == words


def test_all_of_one_s_own_is_found_from_the_account(client_of: Client) -> None:
    """Notices and how they come, the calendar, sessions, standing in: each is linked, and each link opens."""
    client = client_of("coordinator")
    page = client.get("/account").text
    for address in (
        "/notices",
        "/notices/settings",
        "/calendar",
        "/account/password",
        "/second-factor",
        "/passkeys/add",
    ):
        assert f'href="{address}"' in page, address
        assert client.get(address).status_code == 200, address
    for heading in ("Notices and calendar", "Standing in", "Where you are signed in"):
        assert f">{heading}</h2>" in page
    assert "No mail. I look into the portal." in page and "You stand in for nobody" in page


def test_the_account_opens_before_somebody_chose_for_whom_to_act(app: Flask, county: County, fresh: Fresh) -> None:
    """Whoever has two roles and chose none yet; times are those of the first agency."""
    with Acting(app, county, "sysadmin") as (session, _):
        appoint(session, None, county.users["diverter"], county.agencies["diversion"], RoleName.CASE_MANAGER)
    client = fresh()
    answer = client.submit("/sign-in", {"username": "diverter", "password": PASSWORD})
    assert answer.location.startswith("/act-for")
    page = client.get("/account")
    assert page.status_code == 200 and ">Notices and calendar</h2>" not in page.text


def test_both_see_who_stands_in_for_whom(app: Flask, county: County, client_of: Client) -> None:
    with Acting(app, county, "programadmin") as (session, actor):
        days = clock.local_date(NOW, actor.zone), clock.local_date(NOW + timedelta(days=4), actor.zone)
        cover(session, actor, Cover(county.users["evaluator"], county.appointments["judge"], *days))
    assert "You stand in for Judge Example" in client_of("evaluator").get("/account").text
    assert "Evaluator Example stands in for you" in client_of("judge").get("/account").text
    mine = client_of("deputy").get("/account").text
    assert "Example stands in for you" not in mine and "You stand in for nobody" in mine
    with clock.set_to(NOW + timedelta(days=6)):
        assert "You stand in for nobody" in client_of("evaluator").get("/account").text
